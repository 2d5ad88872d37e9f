"""`screener publish`: make a folder the next revision that patients get."""

from pathlib import Path

import click

from screener.cli.folders import folder_argument, open_folder
from screener.cli.house import CLOCK, data_option, open_house, operator
from screener.definition.reading import folder_files
from screener.services import revisions


@click.command()
@folder_argument
@data_option
def publish(folder: Path, data: Path | None) -> None:
    """Publish the questionnaire in DIR as its next revision."""
    questionnaire = open_folder(folder)
    with open_house(data) as (_, services):
        files = folder_files(folder)
        content = revisions.sound(files, questionnaire.slug)
        with services.unit_of_work() as work:
            revision = revisions.keep(work, content=content, files=files, now=CLOCK.now(), actor=operator())
    click.echo(f"{revision.slug} revision {revision.number} ({revision.sha256[:12]})")

"""`screener rehearse`: do the example patients get the findings they must get?"""

from pathlib import Path

import click

from screener.cli.folders import folder_argument, open_folder
from screener.cli.printing import PROBLEM, Format, format_option, print_json, say
from screener.engine.vignettes import Rehearsal
from screener.engine.vignettes import rehearse as rehearse_vignettes


@click.command()
@folder_argument
@format_option
def rehearse(folder: Path, form: Format) -> None:
    """Assess every vignette of DIR and print which rules they cover."""
    rehearsal = rehearse_vignettes(open_folder(folder))
    if form == "json":
        print_json(rehearsal.to_json())
    else:
        _print(rehearsal)
    if not rehearsal.is_passed:
        raise SystemExit(PROBLEM)


def _print(rehearsal: Rehearsal) -> None:
    for line in rehearsal.lines():
        click.echo(line)
    say(rehearsal.verdict)

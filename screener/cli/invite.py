"""`screener invite`: private links for patients."""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import click

from screener.cli.dates import AsOf
from screener.cli.house import CLOCK, data_option, open_house, operator
from screener.cli.letter import language_option, rendered_letter
from screener.cli.printing import Format, format_option, print_json_line, say
from screener.cli.results import FOR_OWNER, result_file
from screener.config import Settings
from screener.services import invitations, letters
from screener.services.invitations import IssuedInvitation
from screener.services.unit_of_work import Services

SLUG = "ketamine-migraine"


@click.command()
@click.option("--count", type=click.IntRange(1, 10_000), default=1, help="How many links to issue.")
@click.option("--name", default="Name not given", help="The patient's name, as the clinic knows it.")
@click.option("--born", type=AsOf(), default="1980-01-01", help="The birth date that the patient confirms.")
@click.option("--contact", default="", help="How to reach the patient; an e-mail address gets a reminder.")
@click.option("--questionnaire", "slug", default=SLUG, show_default=True, help="Which questionnaire to ask.")
@click.option(
    "--letter",
    "output",
    type=click.Path(path_type=Path),
    help="Also write the letter that takes it there.",
)
@language_option
@data_option
@format_option
def invite(
    *,
    count: int,
    name: str,
    born: date,
    contact: str,
    slug: str,
    output: Path | None,
    language: str,
    data: Path | None,
    form: Format,
) -> None:
    """Issue private links; each is shown this once."""
    if output is not None and count > 1:
        raise click.UsageError("A letter is for one invitation: leave --count out.")
    with (
        open_house(data) as (settings, services),
        nullcontext() if output is None else result_file(output, mode=FOR_OWNER) as write,
    ):
        for issued in issue(services, count=count, name=name, born=born, slug=slug, contact=contact):
            # First of all: a link that is not shown now is lost, whatever becomes of its letter.
            _show(invitation_json(settings, issued), form)
            if write is not None:
                with services.reading() as work:
                    made = letters.with_link(work, issued, language=language, now=CLOCK.now())
                write(rendered_letter(made, settings, data))
                say(f"{output}: the letter for {made.reference}")


def _show(line: Mapping[str, str], form: Format) -> None:
    if form == "json":
        print_json_line(line)
    else:
        click.echo(f"{line['reference']}  {line['url']}  code {line['code']}  born {line['date_of_birth']}")


def issue(
    services: Services, *, count: int, name: str, born: date, slug: str = SLUG, contact: str = ""
) -> Iterator[IssuedInvitation]:
    """Issue invitations one by one, each in a transaction of its own, so that none shown is lost."""
    for _ in range(count):
        with services.unit_of_work() as work:
            issued = invitations.issue(
                work,
                slug=slug,
                patient_name=name,
                date_of_birth=born,
                now=CLOCK.now(),
                actor=operator(),
                contact=contact,
            )
        yield issued


def invitation_json(settings: Settings, issued: IssuedInvitation) -> dict[str, str]:
    """An invitation for programs: its private link, its code, the birth date and the reference."""
    return {
        "url": f"{settings.public_url}/i/{issued.url_token}",
        "code": issued.code,
        "date_of_birth": issued.date_of_birth.isoformat(),
        "reference": issued.reference,
    }

"""`screener audit`: is the record of what happened whole?"""

from pathlib import Path

import click

from screener.cli.house import data_option, open_house
from screener.cli.printing import PROBLEM, say
from screener.services import auditing


@click.command()
@click.option("--anchor", metavar="HEAD", help="A head noted down elsewhere, such as one printed on a summary.")
@data_option
def audit(anchor: str | None, data: Path | None) -> None:
    """Verify the chain of events and every row that it vouches for, and print its head.

    Note the head down outside the database.
    """
    with open_house(data) as (_, services), services.reading() as work:
        found = auditing.verdict(work, anchor=anchor)
        head = auditing.head(work)
    for note in found.notes:
        say(note)
    for fault in found.faults:
        click.echo(fault)
    if found.faults:
        raise SystemExit(PROBLEM)
    say("Every link holds, and every row that it vouches for. The head is:")
    click.echo(head)

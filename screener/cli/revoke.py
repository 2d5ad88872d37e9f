"""`screener revoke`: closes a private link, and erases what a wrong person typed."""

from pathlib import Path

import click

from screener.cli.house import CLOCK, data_option, open_house, operator, refusals
from screener.cli.printing import say
from screener.services import invitations


@click.command()
@click.argument("reference")
@click.option("--erase", is_flag=True, help="It reached the wrong person: erase what was typed, too.")
@data_option
def revoke(reference: str, erase: bool, data: Path | None) -> None:
    """Close the link of the invitation REFERENCE at once, wherever it is open. On record."""
    with open_house(data) as (_, services), refusals(), services.unit_of_work() as work:
        if erase:
            had_typed = invitations.withdraw(work, reference=reference, now=CLOCK.now(), actor=operator())
            say("Closed. What was typed is erased." if had_typed else "Closed. There is nothing to erase.")
        else:
            invitations.revoke(work, reference=reference, now=CLOCK.now(), actor=operator())
            say("Closed.")

"""`screener reseal`: seal what earlier keys sealed with the newest."""

from pathlib import Path

import click

from screener.cli.house import CLOCK, data_option, open_house, operator
from screener.cli.printing import say
from screener.services import keys


@click.command()
@data_option
def reseal(data: Path | None) -> None:
    """Seal everything with the first of SCREENER_SEALING_KEYS, so that an old key can be retired."""
    total = 0
    with open_house(data) as (_, services):
        while True:
            with services.unit_of_work() as work:
                done = keys.reseal(work, now=CLOCK.now(), actor=operator())
            if not done:
                break
            total += done
            say(f"{total} sealed again")
    click.echo(total)

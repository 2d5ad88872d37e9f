"""`screener migrate`: bring the database to this program's tables."""

import click

from screener.cli.house import refusals
from screener.cli.printing import say
from screener.config import read_settings
from screener.services.unit_of_work import Services


@click.command()
def migrate() -> None:
    """Create or update the tables of the database."""
    with refusals(), Services(read_settings()) as services:
        services.migrate()
    say("The database is up to date.")

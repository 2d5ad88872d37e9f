"""`screener serve`: the pages, behind gunicorn."""

import os
import sys

import click

from screener.cli.house import refusals
from screener.cli.printing import say
from screener.config import Settings, read_settings
from screener.errors import Refusal
from screener.services import clinic_settings
from screener.services.unit_of_work import Services

WITHOUT_PHONE = (
    "The clinic has given no telephone number: where patients would be told to call it, they are told to call 911 or"
    " to go to an emergency room. Set SCREENER_CLINIC_PHONE, or give the number on the page Clinic."
)


def clinic_phone(settings: Settings) -> str:
    """The number that patients are told to call: the one on the clinic's page, else the server's."""
    try:
        with Services(settings) as services:
            if services.is_ready():
                with services.reading() as work:
                    return clinic_settings.of(work).phone
    except Refusal:
        pass  # What is wrong with the database shows itself; a missing number is no reason not to serve.
    return settings.clinic_phone


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--threads", type=click.IntRange(1, 200), default=16, show_default=True)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="More than one: PostgreSQL only."
)
def serve(host: str, port: int, threads: int, workers: int) -> None:
    """Serve the clinic's pages with the settings of the environment."""
    with refusals():
        settings = read_settings()
    if not clinic_phone(settings):
        say(WITHOUT_PHONE)
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = ["gunicorn", "--bind", address, "--worker-class", "gthread", "--threads", str(threads)]
    command += ["--workers", str(workers), "--access-logfile", "/dev/null", "wsgi:app"]
    os.execv(sys.executable, [sys.executable, "-m", *command])  # noqa: S606 - gunicorn takes over this process

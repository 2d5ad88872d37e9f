"""`screener serve`: the pages, behind gunicorn."""

import os
import sys

import click

from screener.cli.house import refusals
from screener.config import read_settings


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
        read_settings()
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = ["gunicorn", "--bind", address, "--worker-class", "gthread", "--threads", str(threads)]
    command += ["--workers", str(workers), "--access-logfile", "/dev/null", "wsgi:app"]
    os.execv(sys.executable, [sys.executable, "-m", *command])  # noqa: S606 - gunicorn takes over this process

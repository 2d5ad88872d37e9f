"""The clinic's house as a command finds it: its settings, and the services on its database."""

import getpass
import json
import os
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from screener.cli.printing import PROBLEM, say
from screener.cli.results import replace_whole
from screener.clock import SystemClock
from screener.config import PREFIX, Settings, read_settings
from screener.errors import Refusal
from screener.logs import keep_log_at
from screener.services.auditing import Actor
from screener.services.clinic_day import clinic_zone
from screener.services.unit_of_work import Services, open_services

CLOCK = SystemClock()
DEMO = Path("var") / "demo"
"""Where `make demo` keeps its clinic."""

data_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--data", type=click.Path(path_type=Path), help="The folder of a demo's clinic, instead of the environment's."
)


def operator() -> Actor:
    """Who is at the terminal: the account on this machine."""
    return Actor("operator", getpass.getuser())


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a known "no" into its words and exit code 1."""
    try:
        yield
    except Refusal as refused:
        say(str(refused))
        raise SystemExit(PROBLEM) from None


@contextmanager
def open_house(data: Path | None = None) -> Iterator[tuple[Settings, Services]]:
    """The settings and the services on their database, closed afterwards.

    The settings are the environment's. With `data`, or where the environment
    has none at all and a demo's clinic is here, they are the demo's.
    """
    with refusals():
        settings = _settings(data)
        keep_log_at(settings.log_level, clinic_zone(settings))
        with open_services(settings) as services:
            yield settings, services


def as_typed(command: str, data: Path | None) -> str:
    """A command for a hint, as it works when it is typed here: this program as it was called, in the house at hand."""
    called = Path(sys.argv[0])
    program = {"screener": sys.argv[0], "__main__.py": f"{sys.executable} -m screener"}.get(called.name, "screener")
    is_found = data is None or (data == DEMO and not _has_settings())
    return f"{program} {command}" if is_found else f"{program} {command} --data {shlex.quote(str(data))}"


def _has_settings() -> bool:
    return any(name.startswith(PREFIX) for name in os.environ)


def keep_address(data: Path, *, host: str, port: int) -> None:
    """Remember where a demo is served, so that links issued later lead there."""
    replace_whole(data / "address.json", json.dumps({"host": host, "port": port}).encode("ascii"))


def _settings(data: Path | None) -> Settings:
    if data is None and not _has_settings() and (DEMO / "keys.json").exists():
        say(f"No settings in the environment: this is the demo's clinic in {DEMO}.")
        data = DEMO
    if data is None:
        return read_settings()
    address = data / "address.json"
    return Settings.for_demo(data, **(json.loads(address.read_text("ascii")) if address.exists() else {}))

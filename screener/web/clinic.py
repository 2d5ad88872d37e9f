"""The clinic's own words on every page. Read anew at most every two seconds, so all processes agree soon."""

import time
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, g, url_for

from screener.services import clinic_settings
from screener.services.clinic_settings import ClinicSettings
from screener.services.unit_of_work import UnavailableError
from screener.web.house import services
from screener.web.languages import language

SECONDS = 2
"""For so long a process may show what another has just changed as it was."""


@dataclass(slots=True)
class Board:
    """What this process last read, and until when it is believed (by a clock that only goes forward)."""

    words: ClinicSettings
    until: float = 0


def clinic() -> ClinicSettings:
    """The clinic's words, the same throughout a request. Where the database is away, as they were last seen."""
    if "clinic" not in g:
        g.clinic = fresh(board())
    return cast(ClinicSettings, g.clinic)


def board() -> Board:
    """This process's own."""
    return cast(Board, current_app.extensions["screener.clinic"])


def fresh(seen: Board) -> ClinicSettings:
    """What the board says, after reading it anew where it is due."""
    if time.monotonic() >= seen.until:
        try:
            with services().reading() as work:
                seen.words = clinic_settings.of(work)
        except UnavailableError:
            return seen.words
        seen.until = time.monotonic() + SECONDS
    return seen.words


def forget() -> None:
    """Reads anew at the next occasion: something was just changed here."""
    board().until = 0
    g.pop("clinic", None)


class ClinicOnPages:
    """What templates call `clinic`."""

    @property
    def name(self) -> str:
        """The clinic's name."""
        return clinic().name

    @property
    def phone(self) -> str:
        """Its telephone; empty for none."""
        return clinic().phone

    @property
    def logo(self) -> str:
        """The address of its logo; empty for none."""
        return url_for("clinic_logo.picture", mark=clinic().logo) if clinic().logo else ""

    @property
    def logo_size(self) -> list[str]:
        """Its width and height in pixels."""
        return clinic().logo.rpartition("-")[2].split("x")

    @property
    def idle_minutes(self) -> int:
        """After so long without use a patient's form closes."""
        return clinic().idle_minutes

    @property
    def emergency(self) -> str:
        """What it adds to the help, in the language of the page or else in English; empty for nothing."""
        return clinic().emergency_es if self.emergency_language == "es" else clinic().emergency

    @property
    def emergency_language(self) -> str:
        """The language of these words."""
        return "es" if language() == "es" and clinic().emergency_es else "en"


def init_clinic(app: Flask) -> None:
    """Gives templates the clinic's words."""
    app.extensions["screener.clinic"] = Board(clinic_settings.defaults(app.extensions["screener"].settings))
    app.jinja_env.globals["clinic"] = ClinicOnPages()

"""Services on real databases, a published questionnaire, and one patient's way through it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from screener.config import Settings
from screener.services import intake, invitations, revisions
from screener.services.auditing import Actor
from screener.services.intake import Answered, IntakeId, IntakeView, SubmissionView
from screener.services.invitations import IssuedInvitation
from screener.services.unit_of_work import Services
from tests.databases import *  # noqa: F403

SAMPLE = Path(__file__).parent.parent / "samples" / "headache-visit"
SLUG = "headache-visit"
KEY = "q83vEjRWeJC6mHZUMhD+3LqYdlQyEP7cq83vEjRWeJA="
OLDER_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f1"
NOON = datetime(2026, 1, 15, 17, tzinfo=UTC)
"""Noon in New York."""
BORN = date(1983, 6, 2)
OPERATOR = Actor("operator", "test")

TYPICAL: dict[str, dict[str, object]] = {
    "basics": {"dem_name": "Ann Lee", "dem_dob": "1983-06-02", "dem_weight": 80},
    "thunderclap": {"rf_thunderclap": "no"},
    "mood": {"mood_thoughts": "no"},
    "allergies": {"al_any": "no", "al_which": None},
    "listed": {"med_list": [{"name": "Imitrex", "dose": "50 mg"}]},
}
"""One answer to each step of the shortest way through."""


def make_settings(database_url: str, **changed: object) -> Settings:
    given: dict[str, object] = {
        "demo": True,
        "database_url": database_url,
        "public_url": "http://127.0.0.1:8000",
        "secret_key": KEY,
        "sealing_keys": KEY,
        "database_wait_seconds": 30,
        **changed,
    }
    return Settings(**given)  # type: ignore[arg-type]


def sample_files() -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in SAMPLE.iterdir()}


@pytest.fixture
def settings(database_url: str) -> Settings:
    return make_settings(database_url)


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    with Services(settings) as opened:
        yield opened


@dataclass
class Clinic:
    """A clinic with the sample published; each act is a transaction of its own, at `now`."""

    services: Services
    now: datetime = NOON

    def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)

    def issue(self, **changed: object) -> IssuedInvitation:
        given: dict[str, object] = {"slug": SLUG, "patient_name": "Ann Lee", "date_of_birth": BORN, **changed}
        with self.services.unit_of_work() as work:
            return invitations.issue(work, now=self.now, actor=OPERATOR, **given)  # type: ignore[arg-type]

    def redeem(self, token_or_code: str, born: str = "1983-06-02", address: str = "192.0.2.1") -> IntakeId:
        with self.services.unit_of_work() as work:
            return invitations.redeem(
                work, token_or_code=token_or_code, date_of_birth_text=born, address=address, now=self.now
            )

    def begin(self) -> IntakeId:
        return self.redeem(self.issue().url_token)

    def open(self, intake_id: IntakeId) -> IntakeView:
        with self.services.reading() as work:
            return intake.open_intake(work, intake_id=intake_id, now=self.now)

    def answer(
        self,
        intake_id: IntakeId,
        step_id: str,
        entered: Mapping[str, object],
        version: int | None = None,
        *,
        goes_on: bool = True,
    ) -> Answered:
        with self.services.unit_of_work() as work:
            if version is None:
                version = intake.open_intake(work, intake_id=intake_id, now=self.now).version
            return intake.answer(
                work,
                intake_id=intake_id,
                step_id=step_id,  # type: ignore[arg-type]
                entered=entered,
                version=version,
                goes_on=goes_on,
                now=self.now,
            )

    def walk(self, intake_id: IntakeId, **changed: dict[str, object]) -> IntakeView:
        """Answers every step of the shortest way, but for what is changed."""
        for step_id, entered in {**TYPICAL, **changed}.items():
            view = self.answer(intake_id, step_id, entered).view
        return view

    def send(self, intake_id: IntakeId, signature: str = "Ann Lee", version: int | None = None) -> SubmissionView:
        with self.services.unit_of_work() as work:
            if version is None:
                version = intake.open_intake(work, intake_id=intake_id, now=self.now).version
            return intake.send(work, intake_id=intake_id, signature=signature, version=version, now=self.now)

    def sent(self) -> SubmissionView:
        """The submission of a typical patient."""
        intake_id = self.begin()
        self.walk(intake_id)
        return self.send(intake_id)


@pytest.fixture
def clinic(services: Services) -> Clinic:
    with services.unit_of_work() as work:
        revisions.publish(work, files=sample_files(), slug=SLUG, now=NOON, actor=OPERATOR)
    return Clinic(services)

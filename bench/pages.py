"""The patient's pages over WSGI, on SQLite in a folder of its own: what a step costs to show and to save."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bench.engine import FOLDER
from bench.measuring import Figure, measure
from screener.clock import SystemClock
from screener.config import Settings
from screener.definition.names import StepId
from screener.definition.reading import folder_files
from screener.services import intake, invitations, revisions
from screener.services.auditing import Actor
from screener.services.unit_of_work import Services, open_services
from screener.store.names import IntakeId

BENCH = Actor("operator", "bench")
BORN = date(1983, 6, 2)


def figures() -> Iterator[Figure]:
    """Open an intake, and save one of its steps, durably."""
    with tempfile.TemporaryDirectory() as folder, _clinic(Path(folder)) as (services, intake_id):
        yield measure("open an intake", lambda: _open(services, intake_id), runs=100)
        yield measure("save a step, on disk before the answer leaves", lambda: _save(services, intake_id), runs=60)


@contextmanager
def _clinic(folder: Path) -> Iterator[tuple[Services, IntakeId]]:
    now = SystemClock().now()
    with open_services(Settings.for_demo(folder)) as services, services.unit_of_work() as work:
        revisions.publish(work, files=folder_files(FOLDER), slug=FOLDER.name, now=now, actor=BENCH)
        issued = invitations.issue(
            work, slug=FOLDER.name, patient_name="Bench Patient", date_of_birth=BORN, now=now, actor=BENCH
        )
        intake_id = invitations.redeem(
            work,
            token_or_code=issued.url_token,
            date_of_birth_text=BORN.isoformat(),
            address="127.0.0.1",
            now=now,
        )
    with open_services(Settings.for_demo(folder)) as services:
        yield services, intake_id


def _open(services: Services, intake_id: IntakeId) -> intake.IntakeView:
    with services.reading() as work:
        return intake.open_intake(work, intake_id=intake_id, now=SystemClock().now())


def _save(services: Services, intake_id: IntakeId) -> None:
    view = _open(services, intake_id)
    step = view.path.steps[0]
    said = "yes" if view.raw_answers.get("adm_decision") != "yes" else "guardian"
    with services.unit_of_work() as work:
        intake.answer(
            work,
            intake_id=intake_id,
            step_id=StepId(step.id),
            entered={"adm_decision": said},
            version=view.version,
            now=SystemClock().now(),
        )

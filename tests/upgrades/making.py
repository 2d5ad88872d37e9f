"""Makes a small clinic in both databases, as a sample for the programs that come after this one.

    .venv/bin/python -m tests.upgrades.making

Run it on the commit before one that changes a stored format, a migration or a
check, and commit the folder that it writes: `tests/upgrades/samples/<newest
migration>/`. It holds the SQLite file and a dump of PostgreSQL, both compressed,
and `expected.json`: what each submission, kept PDF and unfinished intake said to the
program that made them.
"""

import gzip
import hashlib
import json
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from screener.cli.demo_patients import identity_of, moved, send_one, send_series
from screener.cli.demo_staff import STAFF, add_staff
from screener.definition.model import Questionnaire, Vignette
from screener.definition.reading import folder_files, read_folder
from screener.engine.assessment import to_json
from screener.jobs import rendering
from screener.services import (
    accounts,
    authoring,
    decisions,
    drafts,
    intake,
    invitations,
    revisions,
    submissions,
    summaries,
    triage,
)
from screener.services.auditing import Actor
from screener.services.decisions import Drafted, Outcome
from screener.services.unit_of_work import Services
from screener.store.migrating import migrate, newest
from tests.databases import run, start, stop
from tests.services.conftest import make_settings

TOP = Path(__file__).parents[2]
SAMPLES = Path(__file__).parent / "samples"
KETAMINE = TOP / "questionnaires" / "ketamine-migraine"
MADE = datetime(2026, 3, 2, 15, tzinfo=UTC)
"""When everything in a sample happens."""
OPERATOR = Actor("operator", "sample")


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An intake that was left in the middle: how to come back to it, and what it holds."""

    intake_id: str
    answered: Mapping[str, object]
    typed: str


def fill(services: Services) -> dict[str, Any]:
    """Lives a small clinic's days; gives what a later program must still say."""
    questionnaire = read_folder(KETAMINE)
    vignettes = {vignette.id: vignette for vignette in questionnaire.vignettes}
    with services.unit_of_work() as work:
        files = folder_files(KETAMINE)
        revisions.publish(work, files=files, slug=questionnaire.slug, now=MADE - timedelta(days=120), actor=OPERATOR)
    add_staff(services, services.settings, now=MADE - timedelta(days=120), actor=OPERATOR)
    references = [
        send_one(services, questionnaire, vignettes["V01"], name="Rowan Sample", now=MADE, actor=OPERATOR),
        send_series(services, questionnaire, vignettes["V04"], name="Jamie Specimen", now=MADE, actor=OPERATOR),
        send_one(services, questionnaire, vignettes["V18"], name="Alex Placeholder", now=MADE, actor=OPERATOR),
    ]
    decide(services, references[0])
    kept = keep_pdf(services, references[2])
    unfinished = leave_in_the_middle(services, questionnaire, vignettes["V23"])
    with services.unit_of_work() as work:
        authoring.start_from_published(work, slug=questionnaire.slug, now=MADE, actor=OPERATOR)
    return {
        "slug": questionnaire.slug,
        "submissions": {reference: said(services, reference) for reference in every_reference(services)},
        "pdfs": {references[2]: hashlib.sha256(kept).hexdigest()},
        "unfinished": {"intake_id": unfinished.intake_id, "answered": unfinished.answered, "typed": unfinished.typed},
        "vignette": "V23",
        "day": MADE.isoformat(),
    }


def every_reference(services: Services) -> list[str]:
    with services.unit_of_work() as work:
        return sorted(line.reference for line in submissions.listing(work, actor=OPERATOR, now=MADE))


def said(services: Services, reference: str) -> dict[str, Any]:
    """The submission as this program reads it: answers, assessment, decision, signature."""
    with services.unit_of_work() as work:
        view = submissions.by_reference(work, reference=reference, actor=OPERATOR, now=MADE)
    return {
        "patient": view.patient_name,
        "signature": view.signature,
        "answers": dict(view.raw_answers),
        "assessment": to_json(view.questionnaire, view.assessment),
        "decided": view.decision is not None,
    }


def decide(services: Services, reference: str) -> None:
    with services.unit_of_work() as work:
        found = accounts.find_by_email(work, email=STAFF[0].email, now=MADE)
        assert found is not None
        triage.claim(
            work,
            reference=reference,
            member=found.member.id,
            instead_of="",
            now=MADE + timedelta(hours=1),
            actor=Actor("clinician", found.member.id),
        )
    with services.unit_of_work() as work:
        decisions.sign(
            work,
            reference=reference,
            drafted=Drafted(Outcome.NOT_NOW, "Blood pressure first."),
            signed_so_far=0,
            member=found.member.id,
            name=found.member.name,
            now=MADE + timedelta(hours=2),
            actor=Actor("clinician", found.member.id),
        )


def keep_pdf(services: Services, reference: str) -> bytes:
    """Render the submission's PDF as the worker does; gives what is kept."""
    with services.unit_of_work() as work:
        view = submissions.by_reference(work, reference=reference, actor=OPERATOR, now=MADE)
    rendering.render(services, view.id, MADE)
    with services.unit_of_work() as work:
        kept = summaries.download(work, reference=reference, actor=OPERATOR, now=MADE)
    assert isinstance(kept, bytes)
    return kept


def leave_in_the_middle(services: Services, questionnaire: Questionnaire, vignette: Vignette) -> Unfinished:
    """Answer half of the pages, and type on the next one without sending it."""
    answers = {**moved(questionnaire, vignette, MADE.date()), identity_of(questionnaire).name: "Morgan Example"}
    with services.unit_of_work() as work:
        issued = invitations.issue(
            work,
            slug=questionnaire.slug,
            patient_name="Morgan Example",
            date_of_birth=date.fromisoformat(str(vignette.answers[identity_of(questionnaire).birth_date])),
            now=MADE,
            actor=OPERATOR,
        )
        intake_id = invitations.redeem(
            work,
            token_or_code=issued.url_token,
            date_of_birth_text=str(vignette.answers[identity_of(questionnaire).birth_date]),
            address="127.0.0.1",
            now=MADE,
        )
    answered: dict[str, object] = {}
    for _ in range(12):
        with services.unit_of_work() as work:
            view = intake.open_intake(work, intake_id=intake_id, now=MADE)
            step = next(step for step in view.path.steps if step.id not in view.sent_steps)
            entered = {question.id: answers.get(question.id) for question in view.path.questions_of(step)}
            saved = intake.answer(
                work, intake_id=intake_id, step_id=step.id, entered=entered, version=view.version, now=MADE
            )
            answered = dict(saved.view.raw_answers)
    with services.unit_of_work() as work:
        view = intake.open_intake(work, intake_id=intake_id, now=MADE)
        step = next(step for step in view.path.steps if step.id not in view.sent_steps)
        typed = {"typed-before-the-upgrade": ("about 80,5 kg",)}
        drafts.keep(work, intake_id=intake_id, step_id=step.id, typed=typed, now=MADE)
    return Unfinished(intake_id, answered, step.id)


def make(folder: Path) -> None:
    """Fill both databases alike, and write them compressed."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "screener.db"
        migrate(f"sqlite:///{file}")
        with Services(make_settings(f"sqlite:///{file}")) as services:
            expected = {"sqlite": fill(services)}
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode = delete")
            connection.execute("VACUUM")
        write(folder / "sqlite.db.gz", file.read_bytes())
    socket = start()
    try:
        url = f"postgresql://postgres@/migrated?host={socket}"
        with Services(make_settings(url)) as services:
            expected["postgresql"] = fill(services)
        dump = Path(socket) / "dump.sql"
        run("pg_dump", "-h", socket, "-U", "postgres", "--no-owner", "-f", dump, "migrated")
        write(folder / "postgresql.sql.gz", b"".join(portable(dump.read_bytes())))
    finally:
        stop(socket)
    write(folder / "expected.json.gz", json.dumps(expected, ensure_ascii=False, sort_keys=True).encode())


def portable(dump: bytes) -> Iterator[bytes]:
    """The dump without the two lines that only the newest psql understands."""
    return (line for line in dump.splitlines(keepends=True) if not line.startswith((b"\\restrict", b"\\unrestrict")))


def write(path: Path, content: bytes) -> None:
    """Compressed without a time, so that the same content is the same file."""
    path.write_bytes(gzip.compress(content, 9, mtime=0))
    print(f"{path.name}: {path.stat().st_size:,} bytes", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    make(SAMPLES / str(newest()))

"""Rendered summaries as kept, sealed: a download never waits for a render."""

from datetime import datetime
from typing import Literal

from sqlalchemy import select

from screener.store.database import Store
from screener.store.intakes import key_of
from screener.store.names import SubmissionId
from screener.store.sealing import DataKey, Home
from screener.store.tables import Intake, KeptPdf, Submission
from screener.store.upserting import insert_into

Audience = Literal["clinician", "patient"]


def put(
    store: Store,
    *,
    submission_id: SubmissionId,
    audience: Audience,
    state: str,
    program: str,
    pdf: bytes,
    now: datetime,
) -> None:
    """Keeps a rendered summary; where the same one is kept already, that one stays."""
    row = (submission_id, audience, state, program)
    store.session.execute(
        insert_into(store, KeptPdf)
        .values(
            submission_id=submission_id,
            audience=audience,
            state=state,
            program=program,
            rendered_at=now,
            pdf=key_of_submission(store, submission_id).seal(pdf, home(*row)),
        )
        .on_conflict_do_nothing()
    )


def find(store: Store, *, submission_id: SubmissionId, audience: Audience, state: str, program: str) -> bytes | None:
    """The summary kept for this state and version of the program."""
    row = (submission_id, audience, state, program)
    kept = store.session.get(KeptPdf, row)
    return None if kept is None else key_of_submission(store, submission_id).unseal(kept.pdf, home(*row))


def newest_program(store: Store, *, submission_id: SubmissionId, audience: Audience, state: str) -> str | None:
    """The version of the program that rendered this state last; None where none did."""
    chosen = select(KeptPdf.program).where(
        KeptPdf.submission_id == submission_id, KeptPdf.audience == audience, KeptPdf.state == state
    )
    return store.session.scalar(chosen.order_by(KeptPdf.rendered_at.desc(), KeptPdf.program).limit(1))


def states(store: Store, submission_id: SubmissionId) -> tuple[str, ...]:
    """Every state of the submission of which a clinician's summary was ever kept."""
    chosen = select(KeptPdf.state).where(KeptPdf.submission_id == submission_id, KeptPdf.audience == "clinician")
    return tuple(store.session.scalars(chosen.distinct()))


def key_of_submission(store: Store, submission_id: SubmissionId) -> DataKey:
    """The key of the submission's intake."""
    submission = store.session.get_one(Submission, submission_id)
    return key_of(store, store.session.get_one(Intake, submission.intake_id))


def home(*row: str) -> Home:
    """Where a rendered summary lives."""
    return Home("kept_pdf", "pdf", "/".join(row))

"""A patient's submissions one after the other, as far as they stand in the open."""

from dataclasses import dataclass

from sqlalchemy import select

from screener.store.database import Store
from screener.store.desk_tables import QueueEntry
from screener.store.names import PatientId, SubmissionId
from screener.store.submissions import Standing, find_standing
from screener.store.tables import Submission


@dataclass(frozen=True, slots=True)
class SentBefore:
    """One that was sent earlier; `audit_head` is the audit chain's when it was sent."""

    id: SubmissionId
    reference: str
    audit_head: str


def sent_before(store: Store, submission_id: SubmissionId) -> tuple[SentBefore, ...]:
    """From the same patient's record and questionnaire, the oldest first."""
    this = (
        select(QueueEntry.patient_id, QueueEntry.slug, Submission.sent_at)
        .join(Submission, Submission.id == QueueEntry.submission_id)
        .where(QueueEntry.submission_id == submission_id)
        .subquery()
    )
    rows = store.session.execute(
        select(Submission.id, Submission.reference, Submission.audit_head)
        .join(QueueEntry, QueueEntry.submission_id == Submission.id)
        .join(this, (QueueEntry.patient_id == this.c.patient_id) & (QueueEntry.slug == this.c.slug))
        .where(Submission.sent_at < this.c.sent_at)
        .order_by(Submission.sent_at, Submission.id)
    )
    return tuple(SentBefore(SubmissionId(row.id), row.reference, row.audit_head) for row in rows)


def standing_of_patient(store: Store, patient_id: PatientId) -> tuple[Standing, ...]:
    """How each of the record's submissions stands."""
    references = store.session.scalars(
        select(QueueEntry.reference)
        .where(QueueEntry.patient_id == patient_id, QueueEntry.submission_id.is_not(None))
        .order_by(QueueEntry.arrived_at)
    ).all()
    found = (find_standing(store, reference) for reference in references)
    return tuple(each for each in found if each is not None)

"""What an earlier program kept has no patients' records and no queue: both are made from what there is.

It needs the keys, so a migration's script cannot do it.
"""

from sqlalchemy import select

from screener.definition.model import Disposition
from screener.store import patient_records, queue
from screener.store.binding import forget
from screener.store.database import Store
from screener.store.desk_tables import QueueEntry
from screener.store.invitations import patient_of
from screener.store.names import IntakeId, InvitationId, PatientId, SubmissionId
from screener.store.patient_records import Person
from screener.store.tables import Intake, Invitation, Submission, UrgentNotice


def adopt(store: Store, limit: int) -> int:
    """Brings along up to `limit` rows; 0 when nothing is left. Raises `BrokenSealError`."""
    brought = records(store, limit) or sent(store, limit) or unfinished(store, limit)
    forget(store.session)  # what was brought along is bound with the rest of what was there
    return brought


def is_anything_left(store: Store) -> bool:
    """Whether there is anything to bring along. Reads only: that may take a while where there is much."""
    queued = select(QueueEntry.submission_id).where(QueueEntry.submission_id.is_not(None))
    urgent = select(UrgentNotice.intake_id)
    chosen = (
        select(Invitation.id).where(Invitation.patient_id.is_(None)),
        select(Submission.id).where(Submission.id.not_in(queued)),
        select(Intake.id).where(
            Intake.state != "sent", Intake.id.in_(urgent), Intake.id.not_in(select(QueueEntry.intake_id))
        ),
    )
    return any(store.session.execute(each.limit(1)).first() for each in chosen)


def records(store: Store, limit: int) -> int:
    """A record for each invitation: who is the same person is for the clinic to say."""
    rows = tuple(patient_records.due_for_record(store, limit))
    for row in rows:
        person = Person(patient_of(store, row), "", None)
        patient_id = patient_records.add(store, person, now=row.issued_at, by=row.issued_by)
        patient_records.give_record(store, InvitationId(row.id), patient_id)
    return len(rows)


def sent(store: Store, limit: int) -> int:
    """A line for each submission."""
    rows = store.session.execute(
        select(Submission, Invitation)
        .join(Intake, Intake.id == Submission.intake_id)
        .join(Invitation, Invitation.id == Intake.invitation_id)
        .where(Submission.id.not_in(select(QueueEntry.submission_id).where(QueueEntry.submission_id.is_not(None))))
        .limit(limit)
    ).all()
    for submission, invitation in rows:
        queue.put(
            store,
            queue.NewLine(
                intake_id=IntakeId(submission.intake_id),
                submission_id=SubmissionId(submission.id),
                patient_id=PatientId(str(invitation.patient_id)),
                reference=invitation.reference,
                slug=invitation.slug,
                rank=queue.rank_of(Disposition(submission.disposition)),
                appointment=None,
                now=submission.sent_at,
            ),
        )
    return len(rows)


def unfinished(store: Store, limit: int) -> int:
    """A line for each unfinished intake with an urgent finding."""
    rows = store.session.execute(
        select(Intake, Invitation)
        .join(Invitation, Invitation.id == Intake.invitation_id)
        .where(
            Intake.state != "sent",
            Intake.id.in_(select(UrgentNotice.intake_id)),
            Intake.id.not_in(select(QueueEntry.intake_id)),
        )
        .limit(limit)
    ).all()
    for intake, invitation in rows:
        queue.put(
            store,
            queue.NewLine(
                intake_id=IntakeId(intake.id),
                submission_id=None,
                patient_id=PatientId(str(invitation.patient_id)),
                reference=invitation.reference,
                slug=invitation.slug,
                rank=queue.UNFINISHED,
                appointment=None,
                now=intake.last_at,
            ),
        )
    return len(rows)

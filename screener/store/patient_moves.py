"""Invitations that went from one record to another: the history behind merging and splitting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update

from screener.store.database import Store
from screener.store.desk_tables import PatientMove, PatientRecord, QueueEntry
from screener.store.names import InvitationId, PatientId, new_id
from screener.store.patient_records import give_record
from screener.store.tables import Intake


@dataclass(frozen=True, slots=True)
class Move:
    """One invitation's way."""

    invitation_id: InvitationId
    from_patient: PatientId
    to_patient: PatientId
    moved_at: datetime
    moved_by: str


def move(
    store: Store, invitations: Iterable[InvitationId], *, from_: PatientId, to: PatientId, now: datetime, by: str
) -> None:
    """Takes invitations, what was sent through them and their lines in the queue to another record."""
    record = store.session.get_one(PatientRecord, to, populate_existing=True)
    for invitation_id in invitations:
        give_record(store, invitation_id, to)
        store.session.execute(
            update(QueueEntry)
            .where(QueueEntry.intake_id.in_(select(Intake.id).where(Intake.invitation_id == invitation_id)))
            .values(patient_id=to, appointment=record.appointment)
            .execution_options(synchronize_session=False)
        )
        store.session.add(
            PatientMove(
                id=new_id(), invitation_id=invitation_id, from_patient=from_, to_patient=to, moved_at=now, moved_by=by
            )
        )
    store.session.flush()


def moves_of(store: Store, patient_id: PatientId) -> tuple[Move, ...]:
    """Everything that came to this record or left it, the newest first."""
    rows = store.session.scalars(
        select(PatientMove)
        .where(or_(PatientMove.from_patient == patient_id, PatientMove.to_patient == patient_id))
        .order_by(PatientMove.moved_at.desc(), PatientMove.id)
    )
    return tuple(
        Move(
            InvitationId(row.invitation_id),
            PatientId(row.from_patient),
            PatientId(row.to_patient),
            row.moved_at,
            row.moved_by,
        )
        for row in rows
    )

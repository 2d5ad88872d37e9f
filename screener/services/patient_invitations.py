"""A patient's invitations as the clinic follows them: issued, opened, sent, or at an end."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from screener.services import tries
from screener.services.invitations import InvitationState, ended
from screener.services.unit_of_work import UnitOfWork
from screener.store import intakes, patient_records
from screener.store.names import InvitationId, PatientId
from screener.store.tables import Intake, Invitation


class Stage(StrEnum):
    """How far an invitation has come; the words are what a page says."""

    ISSUED = "not opened yet"
    STARTED = "begun"
    SENT = "sent"
    DECLINED = "said no"
    LOCKED = "locked: too many wrong birth dates"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Invited:
    """One invitation."""

    id: InvitationId
    reference: str
    slug: str
    stage: Stage
    issued_at: datetime
    started_at: datetime | None
    expires_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether a link may still be wanted."""
        return self.stage is not Stage.SENT


def of_patient(work: UnitOfWork, *, patient_id: PatientId, may_read: bool, now: datetime) -> tuple[Invited, ...]:
    """The patient's invitations, the newest first. Only who `may_read` answers is told of a no to the screening."""
    return tuple(_invited(work, row, may_read, now) for row in patient_records.invitations_of(work.store, patient_id))


def _invited(work: UnitOfWork, row: Invitation, may_read: bool, now: datetime) -> Invited:
    begun = intakes.find_of_invitation(work.store, InvitationId(row.id))
    return Invited(
        InvitationId(row.id),
        row.reference,
        row.slug,
        _stage(work, row, begun, may_read, now),
        row.issued_at,
        begun.started_at if begun else None,
        (begun or row).expires_at,
    )


def _stage(work: UnitOfWork, row: Invitation, begun: Intake | None, may_read: bool, now: datetime) -> Stage:
    if begun and begun.state == "sent":
        return Stage.SENT
    if may_read and begun and begun.state == "declined":
        return Stage.DECLINED
    match ended(row, begun, now):
        case InvitationState.REVOKED:
            return Stage.REVOKED
        case InvitationState.EXPIRED:
            return Stage.EXPIRED
        case _:
            pass
    if tries.find_lock(work, link=row.id, now=now):
        return Stage.LOCKED
    return Stage.STARTED if begun else Stage.ISSUED

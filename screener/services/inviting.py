"""Invitations as the front desk sees them: whom, since when, and how far they have come."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from screener.services.auditing import Actor, InvitationsListed, record
from screener.services.unit_of_work import UnitOfWork
from screener.store import invitations
from screener.store.tables import Intake, Invitation

MOST = 100


class Progress(StrEnum):
    """How far an invitation has come."""

    ISSUED = "issued"
    STARTED = "started"
    SENT = "sent"
    DECLINED = "declined"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One invitation as a line of a list."""

    reference: str
    slug: str
    patient_name: str
    date_of_birth: date
    issued_at: datetime
    last_at: datetime | None
    """When something was last saved; None where it was never opened."""
    progress: Progress

    @property
    def is_open(self) -> bool:
        """Whether a new link would be of use."""
        return self.progress is not Progress.SENT


def newest(work: UnitOfWork, *, may_read: bool, now: datetime, actor: Actor) -> tuple[InvitationLine, ...]:
    """The newest invitations first, recorded as one event.

    That somebody said no to the screening is an answer: it is told to who `may_read` answers.
    """
    work.must_write()
    lines = tuple(_line(work, row, begun, may_read, now) for row, begun in invitations.newest(work.store, MOST))
    record(work, InvitationsListed(len(lines)), now=now, actor=actor)
    return lines


def _line(work: UnitOfWork, row: Invitation, begun: Intake | None, may_read: bool, now: datetime) -> InvitationLine:
    patient = invitations.patient_of(work.store, row)
    return InvitationLine(
        reference=row.reference,
        slug=row.slug,
        patient_name=patient.name,
        date_of_birth=patient.date_of_birth,
        issued_at=row.issued_at,
        last_at=begun.last_at if begun else None,
        progress=_progress(row, begun, may_read, now),
    )


def _progress(row: Invitation, begun: Intake | None, may_read: bool, now: datetime) -> Progress:
    if begun is not None and begun.state in ({"sent", "declined"} if may_read else {"sent"}):
        return Progress(begun.state)
    if row.state == "revoked":
        return Progress.REVOKED
    if now >= (begun or row).expires_at:
        return Progress.EXPIRED
    return Progress.STARTED if begun else Progress.ISSUED

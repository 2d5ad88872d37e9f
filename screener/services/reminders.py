"""Reminders to patients whose form is not finished and will close soon, where an e-mail address is known."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from screener.services.accounts import EMAIL
from screener.services.alert_events import ReminderSent
from screener.services.auditing import PROGRAM, record
from screener.services.clinic_day import clinic_zone
from screener.services.jobs import JobKind, queue
from screener.services.unit_of_work import UnitOfWork
from screener.store import invitations
from screener.store.names import InvitationId


@dataclass(frozen=True, slots=True)
class Reminder:
    """Whom to remind, and until when the form is open (as the clinic's calendar says)."""

    email: str
    closes: str


def ask_for_due(work: UnitOfWork, now: datetime) -> None:
    """Asks for a reminder of each form that closes within the days of the settings; once each."""
    days = work.settings.reminder_days
    if not days or not work.settings.sends_mail:
        return
    for invitation_id, _ in invitations.closing(work.store, after=now, until=now + timedelta(days=days)):
        queue(work, JobKind.REMINDER, invitation_id, now=now)


def find(work: UnitOfWork, *, invitation_id: str, now: datetime) -> Reminder | None:
    """Whom to remind; None where the form was sent meanwhile, is closed, or no e-mail address is known."""
    until = now + timedelta(days=work.settings.reminder_days)
    ends = dict(invitations.closing(work.store, after=now, until=until)).get(InvitationId(invitation_id))
    if ends is None:
        return None
    contact = invitations.contact_of(work.store, invitations.by_id(work.store, InvitationId(invitation_id))).strip()
    return (
        Reminder(contact, ends.astimezone(clinic_zone(work.settings)).date().isoformat())
        if EMAIL.fullmatch(contact)
        else None
    )


def was_sent(work: UnitOfWork, *, invitation_id: str, now: datetime) -> None:
    """Notes that the patient was reminded."""
    record(work, ReminderSent(InvitationId(invitation_id)), now=now, actor=PROGRAM)

"""Private links: issued by the clinic, redeemed by the patient with the birth date.

The link (or the code typed from paper) authenticates; the birth date only stops
mis-delivery. Looking a link up changes nothing, since mail scanners open links.
"""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from screener.errors import Refusal
from screener.services import clinic_settings, patients, revisions, tries
from screener.services.auditing import (
    UNKNOWN_PATIENT,
    Actor,
    Because,
    IntakeBegun,
    IntakeErased,
    InvitationIssued,
    InvitationRedeemed,
    InvitationRefused,
    InvitationRenewed,
    InvitationReopened,
    InvitationRevoked,
    record,
)
from screener.services.patients import BadPatientError, NoPatientError, PatientId
from screener.services.unit_of_work import UnitOfWork
from screener.store import codes, intakes, invitations, queue, sessions
from screener.store.names import IntakeId, InvitationId
from screener.store.tables import Intake, Invitation

__all__ = [
    "BadPatientError",
    "IntakeId",
    "InvitationExpiredError",
    "InvitationId",
    "InvitationLockedError",
    "InvitationSentError",
    "InvitationState",
    "InvitationView",
    "InvitationWrongError",
    "IssuedInvitation",
    "NoInvitationError",
    "NoPatientError",
    "PatientId",
    "find",
    "issue",
    "issue_to",
    "redeem",
    "renew",
    "reopen",
    "revoke",
    "withdraw",
]


class InvitationState(StrEnum):
    """What can be done with a link now."""

    OPEN = "open"
    """It can be redeemed (again, while its intake is not finished)."""
    LOCKED = "locked"
    """Too many wrong birth dates: closed until `locked_until`, or until the clinic opens it again."""
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """What the clinic hands over, the only time the token and the code are known."""

    id: InvitationId
    url_token: str
    """27 characters, URL-safe, 160 random bits: `{public_url}/i/{url_token}`."""
    code: str
    """For typing from paper: `7F3K2-2Q9XM`."""
    reference: str
    """The short code people read out, the same for the invitation, its intake and its submission: `KM-7F3K-22Q9`."""
    date_of_birth: date
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class InvitationView:
    """What may be known of a link before the birth date is confirmed: nothing about the person."""

    id: InvitationId
    slug: str
    state: InvitationState
    is_started: bool
    locked_until: datetime | None
    """Set while locked for a time; None with state LOCKED means until the clinic opens it again."""
    expires_at: datetime


class NoInvitationError(Refusal):
    """There is no invitation with that reference."""


class InvitationSentError(Refusal):
    """The answers were sent through this invitation: it needs no new link."""


class InvitationWrongError(Refusal):
    """The link, code or birth date does not match; which of them is not told. The try is counted."""

    keeps_work = True


class InvitationLockedError(Refusal):
    """Too many tries, for this link or from this address. The try is recorded."""

    keeps_work = True

    def __init__(self, until: datetime | None) -> None:
        super().__init__("Too many tries. Please wait a little, or call the clinic.")
        self.until = until
        """When to try again; None: the clinic must open the link again."""


class InvitationExpiredError(Refusal):
    """The link has expired or was revoked; told only to who gave the right birth date. The clinic can send another."""

    keeps_work = True


def issue(
    work: UnitOfWork,
    *,
    slug: str,
    patient_name: str,
    date_of_birth: date,
    now: datetime,
    actor: Actor,
    contact: str = "",
    days: int | None = None,
) -> IssuedInvitation:
    """A private link for a patient new to the clinic: opens a record and invites.

    Raises `NoRevisionError`, `BadPatientError`.
    """
    patient_id = patients.add(work, name=patient_name, date_of_birth=date_of_birth, now=now, actor=actor)
    return issue_to(work, patient_id=patient_id, slug=slug, now=now, actor=actor, contact=contact, days=days)


def issue_to(
    work: UnitOfWork,
    *,
    patient_id: PatientId,
    slug: str,
    now: datetime,
    actor: Actor,
    contact: str = "",
    days: int | None = None,
) -> IssuedInvitation:
    """A private link for a patient on record, good for `days` (by default the setting).

    Raises `NoRevisionError`, `NoPatientError`.
    """
    work.must_write()
    revisions.current(work, slug)
    record_ = patients.by_id(work, patient_id)
    token, code = codes.new_token(), codes.new_code()
    new = invitations.NewInvitation(
        reference=invitations.free_reference(work.store, slug),
        slug=slug,
        token=token,
        code=code,
        patient_id=record_.id,
        patient=record_.person.patient,
        contact=contact,
        issued_at=now,
        issued_by=str(actor),
        expires_at=now + timedelta(days=days or clinic_settings.of(work).invitation_days),
    )
    invitation_id = invitations.add(work.store, new)
    record(work, InvitationIssued(invitation_id), now=now, actor=actor)
    return handed_over(invitation_id, new.reference, token, code, new.patient.date_of_birth, new.expires_at)


def handed_over(
    invitation_id: InvitationId, reference: str, token: str, code: str, born: date, expires_at: datetime
) -> IssuedInvitation:
    """What the clinic gives to the patient."""
    return IssuedInvitation(invitation_id, token, codes.shown_code(code), reference, born, expires_at)


def renew(
    work: UnitOfWork, *, reference: str, now: datetime, actor: Actor, days: int | None = None
) -> IssuedInvitation:
    """A new link and code for the same invitation, whatever became of the old: those lead nowhere any more.

    What was answered already is kept. Wrong tries are forgotten. Raises `NoInvitationError`, `InvitationSentError`.
    """
    work.must_write()
    row = by_reference(work, reference)
    invitation_id = InvitationId(row.id)
    begun = intakes.find_of_invitation(work.store, invitation_id)
    if begun and begun.state == "sent":
        raise InvitationSentError("The answers were sent already. Ask again, or invite anew.")
    token, code = codes.new_token(), codes.new_code()
    expires_at = now + timedelta(days=days or clinic_settings.of(work).invitation_days)
    invitations.renew(work.store, invitation_id, token=token, code=code, expires_at=expires_at)
    if begun:
        sessions.end_all(work.store, intake_id=IntakeId(begun.id), now=now)
        intakes.prolong(work.store, begun, until=max(begun.expires_at, expires_at))
    tries.forget(work, link=invitation_id)
    record(work, InvitationRenewed(invitation_id), now=now, actor=actor)
    born = invitations.patient_of(work.store, row).date_of_birth
    return handed_over(invitation_id, row.reference, token, code, born, expires_at)


def find(work: UnitOfWork, *, token_or_code: str, now: datetime) -> InvitationView | None:
    """The invitation behind a link or a typed code, or None. Changes nothing; safe for GET.

    Codes may be typed in any case, with or without dashes and spaces.
    """
    row = invitations.find(work.store, token_or_code)
    if row is None:
        return None
    begun = intakes.find_of_invitation(work.store, InvitationId(row.id))
    lock = tries.find_lock(work, link=row.id, now=now)
    return InvitationView(
        id=InvitationId(row.id),
        slug=row.slug,
        state=ended(row, begun, now) or (InvitationState.LOCKED if lock else InvitationState.OPEN),
        is_started=begun is not None,
        locked_until=lock.until if lock else None,
        expires_at=(begun or row).expires_at,
    )


def ended(row: Invitation, begun: Intake | None, now: datetime) -> InvitationState | None:
    """How the link has ended, or None. Once an intake has begun, its own time counts."""
    if row.state == InvitationState.REVOKED:
        return InvitationState.REVOKED
    return InvitationState.EXPIRED if now >= (begun or row).expires_at else None


def redeem(work: UnitOfWork, *, token_or_code: str, date_of_birth_text: str, address: str, now: datetime) -> IntakeId:
    """Begins the intake, or resumes it (also once sent, to read what was sent).

    `date_of_birth_text` is ISO (`1983-06-02`); anything else is simply wrong.
    `address` is the client's, kept only as a keyed hash. Every try is counted
    in one UPDATE, also in parallel. Raises `InvitationWrongError` (also for a
    link that does not exist), `InvitationLockedError`, `InvitationExpiredError`.
    """
    work.must_write()
    row = invitations.find(work.store, token_or_code)
    # A link that does not exist is counted and recorded just the same, so that nobody can tell it apart.
    link = row.id if row else token_or_code
    lock = tries.count(work, link=link, address=address, now=now)
    if lock:
        record_refused(work, row, "locked", now)
        raise InvitationLockedError(lock.until)
    if row is None or not is_birth_date(work, row, date_of_birth_text):
        record_refused(work, row, "wrong", now)
        raise InvitationWrongError("The link, the code or the birth date does not match.")
    tries.was_right(work, link=link, address=address)
    return enter(work, row, now)


def is_birth_date(work: UnitOfWork, row: Invitation, typed: str) -> bool:
    """Whether this is the patient's birth date, compared in constant time; as bytes, since text may be anything."""
    born = invitations.patient_of(work.store, row).date_of_birth.isoformat().encode()
    return hmac.compare_digest(born, typed.encode("utf-8", "surrogatepass"))


def enter(work: UnitOfWork, row: Invitation, now: datetime) -> IntakeId:
    """The invitation's intake, begun now if this is the first time. Raises `InvitationExpiredError`."""
    invitation_id = InvitationId(row.id)
    begun = intakes.find_of_invitation(work.store, invitation_id)
    if ended(row, begun, now):
        record_refused(work, row, "revoked" if row.state == InvitationState.REVOKED else "expired", now)
        raise InvitationExpiredError("This link has ended. The clinic can send you another.")
    intake_id = IntakeId(begun.id) if begun else begin(work, row, now)
    record(work, InvitationRedeemed(invitation_id, intake_id), now=now, actor=Actor("patient", intake_id))
    return intake_id


def begin(work: UnitOfWork, row: Invitation, now: datetime) -> IntakeId:
    """A new intake, pinned to the current revision."""
    revision = revisions.current(work, row.slug)
    intake_id = intakes.add(
        work.store,
        invitation_id=InvitationId(row.id),
        revision_id=revision.id,
        now=now,
        expires_at=now + timedelta(days=clinic_settings.of(work).intake_days),
    )
    record(work, IntakeBegun(intake_id, revision.id), now=now, actor=Actor("patient", intake_id))
    return intake_id


def record_refused(work: UnitOfWork, row: Invitation | None, because: Because, now: datetime) -> None:
    """Records that somebody was turned away."""
    event = InvitationRefused(InvitationId(row.id) if row else None, because)
    record(work, event, now=now, actor=UNKNOWN_PATIENT)


def revoke(work: UnitOfWork, *, reference: str, now: datetime, actor: Actor) -> None:
    """Closes the link and every session of its intake. Raises `NoInvitationError`."""
    work.must_write()
    invitation_id = InvitationId(by_reference(work, reference).id)
    invitations.revoke(work.store, invitation_id)
    begun = intakes.find_of_invitation(work.store, invitation_id)
    if begun:
        sessions.end_all(work.store, intake_id=IntakeId(begun.id), now=now)
    record(work, InvitationRevoked(invitation_id), now=now, actor=actor)


def withdraw(work: UnitOfWork, *, reference: str, now: datetime, actor: Actor) -> bool:
    """The link reached somebody else: closes it, and erases what they typed. Again: changes nothing more.

    Gives whether anything had been typed. Raises `NoInvitationError`, and
    `InvitationSentError` where answers were sent: those are frozen.
    """
    work.must_write()
    row = by_reference(work, reference)
    invitation_id = InvitationId(row.id)
    begun = intakes.find_of_invitation(work.store, invitation_id)
    if begun and begun.state == "sent":
        raise InvitationSentError("Answers were sent through this link; what was sent is kept and cannot be erased.")
    if row.state != InvitationState.REVOKED:
        revoke(work, reference=reference, now=now, actor=actor)
    if begun is None or not intakes.is_anything_typed(work.store, IntakeId(begun.id)):
        return False
    intakes.erase(work.store, IntakeId(begun.id))
    queue.close(work.store, IntakeId(begun.id), state="handled")
    record(work, IntakeErased(IntakeId(begun.id)), now=now, actor=actor)
    return True


def reopen(work: UnitOfWork, *, reference: str, now: datetime, actor: Actor) -> None:
    """Forgets the wrong tries, so that a locked link can be used at once. Raises `NoInvitationError`."""
    work.must_write()
    invitation_id = InvitationId(by_reference(work, reference).id)
    tries.forget(work, link=invitation_id)
    record(work, InvitationReopened(invitation_id), now=now, actor=actor)


def by_reference(work: UnitOfWork, reference: str) -> Invitation:
    """The invitation that people call by this reference, as typed. Raises `NoInvitationError`."""
    exact = codes.find_reference(reference)
    row = invitations.find_by_reference(work.store, exact) if exact else None
    if row is None:
        raise NoInvitationError("There is no invitation with that reference.")
    return row

"""Private links: issued by the clinic, redeemed by the patient with the birth date.

The link (or the code typed from paper) authenticates; the birth date only stops
mis-delivery. Looking a link up changes nothing, since mail scanners open links.
What is made once the patient has answered stands beside it (`later_links`).
"""

import hmac
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NoReturn

from screener.errors import Refusal
from screener.services import clinic_settings, later_links, patients, revisions, tries
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
from screener.services.issuing import is_self_started
from screener.services.later_links import Proof, ProofNeededError
from screener.services.link_events import LaterLinkLedElsewhere, LaterLinkUsed
from screener.services.patients import BadPatientError, NoPatientError, PatientId
from screener.services.unit_of_work import UnitOfWork
from screener.store import codes, intakes, invitations, queue, sessions
from screener.store import later_links as kept_links
from screener.store.names import IntakeId, InvitationId, LaterLinkId
from screener.store.tables import Intake, Invitation, LaterLink

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
    "ProofNeededError",
    "begin_again",
    "find",
    "hand_over",
    "issue",
    "issue_to",
    "redeem",
    "renew",
    "reopen",
    "revoke",
    "send_code",
    "withdraw",
]


class InvitationState(StrEnum):
    """What can be done with a link now."""

    OPEN = "open"
    """It can be redeemed (again, while its intake is not finished)."""
    LOCKED = "locked"
    """Too many wrong birth dates: closed until `locked_until`, or until the clinic opens it sooner."""
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
    is_beside: bool = False
    """Whether it stands beside the patient's own, and opens what was answered before only with a proof."""


@dataclass(frozen=True, slots=True)
class TabletLink:
    """What the clinic's tablet opens, once."""

    id: LaterLinkId
    url_token: str


@dataclass(frozen=True, slots=True)
class InvitationView:
    """What may be known of a link before the birth date is confirmed: nothing about the person."""

    id: InvitationId
    slug: str
    state: InvitationState
    is_started: bool
    locked_until: datetime | None
    """Set while locked."""
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

    def __init__(self, until: datetime) -> None:
        super().__init__("Too many tries. Please wait a little, or call the clinic.")
        self.until = until
        """When to try again."""


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
    """A new link and code for the same invitation. Wrong tries are forgotten.

    While nothing was answered, the old ones lead nowhere any more. Later the
    patient's own stay, and the new ones stand beside them: what was answered
    they open only with a proof. Raises `NoInvitationError`, `InvitationSentError`.
    """
    work.must_write()
    row, begun = unfinished(work, reference)
    expires_at = now + timedelta(days=days or clinic_settings.of(work).invitation_days)
    if begun:
        intakes.prolong(work.store, begun, until=max(begun.expires_at, expires_at))
    born = invitations.patient_of(work.store, row).date_of_birth
    forget_tries(work, row)
    if later_links.is_at_stake(work, row, begun):
        token, code = renew_beside(work, row, expires_at=expires_at, now=now, actor=actor)
        issued = handed_over(InvitationId(row.id), row.reference, token, code, born, expires_at)
        return replace(issued, is_beside=True)
    token, code = codes.new_token(), codes.new_code()
    invitations.renew(work.store, InvitationId(row.id), token=token, code=code, expires_at=expires_at)
    kept_links.end(work.store, InvitationId(row.id), now=now)
    if begun:
        sessions.end_all(work.store, intake_id=IntakeId(begun.id), now=now)
    record(work, InvitationRenewed(InvitationId(row.id)), now=now, actor=actor)
    return handed_over(InvitationId(row.id), row.reference, token, code, born, expires_at)


def renew_beside(
    work: UnitOfWork, row: Invitation, *, expires_at: datetime, now: datetime, actor: Actor
) -> tuple[str, str]:
    """Token and code beside the patient's own; those of an invitation that was closed stay dead for good."""
    invitation_id = InvitationId(row.id)
    if row.state == InvitationState.REVOKED:
        nobodys = {"token": codes.new_token(), "code": codes.new_code()}
        invitations.renew(work.store, invitation_id, **nobodys, expires_at=expires_at)
    elif row.expires_at < expires_at:
        invitations.prolong(work.store, invitation_id, until=expires_at)
    _, token, code = later_links.make(work, row, sort="link", expires_at=expires_at, now=now, actor=actor)
    return token, code


def hand_over(work: UnitOfWork, *, reference: str, is_vouched: bool, now: datetime, actor: Actor) -> TabletLink:
    """A link for the clinic's tablet, which opens the form once; the patient's own link, code and sessions stay.

    With `is_vouched`, whoever hands it over may read the answers, and the patient
    is there: no further proof is needed. Raises `NoInvitationError`, `InvitationSentError`.
    """
    work.must_write()
    row, _ = unfinished(work, reference)
    until = now + timedelta(minutes=later_links.TABLET_MINUTES)
    link_id, token, _ = later_links.make(
        work, row, sort="tablet", is_vouched=is_vouched, expires_at=until, now=now, actor=actor
    )
    return TabletLink(link_id, token)


def unfinished(work: UnitOfWork, reference: str) -> tuple[Invitation, Intake | None]:
    """The invitation and its intake, if it has begun. Raises `NoInvitationError`, `InvitationSentError`."""
    row = by_reference(work, reference)
    begun = intakes.find_of_invitation(work.store, InvitationId(row.id))
    if begun and begun.state == "sent":
        raise InvitationSentError("The answers were sent already. Ask again, or invite once more.")
    return row, begun


def forget_tries(work: UnitOfWork, row: Invitation) -> None:
    """Forgets wrong tries at the invitation's links."""
    for link in (row.id, *(each.id for each in kept_links.of_invitation(work.store, row.id))):
        tries.forget(work, link=link)


def find(work: UnitOfWork, *, token_or_code: str, now: datetime) -> InvitationView | None:
    """The invitation behind a link or a typed code, or None. Changes nothing; safe for GET.

    Codes may be typed in any case, with or without dashes and spaces.
    """
    row, later = look_up(work, token_or_code)
    if row is None:
        return None
    begun = intakes.find_of_invitation(work.store, InvitationId(row.id))
    lock = tries.find_lock(work, link=later.id if later else row.id, now=now)
    return InvitationView(
        id=InvitationId(row.id),
        slug=row.slug,
        state=state_of(row, begun, later, now) or (InvitationState.LOCKED if lock else InvitationState.OPEN),
        is_started=begun is not None,
        locked_until=lock.until if lock else None,
        expires_at=(begun or row).expires_at,
    )


def state_of(row: Invitation, begun: Intake | None, later: LaterLink | None, now: datetime) -> InvitationState | None:
    """How a link has ended, its own or one beside it, or None."""
    return InvitationState.EXPIRED if later and later_links.ended(later, now) else ended(row, begun, now)


def ended(row: Invitation, begun: Intake | None, now: datetime) -> InvitationState | None:
    """How the link has ended, or None. Once an intake has begun, its own time counts."""
    if row.state == InvitationState.REVOKED:
        return InvitationState.REVOKED
    return InvitationState.EXPIRED if now >= (begun or row).expires_at else None


@dataclass(frozen=True, slots=True)
class Door:
    """What a link or code and a birth date lead to, both right."""

    row: Invitation
    begun: Intake | None
    later: LaterLink | None
    """Set where it is a link beside the patient's own."""


def redeem(
    work: UnitOfWork, *, token_or_code: str, date_of_birth_text: str, address: str, now: datetime, proof: str = ""
) -> IntakeId:
    """Begins the intake, or resumes it (also once sent, to read what was sent).

    `date_of_birth_text` is ISO (`1983-06-02`); anything else is simply wrong.
    `address` is the client's, kept only as a keyed hash. Every try is counted
    in one UPDATE, also in parallel. Raises `InvitationWrongError` (also for a
    link that does not exist), `InvitationLockedError`, `InvitationExpiredError`;
    `ProofNeededError` for a link made beside the patient's own, unless `proof`
    is a code that its maker does not hold.
    """
    door = knock(work, token_or_code=token_or_code, born=date_of_birth_text, address=address, now=now)
    shown = prove(work, door, proof, address, now) if door.later else None
    tries.was_right(work, link=tried(door), address=address)
    intake_id = enter(work, door.row, now)
    if door.later and shown:
        later_links.use(work, door.later, is_new_form=False, now=now)
        event = LaterLinkUsed(LaterLinkId(door.later.id), intake_id, shown.value)
        record(work, event, now=now, actor=Actor("patient", intake_id))
    return intake_id


def knock(work: UnitOfWork, *, token_or_code: str, born: str, address: str, now: datetime) -> Door:
    """Counts the try, and gives what is behind the door to who knows the birth date. Raises as `redeem` does."""
    work.must_write()
    row, later = look_up(work, token_or_code)
    # A link that does not exist is counted and recorded just the same, so that nobody can tell it apart.
    lock = tries.count(work, link=later.id if later else row.id if row else token_or_code, address=address, now=now)
    if lock:
        record_refused(work, row, "locked", now)
        raise InvitationLockedError(lock.until)
    if row is None or not is_birth_date(work, row, born):
        record_refused(work, row, "wrong", now)
        raise InvitationWrongError("The link, the code or the birth date does not match.")
    if later and later_links.ended(later, now):
        record_refused(work, row, "expired", now)
        raise InvitationExpiredError("This link has ended. The clinic can send you another.")
    return Door(row, intakes.find_of_invitation(work.store, InvitationId(row.id)), later)


def look_up(work: UnitOfWork, token_or_code: str) -> tuple[Invitation | None, LaterLink | None]:
    """The invitation behind a link or code, its own or one beside it; the same statements whether there is one."""
    own = invitations.find(work.store, token_or_code)
    beside = kept_links.find(work.store, token_or_code)
    return (beside[1], beside[0]) if beside and own is None else (own, None)


def tried(door: Door) -> str:
    """At what the try was counted."""
    return door.later.id if door.later else door.row.id


def prove(work: UnitOfWork, door: Door, typed: str, address: str, now: datetime) -> Proof:
    """By what a later link opens the intake. Raises `ProofNeededError`; a wrong code is a wrong try."""
    assert door.later is not None
    if not later_links.is_at_stake(work, door.row, door.begun):
        return Proof.NOTHING_TO_PROTECT
    shown = later_links.find_proof(work, door.later, door.row, typed, now)
    if shown is not None:
        return shown
    if typed:
        record_refused(work, door.row, "unproved", now)
    else:
        tries.take_back(work, link=door.later.id, address=address)
    raise needed(work, door, is_wrong=bool(typed))


def needed(work: UnitOfWork, door: Door, *, is_wrong: bool = False, is_sent: bool = False) -> ProofNeededError:
    """What is asked for, and what can be done instead."""
    may_send = door.later is not None and later_links.may_send(work, door.later, door.row, door.begun)
    may_begin = later_links.may_begin(door.begun)
    return ProofNeededError(may_send=may_send, may_begin=may_begin, is_wrong=is_wrong, is_sent=is_sent)


def send_code(
    work: UnitOfWork, *, token_or_code: str, date_of_birth_text: str, address: str, now: datetime
) -> NoReturn:
    """Sends a code to the patient's e-mail address, where it can. Raises `ProofNeededError`, and as `redeem` does."""
    door = knock(work, token_or_code=token_or_code, born=date_of_birth_text, address=address, now=now)
    tries.take_back(work, link=tried(door), address=address)
    is_sent = door.later is not None and later_links.may_send(work, door.later, door.row, door.begun)
    if door.later and is_sent:
        later_links.send_code(work, door.later, now=now)
    raise needed(work, door, is_sent=is_sent)


def begin_again(
    work: UnitOfWork, *, token_or_code: str, date_of_birth_text: str, address: str, now: datetime
) -> IntakeId:
    """A new, empty intake for who cannot prove more; the one before stays shut. Raises as `redeem` does."""
    door = knock(work, token_or_code=token_or_code, born=date_of_birth_text, address=address, now=now)
    later = door.later
    if later is None or not later_links.may_begin(door.begun):
        record_refused(work, door.row, "unproved", now)
        raise InvitationExpiredError("This link has ended. The clinic can send you another.")
    tries.was_right(work, link=later.id, address=address)
    issuer = door.row.issued_by if is_self_started(door.row.issued_by) else later.made_by
    sort, _, name = issuer.partition(":")
    new = issue_to(
        work,
        patient_id=PatientId(door.row.patient_id or ""),
        slug=door.row.slug,
        now=now,
        actor=Actor(sort, name),  # type: ignore[arg-type]
        contact=invitations.contact_of(work.store, door.row),
    )
    later_links.use(work, later, is_new_form=True, now=now)
    if later.sort == "link":
        invitations.take_over(work.store, new.id, token_hash=later.token_hash, code_mac=later.code_mac)
        kept_links.give_away(work.store, later)
    event = LaterLinkLedElsewhere(LaterLinkId(later.id), InvitationId(door.row.id), new.id)
    record(work, event, now=now, actor=UNKNOWN_PATIENT)
    return enter(work, invitations.by_id(work.store, new.id), now)


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
    kept_links.end(work.store, invitation_id, now=now)
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
    begun = intakes.find_of_invitation(work.store, InvitationId(row.id))
    begun = begun and intakes.find_locked(work.store, IntakeId(begun.id))  # nothing is saved between look and erasure
    if begun and begun.state == "sent":
        raise InvitationSentError("Answers were sent through this link; what was sent is kept and cannot be erased.")
    if row.state != InvitationState.REVOKED:
        revoke(work, reference=reference, now=now, actor=actor)
    if begun is None or not intakes.is_anything_typed(work.store, IntakeId(begun.id)):
        return False
    intakes.erase(work.store, begun)
    queue.close(work.store, IntakeId(begun.id), state="handled")
    record(work, IntakeErased(IntakeId(begun.id)), now=now, actor=actor)
    return True


def reopen(work: UnitOfWork, *, reference: str, now: datetime, actor: Actor) -> None:
    """Forgets the wrong tries, so that a locked link can be used at once. Raises `NoInvitationError`."""
    work.must_write()
    row = by_reference(work, reference)
    forget_tries(work, row)
    record(work, InvitationReopened(InvitationId(row.id)), now=now, actor=actor)


def by_reference(work: UnitOfWork, reference: str) -> Invitation:
    """The invitation that people call by this reference, as typed. Raises `NoInvitationError`."""
    exact = codes.find_reference(reference)
    row = invitations.find_by_reference(work.store, exact) if exact else None
    if row is None:
        raise NoInvitationError("There is no invitation with that reference.")
    return row

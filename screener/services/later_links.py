"""Links made when there is something to protect already: they stand beside the patient's own.

Whoever makes a link sees it, and knows the birth date from the same page. So a
link that is made after the patient has begun to answer opens those answers only
with something that its maker does not hold: the code that the patient has, a
code sent to the patient's e-mail address, or the clinic's tablet from the hands
of somebody who may read the answers anyway. Without, it begins a new, empty form.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from screener.errors import Refusal
from screener.services import revisions
from screener.services.accounts import EMAIL
from screener.services.auditing import PROGRAM, UNKNOWN_PATIENT, Actor, record
from screener.services.jobs import JobKind, queue
from screener.services.link_events import LaterCodeSent, LaterLinkMade, LaterLinkTold
from screener.services.unit_of_work import UnitOfWork
from screener.store import codes, follow_ups, intakes, invitations, later_links
from screener.store.later_links import FORM, NEW_FORM, NewLater, Sort
from screener.store.names import IntakeId, InvitationId, LaterLinkId, RevisionId
from screener.store.tables import Intake, Invitation, LaterLink

CODE_MINUTES = 30
"""How long a code sent by e-mail is good."""
MOST_CODES = 5
"""So many are sent for one link."""
TABLET_MINUTES = 30
"""How long the tablet may lie there before the patient confirms the birth date."""
TOLD_FOR = timedelta(days=30)
"""How long the patient's pages tell of a link."""


class Proof(StrEnum):
    """By what a later link opened the answers; the value is stored."""

    OWN_CODE = "own code"
    SENT_CODE = "sent code"
    CLINICIAN = "clinician"
    """Handed over in person, by somebody who may read the answers."""
    NOTHING_TO_PROTECT = "nothing to protect"


class ProofNeededError(Refusal):
    """Link and birth date are right, and the answers need more than that."""

    keeps_work = True

    def __init__(self, *, may_send: bool, may_begin: bool, is_wrong: bool = False, is_sent: bool = False) -> None:
        super().__init__("This link does not open what was answered before by itself.")
        self.may_send = may_send
        """Whether a code can be sent: an e-mail address is known, and not too many were sent."""
        self.may_begin = may_begin
        """Whether a new form can be begun: not where the one before was sent."""
        self.is_wrong = is_wrong
        """Whether a code was typed that is none."""
        self.is_sent = is_sent
        """Whether a code was just asked for."""


@dataclass(frozen=True, slots=True)
class LaterView:
    """What the patient is told of such a link."""

    sort: Sort
    made_at: datetime
    used_at: datetime | None
    is_new_form: bool
    """Whether it led to a new form, and not to this one."""


@dataclass(frozen=True, slots=True)
class LinkMail:
    """What is mailed because of a link: to whom, and the code if one was asked for."""

    email: str
    name: str
    """The mail's identifier."""
    code: str


def is_at_stake(work: UnitOfWork, row: Invitation, begun: Intake | None) -> bool:
    """Whether the invitation leads to anything answered before: in its own intake, or in the one that it follows."""
    if begun is not None and (begun.state != "open" or intakes.is_anything_typed(work.store, IntakeId(begun.id))):
        return True
    return follow_ups.find(work.store, row.id) is not None


def make(
    work: UnitOfWork,
    row: Invitation,
    *,
    sort: Sort,
    is_vouched: bool = False,
    expires_at: datetime,
    now: datetime,
    actor: Actor,
) -> tuple[LaterLinkId, str, str]:
    """A link beside the patient's own; gives its id, token and code. The patient is told, where there is a way."""
    token, code = codes.new_token(), codes.new_code()
    new = NewLater(
        invitation_id=InvitationId(row.id),
        sort=sort,
        token=token,
        code=None if sort == "tablet" else code,
        is_vouched=is_vouched,
        made_at=now,
        made_by=str(actor),
        expires_at=expires_at,
    )
    link_id = later_links.add(work.store, new)
    record(work, LaterLinkMade(link_id, new.invitation_id, sort), now=now, actor=actor)
    if sort == "link" and work.settings.sends_mail:
        queue(work, JobKind.NEW_LINK, link_id, now=now)
    return link_id, token, code


def ended(link: LaterLink, now: datetime) -> bool:
    """Whether the link was used up, replaced or closed, or its time has passed."""
    return link.ended_at is not None or now >= link.expires_at


def find_proof(work: UnitOfWork, link: LaterLink, row: Invitation, typed: str, now: datetime) -> Proof | None:
    """What the typed code proves, if anything; without one, whether somebody vouches."""
    if link.is_vouched:
        return Proof.CLINICIAN
    code = codes.find_code(typed)
    if code is None:
        return None
    if row.state == "open" and row.code_mac in work.store.keys.indexes("code", code):
        return Proof.OWN_CODE
    is_in_time = link.asked_at is not None and now < link.asked_at + timedelta(minutes=CODE_MINUTES)
    return Proof.SENT_CODE if is_in_time and later_links.is_sent_code(work.store, link, code) else None


def may_send(work: UnitOfWork, link: LaterLink, row: Invitation, begun: Intake | None) -> bool:
    """Whether one more code can be sent."""
    return work.settings.sends_mail and link.asked < MOST_CODES and find_email(work, row, begun) is not None


def may_begin(begun: Intake | None) -> bool:
    """Whether a new form can be begun instead of this one."""
    return begun is None or begun.state != "sent"


def send_code(work: UnitOfWork, link: LaterLink, *, now: datetime) -> None:
    """Asks for a mail with a code, good for a while; a code that was sent before is good no more."""
    number = later_links.ask(work.store, link, now=now)
    queue(work, JobKind.LINK_CODE, link.id, part=str(number), now=now)
    record(work, LaterCodeSent(LaterLinkId(link.id)), now=now, actor=UNKNOWN_PATIENT)


def use(work: UnitOfWork, link: LaterLink, *, is_new_form: bool, now: datetime) -> None:
    """Notes what it opened. A tablet's link opens one form once, and one that led elsewhere leads nowhere again."""
    is_over = is_new_form or link.sort == "tablet"
    later_links.use(work.store, link, what=NEW_FORM if is_new_form else FORM, is_over=is_over, now=now)


def find_email(work: UnitOfWork, row: Invitation, begun: Intake | None) -> str | None:
    """Where to reach the patient: as they typed it themselves, else as the invitation says since before they began."""
    typed = typed_contacts(work, begun) if begun else ()
    # What asks again was issued after the answers that it carries over, so its own contact proves nothing.
    written = "" if follow_ups.find(work.store, row.id) else invitations.contact_of(work.store, row)
    return next((each.strip() for each in (*typed, written) if EMAIL.fullmatch(each.strip())), None)


def typed_contacts(work: UnitOfWork, begun: Intake) -> tuple[str, ...]:
    """What the patient answered to the questions that ask how to reach them."""
    identity = revisions.questionnaire(work, RevisionId(begun.revision_id)).identity
    if identity is None:
        return ()
    steps = intakes.steps_of(work.store, begun, intakes.key_of(work.store, begun))
    answers = {str(name): value for step in steps.values() for name, value in step.answers.items()}
    found = (answers.get(name) for name in identity.contact)
    return tuple(each for each in found if isinstance(each, str))


def told(work: UnitOfWork, *, intake_id: IntakeId, now: datetime) -> tuple[LaterView, ...]:
    """The links to this intake that the clinic made beside the patient's own lately, the newest first."""
    row = intakes.find(work.store, intake_id)
    found = later_links.of_invitation(work.store, row.invitation_id) if row else ()
    return tuple(
        LaterView("tablet" if each.sort == "tablet" else "link", each.made_at, each.used_at, each.used_for == NEW_FORM)
        for each in found
        if now - each.made_at < TOLD_FOR and (each.used_at or each.sort == "link")
    )


def find_mail(work: UnitOfWork, *, link_id: str, now: datetime) -> LinkMail | None:
    """To whom, and the code that was asked for last; None where no address is known or the link has ended."""
    link = later_links.by_id(work.store, LaterLinkId(link_id))
    row = invitations.by_id(work.store, InvitationId(link.invitation_id))
    email = find_email(work, row, intakes.find_of_invitation(work.store, InvitationId(row.id)))
    if email is None or ended(link, now):
        return None
    return LinkMail(email, f"{link.id}-{link.asked}", codes.shown_code(later_links.sent_code(work.store, link)))


def was_told(work: UnitOfWork, *, link_id: str, now: datetime) -> None:
    """Notes that a mail server took the mail about the link."""
    work.must_write()
    record(work, LaterLinkTold(LaterLinkId(link_id)), now=now, actor=PROGRAM)


def end(work: UnitOfWork, *, link_id: str, now: datetime) -> None:
    """Ends a link that was handed over with a tablet; again: changes nothing."""
    work.must_write()
    later_links.end_one(work.store, link_id, now=now)

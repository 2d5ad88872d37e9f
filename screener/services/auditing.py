"""Events: what happened, by whom, to what. They carry identifiers, never answers, names or tokens.

Spelt with care, they outlive us: an event's `kind` and the names of its fields
are stored for ever. Add kinds; never rename one.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import ClassVar, Literal

from screener.services.unit_of_work import UnitOfWork
from screener.store import audit, verifying
from screener.store.names import (
    DecisionId,
    IntakeId,
    InvitationId,
    NoticeId,
    PatientId,
    PhotoId,
    RevisionId,
    SubmissionId,
)
from screener.store.verifying import Verdict


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: `Actor("operator", "demo")`, `Actor("patient", intake_id)`, `Actor("staff", member_id)`."""

    sort: Literal["patient", "staff", "operator", "program"]
    id: str
    """An identifier; for a patient the intake's, for staff the member's, for an operator the account on the machine."""

    def __str__(self) -> str:
        return f"{self.sort}:{self.id}"


Because = Literal["wrong", "locked", "expired", "revoked", "unproved"]
PROGRAM = Actor("program", "screener")
UNKNOWN_PATIENT = Actor("patient", "unknown")


@dataclass(frozen=True)
class Event:
    """Something that happened, worth remembering for ever: frozen, identifiers only."""

    kind: ClassVar[str]


@dataclass(frozen=True)
class RevisionPublished(Event):
    """A questionnaire became its next revision."""

    kind = "revision.published"
    revision: RevisionId
    slug: str
    number: int
    sha256: str


@dataclass(frozen=True)
class InvitationIssued(Event):
    """A private link was made."""

    kind = "invitation.issued"
    invitation: InvitationId


@dataclass(frozen=True)
class InvitationRedeemed(Event):
    """A patient came in through a link."""

    kind = "invitation.redeemed"
    invitation: InvitationId
    intake: IntakeId


@dataclass(frozen=True)
class InvitationRefused(Event):
    """Somebody was turned away: at a link that exists, or (None) at none of ours."""

    kind = "invitation.refused"
    invitation: InvitationId | None
    because: Because


@dataclass(frozen=True)
class IntakeDeclined(Event):
    """A patient did not agree to the screening; their answers were erased."""

    kind = "intake.declined"
    intake: IntakeId


@dataclass(frozen=True)
class IntakeTakenUp(Event):
    """A patient took their no back; the form began anew."""

    kind = "intake.taken_up"
    intake: IntakeId


@dataclass(frozen=True)
class IntakeErased(Event):
    """What was typed by somebody whom the link was not meant for was erased."""

    kind = "intake.erased"
    intake: IntakeId


@dataclass(frozen=True)
class PhotoAdded(Event):
    """A patient added a photo to a page."""

    kind = "photo.added"
    photo: PhotoId
    intake: IntakeId


@dataclass(frozen=True)
class PhotoRemoved(Event):
    """A patient took a photo away again."""

    kind = "photo.removed"
    photo: PhotoId
    intake: IntakeId


@dataclass(frozen=True)
class PhotoRead(Event):
    """Somebody looked at a submission's photo."""

    kind = "photo.read"
    photo: PhotoId
    submission: SubmissionId


@dataclass(frozen=True)
class InvitationRevoked(Event):
    """A link was closed by the clinic."""

    kind = "invitation.revoked"
    invitation: InvitationId


@dataclass(frozen=True)
class InvitationReopened(Event):
    """The clinic forgave the wrong tries at a link."""

    kind = "invitation.reopened"
    invitation: InvitationId


@dataclass(frozen=True)
class InvitationRenewed(Event):
    """A link was replaced by a new one."""

    kind = "invitation.renewed"
    invitation: InvitationId


@dataclass(frozen=True)
class IntakeBegun(Event):
    """An intake began, pinned to its revision."""

    kind = "intake.begun"
    intake: IntakeId
    revision: RevisionId


@dataclass(frozen=True)
class IntakeMoved(Event):
    """An intake went on with another revision, after the last day of its own; answers to `lost` did not fit."""

    kind = "intake.moved"
    intake: IntakeId
    revision: RevisionId
    instead_of: RevisionId
    lost: tuple[str, ...]
    version: int


@dataclass(frozen=True)
class StepAnswered(Event):
    """A step was saved; `version` is the intake's from then on."""

    kind = "intake.answered"
    intake: IntakeId
    step: str
    version: int


@dataclass(frozen=True)
class UrgentNoticed(Event):
    """An urgent finding stands; the notice holds which, sealed."""

    kind = "urgent.noticed"
    notice: NoticeId
    intake: IntakeId


@dataclass(frozen=True)
class AnswerConfirmed(Event):
    """A patient was asked whether answers of a page that do not seem to fit together are right, and said so."""

    kind = "answer.confirmed"
    intake: IntakeId
    step: str


@dataclass(frozen=True)
class SubmissionSent(Event):
    """An intake was sent."""

    kind = "submission.sent"
    submission: SubmissionId
    intake: IntakeId
    revision: RevisionId


@dataclass(frozen=True)
class SubmissionRead(Event):
    """Somebody opened a submission."""

    kind = "submission.read"
    submission: SubmissionId


@dataclass(frozen=True)
class PdfRead(Event):
    """Somebody opened a submission's rendered summary."""

    kind = "pdf.read"
    submission: SubmissionId
    audience: str
    earlier: tuple[SubmissionId, ...] = ()
    """Of the same patient, whose numbers stand in it too."""


@dataclass(frozen=True)
class InvitationsListed(Event):
    """Somebody looked at a list of invitations, with names."""

    kind = "invitations.listed"
    count: int


@dataclass(frozen=True)
class SubmissionsListed(Event):
    """Somebody looked at a list of submissions, with names."""

    kind = "submissions.listed"
    count: int


@dataclass(frozen=True)
class QueueRead(Event):
    """Somebody looked at a page of the triage queue, with names."""

    kind = "queue.read"
    count: int


@dataclass(frozen=True)
class CaseClaimed(Event):
    """A member took a line of the queue; `instead_of` is the member who had it, if one had."""

    kind = "case.claimed"
    intake: IntakeId
    instead_of: str


@dataclass(frozen=True)
class CaseReleased(Event):
    """A member gave a line of the queue back."""

    kind = "case.released"
    intake: IntakeId


@dataclass(frozen=True)
class CaseHandled(Event):
    """An unfinished intake with an urgent finding was seen to, and left the queue."""

    kind = "case.handled"
    intake: IntakeId


@dataclass(frozen=True)
class CaseRead(Event):
    """Somebody read the answers of an intake that is not finished."""

    kind = "case.read"
    intake: IntakeId


@dataclass(frozen=True)
class PatientAdded(Event):
    """A patient's record was opened."""

    kind = "patient.added"
    patient: PatientId


@dataclass(frozen=True)
class PatientChanged(Event):
    """A patient's name, birth date, record number or appointment was written anew."""

    kind = "patient.changed"
    patient: PatientId


@dataclass(frozen=True)
class PatientRead(Event):
    """Somebody opened a patient's record."""

    kind = "patient.read"
    patient: PatientId


@dataclass(frozen=True)
class PatientsListed(Event):
    """Somebody looked at a list of patients."""

    kind = "patients.listed"
    count: int


@dataclass(frozen=True)
class PatientsMerged(Event):
    """One record became part of another, with these invitations."""

    kind = "patient.merged"
    patient: PatientId
    into: PatientId
    invitations: tuple[InvitationId, ...]


@dataclass(frozen=True)
class PatientSplit(Event):
    """These invitations left a record for another."""

    kind = "patient.split"
    patient: PatientId
    into: PatientId
    invitations: tuple[InvitationId, ...]


@dataclass(frozen=True)
class SubmissionDecided(Event):
    """A clinician signed a decision, or (`number` above 1) an addendum to it."""

    kind = "submission.decided"
    submission: SubmissionId
    decision: DecisionId
    number: int


@dataclass(frozen=True)
class AskedAgain(Event):
    """A clinician asked some questions of a submission again, through this invitation."""

    kind = "submission.asked_again"
    submission: SubmissionId
    invitation: InvitationId
    sort: str


@dataclass(frozen=True)
class SessionEnded(Event):
    """A patient left, or was signed out."""

    kind = "session.ended"
    intake: IntakeId


@dataclass(frozen=True)
class KeysRotated(Event):
    """What was sealed with earlier keys was sealed with the newest."""

    kind = "keys.rotated"
    sealed_again: int


def record(work: UnitOfWork, event: Event, *, now: datetime, actor: Actor) -> str:
    """Appends the event to the chain; gives the new head (`seq:mac`).

    Record last: on PostgreSQL it serializes writers until the transaction ends.
    """
    work.must_write()
    return str(audit.append(work.store, kind=event.kind, actor=str(actor), subjects=asdict(event), at=now))


def head(work: UnitOfWork) -> str:
    """The chain's newest link, as printed on a PDF: `1042:9f3c…` (64 hex digits), or `0:` while there is none."""
    return str(audit.head(work.store))


def verify(work: UnitOfWork, *, anchor: str | None = None) -> tuple[str, ...]:
    """What is wrong with the chain and the rows it vouches for, in words, in order; empty when all holds.

    `anchor` is a head noted down outside the database (a log, a printed PDF):
    with it, a tail cut off shows. The heads kept in submissions are checked as well.
    """
    return verdict(work, anchor=anchor).faults


def verdict(work: UnitOfWork, *, anchor: str | None = None) -> Verdict:
    """The same, with what is no fault and good to know: which rows an upgrade bound as it found them."""
    return verifying.verify(work.store, anchor=anchor)

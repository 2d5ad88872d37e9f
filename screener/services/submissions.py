"""Intakes sent: answers and assessment, frozen. Opening one is an audited act."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from screener.definition.model import Disposition, Questionnaire
from screener.definition.names import QuestionId, RuleId
from screener.engine.answers import Answers
from screener.engine.coercion import read_answers
from screener.engine.findings import Assessment
from screener.errors import Refusal
from screener.services import revisions
from screener.services.auditing import Actor, SubmissionRead, SubmissionsListed, record
from screener.services.issuing import is_self_started
from screener.services.revisions import Revision
from screener.services.unit_of_work import UnitOfWork
from screener.store import intakes, submissions
from screener.store.codes import find_reference
from screener.store.decisions import Signed
from screener.store.invitations import contact_of_intake
from screener.store.names import IntakeId, SubmissionId
from screener.store.submissions import CarriedOver, Languages, Standing
from screener.summary.carried import Carried
from screener.summary.decision import Decided, Outcome


class SubmissionState(StrEnum):
    """Whether a clinician has decided."""

    UNDECIDED = "undecided"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """A submission, whole."""

    id: SubmissionId
    reference: str
    patient_name: str
    """As the clinic wrote it on the invitation; what the patient typed is among the answers."""
    date_of_birth: date
    sent_at: datetime
    signature: str
    revision: Revision
    questionnaire: Questionnaire
    answers: Answers
    raw_answers: Mapping[str, object]
    assessment: Assessment
    audit_head: str
    """The audit chain's head when it was sent or decided: `1042:9f3c…`."""
    intake_id: IntakeId
    languages: Languages | None
    """In which each page was read and the whole was signed; None where that is not known."""
    confirmed: Mapping[RuleId, datetime] = field(default_factory=dict)
    """When the patient said that what a check asked about is right, by check."""
    carried: Carried | None = None
    """What was not asked again but taken over from an earlier submission; None where everything was asked."""
    public_url: str = ""
    """Where the clinic's pages are; goes into the square by which a summary is checked."""
    is_self_started: bool = False
    """Whether nobody at the clinic issued the link, so that nobody knows who this is."""
    decision: Decided | None = None
    """As it stands, with what it amended."""
    invited_by: str = ""
    """How to reach the patient, as the clinic wrote it on the invitation."""

    @property
    def state(self) -> SubmissionState:
        """Whether a clinician has decided."""
        return SubmissionState.DECIDED if self.decision else SubmissionState.UNDECIDED


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """A submission as one line of a list."""

    id: SubmissionId
    reference: str
    slug: str
    revision_number: int
    patient_name: str
    date_of_birth: date
    disposition: Disposition
    sent_at: datetime
    state: SubmissionState


class NoSubmissionError(Refusal):
    """There is no submission with that reference."""


def by_reference(work: UnitOfWork, *, reference: str, actor: Actor, now: datetime) -> SubmissionView:
    """The submission that people call by this code; read in any case, with or without dashes.

    Records who read it, so it needs a unit of work that may write. Raises `NoSubmissionError`.
    """
    work.must_write()
    view = view_of(work, record_of(work, reference))
    record(work, SubmissionRead(view.id), now=now, actor=actor)
    return view


def record_of(work: UnitOfWork, reference: str) -> submissions.SubmissionRecord:
    """The submission as kept; reading it is not recorded. Raises `NoSubmissionError`."""
    exact = find_reference(reference)
    found = submissions.find_by_reference(work.store, exact) if exact else None
    if found is None:
        raise NoSubmissionError("There is no submission with that reference.")
    return found


def by_id(work: UnitOfWork, submission_id: SubmissionId) -> SubmissionView:
    """The submission with this id, for the program itself: nobody reads it, so nothing is recorded."""
    found = submissions.find_by_id(work.store, submission_id)
    if found is None:
        raise NoSubmissionError("There is no such submission.")
    return view_of(work, found)


def standing(work: UnitOfWork, reference: str) -> Standing:
    """Which submission this is and how it stands; nothing of it is opened. Raises `NoSubmissionError`."""
    exact = find_reference(reference)
    found = submissions.find_standing(work.store, exact) if exact else None
    if found is None:
        raise NoSubmissionError("There is no submission with that reference.")
    return found


def find_own(work: UnitOfWork, *, intake_id: IntakeId) -> SubmissionView | None:
    """What the patient of this intake sent, for the patient; None before it is sent."""
    found = submissions.find_of_intake(work.store, intake_id)
    return view_of(work, found) if found else None


def own(work: UnitOfWork, *, intake_id: IntakeId) -> SubmissionView:
    """What the patient of this intake sent, for the patient. Raises `NoSubmissionError`."""
    view = find_own(work, intake_id=intake_id)
    if view is None:
        raise NoSubmissionError("Nothing has been sent yet.")
    return view


def view_of(work: UnitOfWork, found: submissions.SubmissionRecord) -> SubmissionView:
    """The submission, whole: its answers read by its own revision, its assessment as it was judged."""
    questionnaire = revisions.questionnaire(work, found.revision_id)
    content = found.content
    return SubmissionView(
        id=found.id,
        reference=found.reference,
        patient_name=content.patient.name,
        date_of_birth=content.patient.date_of_birth,
        sent_at=found.sent_at,
        signature=content.signature,
        revision=revisions.by_id(work, found.revision_id),
        questionnaire=questionnaire,
        answers=read_answers(questionnaire, content.raw_answers),
        raw_answers=content.raw_answers,
        assessment=content.assessment,
        audit_head=found.decisions[-1].audit_head if found.decisions else found.audit_head,
        intake_id=found.intake_id,
        languages=content.languages,
        confirmed=content.confirmed,
        carried=carried(content.carried),
        public_url=work.settings.public_url,
        is_self_started=is_self_started(intakes.issuer_of(work.store, found.intake_id)),
        decision=decided(found.decisions),
        invited_by=contact_of_intake(work.store, found.intake_id),
    )


def carried(over: CarriedOver | None) -> Carried | None:
    """What was taken over, as the summary tells it."""
    if over is None:
        return None
    since = {QuestionId(question): day for question, day in over.since.items()}
    return Carried(over.reference, over.sort == "before infusion", since)


def decided(signed: tuple[Signed, ...]) -> Decided | None:
    """The decision as it stands: the newest, with those that it amended."""
    standing: Decided | None = None
    for each in signed:
        standing = Decided(
            outcome=Outcome(each.outcome),
            by=each.name,
            at=each.decided_at,
            note=each.note,
            reasons=tuple((RuleId(rule), reason) for rule, reason in each.reasons.items()),
            earlier=(*standing.earlier, replace(standing, earlier=())) if standing else (),
        )
    return standing


def listing(work: UnitOfWork, *, actor: Actor, now: datetime, limit: int = 100) -> tuple[SubmissionLine, ...]:
    """The newest submissions first; recorded as one event. Needs a unit of work that may write."""
    work.must_write()
    lines = tuple(
        SubmissionLine(
            id=found.id,
            reference=found.reference,
            slug=found.slug,
            revision_number=found.revision_number,
            patient_name=found.patient.name,
            date_of_birth=found.patient.date_of_birth,
            disposition=found.disposition,
            sent_at=found.sent_at,
            state=SubmissionState.DECIDED if found.is_decided else SubmissionState.UNDECIDED,
        )
        for found in submissions.newest(work.store, limit)
    )
    record(work, SubmissionsListed(len(lines)), now=now, actor=actor)
    return lines

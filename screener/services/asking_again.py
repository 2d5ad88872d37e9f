"""Asking some questions of a submission again: the patient gets a link to just those, and sends the next submission.

Everything else is carried over as it was said. What hangs on a question that
is asked again is asked again too, and so is what the earlier form never asked
and this one does, and what does not fit this one any more (`engine.moving`).
The earlier submission stays as it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from screener.definition.deciding import with_dependents
from screener.definition.model import Agreement, Information, Level, Questionnaire
from screener.definition.names import QuestionId, RuleId, StepId
from screener.engine.moving import move
from screener.errors import Refusal
from screener.services import revisions, submissions
from screener.services.auditing import Actor, AskedAgain, record
from screener.services.clinic_day import clinic_day
from screener.services.invitations import IssuedInvitation, issue_to
from screener.services.submissions import SubmissionView
from screener.services.unit_of_work import UnitOfWork
from screener.store import follow_ups, intakes, invitations, queue
from screener.store.follow_ups import Sort
from screener.store.intakes import SavedStep
from screener.store.names import InvitationId, SubmissionId
from screener.store.submissions import CarriedOver
from screener.summary.carried import last_good_day


class NothingToAskError(Refusal):
    """No question was chosen."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What an intake takes over from an earlier submission."""

    answers: Mapping[QuestionId, object] = field(default_factory=dict)
    """Raw answers that are not asked again."""
    steps: Mapping[StepId, SavedStep] = field(default_factory=dict)
    """Whole pages of them: nothing on these is asked again."""
    sent_at: datetime | None = None
    """When the earlier submission was sent; None where nothing is carried over."""
    urgent: frozenset[RuleId] = frozenset()
    """What was urgent in the earlier submission, and told then."""
    over: CarriedOver | None = None
    """Where it comes from, and how old each answer is; None where everything is asked."""


@dataclass(frozen=True, slots=True)
class Next:
    """What was asked again of a submission, and whether it has come."""

    reference: str
    is_sent: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a submission stands among those of the same person that asked again."""

    earlier: str | None
    """The reference of the submission whose answers it carries over."""
    later: tuple[Next, ...]

    @property
    def newer(self) -> str | None:
        """The one to read instead."""
        return next((each.reference for each in reversed(self.later) if each.is_sent), None)


def offered(questionnaire: Questionnaire) -> Iterator[QuestionId]:
    """What may be asked again: everything but the consent, texts that ask nothing, and agreements."""
    for question in questionnaire.questions.values():
        is_consent = questionnaire.consent is not None and question.id == questionnaire.consent.question
        if not is_consent and not isinstance(question.kind, Information | Agreement):
            yield question.id


def ask(
    work: UnitOfWork,
    *,
    reference: str,
    questions: Iterable[str],
    now: datetime,
    actor: Actor,
    sort: Sort = "ask again",
) -> IssuedInvitation:
    """A private link to some questions of a submission. Raises `NoSubmissionError`, `NothingToAskError`."""
    work.must_write()
    found = submissions.record_of(work, reference)
    allowed = frozenset(offered(revisions.questionnaire(work, found.revision_id)))
    chosen = frozenset(QuestionId(each) for each in questions) & allowed
    if not chosen:
        raise NothingToAskError("Choose at least one question.")
    entry = queue.find(work.store, found.intake_id)
    assert entry is not None
    issued = issue_to(work, patient_id=entry.patient_id, slug=entry.slug, now=now, actor=actor)
    submission_id = SubmissionId(found.id)
    follow_ups.add(
        work.store,
        invitation_id=issued.id,
        submission_id=submission_id,
        sort=sort,
        questions=chosen,
    )
    record(work, AskedAgain(submission_id, issued.id, sort), now=now, actor=actor)
    return issued


def carried(work: UnitOfWork, invitation_id: str, questionnaire: Questionnaire) -> Carried:
    """What the invitation's intake takes over; nothing for one that asks everything."""
    again = follow_ups.find(work.store, invitation_id)
    if again is None:
        return Carried()
    earlier = submissions.by_id(work, again.submission_id)
    raw = move(earlier.questionnaire, questionnaire, earlier.raw_answers).answers  # what does not fit is asked again
    asked = with_dependents(questionnaire, again.questions)
    kept = {
        question: raw[question] for question in questionnaire.questions if question in raw and question not in asked
    }
    since = {str(question): said_on(work, earlier, question) for question in kept}
    return Carried(
        kept,
        dict(whole_steps(questionnaire, kept, asked, earlier.sent_at)),
        earlier.sent_at,
        frozenset(finding.rule for finding in earlier.assessment.findings if finding.level is Level.URGENT),
        CarriedOver(earlier.reference, again.sort, since),
    )


def said_on(work: UnitOfWork, view: SubmissionView, question: QuestionId) -> date:
    """The day at the clinic on which an answer of the submission was given: with it, or with an earlier one."""
    given_before = view.carried.since.get(question) if view.carried else None
    return given_before or clinic_day(work.settings, view.questionnaire, view.sent_at)


def good_until(work: UnitOfWork, view: SubmissionView) -> dict[QuestionId, date]:
    """The last day on which each answer of a submission stands before an infusion; none of what stands for good.

    How long that is, the revision says that would ask again: the one published now.
    """
    asked = revisions.questionnaire(work, revisions.current(work, view.revision.slug).id).questions
    both = (asked[each] for each in offered(view.questionnaire) if each in view.raw_answers and each in asked)
    last_days = ((each.id, last_good_day(each, said_on(work, view, each.id))) for each in both)
    return {question: last for question, last in last_days if last is not None}


def whole_steps(
    questionnaire: Questionnaire,
    kept: Mapping[QuestionId, object],
    asked: frozenset[QuestionId],
    sent_at: datetime,
) -> Iterator[tuple[StepId, SavedStep]]:
    """The pages on which something was answered and nothing is asked again."""
    for step in questionnaire.steps.values():
        here: dict[str, object] = {each.id: kept[each.id] for each in step.questions if each.id in kept}
        is_told = all(isinstance(question.kind, Information) for question in step.questions)
        if (here or is_told) and asked.isdisjoint(question.id for question in step.questions):
            yield step.id, SavedStep(0, sent_at, here)


def chain(work: UnitOfWork, *, reference: str) -> Chain:
    """What a submission carries over, and what was asked again of it. Raises `NoSubmissionError`."""
    found = submissions.record_of(work, reference)
    row = intakes.find(work.store, found.intake_id)
    assert row is not None
    again = follow_ups.find(work.store, row.invitation_id)
    earlier = submissions.by_id(work, again.submission_id).reference if again else None
    later = follow_ups.of_submission(work.store, SubmissionId(found.id))
    return Chain(earlier, tuple(next_of(work, each.invitation_id) for each in later))


def next_of(work: UnitOfWork, invitation_id: InvitationId) -> Next:
    """How far a link that asks again has come."""
    begun = intakes.find_of_invitation(work.store, invitation_id)
    reference = invitations.by_id(work.store, invitation_id).reference
    return Next(reference, begun is not None and begun.state == "sent")

"""Decisions: what a clinician decided about a submission, why, and what was added later.

The software proposes, a clinician decides. A decision is signed and never
changed; who thinks again adds to it, and both stay.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from screener.definition.model import Level
from screener.definition.names import RuleId
from screener.engine.answer_problems import ProblemCode, UnreadableError
from screener.engine.findings import Finding
from screener.engine.text_safety import MOST_BYTES, safe_text
from screener.errors import Refusal
from screener.services import alerts, submissions, summaries
from screener.services.auditing import Actor, SubmissionDecided, record
from screener.services.submissions import SubmissionView
from screener.services.unit_of_work import UnitOfWork
from screener.store import decisions, intakes, queue
from screener.store.decisions import Signed
from screener.store.names import DecisionId, SubmissionId, new_id
from screener.summary.decision import OUTCOME_WORDS, PROCEEDING, Decided, Outcome

__all__ = ["OUTCOME_WORDS", "PROCEEDING", "Decided", "Outcome"]


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a clinician means to sign."""

    outcome: Outcome | None
    note: str = ""
    reasons: Mapping[RuleId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DecisionProblem:
    """What is missing or wrong: of the outcome, the note, or the reason for a rule."""

    place: str
    """`outcome`, `note`, or a rule's id."""
    words: str


class BadDecisionError(Refusal):
    """It cannot be signed like this; every problem at once."""

    def __init__(self, problems: tuple[DecisionProblem, ...]) -> None:
        super().__init__(" ".join(problem.words for problem in problems))
        self.problems = problems


class DecidedMeanwhileError(Refusal):
    """Somebody signed since the page was opened: read that first."""


def grave(view: SubmissionView) -> tuple[Finding, ...]:
    """The findings that nobody may go past without a reason."""
    return tuple(finding for finding in view.assessment.findings if finding.level >= Level.EXCLUDE)


def sign(
    work: UnitOfWork,
    *,
    reference: str,
    drafted: Drafted,
    signed_so_far: int,
    member: str,
    name: str,
    now: datetime,
    actor: Actor,
) -> SubmissionView:
    """Signs a decision, or an addendum where there is one already; gives the submission as it stands then.

    `signed_so_far` is how many stood on the page that the clinician read.
    Raises `NoSubmissionError`, `BadDecisionError`, `DecidedMeanwhileError`.
    """
    work.must_write()
    found = submissions.record_of(work, reference)
    row = intakes.find_locked(work.store, found.intake_id)  # two who sign at once come one after the other
    assert row is not None
    before = submissions.view_of(work, submissions.record_of(work, reference))
    if count_of(before) != signed_so_far:
        raise DecidedMeanwhileError("Somebody signed a decision since you opened this page. Please read it first.")
    problems = tuple(problems_of(before, drafted))
    if problems or drafted.outcome is None:
        raise BadDecisionError(problems)
    decision_id = DecisionId(new_id())
    signed = Signed(
        id=decision_id,
        number=signed_so_far + 1,
        outcome=drafted.outcome,
        decided_by=member,
        decided_at=now,
        name=name,
        note=tidy(drafted.note),
        reasons={rule: tidy(reason) for rule, reason in drafted.reasons.items() if tidy(reason)},
        audit_head="",
    )
    prepared = decisions.prepare(work.store, row, SubmissionId(found.id), signed)
    queue.close(work.store, found.intake_id, state="decided")
    event = SubmissionDecided(found.id, decision_id, signed.number)  # it binds both
    audit_head = record(work, event, now=now, actor=actor)
    decisions.add(work.store, prepared, audit_head=audit_head)
    alerts.acknowledge_intake(work, intake_id=found.intake_id, member_id=actor.id, now=now, actor=actor)
    summaries.ask_for(work, submission_id=SubmissionId(found.id), audit_head=audit_head, now=now)
    return submissions.view_of(work, submissions.record_of(work, reference))


def count_of(view: SubmissionView) -> int:
    """How many were signed: the decision and its addenda."""
    return 1 + len(view.decision.earlier) if view.decision else 0


def problems_of(view: SubmissionView, drafted: Drafted) -> Iterator[DecisionProblem]:
    """What is missing before it can be signed."""
    if drafted.outcome is None:
        yield DecisionProblem("outcome", "Choose what you decide.")
    if drafted.outcome is Outcome.PROCEED_WITH_CONDITIONS and not tidy(drafted.note):
        yield DecisionProblem("note", "Write down the conditions.")
    if drafted.outcome is Outcome.MORE_INFORMATION and not tidy(drafted.note):
        yield DecisionProblem("note", "Write down what is still needed.")
    if view.decision is not None and not tidy(drafted.note):
        yield DecisionProblem("note", "Write down what has changed since the decision.")
    yield from unsafe(drafted)
    if drafted.outcome in PROCEEDING:
        for finding in grave(view):
            if not tidy(drafted.reasons.get(finding.rule, "")):
                words = f"{finding.rule} ({finding.level.word}): write why it does not stand against proceeding."
                yield DecisionProblem(finding.rule, words)


def unsafe(drafted: Drafted) -> Iterator[DecisionProblem]:
    """Texts that are too long or hold characters that nobody can read."""
    for place, text in (("note", drafted.note), *drafted.reasons.items()):
        try:
            safe_text(text, long=True)
        except UnreadableError as fault:
            is_long = fault.code is ProblemCode.TOO_LONG
            words = f"Keep this under {MOST_BYTES} characters." if is_long else "This cannot be printed as it is."
            yield DecisionProblem(place, words)


def tidy(text: str) -> str:
    """A text as kept; empty where it cannot be."""
    try:
        return safe_text(text, long=True)
    except UnreadableError:
        return ""

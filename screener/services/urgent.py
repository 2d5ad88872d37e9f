"""Urgent findings: weighed after every step, recorded once, and told at once, also when the form is never finished."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from screener.definition.model import Level, Questionnaire
from screener.definition.names import MessageCode, QuestionId, StepId
from screener.engine.findings import Assessment, Finding, Reference
from screener.engine.identity import rule_of
from screener.engine.messages import messages_for, messages_of
from screener.services import alerts, cross_checks, triage
from screener.services.alerts import Sort
from screener.services.auditing import Actor, UrgentNoticed, record
from screener.services.intake_views import IntakeState, IntakeView, OpenedIntake, opened
from screener.services.unit_of_work import UnitOfWork
from screener.store import intakes
from screener.store.names import NoticeId
from screener.store.tables import Intake


def weigh(
    work: UnitOfWork,
    intake: OpenedIntake,
    view: IntakeView,
    step_id: StepId | None,
    now: datetime,
    *,
    passed: frozenset[StepId] = frozenset(),
) -> tuple[MessageCode, ...]:
    """Records what has become urgent, and gives the help to show after this step.

    Help is shown for what is new, and again for what the step's own answers
    take part in: whoever sends the page twice reads it twice. Without a step,
    for what is new alone. `passed` are pages of which a check asked that the
    patient passed by: what waited for that is told, too.
    """
    standing = standing_findings(work, intake, view, now)
    new = bring_up(work, intake, standing, now)
    fresh = (finding for finding in standing if not was_told(intake, finding))
    told = [finding for finding in fresh if finding in new or speaks_of(view.questionnaire, finding, step_id, *passed)]
    return messages_for(view.questionnaire, told)


def standing_findings(work: UnitOfWork, intake: OpenedIntake, view: IntakeView, now: datetime) -> tuple[Finding, ...]:
    """What is urgent now, but for what waits for a patient who is being asked whether an answer is right."""
    found = tuple(urgent_findings(view, cross_checks.judged(work.settings, view, view.answers, now)))
    if not found or not view.questionnaire.checks:
        return found
    notes = cross_checks.notes_of(work, intake.row, intake.key, view)
    waiting = cross_checks.help_that_waits(work, view, notes, now)
    return tuple(finding for finding in found if finding.rule not in waiting)


def standing_help(work: UnitOfWork, intake: OpenedIntake, view: IntakeView, now: datetime) -> tuple[MessageCode, ...]:
    """The help to show for all that is urgent now."""
    return messages_for(view.questionnaire, list(standing_findings(work, intake, view, now)))


@dataclass(frozen=True, slots=True)
class Help:
    """What to do now, and because of which answers; the gravest first."""

    message: MessageCode
    because: tuple[QuestionId, ...] = ()
    """The answers that call for it, those that decided it first; none where they are not kept any more."""


def help_now(work: UnitOfWork, row: Intake, view: IntakeView, now: datetime) -> tuple[Help, ...]:
    """All the help that is needed now, whichever page called for it.

    What an earlier page called for is told again: "rest, and measure again" would else stand alone, a page after
    "call 911 now". A form that ended without consent holds no answers any more: what was noticed on it still calls
    for help.
    """
    if view.state is IntakeState.DECLINED:
        rules = intakes.noticed(work.store, row, intakes.key_of(work.store, row))
        return tuple(Help(code) for code in messages_of(view.questionnaire, rules))
    intake = opened(work, row)
    standing = [each for each in standing_findings(work, intake, view, now) if not was_told(intake, each)]
    return tuple(Help(code, because(view, standing, code)) for code in messages_for(view.questionnaire, standing))


def because(view: IntakeView, findings: Iterable[Finding], code: MessageCode) -> tuple[QuestionId, ...]:
    """The questions behind a message, those that decided it first."""
    asked = (
        reference.question
        for finding in findings
        if rule_of(view.questionnaire, finding.rule).patient == code
        for reference in references_of(finding)
    )
    return tuple(dict.fromkeys(asked))


def first_noticed(work: UnitOfWork, view: IntakeView) -> datetime | None:
    """When the clinic's list first held something urgent of this form; None where it never did."""
    return intakes.first_noticed(work.store, view.id)


def urgent_findings(view: IntakeView, assessment: Assessment) -> Iterator[Finding]:
    """Urgent findings, fired or unsettled, that no step still to come could settle."""
    for finding in assessment.findings:
        waits = any(step_of(view.questionnaire, need) in view.pending for need in finding.needs)
        if finding.level is Level.URGENT and not waits:
            yield finding


Noted = tuple[tuple[Finding, NoticeId], ...]
"""Findings that are new, each with its notice."""


def bring_up(
    work: UnitOfWork, intake: OpenedIntake, findings: tuple[Finding, ...], now: datetime
) -> tuple[Finding, ...]:
    """Puts an unfinished intake before the clinic for each finding that is new, and gives those."""
    noted = notice(work, intake, findings, now)
    if noted:
        triage.enter(work, intake.row, submission_id=None, disposition=None, now=now)
    return tell(work, intake, noted, now)


def note(work: UnitOfWork, intake: OpenedIntake, findings: tuple[Finding, ...], now: datetime) -> tuple[Finding, ...]:
    """Records each finding once for this intake, and alerts the clinic; gives those that are new."""
    return tell(work, intake, notice(work, intake, findings, now), now)


def notice(work: UnitOfWork, intake: OpenedIntake, findings: tuple[Finding, ...], now: datetime) -> Noted:
    """Keeps a notice of each finding, once for this intake.

    What stands on carried answers alone, and was told with the earlier submission, is not told again.
    """
    fresh = (finding for finding in findings if not was_told(intake, finding))
    kept = (
        (
            finding,
            intakes.notice(work.store, intake.row, intake.key, rule=finding.rule, level=finding.level.word, now=now),
        )
        for finding in fresh
    )
    return tuple((finding, notice_id) for finding, notice_id in kept if notice_id is not None)


def tell(work: UnitOfWork, intake: OpenedIntake, noted: Noted, now: datetime) -> tuple[Finding, ...]:
    """Records what was noticed, and alerts the clinic; the first event binds what was written for it."""
    for _, notice_id in noted:
        record(work, UrgentNoticed(notice_id, intake.id), now=now, actor=Actor("patient", intake.id))
    if noted:
        alerts.raise_alert(work, intake_id=intake.id, sort=Sort.URGENT, now=now)
    return tuple(finding for finding, _ in noted)


def was_told(intake: OpenedIntake, finding: Finding) -> bool:
    """Whether the earlier submission found the same, and nothing behind it was asked again."""
    is_old = finding.rule in intake.carried.urgent
    return is_old and all(reference.question in intake.carried.answers for reference in references_of(finding))


def speaks_of(questionnaire: Questionnaire, finding: Finding, *steps: StepId | None) -> bool:
    """Whether an answer of one of the steps is behind the finding."""
    return any(step_of(questionnaire, reference) in steps for reference in references_of(finding))


def references_of(finding: Finding) -> tuple[Reference, ...]:
    """The answers behind it, known and silent."""
    return (*(evidence.reference for evidence in finding.because), *finding.needs)


def step_of(questionnaire: Questionnaire, reference: Reference) -> StepId:
    """The step that asks it."""
    return questionnaire.questions[reference.question].step

"""One person's unfinished pass through one revision: answer step by step, then send.

A step is saved whole or not at all. Two tabs never lose an answer silently:
saving different steps merges; saving the same step from a page that is out of
date is refused with both answers in hand, unless they say the same.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from screener.definition.model import Check, Questionnaire, Step
from screener.definition.names import MessageCode, QuestionId, StepId
from screener.engine.answers import BLANK
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers, write_answers
from screener.services import consent, cross_checks, moving, own_copies, submissions, summaries, triage, urgent
from screener.services.auditing import Actor, StepAnswered, SubmissionSent, record
from screener.services.clinic_day import clinic_day
from screener.services.intake_refusals import (
    AlreadySentError,
    ChangedSinceCheckedError,
    DeclinedError,
    IntakeExpiredError,
    NoIntakeError,
    QuestionsChangedError,
    RevisionOverError,
    SignatureMissingError,
    StaleAnswersError,
    StepNotOnPathError,
    StepsMissingError,
)
from screener.services.intake_views import (
    IntakeState,
    IntakeView,
    OpenedIntake,
    is_asked,
    known_row,
    locked_row,
    must_be_in_time,
    must_be_open,
    opened,
    raw_asked,
    view_of,
)
from screener.services.own_copies import Wanted
from screener.services.submissions import SubmissionView
from screener.services.unit_of_work import UnitOfWork
from screener.store import drafts, intakes, invitations, queue
from screener.store.intakes import Reading, SavedStep
from screener.store.names import IntakeId, InvitationId, SubmissionId, new_id
from screener.store.submissions import CarriedOver, Languages, SubmissionContent
from screener.store.submissions import add as add_submission
from screener.store.submissions import prepare as prepare_submission

__all__ = [
    "AlreadySentError",
    "Answered",
    "ChangedSinceCheckedError",
    "DeclinedError",
    "IntakeExpiredError",
    "IntakeId",
    "IntakeState",
    "IntakeView",
    "NoIntakeError",
    "QuestionsChangedError",
    "Reading",
    "RevisionOverError",
    "SignatureMissingError",
    "StaleAnswersError",
    "StepNotOnPathError",
    "StepsMissingError",
    "answer",
    "find_stale",
    "open_intake",
    "send",
]

SIGNATURE_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of saving one step."""

    view: IntakeView
    urgent: tuple[MessageCode, ...]
    """Help to show at once, in order: urgent findings that this step brought about or takes part in."""
    dropped: tuple[QuestionId, ...]
    """Questions answered before that are no longer asked because of this step."""
    asked: tuple[Check, ...] = ()
    """Checks to ask the patient about: answers that do not seem to fit together."""


def open_intake(work: UnitOfWork, *, intake_id: IntakeId, now: datetime) -> IntakeView:
    """The intake as it stands, sent or not. Raises `NoIntakeError`, `IntakeExpiredError`."""
    row = known_row(work, intake_id)
    must_be_in_time(row, now)
    return view_of(work.settings, opened(work, row), now)


def opened_step(work: UnitOfWork, *, intake_id: IntakeId, step_id: StepId, now: datetime) -> Step:
    """The step of an intake, if it is on its path. Raises `StepNotOnPathError` and what `open_intake` raises."""
    return step_on_path(open_intake(work, intake_id=intake_id, now=now), step_id)


def answer(
    work: UnitOfWork,
    *,
    intake_id: IntakeId,
    step_id: StepId,
    entered: Mapping[str, object],
    version: int,
    now: datetime,
    reading: Reading | None = None,
    goes_on: bool = True,
) -> Answered:
    """Saves one step, in raw shapes by question id: null is a blank; a question left out keeps what it had.

    `reading` says in which language its page was read, and which page it was.
    Who does not go on but leaves is asked nothing of it now, and no urgent help waits.

    Raises `BadAnswersError` (engine.coercion; nothing saved), `StaleAnswersError`,
    `StepNotOnPathError`, `AlreadySentError`, `DeclinedError`, `IntakeExpiredError`,
    `QuestionsChangedError` (the page was made from an earlier revision).
    Questions of another step are a bug of the caller: `ValueError`.
    """
    work.must_write()
    row = locked_row(work, intake_id)
    must_be_open(row, now)
    intake = opened(work, row)
    before = view_of(work.settings, intake, now)
    if version < before.moved_at:
        raise QuestionsChangedError("The questions have changed since this page was opened.")
    given = read_step(before.questionnaire, step_on_path(before, step_id), entered)
    saved = intake.steps.get(step_id)
    answers = (
        {**saved.answers, **given} if saved else {**taken_over(intake, before.questionnaire.steps[step_id]), **given}
    )
    drop_draft(work, intake.id, step_id, reading)
    after = before
    if saved is None or answers != saved.answers or step_id not in before.sent_steps:
        must_be_fresh(row.version, step_id, saved, answers, version)
        intake = with_step(intake, step_id, save(work, intake, step_id, answers, reading, now))
        after = view_of(work.settings, intake, now)
    passed = cross_checks.pass_by(work, row, intake.key, after, now, but=step_id if goes_on else None)
    asked = cross_checks.ask(work, row, intake.key, after, step_id, now) if goes_on else ()
    help_now = urgent.weigh(work, intake, after, step_id, now, passed=passed)
    if consent.is_refused(after.questionnaire, after.answers):
        consent.end(work, intake, now)
        return Answered(view_of(work.settings, with_nothing(intake), now), help_now, ())
    return Answered(after, help_now, tuple(dropped(before, after)), asked)


def find_stale(
    work: UnitOfWork,
    *,
    intake_id: IntakeId,
    step_id: StepId,
    entered: Mapping[str, object],
    version: int,
    now: datetime,
) -> StaleAnswersError | None:
    """What `answer` would refuse this with, because another tab saved the step since; None where it would not."""
    intake = opened(work, known_row(work, intake_id))
    saved = intake.steps.get(step_id)
    view = view_of(work.settings, intake, now)
    given = read_step(view.questionnaire, step_on_path(view, step_id), entered)
    if saved is None or {**saved.answers, **given} == saved.answers or saved.version <= version:
        return None
    return StaleAnswersError(
        step_id, saved=saved.answers, entered={**saved.answers, **given}, version=intake.row.version
    )


def taken_over(intake: OpenedIntake, step: Step) -> dict[str, object]:
    """What the step's page does not ask again, as it was said before."""
    return {
        question.id: intake.carried.answers[question.id]
        for question in step.questions
        if question.id in intake.carried.answers
    }


def step_on_path(view: IntakeView, step_id: StepId) -> Step:
    """The step, if it is on the path. Raises `StepNotOnPathError`."""
    if not view.path.is_on(step_id):
        raise StepNotOnPathError("This page does not apply to you.")
    return view.questionnaire.steps[step_id]


def read_step(questionnaire: Questionnaire, step: Step, entered: Mapping[str, object]) -> dict[str, object]:
    """What was entered in its one canonical shape, blanks as None. Raises `BadAnswersError`, `ValueError`."""
    foreign = entered.keys() - {question.id for question in step.questions}
    if foreign:
        raise ValueError(f"not asked by step {step.id}: {', '.join(sorted(foreign))}")
    written = write_answers(read_answers(questionnaire, entered))
    return {name: written.get(name) for name in entered}


def must_be_fresh(
    newest: int, step_id: StepId, saved: SavedStep | None, entered: Mapping[str, object], version: int
) -> None:
    """Raises `StaleAnswersError` where the step was saved after the page was made."""
    if saved is not None and saved.version > version:
        raise StaleAnswersError(step_id, saved=saved.answers, entered=entered, version=newest)


def save(
    work: UnitOfWork,
    intake: OpenedIntake,
    step_id: StepId,
    answers: Mapping[str, object],
    reading: Reading | None,
    now: datetime,
) -> SavedStep:
    """Saves the step, and records that it was."""
    saved = intakes.save_step(
        work.store, intake.row, intake.key, step_id=step_id, answers=answers, reading=reading, now=now
    )
    event = StepAnswered(intake.id, step_id, saved.version)
    record(work, event, now=now, actor=Actor("patient", intake.id))
    return saved


def drop_draft(work: UnitOfWork, intake_id: IntakeId, step_id: StepId, reading: Reading | None) -> None:
    """Forgets what was typed on the page that is saved; what another page holds unsaved stays."""
    if reading is None or not reading.page:
        drafts.drop(work.store, intake_id=intake_id, step_id=step_id)
    else:
        drafts.drop_of_page(work.store, intake_id=intake_id, step_id=step_id, page=reading.page)


def with_nothing(intake: OpenedIntake) -> OpenedIntake:
    """The intake with nothing saved."""
    return replace(intake, steps={})


def with_step(intake: OpenedIntake, step_id: StepId, saved: SavedStep) -> OpenedIntake:
    """The intake with that step saved."""
    return replace(intake, steps={**intake.steps, step_id: saved})


def dropped(before: IntakeView, after: IntakeView) -> Iterator[QuestionId]:
    """Questions with an answer that counted before and does not now, in the order asked."""
    for question in after.questionnaire.questions:
        is_answered = before.answers.to(question) != BLANK
        if is_answered and is_asked(before, question) and not is_asked(after, question):
            yield question


def send(
    work: UnitOfWork, *, intake_id: IntakeId, signature: str, version: int, now: datetime, language: str | None = None
) -> SubmissionView:
    """Freezes the answers that were asked for, with their assessment. Again: gives the same submission.

    `language` is the one in which the answers were read through and signed.

    Raises `StepsMissingError`, `SignatureMissingError`, `ChangedSinceCheckedError`
    (`version` is not the intake's any more), `RevisionOverError`, `DeclinedError`,
    `IntakeExpiredError`.
    """
    work.must_write()
    row = locked_row(work, intake_id)
    sent = submissions.find_own(work, intake_id=intake_id)
    if sent is not None:
        return sent
    must_be_open(row, now)
    moving.must_not_be_over(work, row, now)
    intake = opened(work, row)
    view = view_of(work.settings, intake, now)
    if view.missing_steps:
        raise StepsMissingError(view.missing_steps)
    if version != view.version:
        raise ChangedSinceCheckedError("Your answers changed in another tab. Please read them through again.")
    freeze(work, intake, view, checked_signature(signature), language, now)
    return submissions.own(work, intake_id=intake_id)


def checked_signature(signature: str) -> str:
    """The typed name in composed letters. Raises `SignatureMissingError`."""
    name = " ".join(unicodedata.normalize("NFC", signature).split())
    if not name or len(name) > SIGNATURE_LETTERS or not name.isprintable():
        raise SignatureMissingError("Please type your name to sign.")
    return name


def freeze(
    work: UnitOfWork, intake: OpenedIntake, view: IntakeView, signature: str, language: str | None, now: datetime
) -> None:
    """Makes the submission of answers and assessment, and closes the intake."""
    raw = raw_asked(view)
    day = clinic_day(work.settings, view.questionnaire, now)
    answers = read_answers(view.questionnaire, raw)
    patient = invitations.patient_of(work.store, invitations.by_id(work.store, InvitationId(intake.row.invitation_id)))
    assessment = assess(view.questionnaire, answers, day, number=view.revision.number, born=patient.date_of_birth)
    intakes.close(work.store, intake.row, state=IntakeState.SENT, now=now)
    drafts.drop_all(work.store, intake.id)
    urgent.note(work, intake, tuple(urgent.urgent_findings(view, assessment)), now)
    submission_id = SubmissionId(new_id())
    prepared = prepare_submission(
        work.store,
        intake.row,
        submission_id=submission_id,
        reference=view.reference,
        content=SubmissionContent(
            patient,
            raw,
            assessment,
            signature,
            languages_of(intake, view, language),
            carried_over(intake, raw),
            cross_checks.confirmed(work, intake.row, intake.key, view, now),
        ),
        sent_at=now,
    )
    line = triage.prepare(work, intake.row, submission_id=submission_id, disposition=assessment.disposition, now=now)
    event = SubmissionSent(submission_id, intake.id, view.revision.id)  # it binds both
    audit_head = record(work, event, now=now, actor=Actor("patient", intake.id))
    add_submission(work.store, prepared, audit_head=audit_head)
    queue.put(work.store, line)
    summaries.ask_for(work, submission_id=submission_id, audit_head=audit_head, now=now)
    if language is not None:
        own_copies.ask_for(work, Wanted(submission_id, language), now=now)


def carried_over(intake: OpenedIntake, raw: Mapping[str, object]) -> CarriedOver | None:
    """Of what was sent, what had not been asked again; None where everything was asked."""
    over = intake.carried.over
    return over and replace(over, since={question: day for question, day in over.since.items() if question in raw})


def languages_of(intake: OpenedIntake, view: IntakeView, signed: str | None) -> Languages | None:
    """In which languages what was sent had been read; None where nobody said in which it was signed."""
    if signed is None:
        return None
    on_path = ((step.id, intake.steps[step.id].reading) for step in view.path.steps if step.id in intake.steps)
    return Languages({step_id: reading.language for step_id, reading in on_path if reading}, signed)

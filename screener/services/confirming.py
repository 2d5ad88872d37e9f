"""What a patient says who is asked whether answers are right: that they are, or nothing."""

from datetime import datetime

from screener.definition.model import Check
from screener.definition.names import RuleId, StepId
from screener.engine import checks
from screener.errors import Refusal
from screener.services import cross_checks, urgent
from screener.services.auditing import Actor, AnswerConfirmed, record
from screener.services.cross_checks import Said
from screener.services.intake import Answered
from screener.services.intake_views import IntakeState, IntakeView, known_row, locked_row, must_be_open, opened, view_of
from screener.services.unit_of_work import UnitOfWork
from screener.store import intakes
from screener.store.names import IntakeId


class ChangedSinceAskedError(Refusal):
    """The answers are not those that were asked about: what was said is not said of them."""


def to_ask(work: UnitOfWork, *, view: IntakeView, step_id: StepId | None, now: datetime) -> tuple[Check, ...]:
    """The checks to ask about on a page that is saved, or before sending: those that nobody has confirmed."""
    if not view.questionnaire.checks or view.state is not IntakeState.OPEN:
        return ()
    row = known_row(work, view.id)
    notes = cross_checks.notes_of(work, row, intakes.key_of(work.store, row), view)
    if step_id is None:
        return cross_checks.to_ask(work, view, notes, now)
    return cross_checks.to_ask_on(work, view, notes, step_id, now)


def confirm(
    work: UnitOfWork, *, intake_id: IntakeId, check: RuleId, step_id: StepId, version: int, now: datetime
) -> Answered:
    """The patient says that what the check asked about is right; the answers stay as they are.

    Raises `ChangedSinceAskedError` (`version` is not the intake's any more),
    `AlreadySentError`, `DeclinedError`, `IntakeExpiredError`.
    """
    work.must_write()
    row = locked_row(work, intake_id)
    must_be_open(row, now)
    intake = opened(work, row)
    view = view_of(work.settings, intake, now)
    if version != view.version:
        raise ChangedSinceAskedError("Your answers changed in another tab. Please look at them once more.")
    found = {each.id: each for each in cross_checks.standing(work.settings, view, now)}.get(check)
    passed = frozenset({step_id})
    if found is not None:
        passed |= checks.pages_of(view.questionnaire, found)
        notes = cross_checks.notes_of(work, row, intake.key, view)
        if cross_checks.find_note(view, found, notes) is not Said.RIGHT:
            cross_checks.note(work, row, intake.key, view, found, Said.RIGHT, now)
            record(work, AnswerConfirmed(intake.id, step_id), now=now, actor=Actor("patient", intake.id))
    return Answered(view, urgent.weigh(work, intake, view, step_id, now, passed=passed), ())


def pass_by(work: UnitOfWork, *, intake_id: IntakeId, now: datetime) -> Answered:
    """The patient goes on without saying whether it is right: nothing waits for that any more."""
    work.must_write()
    row = locked_row(work, intake_id)
    must_be_open(row, now)
    intake = opened(work, row)
    view = view_of(work.settings, intake, now)
    passed = cross_checks.pass_by(work, row, intake.key, view, now)
    return Answered(view, urgent.weigh(work, intake, view, None, now, passed=passed), ())


def give_up_waiting(work: UnitOfWork, *, intake_id: str, now: datetime) -> None:
    """The patient has said nothing for a while: what is urgent is told to the clinic now.

    What they answered is asked about again, and help is shown, when they come back.
    """
    work.must_write()
    row = intakes.find_locked(work.store, IntakeId(intake_id))
    if row is None or row.state != IntakeState.OPEN:
        return
    intake = opened(work, row)
    view = view_of(work.settings, intake, now)
    if not cross_checks.help_that_waits(work, view, cross_checks.notes_of(work, row, intake.key, view), now):
        return
    judged = cross_checks.judged(work.settings, view, view.answers, now)
    urgent.bring_up(work, intake, tuple(urgent.urgent_findings(view, judged)), now)

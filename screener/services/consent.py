"""Who says no to the screening: what was answered is erased at once, and the clinic is told.

Only who they are and how to reach them is kept: what the clinic wrote on the
invitation. A slip can be taken back while the page is still open; then the form
begins anew.
"""

from datetime import datetime

from screener.definition.identity import Consent
from screener.definition.model import Disposition, Questionnaire
from screener.engine.answers import Agreed, Answers
from screener.services import alerts, triage
from screener.services.alerts import Sort
from screener.services.auditing import Actor, IntakeDeclined, IntakeTakenUp, record
from screener.services.intake_refusals import DeclinedError
from screener.services.intake_views import IntakeState, OpenedIntake, locked_row, must_be_in_time
from screener.services.unit_of_work import UnitOfWork
from screener.store import intakes, queue
from screener.store.names import IntakeId


def is_refused(questionnaire: Questionnaire, answers: Answers) -> bool:
    """Whether the question that asks for consent was answered with a no."""
    return says_no(questionnaire.consent, answers)


def says_no(asked: Consent | None, answers: Answers) -> bool:
    """Whether the answer to a question whose yes is needed is a no."""
    if asked is None:
        return False
    answer = answers.to(asked.question)
    return not answer.agreed if isinstance(answer, Agreed) else answer in asked.refused_by


def end(work: UnitOfWork, intake: OpenedIntake, now: datetime) -> None:
    """Erases every answer, closes the intake, and puts it before the clinic to talk with the patient."""
    intakes.erase(work.store, intake.row)
    intakes.close(work.store, intake.row, state=IntakeState.DECLINED, now=now)
    record(work, IntakeDeclined(intake.id), now=now, actor=Actor("patient", intake.id))
    triage.enter(work, intake.row, submission_id=None, disposition=Disposition.REVIEW, now=now)
    alerts.raise_alert(work, intake_id=intake.id, sort=Sort.DECLINED, now=now)


def take_up_again(work: UnitOfWork, *, intake_id: IntakeId, now: datetime) -> None:
    """The no was a slip: the form begins anew. Again: changes nothing.

    Raises `NoIntakeError`, `IntakeExpiredError`; `DeclinedError` for a form that ended otherwise.
    """
    work.must_write()
    row = locked_row(work, intake_id)
    must_be_in_time(row, now)
    match IntakeState(row.state):
        case IntakeState.OPEN:
            return
        case IntakeState.DECLINED:
            intakes.close(work.store, row, state=IntakeState.OPEN, now=now)
            queue.close(work.store, intake_id, state="handled")
            record(work, IntakeTakenUp(intake_id), now=now, actor=Actor("patient", intake_id))
        case _:
            raise DeclinedError("This form has ended.")

"""The intake that a request is about."""

from flask import g

from screener.definition.model import Questionnaire
from screener.services import intake
from screener.services.intake import AlreadySentError, DeclinedError, IntakeState, IntakeView
from screener.services.patient_words import questionnaire_in, view_in
from screener.services.unit_of_work import UnitOfWork
from screener.web.house import now
from screener.web.languages import language


def any_state(work: UnitOfWork) -> IntakeView:
    """This patient's intake, sent or not, in the language of the page."""
    return view_in(work, intake.open_intake(work, intake_id=g.intake_id, now=now()), language())


def in_page_language(work: UnitOfWork, questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire in patients' words."""
    return questionnaire_in(work, questionnaire, language())


def opened(work: UnitOfWork) -> IntakeView:
    """This patient's intake, while it can be filled in. Raises `AlreadySentError`."""
    view = any_state(work)
    if view.state is IntakeState.SENT:
        raise AlreadySentError
    if view.state is IntakeState.DECLINED:
        raise DeclinedError
    return view

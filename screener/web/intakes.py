"""The intake that a request is about."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import g
from flask_babel import gettext

from screener.definition.model import Questionnaire
from screener.definition.translating import in_language
from screener.services import intake
from screener.services.intake import AlreadySentError, DeclinedError, IntakeState, IntakeView
from screener.services.unit_of_work import UnitOfWork
from screener.web.foreign_text import ForeignText
from screener.web.house import now
from screener.web.languages import language


def any_state(work: UnitOfWork) -> IntakeView:
    """This patient's intake, sent or not, in the language of the page."""
    view = intake.open_intake(work, intake_id=g.intake_id, now=now())
    questionnaire = in_page_language(work, view.questionnaire)
    steps = tuple(questionnaire.steps[step.id] for step in view.path.steps)
    return replace(view, questionnaire=questionnaire, path=replace(view.path, steps=steps))


def in_page_language(work: UnitOfWork, questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire in patients' words; made once a process for each language."""
    spoken, written = language(), questionnaire.language
    if spoken == written:
        return questionnaire
    made = f"{questionnaire.sha256} {spoken}"
    return work.library.get(made, lambda: in_language(questionnaire, spoken, words=own_words(), mark=foreign(written)))


def foreign(language: str) -> Callable[[str], str]:
    """Marks a text that is shown as it was written."""
    return lambda text: ForeignText.of(text, language)


def own_words() -> Mapping[str, str]:
    """What a questionnaire says without an author's words for it."""
    return {"Yes": gettext("Yes"), "No": gettext("No")}


def opened(work: UnitOfWork) -> IntakeView:
    """This patient's intake, while it can be filled in. Raises `AlreadySentError`."""
    view = any_state(work)
    if view.state is IntakeState.SENT:
        raise AlreadySentError
    if view.state is IntakeState.DECLINED:
        raise DeclinedError
    return view

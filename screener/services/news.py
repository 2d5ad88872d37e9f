"""What a saved page has brought about: help that is needed now, and answers that will not be used any more.

It follows from the answers as they stand, so it can be looked at again: after
*Back*, by a bookmark, or in another tab.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from screener.definition.deciding import questions_behind, with_dependents
from screener.definition.names import QuestionId, StepId
from screener.engine.answers import BLANK
from screener.services import urgent
from screener.services.consent import says_no
from screener.services.intake_views import IntakeView, is_asked, known_row
from screener.services.unit_of_work import UnitOfWork
from screener.services.urgent import Help


@dataclass(frozen=True, slots=True)
class News:
    """What to tell of one page."""

    urgent: tuple[Help, ...]
    """Help to show, the gravest first."""
    dropped: tuple[QuestionId, ...]
    """Questions that are answered and not asked, since the page's answers do not ask them."""

    misses_notice: bool = False
    """Whether the person said that they do not understand the emergency notice."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.urgent or self.dropped or self.misses_notice)


def news_of_step(work: UnitOfWork, *, view: IntakeView, step_id: StepId, now: datetime) -> News:
    """What to tell of a step that is saved. Raises `NoIntakeError`."""
    told = urgent.help_now(work, known_row(work, view.id), view, now)
    return News(told, tuple(dropped_by(view, step_id)), misses_notice(view, step_id))


def misses_notice(view: IntakeView, step_id: StepId) -> bool:
    """Whether the step asks if the emergency notice was understood, and the answer is a no."""
    notice = view.questionnaire.emergency_notice
    asks = notice is not None and view.questionnaire.questions[notice.question].step == step_id
    return asks and says_no(notice, view.answers)


def dropped_by(view: IntakeView, step_id: StepId) -> Iterator[QuestionId]:
    """The questions answered before that the step's answers, or what hangs on them, do not ask, in order."""
    questionnaire = view.questionnaire
    own = frozenset(question.id for question in questionnaire.steps[step_id].questions)
    deciding = with_dependents(questionnaire, own)
    for question in questionnaire.questions.values():
        is_answered = view.answers.to(question.id) != BLANK
        if is_answered and not is_asked(view, question.id) and questions_behind(questionnaire, question) & deciding:
            yield question.id

"""A check as a patient reads it: the sentence with their answers in it, and what they answered beside it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Self

from screener.definition.model import Check, Question
from screener.definition.names import QuestionId, RowId, StepId, ValueName
from screener.definition.placeholders import PLACEHOLDER
from screener.engine.answers import Answer, Cells, Measure
from screener.engine.values import Derived
from screener.services import confirming, cross_checks
from screener.services.intake import IntakeView
from screener.services.unit_of_work import UnitOfWork
from screener.summary.answer_words import Lines, words
from screener.summary.foreign_text import like
from screener.summary.quantities import number_words
from screener.web.phrases import phrases


@dataclass(frozen=True, slots=True)
class AskedCheck:
    """One check, put to the patient."""

    check: Check
    words: str
    step_id: StepId
    """The page to change it on: that of its last question."""
    said: tuple[tuple[Question, Lines], ...]
    """The questions that may be changed, with what was answered."""

    @classmethod
    def of(cls, view: IntakeView, check: Check, values: Mapping[ValueName, Derived]) -> Self:
        """The check, with this patient's answers."""
        asked = [question for question in view.questionnaire.questions.values() if question.id in check.questions]
        filled = PLACEHOLDER.sub(lambda found: _answer_words(view, found, values), check.ask)
        said = tuple((question, words(question, view.answers.to(question.id), phrases())) for question in asked)
        return cls(check, like(check.ask, filled), asked[-1].step, said)


def to_ask(work: UnitOfWork, view: IntakeView, step_id: StepId | None, now: datetime) -> tuple[AskedCheck, ...]:
    """What to ask on a page that is saved; without one, before sending."""
    found = confirming.to_ask(work, view=view, step_id=step_id, now=now)
    if not found:
        return ()
    values = cross_checks.judged(work.settings, view, view.answers, now).values
    return tuple(AskedCheck.of(view, check, values) for check in found)


def _answer_words(view: IntakeView, found: re.Match[str], values: Mapping[ValueName, Derived]) -> str:
    """What stands for a name in braces: a number without its unit, for the sentence around it has one."""
    name, _, part = found[1].partition(".")
    question = view.questionnaire.questions.get(QuestionId(name))
    if question is None:
        value = view.questionnaire.values.get(ValueName(name))
        number = values.get(ValueName(name))
        if value is None or not isinstance(number, int | Fraction):
            return found[0]
        return number_words(number, decimals=value.decimals)
    answer: Answer = view.answers.to(question.id)
    if part and isinstance(answer, Cells):
        answer = answer.states.get(RowId(part), answer)
    match answer:
        case int():
            return str(answer)
        case Measure(value=measured):
            return number_words(measured)
        case _:
            return " ".join(words(question, answer, phrases()))

"""Answers given to one revision, carried over to another."""

from collections.abc import Hashable, Mapping
from typing import Final

from screener.definition.model import Agreement, Questionnaire, Rows, Text
from screener.definition.names import QuestionId
from screener.engine.answer_problems import AnswerProblem
from screener.engine.answers import Answer, Answers
from screener.engine.coercion import read_answer

_TYPED: Final = (Text, Rows, Agreement)
"""Kinds whose answers are as many as people, and say who they are: these are not remembered."""
REMEMBERED: Final = 20_000
"""Answers, some megabytes: more than is said alike."""


class Carrier:
    """Carries answers over to another revision, as far as it asks the same and offers what was said; else blank.

    What many people say alike is read once and remembered, as long as there is room.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._remembered: dict[tuple[str, Hashable], Answer | None] = {}
        self._typed = {name for name, each in questionnaire.questions.items() if isinstance(each.kind, _TYPED)}

    def answers(self, raw: Mapping[str, object]) -> Answers:
        """Raw answers to some revision as answers to this one."""
        read = ((QuestionId(name), self._answer(name, given)) for name, given in raw.items())
        return Answers({name: answer for name, answer in read if answer is not None})

    def _answer(self, name: str, given: object) -> Answer | None:
        if name in self._typed or holds_typed(given):
            return self._read(name, given)
        key = (name, frozen(given))
        if key not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = self._read(name, given)
        return self._remembered[key]

    def _read(self, name: str, given: object) -> Answer | None:
        question = self.questionnaire.questions.get(QuestionId(name))
        answer = None if question is None else read_answer(question, given)
        return None if isinstance(answer, AnswerProblem) else answer


def holds_typed(given: object) -> bool:
    """Whether somebody's own words stand in a raw answer because they could not be read."""
    match given:
        case {"typed": _, **others} if not others:
            return True
        case dict():
            return any(map(holds_typed, given.values()))
        case list():
            return any(map(holds_typed, given))
        case _:
            return False


def frozen(given: object) -> Hashable:
    """A raw answer as a key; True is not 1, nor 1 the text "1"."""
    match given:
        case None | str():
            return given
        case list():
            return tuple(map(frozen, given))
        case dict():
            return tuple((name, frozen(below)) for name, below in given.items())
        case _:
            return (type(given), repr(given))

"""Where two tabs or devices differ about one step, in words."""

from collections.abc import Iterator

from screener.definition.model import Question, Step
from screener.engine.answer_problems import AnswerProblem
from screener.engine.answers import BLANK
from screener.engine.coercion import read_answer
from screener.services.intake import StaleAnswersError
from screener.summary.answer_words import Lines, words
from screener.web.phrases import phrases


def differing(step: Step, stale: StaleAnswersError) -> Iterator[tuple[str, Lines, Lines]]:
    """The questions on which the two tabs differ, each with the answer saved and the answer just typed, in words."""
    for question in step.questions:
        saved_raw, entered_raw = stale.saved.get(question.id), stale.entered.get(question.id)
        if question.id in stale.entered and saved_raw != entered_raw:
            yield question.text, in_words(question, saved_raw), in_words(question, entered_raw)


def in_words(question: Question, raw: object) -> Lines:
    """A raw answer that was read before, in words."""
    given = read_answer(question, raw)
    return words(question, BLANK if isinstance(given, AnswerProblem) else given, phrases())

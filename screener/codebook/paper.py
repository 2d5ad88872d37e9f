"""A questionnaire as a form on paper: every question numbered, and in words who answers it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Literal

from screener.definition.conditions import Condition
from screener.definition.conditions_words import explain
from screener.definition.model import (
    Agreement,
    Checklist,
    Choices,
    Date,
    DayCounts,
    DecimalNumber,
    Information,
    OneChoice,
    Pair,
    Question,
    Questionnaire,
    Rows,
    Text,
    WholeNumber,
    YesNo,
)

Shape = Literal["boxes", "grid", "blanks", "number", "date", "lines", "list", "agreement", "text"]

SHAPES: Mapping[type, Shape] = {
    YesNo: "boxes",
    OneChoice: "boxes",
    Choices: "boxes",
    Checklist: "grid",
    DayCounts: "blanks",
    Pair: "blanks",
    WholeNumber: "number",
    DecimalNumber: "number",
    Date: "date",
    Text: "lines",
    Rows: "list",
    Agreement: "agreement",
    Information: "text",
}
"""How each kind is answered with a pen."""


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question on paper; what is only to be read has no number."""

    number: int | None
    question: Question
    shape: Shape
    only_if: str | None
    """Who answers it, in words; None where everybody does who answers the page."""


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One step."""

    title: str
    text: str | None
    only_if: str | None
    questions: tuple[PaperQuestion, ...]


@dataclass(frozen=True, slots=True)
class PaperChapter:
    """One section."""

    title: str
    only_if: str | None
    pages: tuple[PaperPage, ...]


@dataclass(frozen=True, slots=True)
class PaperForm:
    """The whole form, in the language of the questionnaire that it was made of."""

    questionnaire: Questionnaire
    chapters: tuple[PaperChapter, ...]


def on_paper(questionnaire: Questionnaire, *, language: str) -> PaperForm:
    """The form. `questionnaire` speaks that language already (`translating.in_language`)."""
    numbers = count(1)

    def only_if(when: Condition | None) -> str | None:
        return None if when is None else explain(when, questionnaire, language=language)

    def asked(questions: tuple[Question, ...]) -> Iterator[PaperQuestion]:
        for question in questions:
            number = None if isinstance(question.kind, Information) else next(numbers)
            yield PaperQuestion(number, question, SHAPES[type(question.kind)], only_if(question.when))

    return PaperForm(
        questionnaire,
        tuple(
            PaperChapter(
                section.title,
                only_if(section.when),
                tuple(
                    PaperPage(step.title, step.text, only_if(step.when), tuple(asked(step.questions)))
                    for step in section.steps
                ),
            )
            for section in questionnaire.sections
        ),
    )

"""What a form costs a patient: words to read, choices to make, keys to press, minutes in all.

A model, not a measurement; `docs/effort.md` says how it was put together and
what it gives. Whoever has a migraine reads more slowly, so there are two paces.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never

from screener.definition.model import (
    Agreement,
    Checklist,
    Choice,
    Choices,
    Column,
    Date,
    DayCounts,
    DecimalNumber,
    GridRow,
    Information,
    Medicine,
    OneChoice,
    Pair,
    Question,
    Questionnaire,
    Rows,
    Step,
    Text,
    WholeNumber,
    YesNo,
)
from screener.definition.names import ChoiceId, RowId
from screener.engine.answers import PENDING, Agreed, Answer, Answers, Cells, Measure, Pending, Picked, Row, Unknown
from screener.engine.path import path

WORDS_A_MINUTE: Final = 238
"""Adults read that many of plain prose, silently (Brysbaert 2019, doi 10.1016/j.jml.2019.104047)."""
SLOW_WORDS_A_MINUTE: Final = 160
"""Two thirds of it, for somebody in pain; an assumption."""
SECONDS_A_CHOICE: Final = 2.0
"""To decide, find and touch it; an assumption."""
SECONDS_A_KEY: Final = 0.33
"""36 words a minute on a phone (Palin et al. 2019, doi 10.1145/3338286.3340120)."""
SECONDS_A_PAGE: Final = 3
"""To send one page and find one's way on the next; an assumption."""

DATE_KEYS: Final = 8
NUMBER_KEYS: Final = 2
NAME_KEYS: Final = 12
"""Of a number, and of a name or a short text, that is not known yet."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What a way through a form, or a part of it, costs."""

    pages: int = 0
    questions: int = 0
    words: int = 0
    choices: int = 0
    keys: int = 0

    def __add__(self, other: "Effort") -> "Effort":
        return Effort(
            self.pages + other.pages,
            self.questions + other.questions,
            self.words + other.words,
            self.choices + other.choices,
            self.keys + other.keys,
        )

    def seconds(self, *, words_a_minute: int = WORDS_A_MINUTE) -> float:
        """By the model above."""
        return (
            60 * self.words / words_a_minute
            + SECONDS_A_CHOICE * self.choices
            + SECONDS_A_KEY * self.keys
            + SECONDS_A_PAGE * self.pages
        )

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded up."""
        return math.ceil(self.seconds() / 60)

    @property
    def slow_minutes(self) -> int:
        """The same for somebody in pain: what patients are told."""
        return math.ceil(self.seconds(words_a_minute=SLOW_WORDS_A_MINUTE) / 60)


def whole_effort(questionnaire: Questionnaire, answers: Answers, as_of: date) -> Effort:
    """What these answers cost: what is to be known first, every page of their path, the check and the signature."""
    around = Effort(pages=2, words=_words(questionnaire.about, questionnaire.agreement), keys=NAME_KEYS)
    way = path(questionnaire, answers, as_of)
    return sum((effort_of_page(step, way.questions_of(step), answers) for step in way.steps), around)


def effort_of_page(step: Step, questions: Collection[Question], answers: Answers | None = None) -> Effort:
    """What one page costs, of which these questions are asked.

    Without answers each counts as the usual one: a choice, a touch for each row, a few keys.
    """
    page = Effort(pages=1, words=_words(step.title, step.text))
    return sum((_effort_of(each, answers.to(each.id) if answers else PENDING) for each in questions), page)


def _effort_of(question: Question, answer: Answer) -> Effort:
    choices, keys = _given(question.kind, answer)
    is_asked = not isinstance(question.kind, Information)
    read = _words(question.text, question.help) + _words_of_kind(question.kind)
    return Effort(questions=int(is_asked), words=read, choices=choices, keys=keys)


def _words_of_kind(kind: object) -> int:
    """What is offered is read, too; a grid's choices once, at its head."""
    match kind:
        case YesNo(choices=choices) | OneChoice(choices=choices) | Choices(choices=choices):
            return _said(choices)
        case Checklist(rows=rows, choices=choices):
            return _said(rows) + _said(choices)
        case DayCounts(rows=rows) | Pair(rows=rows):
            return _said(rows)
        case Rows(columns=columns):
            return sum(_words(column.text) for column in columns)
        case Agreement(statement=statement):
            return _words(statement)
        case _:
            return 0


def _said(offered: Collection[Choice | GridRow]) -> int:
    return sum(_words(one.text) for one in offered)


def _words(*texts: str | None) -> int:
    return sum(len(text.split()) for text in texts if text)


def _given(kind: object, answer: Answer) -> tuple[int, int]:
    """How many touches and keys the answer takes."""
    match answer:
        case Unknown(typed=typed):
            return 1, len(typed or "")
        case Pending():
            return _usual(kind)
        case Picked(choices=picked, unknown=unknown):
            return max(1, len(picked) + (unknown is not None)), 0
        case Cells(states=states):
            return _cells(kind, states)
        case Measure(value=value, typed=typed):
            return 1, len(typed or str(value))
        case Agreed(signature=signature):
            return 1, len(signature)
        case tuple():
            return _rows(kind, answer)
        case date():
            return 1, DATE_KEYS
        case int():
            return 1, len(str(answer))
        case str():
            return _text(kind, answer)
        case _:
            assert_never(answer)


def _text(kind: object, answer: str) -> tuple[int, int]:
    """A choice is touched, a text is typed."""
    return (1, len(answer)) if isinstance(kind, Text | Medicine) else (1, 0)


def _cells(kind: object, states: Mapping[RowId, int | ChoiceId | Unknown]) -> tuple[int, int]:
    """A grid that one button fills costs that touch, and one for each row that differs; a pair is typed."""
    match kind:
        case Checklist(fill=fill) if fill is not None:
            return 1 + sum(state != fill for state in states.values()), 0
        case DayCounts(fill=True):
            typed = [str(state) for state in states.values() if isinstance(state, int) and state]
            return 1 + len(typed), sum(map(len, typed))
        case Checklist():
            return len(states), 0
        case _:
            return len(states), sum(len(str(state)) for state in states.values() if isinstance(state, int))


def _rows(kind: object, rows: tuple[Row, ...]) -> tuple[int, int]:
    """A touch to add each row and one for each cell, or one to say that there are none."""
    columns = kind.columns if isinstance(kind, Rows) else ()
    typed = {column.id for column in columns if isinstance(column.kind, Text | Medicine)}
    cells = [(name, cell) for row in rows for name, cell in row.cells.items() if not isinstance(cell, Unknown)]
    keys = sum(len(str(cell)) for name, cell in cells if name in typed)
    return max(1, len(rows) + len(cells)), keys


def _usual(kind: object) -> tuple[int, int]:
    match kind:
        case Information():
            return 0, 0
        case Checklist(fill=fill, rows=rows):
            return (2 if fill is not None else len(rows)), 0
        case DayCounts(fill=fill, rows=rows):
            return (2 if fill else len(rows)), NUMBER_KEYS
        case Pair():
            return 2, 2 * NUMBER_KEYS
        case WholeNumber() | DecimalNumber():
            return 1, NUMBER_KEYS
        case Date():
            return 1, DATE_KEYS
        case Text():
            return 1, NAME_KEYS
        case Rows(columns=columns):
            return _usual_rows(columns)
        case _:
            return 1, 0


def _usual_rows(columns: tuple[Column, ...]) -> tuple[int, int]:
    """Two rows."""
    return 2 * len(columns), 2 * NAME_KEYS

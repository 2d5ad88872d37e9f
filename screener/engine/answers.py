"""Answers: what was said to each question, and the states that it can be in.

Known values have the type of their kind:

| kind | value |
|---|---|
| yes-no, choice | `ChoiceId` |
| choices | `Picked` |
| checklist, day-counts, blood-pressure | `Cells`: a state for each row |
| whole number | `int` |
| decimal | `Measure` |
| date | `datetime.date` |
| text, long-text | `str` |
| rows | `tuple[Row, ...]` |
| agreement | `Agreed` |

A missing key is the same as a blank: asked (if its path asks it), nothing given.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from screener.definition.model import Reason
from screener.definition.names import ChoiceId, QuestionId, RowId


@dataclass(frozen=True, slots=True)
class Unknown:
    """Asked, and not settled; `typed` is what stands there where it cannot be read, word for word."""

    reason: Reason
    typed: str | None = None


BLANK = Unknown(Reason.BLANK)
NOT_SURE = Unknown(Reason.NOT_SURE)


def unreadable(typed: str) -> Unknown:
    """What was typed and cannot be read."""
    return Unknown(Reason.UNREADABLE, typed)


@dataclass(frozen=True, slots=True)
class Pending:
    """Its step has not been sent yet; only while an intake is unfinished."""


PENDING = Pending()


@dataclass(frozen=True, slots=True)
class Picked:
    """A set of choices, perhaps partly unknown: `[asthma, not_sure]` holds asthma and is unknown about any other."""

    choices: frozenset[ChoiceId]
    unknown: Reason | None = None
    typed: str | None = None
    """What was said beside them and cannot be read; `unknown` is unreadable then."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A decimal in the question's own unit, and what was typed where that was another unit (`5 ft 10 in`)."""

    value: Decimal
    typed: str | None = None


@dataclass(frozen=True, slots=True)
class Cells:
    """A state for each row of a grid or half of a pair; a missing row is blank."""

    states: Mapping[RowId, "int | ChoiceId | Unknown"]


@dataclass(frozen=True, slots=True)
class Row:
    """One repeated row: a state for each column. `denied` says that the patient refused the proposed medicine."""

    cells: Mapping[RowId, "Known | Unknown"]
    confirmed: bool = False
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Agreed:
    """Whether a statement was agreed to, and the name typed under it."""

    agreed: bool
    signature: str


Known = ChoiceId | Picked | Cells | int | Measure | date | str | tuple[Row, ...] | Agreed
Answer = Known | Unknown | Pending


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person said, by question. Never holds an answer of the wrong type: `engine.coercion` made it."""

    by_question: Mapping[QuestionId, Answer]

    def to(self, question: QuestionId) -> Answer:
        """The answer, or blank."""
        return self.by_question.get(question, BLANK)

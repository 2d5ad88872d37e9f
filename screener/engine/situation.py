"""One person's answers on one day, and what has been worked out about them so far.

Everything that is compiled reads a `Situation` and nothing else. It is made for
one assessment and thrown away, so what it remembers is never stale.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from screener.definition.model import Questionnaire
from screener.definition.names import QuestionId, RowId
from screener.engine.answers import BLANK, PENDING, Answers, Cells, Known, Pending, Picked, Unknown
from screener.engine.findings import Reference
from screener.engine.medicines import Match
from screener.engine.operators import Quantity
from screener.engine.truth import TRUE, Truth

State = Known | Unknown | Pending
"""The state of an answer, or of one part of it, where it is asked."""

Seen = State | frozenset[str]
"""A state, or a medicine's classes."""


ITSELF = RowId("")
"""The part of a bound cell that is all of it."""


@dataclass(frozen=True, slots=True)
class BoundRow:
    """One row of a list, or one cell of a grid, as a variable stands for it in a condition."""

    reference: Reference
    """The cell, or the row as a whole."""
    states: Mapping[RowId, Seen]
    """Of a cell, its own; of a row, its columns' and what the dictionary says of its medicine."""
    asked: Mapping[RowId, Truth]
    """Whether the columns that have a condition are asked in this row."""

    def refer(self, column: RowId) -> Reference:
        """The cell, or one column of the row."""
        return self.reference if column is ITSELF else Reference(self.reference.question, column, self.reference.row)


Bound = tuple[BoundRow, ...]
"""What the variables of the conditions around stand for, outermost first."""


@dataclass(frozen=True, slots=True)
class Faults:
    """The answers that are at fault in one way, and those that may turn out to be."""

    certain: tuple[Reference, ...]
    possible: tuple[Reference, ...]
    needs: tuple[Reference, ...]
    """The answers that would settle the possible ones: these or those that decide whether they are asked."""

    @property
    def questions(self) -> tuple[QuestionId, ...]:
        """The questions certainly at fault, each once, in the order asked."""
        return tuple(dict.fromkeys(reference.question for reference in self.certain))

    @property
    def count(self) -> Quantity:
        """How many questions are at fault: each row or cell counts its question once."""
        certain = {reference.question for reference in self.certain}
        return Quantity(TRUE, len(certain), len(certain.union(reference.question for reference in self.possible)))


@dataclass(slots=True)
class Situation:
    """What is asked and answered, by the question's number, and what has been worked out."""

    states: list[State]
    """Each question's state where it is asked; pending where its step was not sent."""
    pending: frozenset[QuestionId]
    """The questions whose step has not been sent yet."""
    as_of: date
    match: Callable[[str], Match]
    truths: list[Truth | None]
    """Of each name that stands for a condition, once it was judged."""
    references: list[tuple[Reference, ...] | None]
    """The answers behind each of them, once they were looked for."""
    quantities: list[Quantity | None]
    """Of each name that stands for a number, once it was worked out."""
    asked: list[Truth] = field(default_factory=list)
    """Filled in the order of the path: a condition that reads ahead fails at once."""
    rows: dict[int, tuple[BoundRow, ...]] = field(default_factory=dict)
    faults: dict[str, Faults] = field(default_factory=dict)


def states_of(questionnaire: Questionnaire, answers: Answers, pending: frozenset[QuestionId]) -> list[State]:
    """Each question's state in the order asked; a pending one is pending, whatever was kept for it."""
    given = answers.by_question
    if not pending:
        return [given.get(question, BLANK) for question in questionnaire.questions]
    return [PENDING if question in pending else given.get(question, BLANK) for question in questionnaire.questions]


def part_of(state: State, part: RowId) -> State:
    """The state of one row of a grid, or half of a pair: silent as the whole is, where the whole is."""
    return state.states.get(part, BLANK) if isinstance(state, Cells) else state


def is_silent(seen: Seen) -> bool:
    """Whether learning more could change what this answer says."""
    return isinstance(seen, Unknown | Pending) or (isinstance(seen, Picked) and seen.unknown is not None)

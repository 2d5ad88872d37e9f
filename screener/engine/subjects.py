"""What a condition looks at: an answer, one part of it, or one part of a row that a variable stands for."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from screener.definition.names import QuestionId, RowId
from screener.engine.answers import BLANK
from screener.engine.findings import Reference
from screener.engine.situation import Bound, Seen, Situation, is_silent, part_of
from screener.engine.truth import FALSE, TRUE, UNKNOWN, Truth


class Seek(Enum):
    """Which of the answers that a test reads explain its truth."""

    READ = "read"
    """All of them: together they settled it."""
    SILENT = "silent"
    """The silent ones, and what leaves open whether they are asked."""
    GATE = "gate"
    """Only what leaves open whether they are asked: the answers given would settle it."""
    NOT_ASKED = "not asked"
    """What made a question not asked, and so the test false."""


def seek_for(asked: Truth, judged: Truth) -> Seek:
    """What explains a test whose truth is `judged` where its questions are asked."""
    if asked is FALSE:
        return Seek.NOT_ASKED
    if judged is UNKNOWN:
        return Seek.SILENT
    return Seek.GATE if asked is UNKNOWN and judged is TRUE else Seek.READ


class Clause(Protocol):
    """A compiled condition."""

    def truth(self, situation: Situation, bound: Bound, /) -> Truth:
        """Whether it holds."""

    def behind(self, situation: Situation, bound: Bound, /) -> Iterator[Reference]:
        """The answers that decided it, or that would decide it; some perhaps twice, in no order."""


class Subject(Protocol):
    """An answer, or a part of one."""

    def look(self, situation: Situation, bound: Bound, /) -> tuple[Truth, Seen]:
        """Whether it is asked, and its state where it is."""

    def behind(self, situation: Situation, bound: Bound, seek: Seek, /) -> Iterator[Reference]:
        """The answer itself, or what decides whether it is asked."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question by its number, and the condition under which it is asked."""

    index: int
    question: QuestionId
    gate: Clause

    def behind(self, situation: Situation, seek: Seek) -> Iterator[Reference]:
        """What made it not asked, or leaves open whether it is."""
        return behind_gate(self.gate, situation.asked[self.index], situation, (), seek)


def behind_gate(gate: Clause, asked: Truth, situation: Situation, bound: Bound, seek: Seek) -> Iterator[Reference]:
    """What explains `asked`, where that is sought."""
    if asked is not TRUE and seek in _EXPLAINED_BY_GATE[asked]:
        yield from gate.behind(situation, bound)


_EXPLAINED_BY_GATE = {FALSE: (Seek.NOT_ASKED,), UNKNOWN: (Seek.SILENT, Seek.GATE)}


def is_sought(seen: Seen, seek: Seek) -> bool:
    """Whether an answer in this state is part of the explanation."""
    return seek is Seek.READ or (seek is Seek.SILENT and is_silent(seen))


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """The answer to a question."""

    asking: Asking
    reference: Reference

    def look(self, situation: Situation, _bound: Bound) -> tuple[Truth, Seen]:
        """Whether the question is asked, and its answer."""
        index = self.asking.index
        return situation.asked[index], situation.states[index]

    def behind(self, situation: Situation, _bound: Bound, seek: Seek) -> Iterator[Reference]:
        """The question, or its gate."""
        yield from self.asking.behind(situation, seek)
        if is_sought(situation.states[self.asking.index], seek):
            yield self.reference


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """One row of a grid, or one half of a pair, by name."""

    asking: Asking
    part: RowId
    reference: Reference

    def look(self, situation: Situation, _bound: Bound) -> tuple[Truth, Seen]:
        """Whether the question is asked, and the state of this part."""
        index = self.asking.index
        return situation.asked[index], part_of(situation.states[index], self.part)

    def behind(self, situation: Situation, _bound: Bound, seek: Seek) -> Iterator[Reference]:
        """The part, or its question's gate."""
        yield from self.asking.behind(situation, seek)
        if is_sought(part_of(situation.states[self.asking.index], self.part), seek):
            yield self.reference


@dataclass(frozen=True, slots=True)
class PartOfRow:
    """The cell that a variable stands for, a column of its row, or a fact about its medicine.

    Whether its list or grid is asked at all is for whoever goes over the rows.
    """

    depth: int
    part: RowId
    column: RowId
    """The part whose answer says it: itself, or the medicine's name."""
    gate: Clause

    def look(self, _situation: Situation, bound: Bound) -> tuple[Truth, Seen]:
        """Whether the column is asked in this row, and the part's state."""
        row = bound[self.depth]
        return row.asked.get(self.column, TRUE), row.states.get(self.part, BLANK)

    def behind(self, situation: Situation, bound: Bound, seek: Seek) -> Iterator[Reference]:
        """The cell or column, or its gate."""
        row = bound[self.depth]
        yield from behind_gate(self.gate, row.asked.get(self.column, TRUE), situation, (row,), seek)
        if is_sought(row.states.get(self.part, BLANK), seek):
            yield row.refer(self.column)

"""Where the rows come from that `any`, `all` and `count` speak of: lists and grids."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from screener.definition.model import Reason
from screener.definition.names import RowId
from screener.engine.answers import BLANK, Row, Unknown
from screener.engine.findings import Reference
from screener.engine.medicines import Match
from screener.engine.situation import ITSELF, BoundRow, Seen, Situation, part_of
from screener.engine.subjects import Asking, Clause, Seek, behind_gate
from screener.engine.truth import TRUE, Truth

UNRECOGNIZED = Unknown(Reason.UNRECOGNIZED)

CLASSES, GENERIC, MATCH = RowId("classes"), RowId("generic"), RowId("match")
"""What a row with a medicine has beside its columns."""


class Source(Protocol):
    """A question with rows."""

    @property
    def asking(self) -> Asking:
        """Which question, and when it is asked."""

    def rows(self, situation: Situation, /) -> tuple[BoundRow, ...] | None:
        """The rows, or None where it is unknown which there are."""

    def behind(self, situation: Situation, seek: Seek, /) -> Iterator[Reference]:
        """The list itself where that is sought, or its gate."""


@dataclass(frozen=True, slots=True)
class GridSource:
    """A grid or pair: its rows are always the same, and each has a state of its own."""

    asking: Asking
    parts: tuple[RowId, ...]

    def rows(self, situation: Situation) -> tuple[BoundRow, ...]:
        """Every row, whatever was given."""
        index = self.asking.index
        found = situation.rows.get(index)
        if found is None:
            state, question = situation.states[index], self.asking.question
            found = tuple(
                [BoundRow(Reference(question, part), {ITSELF: part_of(state, part)}, {}) for part in self.parts]
            )
            situation.rows[index] = found
        return found

    def behind(self, situation: Situation, seek: Seek) -> Iterator[Reference]:
        """The grid is there for certain, so only its gate can be open."""
        yield from self.asking.behind(situation, seek)
        if seek is Seek.READ:
            yield Reference(self.asking.question)


@dataclass(frozen=True, slots=True)
class ListSource:
    """Repeated rows: which there are is itself an answer."""

    asking: Asking
    gates: tuple[tuple[RowId, Clause], ...]
    """The columns that have a condition, in order."""
    medicine: RowId | None

    def rows(self, situation: Situation) -> tuple[BoundRow, ...] | None:
        """The rows given, with their medicines matched; a line that names several medicines stands for each."""
        index = self.asking.index
        found = situation.rows.get(index)
        if found is None:
            given = situation.states[index]
            if not isinstance(given, tuple):
                return None
            found = tuple([each for number, row in enumerate(given) for each in self._read(situation, number, row)])
            situation.rows[index] = found
        return found

    def behind(self, situation: Situation, seek: Seek) -> Iterator[Reference]:
        """The list where it is silent or sought, or its gate."""
        yield from self.asking.behind(situation, seek)
        if seek is Seek.READ or (seek is Seek.SILENT and self.rows(situation) is None):
            yield Reference(self.asking.question)

    def behind_column(self, situation: Situation, row: BoundRow, column: RowId) -> tuple[Reference, ...]:
        """What leaves open whether the column is asked in this row; nothing where it is certain."""
        gate = dict(self.gates).get(column)
        asked = row.asked.get(column, TRUE)
        return tuple(behind_gate(gate, asked, situation, (row,), Seek.GATE)) if gate is not None else ()

    def _read(self, situation: Situation, number: int, row: Row) -> list[BoundRow]:
        states: dict[RowId, Seen] = dict(row.cells)
        reference = Reference(self.asking.question, None, number)
        if self.medicine is None:
            return [self._row(situation, reference, states)]
        typed = states.get(self.medicine)
        matches = situation.match(typed).each if isinstance(typed, str) and not row.denied else (None,)
        facts = [_facts(self.medicine, typed, match) for match in matches]
        return [self._row(situation, reference, states | fact) for fact in facts]

    def _row(self, situation: Situation, reference: Reference, states: dict[RowId, Seen]) -> BoundRow:
        asked: dict[RowId, Truth] = {}
        row = BoundRow(reference, states, asked)
        for column, gate in self.gates:
            # In order, so that a column's condition finds whether the columns before it are asked.
            asked[column] = gate.truth(situation, (row,))
        return row


def _facts(medicine: RowId, typed: Seen | None, match: Match | None) -> dict[RowId, Seen]:
    """What the dictionary says where it knows the medicine; else its name is silent, and so is all else."""
    if match is not None and match.generic is not None:
        return {CLASSES: match.classes, GENERIC: match.generic, MATCH: match.kind}
    silent = UNRECOGNIZED if isinstance(typed, str) else typed or BLANK
    return {medicine: silent, CLASSES: silent, GENERIC: silent, MATCH: "none"}

"""Repeated rows: medicines, allergies. Rows are added, removed and confirmed by submit buttons, without scripts."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wtforms.meta import DefaultMeta

from screener.definition import model
from screener.definition.model import Column, Rows
from screener.definition.names import RowId
from screener.engine.answer_problems import AnswerProblem
from screener.engine.coercion import MOST_LIST_BYTES
from screener.engine.typed import NONE, cells_in, in_cells, keepable, taken_apart, words_in
from screener.web.forms import fields, parts
from screener.web.forms.asking import Asked, asked_in
from screener.web.forms.fields import MedicineField, Posted, QuestionField

MOST = 60
"""Rows on one page; who takes more says so in words."""

CELLS: Mapping[type, type[QuestionField]] = {
    model.Medicine: fields.MedicineField,
    model.Text: fields.TextField,
    model.YesNo: fields.ChoiceField,
    model.OneChoice: fields.ChoiceField,
    model.WholeNumber: fields.NumberField,
    model.DecimalNumber: fields.NumberField,
    model.Date: parts.DateField,
}
"""Which field asks which kind of column."""


class RowFields:
    """One row: a field for each column, and whether the medicine it was taken for is the one meant."""

    def __init__(self, name: str, columns: tuple[Column, ...]) -> None:
        self.name = name
        self.cells: dict[RowId, QuestionField] = {column.id: cell_of(column, name) for column in columns}
        self.confirmed = ""
        """`yes`, `no`, or nothing while the patient has not said."""
        self.meant: str | None = None
        """The medicine that the name was taken for by its spelling, while the page asks about it."""

    def read_posted(self, posted: Posted) -> None:
        """Takes what the page says of this row. A name changed after it was confirmed is not confirmed."""
        for cell in self.cells.values():
            cell.read_posted(posted)
        asked_about = posted.get(f"{self.name}-confirmed-of", "")
        self.confirmed = posted.get(f"{self.name}-confirmed", "") if asked_about == self.medicine else ""

    def read_saved(self, raw: Mapping[str, object]) -> None:
        """Takes a row as it was saved."""
        for column, cell in self.cells.items():
            cell.read_saved(raw.get(column))
        if "confirmed" in raw:
            self.confirmed = "yes" if raw["confirmed"] else "no"

    @property
    def medicine(self) -> str:
        """The medicine's name as typed, where the row has one."""
        return next((cell.typed for cell in self.cells.values() if isinstance(cell, MedicineField)), "")

    @property
    def is_blank(self) -> bool:
        """Whether nothing was given in any column."""
        return all(cell.raw is None for cell in self.cells.values())

    @property
    def raw(self) -> dict[str, object]:
        """The row in the shape of an answers file."""
        row: dict[str, object] = {column: cell.raw for column, cell in self.cells.items()}
        if self.confirmed in {"yes", "no"}:
            row["confirmed"] = self.confirmed == "yes"
        return row


def cell_of(column: Column, row_name: str) -> QuestionField:
    """The empty field of one column in one row."""
    sort = CELLS[type(column.kind)]
    if isinstance(column.kind, model.DecimalNumber) and column.kind.entry is not None:
        sort = parts.MeasureField
    cell = sort(asked_in(column), name=f"{row_name}-{column.id}", _form=None, _meta=DefaultMeta())
    cell.process(None)
    return cell


def _in_a_cell(cell: QuestionField) -> str:
    """What stands in a cell, also where it could be read."""
    return cell.written or str(cell.raw or "")


class RowsField(QuestionField):
    """A list of rows. Blank rows are passed over; *none* is an answer of its own."""

    component = "rows"

    def __init__(self, asked: Asked, **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        assert isinstance(asked.kind, Rows)
        self.kind = asked.kind
        self.rows: list[RowFields] = []
        self.is_none = False
        self.ticked = ""

    def read_posted(self, posted: Posted) -> None:
        self.is_none = bool(posted.get(f"{self.name}-none"))
        self.ticked = self.typed_in(posted, "unknown")
        place = re.compile(re.escape(self.name) + r"-([0-9]{1,3})-", re.ASCII)
        indexes = {int(found[1]) for key in posted if (found := place.match(key))}
        self.rows = [self.row(index) for index in sorted(indexes)[:MOST]]
        for row in self.rows:
            row.read_posted(posted)
        self.leave_one()

    def read_saved(self, raw: object) -> None:
        words = words_in(raw)
        if words is not None:
            self._read_words(words)
            return
        self.is_none = raw == []
        self.ticked = raw if isinstance(raw, str) else ""
        saved = raw if isinstance(raw, list | tuple) else ()
        self.rows = [self.row(index) for index in range(len(saved))]
        for row, kept in zip(self.rows, saved, strict=True):
            row.read_saved(kept)
        self.leave_one()

    def _read_words(self, words: str) -> None:
        """Takes rows that could not be read, and what was ticked beside them."""
        typed, ticks = taken_apart(words)
        self.is_none = NONE in ticks
        self.ticked = next((tick for tick in ticks if tick != NONE), "")
        lines = [line for line in typed.split("\n") if line]
        self.rows = [self.row(index) for index in range(len(lines))]
        for row, line in zip(self.rows, lines, strict=True):
            for cell, said in zip(row.cells.values(), cells_in(line, len(row.cells)), strict=True):
                is_typed = said and isinstance(cell, fields.TypedField)
                cell.read_saved({"typed": said} if is_typed else said or None)
        self.leave_one()

    def unread(self, problems: Sequence[AnswerProblem]) -> object:
        if not self.clashes:
            wrong = {(problem.row, problem.part) for problem in problems}
            return [self._unread_row(number, row, wrong) for number, row in enumerate(self.given)] or None
        lines = [in_cells(_in_a_cell(cell) for cell in row.cells.values()) for row in self.given]
        ticks = [*([NONE] if self.is_none else []), *([self.ticked] if self.ticked else [])]
        return {"typed": keepable(lines, ticks, most=MOST_LIST_BYTES)}

    def _unread_row(self, number: int, row: RowFields, wrong: set[tuple[int | None, RowId | None]]) -> object:
        cells: dict[str, object] = {
            name: cell.unread(()) for name, cell in row.cells.items() if (number, name) in wrong
        }
        return {**row.raw, **cells}

    def row(self, index: int) -> RowFields:
        """A new row with its place in the list."""
        return RowFields(f"{self.name}-{index}", self.kind.columns)

    def add(self) -> None:
        """One more row at the end, with the cursor in it."""
        last = int(self.rows[-1].name.rsplit("-", 1)[1])
        if self.may_add:
            self.rows.append(self.row(last + 1))
            next(iter(self.rows[-1].cells.values())).has_focus = True

    def remove(self, index: int) -> None:
        """Takes a row away; the others keep their names, so that what was typed stays where it was."""
        self.rows = [row for row in self.rows if row.name != f"{self.name}-{index}"]
        self.leave_one()

    def leave_one(self) -> None:
        """Sees that there is a row to write in."""
        if not self.rows:
            self.rows.append(self.row(0))

    @property
    def may_add(self) -> bool:
        """Whether there is room for another row."""
        return len(self.rows) < MOST

    @property
    def needed(self) -> str | None:
        """The one column that is required, where the others are optional: said once, not beside each of them."""
        required = [column.text for column in self.kind.columns if column.required]
        return required[0] if len(required) == 1 < len(self.kind.columns) else None

    @property
    def given(self) -> list[RowFields]:
        """The rows in which something was given, in the order of `raw`."""
        return [row for row in self.rows if not row.is_blank]

    @property
    def raw(self) -> object:
        if rows := [row.raw for row in self.given]:
            return rows
        return [] if self.is_none else self.ticked or None

    @property
    def clashes(self) -> bool:
        return sum((bool(self.given), self.is_none, bool(self.ticked))) > 1

    @property
    def first_input(self) -> str:
        return next(iter(self.rows[0].cells.values())).first_input

"""An answer in the question's and its choices' own words: one function per kind.

The page where patients check their answers and the summary that clinicians
read both take their words from here, so that both read the same.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

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
    Kind,
    Medicine,
    OneChoice,
    Pair,
    Question,
    Reason,
    Rows,
    Text,
    WholeNumber,
    YesNo,
)
from screener.definition.names import ChoiceId
from screener.engine.answers import BLANK, Agreed, Answer, Cells, Measure, Pending, Picked, Row, Unknown
from screener.engine.typed import MISSING, NONE, PARTS, cells_in, taken_apart
from screener.summary.phrases import ENGLISH, Phrases
from screener.summary.quantities import number_words, with_unit

Lines = tuple[str, ...]

UNITS = frozenset({"ft", "in", "cm", "lb", "kg"})
"""Of the boxes for a height and a weight."""
BOXES = {"height": 3, "weight": 2}
"""How many there are."""


def words(question: Question, answer: Answer, phrases: Phrases = ENGLISH) -> Lines:
    """The answer, a line for each thing said: each choice picked, each row of a grid or list.

    Never empty: what was not answered has words too ("Left blank").
    """
    if isinstance(answer, Unknown):
        return unknown_words(question.kind, question.also, answer, phrases)
    if isinstance(answer, Pending):
        return (phrases.pending,)
    return _WORDS[type(question.kind)](question.kind, answer, phrases) or (phrases.blank,)


def cell_words(kind: Checklist | DayCounts | Pair, row: GridRow, cells: Cells, phrases: Phrases = ENGLISH) -> str:
    """One row of a grid, or one half of a pair, without its label: `14 days`."""
    state = cells.states.get(row.id, BLANK)
    if isinstance(state, Unknown):
        return "; ".join(unknown_words(kind, frozenset(Reason), state, phrases))
    return _CELLS[type(kind)](kind, state, phrases)


def unknown_words(kind: Kind | Medicine, also: frozenset[Reason], unknown: Unknown, phrases: Phrases) -> Lines:
    """Why an answer is unknown; of what could not be read, what was typed and ticked, word for word."""
    if unknown.typed is None:
        return (phrases.reason(unknown.reason),)
    typed, ticks = taken_apart(unknown.typed)
    lines = [_as_typed(kind, line) for line in typed.split("\n")]
    quoted = [line for line in lines if line.strip()]
    first = [phrases.not_understood.format(quoted[0])] if quoted else []
    return (*first, *quoted[1:], *(phrases.ticked.format(_tick(kind, also, tick, phrases)) for tick in ticks))


def _tick(kind: Kind | Medicine, also: frozenset[Reason], tick: str, phrases: Phrases) -> str:
    """What stands beside the box that was ticked."""
    match kind:
        case Choices(choices=choices) if any(choice.id == tick for choice in choices):
            return _choice(choices, tick)
        case Rows(none_text=text) if tick == NONE:
            return text
        case Agreement() if tick in ("yes", "no"):
            return phrases.agreed if tick == "yes" else phrases.not_agreed
        case _:
            return phrases.reason(Reason(tick)) if tick in also else tick


def _as_typed(kind: Kind | Medicine, line: str) -> str:
    """One line in the words that a reader knows."""
    match kind:
        case Rows():
            return _row_as_typed(kind, line)
        case DecimalNumber(entry=str()):
            boxes = line.split(PARTS)
            is_whole = len(boxes) == BOXES[str(kind.entry)]
            return ", ".join(_box_as_typed(box) for box in boxes if box != MISSING) if is_whole else line
        case _:
            return line


def _box_as_typed(box: str) -> str:
    """A height or weight without the unit of its box where that was typed, too; the unit apart behind another word."""
    typed, _, unit = box.rpartition(" ")
    if unit not in UNITS or not typed or typed[-1].isdecimal():
        return box
    return typed if typed.casefold().endswith(unit) else f"{typed} ({unit})"


def _row_as_typed(rows: Rows, line: str) -> str:
    """A row in the words of its choices, without what was left out."""
    cells = zip(rows.columns, cells_in(line, len(rows.columns)), strict=True)
    said = (
        _choice(each.kind.choices, cell) if isinstance(each.kind, YesNo | OneChoice) else cell for each, cell in cells
    )
    return ", ".join(cell for cell in said if cell)


def row_words(rows: Rows, row: Row, phrases: Phrases = ENGLISH) -> str:
    """One medicine or allergy in one line: `Ubrelvy, 100 mg, as needed`."""
    parts = (_column_words(column, row, phrases) for column in rows.columns)
    return ", ".join(part for part in parts if part) or phrases.blank


def unit_of(question: Question) -> str | None:
    """The unit that the question's numbers are in, if they have one."""
    match question.kind:
        case WholeNumber(unit=unit) | DecimalNumber(unit=unit):
            return unit
        case Pair():
            return PAIR_UNIT
        case _:
            return None


PAIR_UNIT = "mmHg"


def _choice(choices: tuple[Choice, ...], picked: object) -> str:
    return next((choice.text for choice in choices if choice.id == picked), str(picked))


def _one(kind: YesNo | OneChoice, answer: ChoiceId, _: Phrases) -> Lines:
    return (_choice(kind.choices, answer),)


def _several(kind: Choices, answer: Picked, phrases: Phrases) -> Lines:
    picked = tuple(choice.text for choice in kind.choices if choice.id in answer.choices)
    if answer.unknown is None:
        return picked
    return (*picked, *unknown_words(kind, frozenset(Reason), Unknown(answer.unknown, answer.typed), phrases))


def _number(kind: WholeNumber, answer: int, _: Phrases) -> Lines:
    return (with_unit(number_words(answer), kind.unit),)


def _measure(kind: DecimalNumber, answer: Measure, phrases: Phrases) -> Lines:
    measured = with_unit(number_words(answer.value), kind.unit)
    return (f"{measured} ({phrases.typed.format(answer.typed)})" if answer.typed else measured,)


def _date(_: Date, answer: date, phrases: Phrases) -> Lines:
    return (phrases.date(answer),)


def _text(_: Text, answer: str, __: Phrases) -> Lines:
    return tuple(line.strip() for line in answer.splitlines() if line.strip())


def _agreement(_: Agreement, answer: Agreed, phrases: Phrases) -> Lines:
    said = phrases.agreed if answer.agreed else phrases.not_agreed
    return (f"{said}, {phrases.signed.format(answer.signature)}" if answer.signature else said,)


def _information(_: Information, __: object, ___: Phrases) -> Lines:
    return ()


def _grid(kind: Checklist | DayCounts | Pair, answer: Cells, phrases: Phrases) -> Lines:
    return tuple(f"{row.text}: {cell_words(kind, row, answer, phrases)}" for row in kind.rows)


def _rows(kind: Rows, answer: tuple[Row, ...], phrases: Phrases) -> Lines:
    return tuple(row_words(kind, row, phrases) for row in answer) or (kind.none_text,)


def _column_words(column: Column, row: Row, phrases: Phrases) -> str | None:
    """What one column holds; nothing for a blank one that nobody had to fill."""
    cell = row.cells.get(column.id, BLANK)
    if isinstance(cell, Unknown):
        silent = cell == BLANK and not column.required
        said = "; ".join(unknown_words(column.kind, column.also, cell, phrases))
        return None if silent else f"{column.text}: {said}"
    said = "; ".join(_WORDS[type(column.kind)](column.kind, cell, phrases))
    return f"{column.text}: {said}" if isinstance(column.kind, YesNo) else said


def _medicine(_: Medicine, answer: str, __: Phrases) -> Lines:
    return (answer,)


def _checklist_cell(kind: Checklist, state: ChoiceId, _: Phrases) -> str:
    return _choice(kind.choices, state)


def _days_cell(_: DayCounts, state: int, phrases: Phrases) -> str:
    return phrases.count_of_days(state)


def _pair_cell(_: Pair, state: int, __: Phrases) -> str:
    return with_unit(number_words(state), PAIR_UNIT)


# Each function takes its own kind and that kind's value; the tables pair them, which types cannot say.
_WORDS: Mapping[type, Callable[[Any, Any, Phrases], Lines]] = {
    YesNo: _one,
    OneChoice: _one,
    Choices: _several,
    Checklist: _grid,
    WholeNumber: _number,
    DecimalNumber: _measure,
    Date: _date,
    Text: _text,
    DayCounts: _grid,
    Pair: _grid,
    Rows: _rows,
    Medicine: _medicine,
    Agreement: _agreement,
    Information: _information,
}

_CELLS: Mapping[type, Callable[[Any, Any, Phrases], str]] = {
    Checklist: _checklist_cell,
    DayCounts: _days_cell,
    Pair: _pair_cell,
}

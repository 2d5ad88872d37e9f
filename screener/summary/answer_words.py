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
    Medicine,
    OneChoice,
    Pair,
    Question,
    Rows,
    Text,
    WholeNumber,
    YesNo,
)
from screener.definition.names import ChoiceId
from screener.engine.answers import BLANK, Agreed, Answer, Cells, Measure, Pending, Picked, Row, Unknown
from screener.summary.phrases import ENGLISH, Phrases
from screener.summary.quantities import number_words, with_unit

Lines = tuple[str, ...]


def words(question: Question, answer: Answer, phrases: Phrases = ENGLISH) -> Lines:
    """The answer, a line for each thing said: each choice picked, each row of a grid or list.

    Never empty: what was not answered has words too ("Left blank").
    """
    if isinstance(answer, Unknown):
        return (phrases.reason(answer.reason),)
    if isinstance(answer, Pending):
        return (phrases.pending,)
    return _WORDS[type(question.kind)](question.kind, answer, phrases) or (phrases.blank,)


def cell_words(kind: Checklist | DayCounts | Pair, row: GridRow, cells: Cells, phrases: Phrases = ENGLISH) -> str:
    """One row of a grid, or one half of a pair, without its label: `14 days`."""
    state = cells.states.get(row.id, BLANK)
    return phrases.reason(state.reason) if isinstance(state, Unknown) else _CELLS[type(kind)](kind, state, phrases)


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
    return picked if answer.unknown is None else (*picked, phrases.reason(answer.unknown))


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
        return None if silent else f"{column.text}: {phrases.reason(cell.reason)}"
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

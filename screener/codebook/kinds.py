"""How a question is answered, in words: its kind, what is offered, and what is plausible."""

from collections.abc import Mapping
from decimal import Decimal

from screener.codebook.model import Offered
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
    Range,
    Reason,
    Rows,
    Text,
    WholeNumber,
    YesNo,
)

SILENCES = {
    Reason.NOT_SURE: "not sure",
    Reason.DECLINED: "rather not say",
    Reason.TO_DISCUSS: "will discuss in person",
}
"""The unknown answers that may be offered, in the order they stand on the page."""


def silences(also: frozenset[Reason]) -> tuple[str, ...]:
    """The unknown answers offered, in words."""
    return tuple(words for reason, words in SILENCES.items() if reason in also)


_SIMPLE: Mapping[type, str] = {
    YesNo: "yes or no",
    OneChoice: "one choice",
    Choices: "any number of choices",
    Checklist: "a grid, one choice a row",
    Rows: "a list with as many rows as needed",
    Medicine: "a medicine",
    Agreement: "an agreement with a typed name",
    Information: "text to read",
}


def kind_words(kind: Kind | Medicine) -> str:
    """The kind with its unit and what is plausible: `whole number, days, 0 to 31`."""
    match kind:
        case WholeNumber():
            return _number("whole number", kind.unit, kind.plausible)
        case DecimalNumber():
            return _number("number", kind.unit, kind.plausible)
        case DayCounts():
            return _number("a grid, whole numbers", "days", kind.plausible)
        case Pair():
            halves = " over ".join(_range(half) or "any" for half in kind.plausible)
            return f"two whole numbers, mmHg: {halves}"
        case Date():
            return "a date in the past" if kind.past else "a date"
        case Text():
            return "several lines of text" if kind.long else "a line of text"
        case _:
            return _SIMPLE[type(kind)]


def choices_of(kind: Kind | Medicine) -> tuple[Offered, ...]:
    """What can be picked."""
    match kind:
        case YesNo() | OneChoice() | Choices() | Checklist():
            return tuple(_offered(choice) for choice in kind.choices)
        case _:
            return ()


def rows_of(kind: Kind) -> tuple[Offered, ...]:
    """The rows of a grid, the halves of a pair, the columns of a list with what each holds."""
    match kind:
        case Checklist() | DayCounts() | Pair():
            return tuple(_offered(row) for row in kind.rows)
        case Rows():
            return tuple(_column(column) for column in kind.columns)
        case _:
            return ()


def _offered(one: Choice | GridRow) -> Offered:
    return Offered(one.id, one.text)


def _column(column: Column) -> Offered:
    picked = ", ".join(choice.text for choice in choices_of(column.kind))
    return Offered(column.id, f"{column.text} ({kind_words(column.kind)}{f': {picked}' if picked else ''})")


def _number(words: str, unit: str | None, plausible: Range) -> str:
    return ", ".join(filter(None, (words, unit, _range(plausible))))


def _range(plausible: Range) -> str | None:
    low, high = (None if bound is None else plain(bound) for bound in (plausible.low, plausible.high))
    match low, high:
        case None, None:
            return None
        case None, _:
            return f"at most {high}"
        case _, None:
            return f"at least {low}"
        case _:
            return f"{low} to {high}"


def plain(number: Decimal) -> str:
    """The number in decimals, exact, without zeros at its end."""
    return format(number.normalize(), "f")

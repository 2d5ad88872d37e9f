"""One reader per kind: a raw value, not blank and not one of the unknowns, to the kind's own value.

Each raises `UnreadableError`; `engine.coercion` knows the question and words it.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from screener.definition.model import Choice, DecimalNumber, Text
from screener.definition.names import ChoiceId
from screener.definition.problems import did_you_mean
from screener.engine.answer_problems import ProblemCode, UnreadableError
from screener.engine.answers import Measure
from screener.engine.measures import read_measure
from screener.engine.numbers import exact_number
from screener.engine.text_safety import safe_text

FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_ROUNDING = Decimal("0.01")
"""By which share a value may differ from what was typed for it."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHORT_YEAR = re.compile(r"[0-9]{1,3}-[0-9]{2}-[0-9]{2}")
"""A year that is not whole is not guessed: 26 may be 1926 or 2026."""


def read_choice(choices: Iterable[Choice], raw: object) -> ChoiceId:
    """One of the choices, by its id."""
    if not isinstance(raw, str):
        raise UnreadableError(ProblemCode.WRONG_SHAPE, expected="the id of a choice", given=shape_of(raw))
    ids = [choice.id for choice in choices]
    if raw not in ids:
        raise UnreadableError(ProblemCode.CHOICE_NOT_OFFERED, given=quoted(raw), hint=did_you_mean(raw, ids))
    return ChoiceId(raw)


def read_whole(raw: object) -> int:
    """A whole number; 20.0 is one."""
    number = exact_number(raw)
    if number != number.to_integral_value():
        raise UnreadableError(ProblemCode.NOT_WHOLE)
    return int(number)


def read_decimal(kind: DecimalNumber, raw: object) -> Measure:
    """A measure in the kind's unit, with what was typed where that was another one."""
    match raw:
        case {"value": value, "typed": str() as typed, **others} if not others:
            return _typed(kind, value, typed)
        case {"value": value, **others} if not others:
            return read_decimal(kind, value)
        case str() if kind.entry is not None:
            return read_measure(kind.entry, raw)
        case _:
            return Measure(exact_number(raw))


def read_date(raw: object) -> date:
    """A day written `YYYY-MM-DD`."""
    if not isinstance(raw, str) or not _DATE.fullmatch(text := raw.strip(" \t\n\r")):
        is_short = isinstance(raw, str) and _SHORT_YEAR.fullmatch(raw.strip(" \t\n\r"))
        if is_short:
            raise UnreadableError(ProblemCode.YEAR_OUT_OF_REACH, low=str(FIRST_YEAR), high=str(LAST_YEAR))
        raise UnreadableError(ProblemCode.NOT_A_DATE)
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise UnreadableError(ProblemCode.YEAR_OUT_OF_REACH, low=str(FIRST_YEAR), high=str(LAST_YEAR))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableError(ProblemCode.NO_SUCH_DAY) from None


def read_text(kind: Text, raw: object) -> str:
    """Text that can be kept, without blanks around it."""
    if not isinstance(raw, str):
        raise UnreadableError(ProblemCode.WRONG_SHAPE, expected="text", given=shape_of(raw))
    return safe_text(raw, long=kind.long)


def shape_of(raw: object) -> str:
    """What somebody gave instead, without its content."""
    match raw:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case str():
            return "text"
        case dict():
            return "an object"
        case list() | tuple():
            return "a list"
        case _:
            return "a number"


def quoted(raw: object) -> str:
    """A name as people wrote it, bounded, for a message."""
    text = raw if isinstance(raw, str) else shape_of(raw)
    return repr(text if len(text) <= 40 else text[:39] + "…")


def _typed(kind: DecimalNumber, value: object, typed: str) -> Measure:
    """The value, and what was typed for it; people round when they convert, so the two may differ a little."""
    number = exact_number(value)
    read = read_measure(kind.entry, typed) if kind.entry is not None else Measure(exact_number(typed))
    if abs(read.value - number) > abs(number) * MOST_ROUNDING:
        raise UnreadableError(ProblemCode.TYPED_DISAGREES)
    return Measure(number, read.typed)

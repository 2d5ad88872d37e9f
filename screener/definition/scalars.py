"""Text, typed: what a schema makes of the scalars of a strict file.

Each type says in plain words what it wants, and describes itself to editors as
JSON Schema. Editors type scalars themselves (`18` is a number to them), so
numbers and flags are allowed there in both forms.
"""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from screener.definition.model import Range
from screener.definition.problems import quoted

# Identifiers. Rust's `$` is the end of the text, never a line end before it.
NAME_PATTERN = r"^[a-z][a-z0-9_]{0,59}$"
CHOICE_PATTERN = r"^[a-z0-9][a-z0-9_]{0,59}$"
RULE_PATTERN = r"^[A-Z][A-Za-z0-9]{0,19}(-[A-Za-z0-9]{1,19}){1,5}$"
CODE_PATTERN = r"^[A-Z][A-Za-z0-9_-]{0,39}$"
SLUG_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
ADDRESS_PATTERN = r"^https?://[^\s]+$"
AUTOCOMPLETE_PATTERN = r"^[a-z0-9-]+( [a-z0-9-]+){0,3}$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
VIGNETTE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$"
FINDING_PATTERN = RULE_PATTERN.removesuffix("$") + "(:unknown)?$"
PATTERNS_IN_WORDS = {
    NAME_PATTERN: "must be a name: small letters, digits and _, a letter first, at most 60",
    CHOICE_PATTERN: "must be an id: small letters, digits and _, at most 60",
    RULE_PATTERN: "must be an id like R-BP-01: a capital first, parts of letters and digits joined by -",
    CODE_PATTERN: "must be a code: letters, digits, - and _, a capital first, at most 40",
    SLUG_PATTERN: "must be small letters, digits and single dashes, a letter first",
    LANGUAGE_PATTERN: "must be a language code such as en or es-US",
    VIGNETTE_PATTERN: "must be an id: letters, digits, - and _, at most 60",
    FINDING_PATTERN: "must be a rule's id, or one with :unknown after it",
    ADDRESS_PATTERN: "must be an address that begins with https:// or http://",
    AUTOCOMPLETE_PATTERN: "must be what browsers know, such as name, email or tel",
}

Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN)]
ChoiceName = Annotated[str, StringConstraints(pattern=CHOICE_PATTERN)]
RuleName = Annotated[str, StringConstraints(pattern=RULE_PATTERN)]
Code = Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=60)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]

_AS_TYPED = WithJsonSchema({"type": ["string", "number", "boolean"]})
LONGEST_WORDS, LONGEST_PROSE = 4_000, 20_000
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_WORDS), _AS_TYPED]
"""What people read; white space around it is dropped."""
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_PROSE), _AS_TYPED]
"""The same, for a page of it."""
Formula = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    WithJsonSchema({"type": ["string", "number"], "description": "A condition, or a number to work out."}),
]
"""A condition or a computation, not yet parsed."""
Address = Annotated[str, StringConstraints(pattern=ADDRESS_PATTERN, max_length=2000)]

Autocomplete = Annotated[str, StringConstraints(pattern=AUTOCOMPLETE_PATTERN, max_length=60)]
"""The token of HTML's `autocomplete`."""

_WHOLE = re.compile("-?[0-9]{1,9}")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,9})?")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SPAN = re.compile("([0-9]{1,4}) days?")
_RANGE = re.compile(
    rf"({_NUMBER.pattern}) to ({_NUMBER.pattern})|at least ({_NUMBER.pattern})|at most ({_NUMBER.pattern})"
)


def _wrong(message: str, value: object) -> PydanticCustomError:
    shown = quoted(value) if isinstance(value, str) else "a list" if isinstance(value, list) else "a mapping"
    return PydanticCustomError("scalar", "{words}", {"words": f"{message}, not {shown}"})


def _matched(pattern: re.Pattern[str], value: object, message: str) -> re.Match[str]:
    found = pattern.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise _wrong(message, value)
    return found


def read_flag(value: object) -> bool:
    """`true` or `false`, nothing else; raises PydanticCustomError."""
    if value not in ("true", "false"):
        raise _wrong("must be true or false", value)
    return value == "true"


def read_whole(value: object) -> int:
    """Up to nine digits, perhaps negative; raises PydanticCustomError."""
    return int(_matched(_WHOLE, value, "must be a whole number")[0])


def read_decimal(value: object) -> Decimal:
    """Digits, perhaps a point and digits; raises PydanticCustomError."""
    return Decimal(_matched(_NUMBER, value, "must be a number such as 12 or 0.5")[0])


def read_exact(value: object) -> int | Fraction:
    """A number without rounding: an int where it is whole."""
    number = Fraction(read_decimal(value))
    return number.numerator if number.denominator == 1 else number


def read_day(value: object) -> date:
    """`2026-01-15`, a real day; raises PydanticCustomError."""
    text = _matched(_DAY, value, "must be a day such as 2026-01-15")[0]
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _wrong("must be a day in the calendar", value) from None


def read_span(value: object) -> int:
    """`90 days`, as a number of days; raises PydanticCustomError."""
    return int(_matched(_SPAN, value, "must be a number of days such as `90 days`")[1])


def read_range(value: object) -> Range:
    """`60 to 260`, `at least 0` or `at most 10`; raises PydanticCustomError."""
    found = _matched(_RANGE, value, "must be a range such as `60 to 260`, `at least 0` or `at most 10`")
    low, high = found[1] or found[5], found[3] or found[7]
    limits = Range(Decimal(low) if low else None, Decimal(high) if high else None)
    if limits.low is not None and limits.high is not None and limits.low > limits.high:
        raise _wrong("must be a range with the lower end first", value)
    return limits


def _typed(reader: Any, *types: str, **more: Any) -> Any:
    return (PlainValidator(reader), WithJsonSchema({"type": [*types, "string"] if types else "string", **more}))


Flag = Annotated[bool, *_typed(read_flag, "boolean")]
Whole = Annotated[int, *_typed(read_whole, "integer")]
Exact = Annotated[int | Fraction, *_typed(read_exact, "number")]
Day = Annotated[date, *_typed(read_day, pattern=f"^{_DAY.pattern}$")]
Span = Annotated[int, *_typed(read_span, pattern=f"^{_SPAN.pattern}$")]
"""A number of days."""
Limits = Annotated[Range, *_typed(read_range, pattern=f"^({_RANGE.pattern})$")]

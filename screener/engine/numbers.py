"""Numbers as files and forms give them: exact, in plain digits, bounded."""

import math
import re
from decimal import Decimal

from screener.engine.answer_problems import ProblemCode, UnreadableError

MOST_DIGITS = 12
"""Before the decimal point."""
MOST_DECIMALS = 20
"""Behind it: as many as pounds with six decimals have in kilograms, or a fraction that a program worked out."""

MOST_WRITTEN = 40
"""Digits on either side of the point that are looked at, idle zeros among them."""

_PLAIN = re.compile(rf"-?[0-9]{{1,{MOST_WRITTEN}}}(?:\.[0-9]{{1,{MOST_WRITTEN}}})?")
_COMMA = re.compile(r"-?[0-9]+,[0-9,.]*")


def exact_number(raw: object) -> Decimal:
    """The number that `raw` is or writes in plain digits; UnreadableError for anything else.

    `1e5`, `1_000`, `+5`, digits of other scripts and a truth value are no numbers.
    """
    match raw:
        case bool():
            raise UnreadableError(ProblemCode.NOT_A_NUMBER)
        case int():
            number = _bounded_int(raw)
        case float() if math.isfinite(raw):
            number = Decimal(repr(raw))
        case Decimal() if raw.is_finite():
            number = raw
        case str():
            number = _written(raw.strip(" \t\n\r"))
        case _:
            raise UnreadableError(ProblemCode.NOT_A_NUMBER)
    return _bounded(number)


def tidy(number: Decimal) -> Decimal:
    """The same number without trailing zeros or an exponent, so that equal answers are written alike."""
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def _written(text: str) -> Decimal:
    if _COMMA.fullmatch(text):
        raise UnreadableError(ProblemCode.COMMA_IN_NUMBER)
    if not _PLAIN.fullmatch(text):
        raise UnreadableError(ProblemCode.NOT_A_NUMBER)
    return Decimal(text)


def _bounded_int(number: int) -> Decimal:
    if number.bit_length() > 64:  # before a huge one is turned into digits
        raise _too_many_digits()
    return Decimal(number)


def _bounded(number: Decimal) -> Decimal:
    """The number, tidy, where it has not too many digits; a zero of any length or sign is 0."""
    if number.is_zero():
        return Decimal(0)
    exponent = number.as_tuple().exponent
    if number.adjusted() >= MOST_DIGITS or not isinstance(exponent, int) or exponent < -MOST_WRITTEN:
        raise _too_many_digits()
    plain = tidy(number)
    if f"{plain:f}".partition(".")[2][MOST_DECIMALS:]:
        raise _too_many_digits()
    return plain


def _too_many_digits() -> UnreadableError:
    return UnreadableError(ProblemCode.TOO_MANY_DIGITS, limit=str(MOST_DIGITS), decimals=str(MOST_DECIMALS))

"""Comparisons and arithmetic on exact numbers that may be known only within bounds.

The two tables are the single statement of what the operators mean: the
evaluator reads them with numbers, and the proof with a solver's terms.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple, Protocol

from screener.engine.truth import FALSE, TRUE, UNKNOWN, Truth, both_cases

Exact = int | Fraction


class Quantity(NamedTuple):
    """A number as far as it is known: whether it is asked for, and the bounds it lies within.

    The bounds are equal where it is known, and None where it is unknown.
    Being asked says whether it stands for anything at all.
    """

    asked: Truth
    low: Exact | None
    high: Exact | None

    @property
    def is_exact(self) -> bool:
        """Whether it is known to be one number, if it is asked for."""
        return self.low is not None and self.low == self.high


NOT_ASKED = Quantity(FALSE, None, None)
NOT_KNOWN = Quantity(TRUE, None, None)


def exactly(number: Exact) -> Quantity:
    """A number that is known."""
    return Quantity(TRUE, number, number)


class Bounds(Protocol):
    """What a comparison reads: numbers, or a solver's terms."""

    @property
    def low(self) -> Any: ...  # noqa: D102

    @property
    def high(self) -> Any: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Comparison:
    """When a comparison surely holds, and when it surely fails, whatever the numbers within their bounds."""

    holds: Callable[[Bounds, Bounds], Any]
    fails: Callable[[Bounds, Bounds], Any]


def _same(left: Bounds, right: Bounds) -> Any:
    return (left.low == right.high) & (left.high == right.low)


def _apart(left: Bounds, right: Bounds) -> Any:
    return (left.high < right.low) | (right.high < left.low)


ComparisonSign = Literal["<", "<=", ">", ">=", "=", "!="]

COMPARISONS: Mapping[ComparisonSign, Comparison] = {
    "<": Comparison(lambda left, right: left.high < right.low, lambda left, right: left.low >= right.high),
    "<=": Comparison(lambda left, right: left.high <= right.low, lambda left, right: left.low > right.high),
    ">": Comparison(lambda left, right: left.low > right.high, lambda left, right: left.high <= right.low),
    ">=": Comparison(lambda left, right: left.low >= right.high, lambda left, right: left.high < right.low),
    "=": Comparison(_same, _apart),
    "!=": Comparison(_apart, _same),
}


def compare(comparison: Comparison, left: Quantity, right: Quantity) -> Truth:
    """Whether the comparison holds: false where either side is not asked, unknown where the bounds leave it open."""
    asked = both_cases(left.asked, right.asked)
    if asked is FALSE:
        return FALSE
    if left.low is None or right.low is None:
        return UNKNOWN
    if comparison.holds(left, right):
        return asked
    return FALSE if comparison.fails(left, right) else UNKNOWN


def divide(left: Exact, right: Exact) -> Exact:
    """The exact quotient: an int where it is whole."""
    return simplest(Fraction(left) / right)


def simplest(number: Exact) -> Exact:
    """A whole fraction as an int."""
    return number.numerator if isinstance(number, Fraction) and number.denominator == 1 else number


ArithmeticSign = Literal["+", "-", "*", "/"]

ARITHMETIC: Mapping[ArithmeticSign, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": divide,
}


def calculate(sign: ArithmeticSign, left: Quantity, right: Quantity) -> Quantity:
    """Two numbers combined: not asked where either is not, unknown where either is, or where zero may divide."""
    asked = both_cases(left.asked, right.asked)
    if left.low is None or left.high is None or right.low is None or right.high is None:
        return Quantity(asked, None, None)
    if sign == "/" and right.low <= 0 <= right.high:
        return Quantity(asked, None, None)
    combine = ARITHMETIC[sign]
    if left.low == left.high and right.low == right.high:
        number = simplest(combine(left.low, right.low))
        return Quantity(asked, number, number)
    # Each of the four is monotonic in either number (away from a division by zero), so the corners bound it.
    corners = [simplest(combine(a, b)) for a in (left.low, left.high) for b in (right.low, right.high)]
    return Quantity(asked, min(corners), max(corners))


def smaller(left: Quantity, right: Quantity) -> Quantity:
    """The smaller of two numbers: not asked where either is not, unknown where either is."""
    asked = both_cases(left.asked, right.asked)
    if left.low is None or left.high is None or right.low is None or right.high is None:
        return Quantity(asked, None, None)
    return Quantity(asked, min(left.low, right.low), min(left.high, right.high))

"""Numbers as the solver sees them, within bounds; compared and combined by the evaluator's tables."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import z3

from screener.engine.operators import ARITHMETIC, ArithmeticSign, Comparison, simplest
from screener.proof.facts import CERTAIN, IMPOSSIBLE, Fact, Pair, Term, both_cases, every, if_else, some, term


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as far as it is known: `engine.operators.Quantity` with facts and terms for truths and numbers."""

    asked: Pair
    known: Fact
    low: Term
    high: Term

    @property
    def is_exact(self) -> Fact:
        """Whether it is known to be one number."""
        return self.known if self.low is self.high else every((self.known, _fact(self.low == self.high)))


NOT_ASKED: Final = Quantity(IMPOSSIBLE, False, 0, 0)


def exactly(number: Term, *, asked: Pair = CERTAIN, known: Fact = True) -> Quantity:
    """One number."""
    return Quantity(asked, known, number, number)


def _fact(value: object) -> Fact:
    return value if isinstance(value, bool | z3.BoolRef) else bool(value)


@dataclass(frozen=True, slots=True)
class _Terms:
    """The bounds of one side of a comparison, all in the solver's terms."""

    low: Term
    high: Term


def compare(comparison: Comparison, left: Quantity, right: Quantity) -> Pair:
    """Whether it holds: false where a side is not asked, unknown where the bounds leave it open."""
    sides = (left, right)
    if any(isinstance(bound, z3.ExprRef) for side in sides for bound in (side.low, side.high)):
        left, right = (replace(side, low=term(side.low), high=term(side.high)) for side in sides)
    known = every((left.known, right.known))
    one, other = _Terms(left.low, left.high), _Terms(right.low, right.high)
    judged = Pair(
        every((known, _fact(comparison.holds(one, other)))), every((known, _fact(comparison.fails(one, other))))
    )
    return both_cases(both_cases(left.asked, right.asked), judged)


def calculate(
    sign: ArithmeticSign, left: Quantity, right: Quantity, quotient: Callable[[Term, Term], Term]
) -> Quantity:
    """Two numbers combined; `quotient` names the result of a division, so that the solver sees a product."""
    asked = both_cases(left.asked, right.asked)
    known = every((left.known, right.known))
    if sign == "/":
        known = every((known, some((_fact(right.low > 0), _fact(right.high < 0)))))
    combine = quotient if sign == "/" else ARITHMETIC[sign]
    if left.low is left.high and right.low is right.high:
        return exactly(_combined(combine, left.low, right.low), asked=asked, known=known)
    corners = [_combined(combine, a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
    return Quantity(asked, known, _least(corners), _most(corners))


def smaller(left: Quantity, right: Quantity) -> Quantity:
    """The smaller of two numbers: not asked where either is not, unknown where either is."""
    asked, known = both_cases(left.asked, right.asked), every((left.known, right.known))
    low = _least([left.low, right.low])
    if left.low is left.high and right.low is right.high:
        return exactly(low, asked=asked, known=known)
    return Quantity(asked, known, low, _least([left.high, right.high]))


def _combined(combine: Callable[[Term, Term], Term], left: Term, right: Term) -> Term:
    if isinstance(left, z3.ExprRef) or isinstance(right, z3.ExprRef):
        return combine(term(left), term(right))
    if combine is ARITHMETIC["+"] or combine is ARITHMETIC["-"] or combine is ARITHMETIC["*"]:
        return simplest(combine(left, right))
    return simplest(Fraction(left) / right) if right else 0


def _least(numbers: list[Term]) -> Term:
    found = numbers[0]
    for number in numbers[1:]:
        found = if_else(_less(number, found), number, found)
    return found


def _most(numbers: list[Term]) -> Term:
    found = numbers[0]
    for number in numbers[1:]:
        found = if_else(_less(found, number), number, found)
    return found


def _less(one: Term, other: Term) -> Fact:
    if isinstance(one, z3.ExprRef) or isinstance(other, z3.ExprRef):
        return term(one) < term(other)
    return one < other

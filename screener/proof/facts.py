"""Facts that a solver reasons about, folded as they are built, and truth in three values as pairs of them.

A fact is a Boolean of Python where it is settled, else a term of the solver. A
truth is a pair: whether it is true, and whether it is false; unknown where it
is neither. So three-valued logic is exact, and the table of connectives is the
evaluator's own.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

import z3

from screener.engine.truth import AND, OR, Connective, Extent

Fact = Any
"""`True`, `False`, or a Boolean term."""

Term = Any
"""An exact number, or an arithmetic term."""


def every(facts: Iterable[Fact]) -> Fact:
    """All of them hold."""
    left = []
    for fact in facts:
        if fact is False:
            return False
        if fact is not True:
            left.append(fact)
    return (left[0] if len(left) == 1 else _joined(z3.Z3_mk_and, left)) if left else True


def some(facts: Iterable[Fact]) -> Fact:
    """At least one of them holds."""
    left = []
    for fact in facts:
        if fact is True:
            return True
        if fact is not False:
            left.append(fact)
    return (left[0] if len(left) == 1 else _joined(z3.Z3_mk_or, left)) if left else False


def _joined(make: Callable[[Any, int, Any], Any], facts: list[Any]) -> z3.BoolRef:
    """A conjunction or disjunction, made without the checks of `z3.And`: they take most of the time of a proof."""
    context = facts[0].ctx
    terms = (z3.Ast * len(facts))(*[fact.ast for fact in facts])
    return z3.BoolRef(make(context.ref(), len(facts), terms), context)


def no(fact: Fact) -> Fact:
    """It does not hold."""
    return not fact if isinstance(fact, bool) else z3.BoolRef(z3.Z3_mk_not(fact.ctx.ref(), fact.ast), fact.ctx)


def implied(premise: Fact, conclusion: Fact) -> Fact:
    """Where the premise holds, so does the conclusion."""
    return some((no(premise), conclusion))


def same(one: Fact, other: Fact) -> Fact:
    """Both hold, or neither."""
    if isinstance(one, bool):
        return other if one else no(other)
    if isinstance(other, bool):
        return one if other else no(one)
    return one == other


def at_most_one(facts: Iterable[Fact]) -> Fact:
    """No two of them hold."""
    left = tuple(facts)
    return z3.AtMost(*left, 1) if len(left) > 1 else True


def if_else(fact: Fact, then: Term, otherwise: Term) -> Term:
    """One number or another."""
    if isinstance(fact, bool):
        return then if fact else otherwise
    return z3.If(fact, term(then), term(otherwise))


def counted(facts: Iterable[Fact]) -> Term:
    """How many of them hold."""
    sure, left = 0, []
    for fact in facts:
        if fact is True:
            sure += 1
        elif fact is not False:
            left.append(z3.If(fact, 1, 0))
    return z3.Sum([*left, z3.IntVal(sure)]) if left else sure


def term(number: Term) -> Any:
    """A number as the solver writes it."""
    if isinstance(number, z3.ExprRef):
        return number
    return z3.IntVal(number) if isinstance(number, int) else z3.RealVal(number)


class Pair(NamedTuple):
    """A truth: whether it is true, and whether it is false."""

    true: Fact
    false: Fact

    @property
    def unknown(self) -> Fact:
        """It is neither."""
        return every((no(self.true), no(self.false)))

    @property
    def opposite(self) -> "Pair":
        """Kleene's `not`."""
        return Pair(self.false, self.true)


CERTAIN: Final = Pair(True, False)
IMPOSSIBLE: Final = Pair(False, True)
OPEN: Final = Pair(False, False)

_EXTENTS: Final[Mapping[Extent, Callable[[Iterable[Fact]], Fact]]] = {"every": every, "some": some}


def settled(fact: Fact) -> Pair:
    """A fact as a truth."""
    return Pair(fact, no(fact))


def combined(connective: Connective, pairs: Iterable[Pair]) -> Pair:
    """The truth of a whole, from the same table that the evaluator reads."""
    parts = tuple(pairs)
    return Pair(
        _EXTENTS[connective.true_if](part.true for part in parts),
        _EXTENTS[connective.false_if](part.false for part in parts),
    )


def all_of(pairs: Iterable[Pair]) -> Pair:
    """Every part holds."""
    return combined(AND, pairs)


def any_of(pairs: Iterable[Pair]) -> Pair:
    """Some part holds."""
    return combined(OR, pairs)


def both_cases(asked: Pair, truth: Pair) -> Pair:
    """A test on what may not be asked: settled where the asked case is and being asked is, false where it is not."""
    return all_of((asked, truth))

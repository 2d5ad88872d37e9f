"""Compiled operands: numbers that a condition compares, exact or within bounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, Protocol

from screener.engine.answers import Measure
from screener.engine.findings import Reference
from screener.engine.operators import ArithmeticSign, Exact, Quantity, calculate, simplest, smaller
from screener.engine.situation import Bound, Seen, Situation, is_silent
from screener.engine.sources import Source
from screener.engine.subjects import Clause, Seek, Subject
from screener.engine.truth import FALSE, TRUE, UNKNOWN, Truth, both_cases


class Term(Protocol):
    """A compiled operand."""

    def quantity(self, situation: Situation, bound: Bound, /) -> Quantity:
        """The number, as far as it is known."""

    def behind(self, situation: Situation, bound: Bound, seek: Seek, /) -> Iterator[Reference]:
        """The answers sought among those it is worked out from."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number as written, or a setting."""

    number: Quantity

    def quantity(self, _situation: Situation, _bound: Bound) -> Quantity:
        """Always the same."""
        return self.number

    def behind(self, _situation: Situation, _bound: Bound, _seek: Seek) -> Iterator[Reference]:
        """No answer stands behind it."""
        return iter(())


@dataclass(frozen=True, slots=True)
class NumberAnswer:
    """A number or date that was asked for; a date is counted in days, to be compared with another."""

    subject: Subject

    def quantity(self, situation: Situation, bound: Bound) -> Quantity:
        """The answer as an exact number."""
        asked, state = self.subject.look(situation, bound)
        number = exact(state)
        return Quantity(asked, number, number)

    def behind(self, situation: Situation, bound: Bound, seek: Seek) -> Iterator[Reference]:
        """The answer."""
        return self.subject.behind(situation, bound, seek)


def exact(state: Seen) -> Exact | None:
    """A known number, measure or date as an exact number; None for a silent one."""
    match state:
        case int():
            return state
        case Measure(value=value):
            return simplest(Fraction(value))
        case date():
            return state.toordinal()
        case _:
            return None


@dataclass(frozen=True, slots=True)
class SinceDate:
    """Whole years or days from a date to the day of the assessment."""

    unit: Literal["years", "days"]
    subject: Subject

    def quantity(self, situation: Situation, bound: Bound) -> Quantity:
        """The time passed; negative for a later date."""
        asked, state = self.subject.look(situation, bound)
        if not isinstance(state, date):
            return Quantity(asked, None, None)
        passed = (years_between if self.unit == "years" else days_between)(state, situation.as_of)
        return Quantity(asked, passed, passed)

    def behind(self, situation: Situation, bound: Bound, seek: Seek) -> Iterator[Reference]:
        """The date."""
        return self.subject.behind(situation, bound, seek)


def years_between(earlier: date, later: date) -> int:
    """Whole years; one is complete on the anniversary itself, for 29 February on 1 March in a year without one."""
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))


def days_between(earlier: date, later: date) -> int:
    """Days from one date to another."""
    return later.toordinal() - earlier.toordinal()


@dataclass(frozen=True, slots=True)
class Calculation:
    """Two numbers combined."""

    sign: ArithmeticSign
    left: Term
    right: Term

    def quantity(self, situation: Situation, bound: Bound) -> Quantity:
        """The result within its bounds."""
        return calculate(self.sign, self.left.quantity(situation, bound), self.right.quantity(situation, bound))

    def behind(self, situation: Situation, bound: Bound, seek: Seek) -> Iterator[Reference]:
        """The answers in it; for a division by zero, which no silence explains, what it is divided by."""
        yield from self.left.behind(situation, bound, seek)
        divides_by_zero = (
            seek is Seek.SILENT and self.sign == "/" and _may_be_zero(self.right.quantity(situation, bound))
        )
        yield from self.right.behind(situation, bound, Seek.READ if divides_by_zero else seek)


def _may_be_zero(number: Quantity) -> bool:
    return number.low is not None and number.high is not None and number.low <= 0 <= number.high


@dataclass(frozen=True, slots=True)
class SmallerOf:
    """The smaller of two numbers."""

    left: Term
    right: Term

    def quantity(self, situation: Situation, bound: Bound) -> Quantity:
        """The smaller, within its bounds."""
        return smaller(self.left.quantity(situation, bound), self.right.quantity(situation, bound))

    def behind(self, situation: Situation, bound: Bound, seek: Seek) -> Iterator[Reference]:
        """The answers in both."""
        yield from self.left.behind(situation, bound, seek)
        yield from self.right.behind(situation, bound, seek)


@dataclass(frozen=True, slots=True)
class CountOfClauses:
    """How many conditions hold."""

    clauses: tuple[Clause, ...]

    def quantity(self, situation: Situation, bound: Bound) -> Quantity:
        """From those that hold to those that might."""
        truths = [clause.truth(situation, bound) for clause in self.clauses]
        low = truths.count(TRUE)
        return Quantity(TRUE, low, low + truths.count(UNKNOWN))

    def behind(self, situation: Situation, bound: Bound, seek: Seek) -> Iterator[Reference]:
        """The answers of the conditions that hold, or of all where none does; or of those that are open."""
        wanted = {Seek.READ: TRUE, Seek.SILENT: UNKNOWN}.get(seek)
        chosen = [clause for clause in self.clauses if clause.truth(situation, bound) is wanted]
        for clause in chosen or (self.clauses if seek is Seek.READ else ()):
            yield from clause.behind(situation, bound)


@dataclass(frozen=True, slots=True)
class CountOfRows:
    """How many rows meet a condition."""

    source: Source
    where: Clause

    def quantity(self, situation: Situation, bound: Bound) -> Quantity:
        """From the rows that meet it to those that might; unknown over an unknown list, not asked with it."""
        asked = situation.asked[self.source.asking.index]
        rows = self.source.rows(situation) if asked is not FALSE else None
        if rows is None:
            return Quantity(asked, None, None)
        truths = [self.where.truth(situation, (*bound, row)) for row in rows]
        low = truths.count(TRUE)
        return Quantity(asked, low, low + truths.count(UNKNOWN))

    def behind(self, situation: Situation, bound: Bound, seek: Seek) -> Iterator[Reference]:
        """The rows that meet it, or the list where none does; or the rows that are open."""
        yield from behind_rows(self.source, self.where, situation, bound, seek)


def behind_rows(
    source: Source, where: Clause, situation: Situation, bound: Bound, seek: Seek, decisive: Truth = TRUE
) -> Iterator[Reference]:
    """What explains a statement about rows that is settled by those whose truth is `decisive`, or left open."""
    wanted = {Seek.READ: decisive, Seek.SILENT: UNKNOWN}.get(seek)
    rows = source.rows(situation) or () if wanted else ()
    chosen = [(*bound, row) for row in rows if where.truth(situation, (*bound, row)) is wanted]
    if not (chosen and seek is Seek.READ):
        yield from source.behind(situation, seek)
    for inner in chosen:
        yield from where.behind(situation, inner)


@dataclass(frozen=True, slots=True)
class CountOfDifferent:
    """How many different things the rows hold that meet a condition."""

    source: Source
    where: Clause
    thing: Subject

    def quantity(self, situation: Situation, bound: Bound) -> Quantity:
        """At least the known things; at most those and a new one in each row that does not say."""
        asked = situation.asked[self.source.asking.index]
        rows = self._rows(situation, bound) if asked is not FALSE else None
        if rows is None:
            return Quantity(asked, None, None)
        sure = [state for truth, state in rows if truth is TRUE]
        known = {state for state in sure if not is_silent(state)}
        silent = sum(is_silent(state) for _, state in rows)
        low = len(known) or min(len(sure), 1)
        return Quantity(asked, low, len({state for _, state in rows if not is_silent(state)}) + silent)

    def behind(self, situation: Situation, bound: Bound, seek: Seek) -> Iterator[Reference]:
        """As for a count of rows, and what the things are."""
        yield from behind_rows(self.source, self.where, situation, bound, seek)
        telling = {Seek.READ: (TRUE,), Seek.SILENT: (TRUE, UNKNOWN)}.get(seek)
        for row in self.source.rows(situation) or () if telling else ():
            inner = (*bound, row)
            if telling and self.where.truth(situation, inner) in telling:
                yield from self.thing.behind(situation, inner, seek)

    def _rows(self, situation: Situation, bound: Bound) -> list[tuple[Truth, Seen]] | None:
        """Of each row that may count: whether it does, and its thing."""
        rows = self.source.rows(situation)
        if rows is None:
            return None
        found = []
        for row in rows:
            inner = (*bound, row)
            asked, state = self.thing.look(situation, inner)
            found.append((both_cases(asked, self.where.truth(situation, inner)), state))
        return [(truth, state) for truth, state in found if truth is not FALSE]


@dataclass(frozen=True, slots=True)
class NamedNumber:
    """A derived number, worked out once."""

    index: int
    term: Term

    def quantity(self, situation: Situation, _bound: Bound) -> Quantity:
        """The number, remembered."""
        found = situation.quantities[self.index]
        if found is None:
            found = situation.quantities[self.index] = self.term.quantity(situation, ())
        return found

    def behind(self, situation: Situation, _bound: Bound, seek: Seek) -> Iterator[Reference]:
        """The answers it is derived from."""
        return self.term.behind(situation, (), seek)

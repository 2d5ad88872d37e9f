"""The states of an answer as the solver sees them: a fact for each thing that can be said, a number where one is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, assert_never

import z3

from screener.definition.condition_reads import Node, children
from screener.definition.conditions import (
    AllRows,
    AnswerRef,
    AnyRow,
    CountRows,
    Includes,
    IsOneOf,
    RowRef,
    Since,
    StateIs,
)
from screener.definition.kind_states import may_be_unreadable
from screener.definition.model import (
    Agreement,
    Checklist,
    Choice,
    Choices,
    Date,
    DayCounts,
    DecimalNumber,
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
from screener.definition.names import QuestionId
from screener.engine.readers import FIRST_YEAR, LAST_YEAR
from screener.engine.terms import years_between
from screener.proof.facts import Fact, Term, at_most_one, every, implied, no, same, some

COUNT: Final = WholeNumber(None, Range(None, None))
"""How a cell of days, or one half of a pair, is answered."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What may be seen where a question is asked."""

    silences: Mapping[Reason, Fact]
    """Why it is unknown; of a set, why it is unknown beyond what is ticked."""
    choices: Mapping[str, Fact] = field(default_factory=dict)
    """What was chosen, or what is in the set."""
    number: Term = None
    """A number, or a date in days from the day that is asked about."""
    years: Term = None
    """Of a date, the whole years that have passed."""
    identity: Term = None
    """Stands for a text, or a medicine, where only *the same or another* matters."""

    @property
    def silent(self) -> Fact:
        """Whether it is unknown, or partly so."""
        return some(self.silences.values())

    @property
    def known(self) -> Fact:
        """Whether nothing of it is unknown."""
        return no(self.silent)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Dates around the day that is asked about, in days and in years."""

    as_of: date

    def shifted(self, days: int) -> date:
        """The day so many days later."""
        return self.as_of + timedelta(days=days)

    @property
    def days(self) -> tuple[int, int]:
        """The first and last day that can be answered, counted from the day asked about."""
        return (date(FIRST_YEAR, 1, 1) - self.as_of).days, (date(LAST_YEAR, 12, 31) - self.as_of).days

    @property
    def years(self) -> tuple[int, int]:
        """The least and the most whole years that can have passed."""
        first, last = self.days
        return years_between(self.shifted(last), self.as_of), years_between(self.shifted(first), self.as_of)

    def latest_at(self, years: int) -> int:
        """The last day, counted from the day asked about, since which so many years have passed."""
        year = self.as_of.year - years
        try:
            day = self.as_of.replace(year=year)
        except ValueError:  # 29 February, which that year does not have: on the 28th a day was still missing
            day = date(year, 2, 28)
        return (day - self.as_of).days

    def day_with(self, years: int) -> date:
        """A day in the middle of those since which so many years have passed."""
        first, last = self.days
        earliest, latest = max(self.latest_at(years + 1) + 1, first), min(self.latest_at(years), last)
        return self.shifted((earliest + latest) // 2)


@dataclass(slots=True)
class StateMaker:
    """Makes states, and gathers what holds of them whatever is answered."""

    calendar: Calendar
    plausible: bool
    """Whether numbers lie in their plausible ranges, and dates are past where they should be."""
    dates: "DatesRead"

    def state(
        self, name: str, kind: Kind | Medicine, also: Iterable[Reason], slot: str
    ) -> tuple[Seen, list[Fact], list[Fact]]:
        """The state of one answer, what holds of it, and what its plausible range adds.

        `name` is that of its variables; `slot` that of the question or column.
        """
        also = with_unreadable(kind, also)
        match kind:
            case YesNo(choices=choices) | OneChoice(choices=choices):
                return self._chosen(name, [choice.id for choice in choices], also)
            case Agreement():
                return self._chosen(name, ["yes", "no"], also)
            case Choices(choices=choices):
                return self._set(name, choices, also)
            case WholeNumber(plausible=plausible) | DecimalNumber(plausible=plausible):
                number = z3.Int(name) if isinstance(kind, WholeNumber) else z3.Real(name)
                return self._number(name, number, plausible, also)
            case Date():
                return self._date(name, kind, also, slot)
            case Text():
                given, silences, facts = _given(name, also)
                del given
                return Seen(silences, identity=z3.Int(f"{name}=")), facts, []
            case Medicine() | Rows() | Checklist() | DayCounts() | Pair() | Information():
                raise TypeError(f"{name} has no state of its own")
            case _:
                assert_never(kind)

    def _chosen(self, name: str, ids: Iterable[str], also: Iterable[Reason]) -> tuple[Seen, list[Fact], list[Fact]]:
        choices: dict[str, Fact] = {each: z3.Bool(f"{name}:{each}") for each in ids}
        reasons = _reasons(name, also)
        said = [*choices.values(), *reasons.values()]
        return Seen({**reasons, Reason.BLANK: no(some(said))}, choices), [at_most_one(said)], []

    def _set(
        self, name: str, choices: tuple[Choice, ...], also: Iterable[Reason]
    ) -> tuple[Seen, list[Fact], list[Fact]]:
        ticked: dict[str, Fact] = {choice.id: z3.Bool(f"{name}:{choice.id}") for choice in choices}
        reasons = _reasons(name, also)
        said = [*ticked.values(), *reasons.values()]
        facts = [at_most_one(reasons.values())]
        for choice in choices:
            if choice.exclusive:
                others = [fact for fact in said if fact is not ticked[choice.id]]
                facts.append(implied(ticked[choice.id], no(some(others))))
        return Seen({**reasons, Reason.BLANK: no(some(said))}, ticked), facts, []

    def _number(
        self, name: str, number: Any, plausible: Range, also: Iterable[Reason]
    ) -> tuple[Seen, list[Fact], list[Fact]]:
        given, silences, facts = _given(name, also)
        limits = within(number, plausible) if self.plausible else []
        return Seen(silences, number=number), facts, [implied(given, every(limits))] if limits else []

    def _date(self, name: str, kind: Date, also: Iterable[Reason], slot: str) -> tuple[Seen, list[Fact], list[Fact]]:
        given, silences, facts = _given(name, also)
        days, years, calendar = z3.Int(f"{name} days"), z3.Int(f"{name} years"), self.calendar
        (first, last), (least, most) = calendar.days, calendar.years
        if slot not in self.dates.in_days:
            # Every number of years is some day's, so years alone say all that is read.
            seen = Seen(silences, years=years)
            facts += [years >= least, years <= most]
        else:
            seen = Seen(silences, number=days, years=years)
            facts += [days >= first, days <= last]
        if slot in self.dates.in_days and slot in self.dates.in_years:
            facts += [years >= least, years <= most]
            facts += [
                same(years >= passed, days <= calendar.latest_at(passed)) for passed in range(least + 1, most + 1)
            ]
        past = [implied(given, no(is_future(seen)))] if kind.past and self.plausible else []
        return seen, facts, past


def with_unreadable(kind: Kind | Medicine, also: Iterable[Reason]) -> tuple[Reason, ...]:
    """The unknown answers beside a blank: those offered, and what was typed and cannot be read where it can be."""
    return (*sorted(also), *((Reason.UNREADABLE,) if may_be_unreadable(kind) else ()))


def is_future(seen: Seen) -> Fact:
    """Whether a date that is known lies after the day asked about."""
    return seen.years < 0 if seen.number is None else seen.number > 0


@dataclass(frozen=True, slots=True)
class DatesRead:
    """How dates are read, each as `question` or `question.column`: by years passed, or otherwise."""

    in_years: frozenset[str]
    in_days: frozenset[str]


def dates_read(conditions: Iterable[tuple[Node, Mapping[str, QuestionId]]]) -> DatesRead:
    """How conditions read dates; each comes with the variables bound around it."""
    years: set[str] = set()
    days: set[str] = set()
    for node, scope in conditions:
        _note_dates(node, scope, years, days)
    return DatesRead(frozenset(years), frozenset(days))


def _note_dates(node: Node, scope: Mapping[str, QuestionId], years: set[str], days: set[str]) -> None:
    match node:
        case Since(unit=unit, date=subject):
            (years if unit == "years" else days).add(_slot(subject, scope))
        case AnswerRef() | RowRef():
            days.add(_slot(node, scope))
        case AnyRow() | AllRows() | CountRows():
            _note_dates(node.where, {**scope, node.variable: node.source.question}, years, days)
        case IsOneOf() | Includes() | StateIs():
            return
        case _:
            for child in children(node):
                _note_dates(child, scope, years, days)


def _slot(subject: AnswerRef | RowRef, scope: Mapping[str, QuestionId]) -> str:
    if isinstance(subject, AnswerRef):
        return str(subject.question)
    return f"{scope[subject.variable]}.{subject.part}"


def within(number: Term, plausible: Range) -> list[Fact]:
    """What the plausible range says of a number."""
    limits = []
    if plausible.low is not None:
        limits.append(number >= exact(plausible.low))
    if plausible.high is not None:
        limits.append(number <= exact(plausible.high))
    return limits


def exact(number: Decimal) -> Any:
    """A limit in the solver's terms."""
    fraction = Fraction(number)
    return z3.IntVal(fraction.numerator) if fraction.denominator == 1 else z3.RealVal(fraction)


def _reasons(name: str, also: Iterable[Reason]) -> dict[Reason, Fact]:
    return {reason: z3.Bool(f"{name}?{reason}") for reason in also}


def _given(name: str, also: Iterable[Reason]) -> tuple[Fact, dict[Reason, Fact], list[Fact]]:
    """Whether a value is given, why it is unknown where it is not, and that not both are said."""
    given, reasons = z3.Bool(f"{name}!"), _reasons(name, also)
    said = [given, *reasons.values()]
    return given, {**reasons, Reason.BLANK: no(some(said))}, [at_most_one(said)]

"""Repeated rows as the solver sees them: so many rows, each there or not, and what their medicines are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import z3

from screener.definition.dictionary import Dictionary, MedicineEntry
from screener.definition.model import Column, Medicine, Question, Reason, Rows
from screener.definition.names import RowId
from screener.engine.situation import ITSELF
from screener.engine.sources import CLASSES, GENERIC, MATCH
from screener.proof.facts import CERTAIN, Fact, Pair, at_most_one, every, implied, no, same, some
from screener.proof.scales import Scale
from screener.proof.states import Seen, StateMaker, _given, with_unreadable


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One row, or one cell of a grid, as a variable stands for it."""

    present: Fact
    states: Mapping[RowId, Seen]
    asked: dict[RowId, Pair] = field(default_factory=dict)
    medicine: RowId | None = None
    """The column that names a medicine."""

    def asks(self, column: RowId) -> Pair:
        """Whether a column is asked in this row."""
        return self.asked.get(column, CERTAIN)


@dataclass(frozen=True, slots=True)
class SeenList:
    """The rows of a list or grid; where it is silent, which rows there are is unknown."""

    silences: Mapping[Reason, Fact]
    rows: tuple[SeenRow, ...]

    @property
    def known(self) -> Fact:
        """Whether it is known which rows there are."""
        return no(some(self.silences.values()))


@dataclass(frozen=True)
class Profiles:
    """What the conditions in view can tell apart of the dictionary's medicines."""

    dictionary: Dictionary
    scale: Scale

    def of(self, entry: MedicineEntry) -> tuple[tuple[str, ...], str | None]:
        """The classes in view that a medicine has, and its name where that is in view."""
        classes = tuple(sorted(entry.classes & self.scale.classes))
        return classes, entry.generic if entry.generic in self.scale.generics else None

    @cached_property
    def counts(self) -> dict[tuple[tuple[str, ...], str | None], int]:
        """How many medicines have each profile."""
        return dict(Counter(self.of(entry) for entry in self.dictionary.medicines))


def make_list(
    name: str, question: Question, kind: Rows, profiles: Profiles, maker: StateMaker
) -> tuple[SeenList, list[Fact], list[Fact]]:
    """A list with as many rows as its scale says, what holds of it, and what plausible ranges add."""
    given, silences, facts = _given(name, with_unreadable(kind, question.also))
    ranges: list[Fact] = []
    rows = []
    before: Fact = given
    for number in range(profiles.scale.rows):
        present = z3.Bool(f"{name}#{number}")
        facts.append(implied(present, before))
        before = present
        states: dict[RowId, Seen] = {}
        for column in kind.columns:
            found, holds, limits = _cell(f"{name}#{number}", question, column, profiles, maker)
            states |= found
            facts += holds
            ranges += limits
        # A row in which nothing is said is none.
        facts.append(implied(present, some(no(states[each.id].silences[Reason.BLANK]) for each in kind.columns)))
        rows.append(SeenRow(present, states, medicine=kind.medicine))
    return SeenList(silences, tuple(rows)), facts, ranges


def _cell(
    row: str, question: Question, column: Column, profiles: Profiles, maker: StateMaker
) -> tuple[dict[RowId, Seen], list[Fact], list[Fact]]:
    name = f"{row}.{column.id}"
    if isinstance(column.kind, Medicine):
        states, facts = _medicine(name, column, profiles)
        return states, facts, []
    seen, facts, ranges = maker.state(name, column.kind, column.also, f"{question.id}.{column.id}")
    return {column.id: seen}, facts, ranges


def _medicine(name: str, column: Column, profiles: Profiles) -> tuple[dict[RowId, Seen], list[Fact]]:
    """A medicine's name, and what the dictionary says: recognized with a profile, not recognized, or left out."""
    exact, close, unmatched = (z3.Bool(f"{name}~{how}") for how in ("exact", "close", "none"))
    reasons = {reason: z3.Bool(f"{name}?{reason}") for reason in with_unreadable(column.kind, column.also)}
    said = [exact, close, unmatched, *reasons.values()]
    recognized = some((exact, close))
    silences = {**reasons, Reason.UNRECOGNIZED: unmatched, Reason.BLANK: no(some(said))}
    chosen = [(profile, z3.Bool(f"{name}@{number}")) for number, profile in enumerate(profiles.counts)]
    one_of_a_kind = z3.Int(f"{name}=")
    facts = [at_most_one(said), at_most_one(fact for _, fact in chosen), same(recognized, some(f for _, f in chosen))]
    facts += [
        implied(fact, every((one_of_a_kind >= number * 1000, one_of_a_kind < number * 1000 + count)))
        for number, ((_, fact), count) in enumerate(zip(chosen, profiles.counts.values(), strict=True))
    ]
    classes = {each: some(fact for (has, _), fact in chosen if each in has) for each in sorted(profiles.scale.classes)}
    generics = {
        each: some(fact for (_, is_), fact in chosen if is_ == each) for each in sorted(profiles.scale.generics)
    }
    match = {"exact": exact, "close": close, "none": no(recognized)}
    return {
        column.id: Seen(silences, identity=one_of_a_kind),
        CLASSES: Seen(silences, classes),
        GENERIC: Seen(silences, generics, identity=one_of_a_kind),
        MATCH: Seen({}, match),
    }, facts


def grid_rows(parts: Iterable[tuple[RowId, Seen]]) -> tuple[SeenRow, ...]:
    """The cells of a grid as rows: always there."""
    return tuple(SeenRow(True, {ITSELF: seen}) for _, seen in parts)

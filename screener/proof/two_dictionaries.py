"""Medicines' names, and what two dictionaries make of them as far as some rules look."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from screener.definition.condition_reads import walk
from screener.definition.conditions import CountRows, IsOneOf, RowRef
from screener.definition.dictionary import Dictionary
from screener.definition.model import Rows
from screener.engine.medicines import Match, matcher_for
from screener.engine.sources import MATCH
from screener.proof.views import Views


@dataclass(frozen=True, slots=True)
class Gaze:
    """What some rules can tell apart of a medicine."""

    classes: frozenset[str] = frozenset()
    generics: frozenset[str] = frozenset()
    """The medicines that they ask for by name."""
    different: bool = False
    """Whether they count different ones."""
    how: bool = False
    """Whether they ask how well the name was recognized."""

    def of(self, match: Match) -> tuple[object, ...]:
        """What they see of one name."""
        how = match.kind if self.how else match.kind == "none"
        return how, match.classes & self.classes, match.generic if match.generic in self.generics else None

    def is_same(self, one: Match, other: Match) -> bool:
        """Whether they see no difference."""
        return self.of(one) == self.of(other) and (not self.different or one.generic == other.generic)


def gaze(views: Views, names: frozenset[str]) -> Gaze | None:
    """What is looked at by these names; None where they look at no list of medicines."""
    questions = (each for each in views.questionnaire.questions.values() if f"question {each.id}" in names)
    if not any(isinstance(each.kind, Rows) and each.kind.medicine for each in questions):
        return None
    nodes = [node for name in names for whole in views.part(name).conditions for node in walk(whole)]
    asks_how = any(isinstance(n, IsOneOf) and isinstance(n.subject, RowRef) and n.subject.part == MATCH for n in nodes)
    different = any(isinstance(node, CountRows) and node.different for node in nodes)
    scale = views.scale(names)
    return Gaze(scale.classes, scale.generics, different, asks_how)


class Named(NamedTuple):
    """A name as people type it, and what the old and the new dictionary make of it."""

    name: str
    old: Match
    new: Match

    def is_same(self, *gazes: Gaze) -> bool:
        """Whether none of them sees a difference between the two."""
        return all(gaze.is_same(self.old, self.new) for gaze in gazes)


@dataclass(frozen=True)
class TwoDictionaries:
    """The names that either dictionary lists. Names that neither lists, such as misspellings, are not looked at."""

    old: Dictionary
    new: Dictionary

    @cached_property
    def _listed(self) -> tuple[Named, ...]:
        before, after = matcher_for(self.old).match, matcher_for(self.new).match
        names = dict.fromkeys((*_names(self.new), *_names(self.old)))
        return tuple(Named(name, before(name), after(name)) for name in names)

    @cached_property
    def _differing(self) -> tuple[Named, ...]:
        if (self.old.medicines, self.old.aliases) == (self.new.medicines, self.new.aliases):
            return ()
        return tuple(each for each in self._listed if each.old != each.new)

    def sorts(self, old: Gaze | None, new: Gaze | None, rows: int) -> tuple[Named, ...]:
        """Names of each sort that can be told apart; none where all names are to the new what they were to the old.

        `old` looks by the old dictionary, `new` by the new one, both at so many
        `rows`: where they count different medicines, a sort has as many.
        """
        mine, yours = old or Gaze(), new or Gaze()
        if not (old or new) or all(each.is_same(mine, yours) for each in self._differing):
            return ()
        different = mine.different or yours.different
        found: defaultdict[object, dict[object, Named]] = defaultdict(dict)
        for each in self._listed:
            sort = found[mine.of(each.old), yours.of(each.new), different and each.old.generic == each.new.generic]
            if not sort or (different and len(sort) < rows):
                sort.setdefault((each.old.generic, each.new.generic), each)
        return tuple(each for sort in found.values() for each in sort.values())

    @cached_property
    def unknown(self) -> str:
        """A name that neither dictionary recognizes."""
        before, after = matcher_for(self.old).match, matcher_for(self.new).match
        names = ("blue pill", "something for sleep", "zzqx")
        return next((name for name in names if before(name).kind == after(name).kind == "none"), "zzqx")


def _names(dictionary: Dictionary) -> Iterator[str]:
    for entry in dictionary.medicines:
        yield entry.generic
        yield from entry.brands
    yield from (alias.typed for alias in dictionary.aliases)

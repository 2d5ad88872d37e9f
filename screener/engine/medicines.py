"""Medicines: from a name as typed to the medicine of the dictionary, and so to its classes.

The order matters, each step guesses more than the one before: exactly as
typed; without strength, salt and form; a combination by its set of
ingredients; several medicines on one line; close spelling. What none of them
settles is unknown, never dropped: its rules stay open.
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from screener.definition.dictionary import Dictionary
from screener.definition.names import GenericName, MedicineClass
from screener.engine.medicine_index import Name, NameIndex
from screener.engine.medicine_names import Reading, as_typed, readings, without_strength
from screener.engine.medicine_spelling import Spellings

MatchKind = Literal["exact", "close", "none"]

_LONGEST = 200
"""Characters; a longer text is no name."""
_MOST_PIECES = 8
_SEPARATOR = re.compile(r"\s*(?:[/+,;&()]|\s-\s|\b(?:and|plus)\b)\s*", re.IGNORECASE)
_LOOSE_SEPARATOR = re.compile(r"\s*(?:[/+,;&]|\b(?:and|plus|with)\b)\s*")
_DASH_SEPARATOR = re.compile(r"\s*(?:[/+,;&-]|\b(?:and|plus|with)\b)\s*")
_SPACE_SEPARATOR = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Match:
    """What the dictionary makes of one typed name.

    `exact`; `close`, to be confirmed by the patient; or `none`: no generic, no
    classes. Where one line names several medicines they are in `parts`, and
    `classes` has those of all.
    """

    kind: MatchKind
    generic: GenericName | None = None
    classes: frozenset[MedicineClass] = frozenset()
    note: str = ""
    name: str | None = None
    """The name that was recognized, as the dictionary writes it: "Is this right?"."""
    parts: tuple["Match", ...] = ()

    @property
    def each(self) -> tuple["Match", ...]:
        """The medicines one by one: the parts, or the match itself."""
        return self.parts or (self,)


UNMATCHED = Match("none")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name to offer while somebody types, and the medicine that it stands for."""

    name: str
    generic: GenericName


class Matcher:
    """Finds the medicines of one dictionary by name. Pure; remembers what it was asked."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._index = NameIndex(dictionary)
        self._spellings = Spellings(self._index.spellings)
        self._offers = _offers(self._index.names)
        self._remembered = lru_cache(maxsize=8192)(self._match)

    def match(self, typed: str) -> Match:
        """The medicine, or the medicines of one line, that a name as typed stands for (MEANING section 6)."""
        return self._remembered(typed)

    def split_line(self, typed: str) -> tuple[str, ...]:
        """The medicines named on one line, each as typed; the whole line where it is one or a part is not known.

        `Tylenol PM and Benadryl` is two, `Advil Cold and Sinus` and `oxycodone/acetaminophen` are one.
        """
        if len(self.match(typed).parts) < 2:
            return (typed.strip(),)
        pieces = self._pieces(typed, self._exact) or self._pieces(typed, self._exact_or_close) or ()
        return tuple(piece for piece, _ in pieces)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Names to offer: those that begin so, then those with a word that does, else the one spelled closely."""
        text = as_typed(prefix)
        if not text or len(text) > _LONGEST:
            return ()
        first = [offer for key, offer in self._offers if key.startswith(text)]
        later = [offer for key, offer in self._offers if f" {text}" in key.replace("-", " ").replace("/", " ")]
        if first or later:
            return tuple(dict.fromkeys(first + later))[:limit]
        return tuple(
            Suggestion(match.name, match.generic) for match in self.match(prefix).each if match.name and match.generic
        )[:limit]

    def _match(self, typed: str) -> Match:
        text = as_typed(typed)
        if not text or len(text) > _LONGEST:
            return UNMATCHED
        return (
            self._exact(text)
            or self._close_combination(text)
            or self._several(text, self._exact)
            or self._close(text)
            or self._several(text, self._exact_or_close)
            or UNMATCHED
        )

    def _exact(self, text: str) -> Match | None:
        """One medicine, found without guessing at its spelling."""
        name = self._index.as_typed(text)
        if name is None:
            found = (self._index.by_words(reading) for reading in readings(text))
            name = next((name for name in found if name and name.entry), None)
        if name is None:
            name = self._combination(text, self._ingredient, _LOOSE_SEPARATOR, _DASH_SEPARATOR, _SPACE_SEPARATOR)
        return _match_of(name) if name else None

    def _close_combination(self, text: str) -> Match | None:
        """A combination each of whose ingredients is spelled closely at least."""
        return _close_match_of(self._combination(text, self._near_ingredient, _LOOSE_SEPARATOR, _DASH_SEPARATOR))

    def _close(self, text: str) -> Match | None:
        """One medicine by close spelling."""
        return _close_match_of(self._near(text))

    def _exact_or_close(self, text: str) -> Match | None:
        return self._exact(text) or (None if _SEPARATOR.search(text) else self._close(text))

    def _combination(
        self, text: str, ingredient: Callable[[str], str | None], *separators: re.Pattern[str]
    ) -> Name | None:
        """The combination whose ingredients are just those typed, in any order."""
        plain = without_strength(text)
        for separator in separators:
            parts = {ingredient(part) for part in separator.split(plain)}
            name = self._index.combination_of(frozenset(part for part in parts if part))
            if name and None not in parts:
                return name
        return None

    def _ingredient(self, text: str) -> str | None:
        found = (self._index.ingredient(reading) for reading in readings(text))
        return next((ingredient for ingredient in found if ingredient), None)

    def _near_ingredient(self, text: str) -> str | None:
        known = self._ingredient(text)
        name = None if known else self._near(text)
        return name.substance if name and not name.trade else known

    def _near(self, text: str) -> Name | None:
        """The name that was meant by a misspelling."""
        for reading in readings(text):
            spelling = self._spellings.closest(reading.spaced, cache(self._owner_beside(reading)))
            name = self._spelled(spelling, reading) if spelling else None
            if name:
                return name
        return None

    def _spelled(self, spelling: str, reading: Reading) -> Name | None:
        return self._index.by_words(replace(reading, words=tuple(spelling.split())))

    def _owner_beside(self, reading: Reading) -> Callable[[str], str]:
        """Whose spelling one is, given the way in that was typed beside it."""

        def owner(spelling: str) -> str:
            name = self._spelled(spelling, reading)
            return name.owner if name else spelling

        return owner

    def _several(self, text: str, recognize: Callable[[str], Match | None]) -> Match | None:
        """All the medicines of one line, if each is recognized; the same one named twice is one."""
        pieces = self._pieces(text, recognize)
        return _together([match for _, match in pieces]) if pieces else None

    def _pieces(self, line: str, recognize: Callable[[str], Match | None]) -> tuple[tuple[str, Match], ...] | None:
        """The line cut at separators into the fewest names that are recognized, or None."""
        spans = _spans(line)
        if not 1 < len(spans) <= _MOST_PIECES:
            return None

        @cache
        def rest(first: int) -> tuple[tuple[str, Match], ...] | None:
            if first == len(spans):
                return ()
            for last in reversed(range(first, len(spans))):
                piece = line[spans[first][0] : spans[last][1]]
                match = recognize(as_typed(piece)) if last - first + 1 < len(spans) else None
                others = rest(last + 1) if match else None
                if match and others is not None:
                    return ((piece, match), *others)
            return None

        return rest(0)


_MATCHERS: OrderedDict[int, tuple[Dictionary, Matcher]] = OrderedDict()
_MOST_MATCHERS = 16


def matcher_for(dictionary: Dictionary) -> Matcher:
    """The matcher of a dictionary, built once. Known by identity: to hash 600 medicines takes longer than to match."""
    kept = _MATCHERS.get(id(dictionary))
    if kept and kept[0] is dictionary:
        return kept[1]
    matcher = Matcher(dictionary)
    _MATCHERS[id(dictionary)] = (dictionary, matcher)
    while len(_MATCHERS) > _MOST_MATCHERS:
        _MATCHERS.popitem(last=False)
    return matcher


def _match_of(name: Name) -> Match | None:
    if name.entry is None:
        return None
    kind: MatchKind = "close" if name.close else "exact"
    # "Did you mean alprazolam?": a misspelling that is known is no name to offer.
    recognized = name.entry.generic if name.close else name.text
    return Match(kind, name.entry.generic, name.entry.classes, name.entry.note, recognized)


def _close_match_of(name: Name | None) -> Match | None:
    match = _match_of(name) if name else None
    return replace(match, kind="close") if match else None


def _together(matches: list[Match]) -> Match:
    kind: MatchKind = "close" if any(match.kind == "close" for match in matches) else "exact"
    different = tuple({match.generic: match for match in matches}.values())
    if len(different) == 1:
        return replace(different[0], kind=kind)
    return Match(
        kind,
        GenericName(" + ".join(match.generic or "" for match in different)),
        frozenset().union(*(match.classes for match in different)),
        " ".join(match.note for match in different if match.note),
        " + ".join(match.name or "" for match in different),
        tuple(different),
    )


def _spans(line: str) -> list[tuple[int, int]]:
    """Where the pieces between separators stand in a line."""
    cuts = [(0, 0), *(found.span() for found in _SEPARATOR.finditer(line)), (len(line), len(line))]
    return [(start, end) for (_, start), (end, _) in pairwise(cuts) if line[start:end].strip()]


def _offers(names: tuple[Name, ...]) -> tuple[tuple[str, Suggestion], ...]:
    """Generic and trade names, each with the text it is looked for by, in that order."""
    offered = {as_typed(name.text): name for name in reversed(names) if name.entry and not name.alias}
    return tuple((key, Suggestion(name.text, name.owner)) for key, name in sorted(offered.items()))

"""The dictionary of medicines laid out for looking up: as typed, by words, by set of ingredients."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from screener.definition.dictionary import Dictionary, MedicineEntry
from screener.definition.names import GenericName
from screener.engine.medicine_names import Reading, as_typed, base_of, is_set_aside, words_of

_WRONG_SPELLINGS = ("misspelling", "vague")
"""Kinds of alias that name a medicine only nearly: what is found through one is to be confirmed."""

_LIKE = 80.0
"""`fuzz.ratio`, of 100, from which an alias is one of the generic name."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of the dictionary and the medicine that it stands for.

    `entry` is None where the words stand for no medicine of the dictionary:
    an ingredient known from combinations alone, or one name for two medicines.
    """

    text: str
    entry: MedicineEntry | None
    close: bool = False
    alias: bool = False
    trade: bool = False
    """A trade name or its like, which is never read as an ingredient: Tylenol and Benadryl are two medicines."""
    routes: frozenset[str] = frozenset()
    """The ways in that must have been typed beside it."""

    @property
    def owner(self) -> GenericName:
        """Tells different medicines apart."""
        return self.entry.generic if self.entry else GenericName(self.text)

    @property
    def substance(self) -> str:
        """Its generic name as combinations write their ingredients."""
        return " ".join(words_of(as_typed(self.owner)))


class NameIndex:
    """Every name of a dictionary, by each way to look one up."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.names = tuple(_names(dictionary))
        self._as_typed: dict[str, Name] = {}
        self._by_words: dict[str, list[Name]] = {}
        self._suffixes: dict[str, set[str]] = {}  # none while names are still being added
        self._combinations: dict[frozenset[str], Name] = {}
        self._ingredients: dict[str, str] = {}
        self._spellings: list[str] = []
        self._add_names()
        self._add_bases()
        self._add_ingredients()
        self._suffixes = self._suffixes_of_relatives()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every name in words with single spaces, as spellings are compared."""
        return tuple(self._spellings)

    def as_typed(self, text: str) -> Name | None:
        """The name that is written exactly so, or None."""
        return self._as_typed.get(text)

    def by_words(self, reading: Reading) -> Name | None:
        """The name with these words, whatever stands between them, or None.

        Of two medicines told apart by the way in (`naltrexone`, `naltrexone
        injection`), the one whose way was typed comes first.
        """
        names = [name for name in self._by_words.get(reading.squashed, ()) if name.routes <= reading.routes]
        if not names or self._may_be_a_relative(reading):
            return None
        return max(names, key=lambda name: len(name.routes))

    def ingredient(self, reading: Reading) -> str | None:
        """The ingredient of combinations that these words name, or None."""
        return self._ingredients.get(reading.squashed)

    def combination_of(self, ingredients: frozenset[str]) -> Name | None:
        """The medicine that is made of just these, or None."""
        return self._combinations.get(ingredients)

    def _add_names(self) -> None:
        for name in self.names:
            text = as_typed(name.text)
            self._as_typed.setdefault(text, name)
            self._add(Reading(words_of(text)), name)
            if "/" in text and not name.close:
                parts = frozenset(" ".join(words_of(part)) for part in text.split("/"))
                self._combinations.setdefault(parts, name)

    def _add_bases(self) -> None:
        """Trokendi XR is found as Trokendi, unless that is the name of something, or of two such medicines."""
        bases: dict[tuple[Reading, frozenset[str]], Name] = {}
        for name in self.names:
            base = base_of(words_of(as_typed(name.text)))
            if base is None or any(known.routes == base.routes for known in self._by_words.get(base.squashed, ())):
                continue
            found = replace(name, routes=base.routes)
            rival = bases.setdefault((base, base.routes), found)
            if rival.owner != found.owner:
                bases[base, base.routes] = replace(rival, text=base.spaced, entry=None)
        for (base, _), name in bases.items():
            self._add(base, name)

    def _add_ingredients(self) -> None:
        for ingredient in sorted({part for parts in self._combinations for part in parts}):
            reading = Reading(tuple(ingredient.split()))
            self._add(reading, Name(ingredient, None))
            self._ingredients[reading.squashed] = ingredient
        for name in self.names:
            if not (name.trade or name.close):
                self._ingredients.setdefault("".join(words_of(as_typed(name.text))), name.substance)

    def _add(self, reading: Reading, name: Name) -> None:
        self._by_words.setdefault(reading.squashed, []).append(name)
        self._spellings.append(reading.spaced)

    def _may_be_a_relative(self, reading: Reading) -> bool:
        """Whether what was set aside comes near to what would make another medicine of it: Tylenol 2, Tylenol 3."""
        suffixes = self._suffixes.get(reading.squashed, ()) if reading.aside else ()
        return any(OSA.distance(word, suffix) <= 1 for word in reading.aside for suffix in suffixes)

    def _suffixes_of_relatives(self) -> dict[str, set[str]]:
        """The last words that make another medicine of a name: `d` of Claritin, `3` of Tylenol, and so of Tylenal."""
        suffixes: dict[str, set[str]] = {}
        by_owner: dict[str, set[str]] = {}
        for name in self.names:
            *base, last = words_of(as_typed(name.text))
            others = {known.owner for known in self._by_words.get("".join(base), ())} - {name.owner}
            if others and not is_set_aside(last):
                suffixes.setdefault("".join(base), set()).add(last)
                for owner in others:
                    by_owner.setdefault(owner, set()).add(last)
        wrong = {"".join(words_of(as_typed(name.text))): name.owner for name in self.names if name.close}
        return suffixes | {words: by_owner[owner] for words, owner in wrong.items() if owner in by_owner}


def _names(dictionary: Dictionary) -> Iterator[Name]:
    entries = {entry.generic: entry for entry in dictionary.medicines}
    for entry in dictionary.medicines:
        yield Name(entry.generic, entry)
    for entry in dictionary.medicines:
        for brand in entry.brands:
            yield Name(brand, entry, trade=_is_trade_name(brand))
    for alias in dictionary.aliases:
        entry, close = entries[alias.generic], alias.kind in _WRONG_SPELLINGS
        yield Name(alias.typed, entry, close, alias=True, trade=not _is_like(alias.typed, entry.generic))


def _is_like(typed: str, generic: str) -> bool:
    """Whether an alias is of the generic name, `hydrocodon`, and not of a trade name, `tylenal`."""
    return fuzz.ratio(as_typed(typed), as_typed(generic)) >= _LIKE


def _is_trade_name(brand: str) -> bool:
    """Trade names have capitals and small letters; `APAP` and `paracetamol` are other names of the substance."""
    return brand not in (brand.lower(), brand.upper())

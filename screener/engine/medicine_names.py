"""Names of medicines as people type them: which words are the name, and which only strength, salt, form or schedule.

Nothing here knows a medicine. The words listed are those that a pharmacy label
puts beside a name and that do not make it another medicine. A suffix that does
(`-D`, `DM`, `AC`, `PM`, `HCT`, a number of the name's own) is not among them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"),
        **dict.fromkeys("\u00ae\u2122\u00a9", " "),
    }
)
"""Dashes and apostrophes of typesetters, and trade marks."""

_NUMBER = r"\.?\d+(?:[.,]\d+)*"
_UNIT = (
    r"(?:mg|mcg|ug|\u00b5g|\u03bcg|gm?|grams?|milligrams?|micrograms?|ml|cc|iu|units?|meq|mmol|percent|hours?|hrs?|h)"
    r"(?![a-z0-9])|%"
)
_PER = r"dose|day|spray|puff|actuation|tab(?:let)?|cap(?:sule)?"
_STRENGTH = re.compile(
    rf"(?<![\w.]){_NUMBER}(?:\s*[-/]\s*{_NUMBER})*\s*-?(?:{_UNIT})"
    rf"(?:\s*[-/]\s*(?:(?:{_NUMBER}\s*)?(?:{_UNIT})|(?:{_PER})(?![a-z])))*"
)
_SCHEDULE = re.compile(
    r"\b(?:(?:as|when|if) needed|daily|nightly|weekly|monthly|once|twice|\d+[ -]?(?:hours?|hrs?)"
    r"|(?:two|three|four|\d) times|(?:every|each)(?: other)? (?:day|night|week|month|morning|evening)"
    r"|(?:an?|per) (?:day|night|week|month)|(?:every|each) \d+ (?:days?|weeks?|months?)"
    r"|at (?:night|bedtime)|in the (?:morning|evening)|before bed|by mouth|with (?:food|meals))\b"
)
_WORD = re.compile(r"\d+(?:[.,/\-]\d+)+|[^\W_]+")

_ROUTES = {
    word: route
    for route, words in {
        "skin patch": "patch patches transdermal",
        "eye": "eye eyes ophthalmic",
        "nose": "nasal intranasal",
        "lungs": "inhaler inhalers inhaled inhalation hfa",
        "injection": "injection injections injectable inj shot shots subcutaneous intramuscular",
        "womb": "iud",
        "implant": "implant",
        "skin": "cream gel ointment lotion topical",
    }.items()
    for word in words.split()
}
"""Words for a way in. They only matter where the dictionary knows the same name by two ways as two medicines."""

_RELEASE = _words(
    "xr er la xl sr cr ir cd dr ec odt xt extended release delayed immediate sustained controlled long acting"
)
_FORMS = _RELEASE | _words(
    "tablet tablets tab tabs capsule capsules cap caps caplet caplets pill pills softgel softgels gelcap gelcaps "
    "chewable chewables chew chews gummy gummies wafer wafers film films strip strips lozenge lozenges troche "
    "troches sublingual sl oral po liquid solution suspension syrup elixir powder packet packets sprinkle "
    "sprinkles spray drop drops suppository suppositories pen pens autoinjector system generic "
    "prn qd qhs qam bid tid qid"
)
_SALTS = _words(
    "hydrochloride hcl dihydrochloride hydrobromide hbr bromide chloride sodium disodium potassium calcium "
    "magnesium succinate tartrate bitartrate maleate malate mesylate dimesylate besylate tosylate sulfate sulphate "
    "phosphate nitrate citrate acetate fumarate oxalate carbonate gluconate lactate pamoate hyclate monohydrate "
    "dihydrate trihydrate anhydrous napsylate propionate furoate cilexetil medoxomil etexilate saccharate aspartate"
)
_SALTS_AND_SUPPLEMENTS = frozenset({"calcium", "magnesium", "potassium"})
"""Salts behind one word ("atorvastatin calcium"), things of their own behind several ("vitamin d calcium")."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a typed name: the words taken for the name, with what was set aside."""

    words: tuple[str, ...]
    routes: frozenset[str] = frozenset()
    aside: frozenset[str] = frozenset()
    """Strengths, numbers, salts and forms that were set aside."""

    @property
    def squashed(self) -> str:
        """The words without spaces: `Toprol XL`, `Toprol-XL` and `ToprolXL` are one."""
        return "".join(self.words)

    @property
    def spaced(self) -> str:
        """The words with single spaces, as spellings are compared."""
        return " ".join(self.words)


def as_typed(text: str) -> str:
    """Lower case, trimmed, apostrophes and dashes straight, spaces collapsed, trade marks dropped; nothing else."""
    return " ".join(text.translate(_STRAIGHT).lower().split())


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name that is `as_typed`; `5/325` and `0.5` are one word each."""
    return tuple(_WORD.findall(text.replace("'", "").replace("&", " and ").replace(" w/", " with ")))


def without_strength(text: str) -> str:
    """The name without strengths that have a unit, and without how often it is taken."""
    return " ".join(_STRENGTH.sub(" ", _without_schedule(text)).split())


def is_number(word: str) -> bool:
    """Whether a word is a bare number, such as `5/325`."""
    return word[0].isdigit() and word[-1].isdigit() and not any(character.isalpha() for character in word)


def readings(text: str) -> tuple[Reading, ...]:
    """The ways to read a name that is `as_typed`, the one that sets least aside first; none is empty.

    A name that breaks off has none: `Claritin-` may have been going to be Claritin-D, `Tylenol #` Tylenol #3.
    """
    if text.endswith(("-", "#")):
        return ()
    everything = words_of(_without_schedule(text))
    found = (replace(reading, aside=frozenset(everything).difference(reading.words)) for reading in _readings(text))
    return tuple(dict.fromkeys(reading for reading in found if reading.words))


def base_of(words: tuple[str, ...]) -> Reading | None:
    """A dictionary name without its way in or its release (`Trokendi XR`); None if it has neither, or is short then."""
    if not any(word in _ROUTES or word in _RELEASE for word in words):
        return None
    base = _without_form(words)
    return base if len(base.squashed) > 3 else None


def is_set_aside(word: str) -> bool:
    """Whether a word only says how a medicine is given."""
    return word in _ROUTES or word in _FORMS


def _readings(text: str) -> Iterator[Reading]:
    yield Reading(words_of(text))
    plain = words_of(without_strength(text))
    yield from _by_words(plain)
    numbers = [index for index, word in enumerate(plain) if index and is_number(word)]
    for first in reversed(numbers):
        yield from _by_words(tuple(word for index, word in enumerate(plain) if index < first or index not in numbers))


def _by_words(words: tuple[str, ...]) -> Iterator[Reading]:
    formless = _without_form(words)
    yield Reading(words)
    yield formless
    yield replace(formless, words=_without_salt(formless.words))


def _without_schedule(text: str) -> str:
    return _SCHEDULE.sub(" ", text)


def _without_form(words: tuple[str, ...]) -> Reading:
    return Reading(
        tuple(word for word in words if not is_set_aside(word)),
        frozenset(_ROUTES[word] for word in words if word in _ROUTES),
    )


def _without_salt(words: tuple[str, ...]) -> tuple[str, ...]:
    if len(words) > 2 and _SALTS_AND_SUPPLEMENTS.intersection(words):
        return words
    return tuple(word for word in words if word not in _SALTS)

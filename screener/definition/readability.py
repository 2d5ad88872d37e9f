"""How hard a text is to read: the school grade that it takes, by formulas that health services use.

Syllables are counted by rules of spelling. A hyphenator would be at hand, but
it says where a line may break, not how many syllables are spoken: it finds one
in *medicine*.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END: Final = re.compile(r"[.!?:;]+(?=[\s\"')*]|$)|\n\s*\n|\n\s*(?=[-#*])")
"""A colon, a semicolon, and the end of a list's item let a reader rest as a full stop does."""

_VOWELS: Final = re.compile(r"[aeiouy]+")
_TWICE: Final = re.compile(
    r"(?<![ct])ia(?!ge)|io(?!n|us)|ium|eriou|[lr]ie[nrt]|eo(?!p)|ea$|ua[lrt]|(?<![aeiou]q)u[aeo]u|"
    r"[aeiouy]ing|[^aeioul]les?$|sm$"
)
"""Vowels that are two syllables side by side, and consonants that make one of their own (*table*)."""
_SILENT: Final = re.compile(
    r"[^aeiou]e(?:$|ly$|ments?$|ful|less|thing|times?$|where$|line)|[^aeioutd]ed$|(?:[^aeiouscxzgh]|th)es$"
)
"""An *e* that is written and not spoken."""

_SPANISH_VOWELS: Final = re.compile(r"[aeoáéóíú]|(?<![aeoáéóíú])[iuüy]+(?![aeoáéóíúiuüy])")
"""Each strong or stressed one, and weak ones that lean on none."""
_SPANISH_SILENT: Final = re.compile(r"(?<=[gq])u(?=[eiéí])")


@dataclass(frozen=True, slots=True)
class Counted:
    """What the formulas look at."""

    words: int
    sentences: int
    syllables: int


def grade(text: str, language: str) -> float | None:
    """The school grade from which a text is easy to follow; None in a language without a formula here.

    English is Flesch and Kincaid's grade (1975). Spanish is Fernández Huerta's
    ease of reading (1959, in the form of Law 2011), whose steps are taken as
    the grades that Flesch's table gives them. Of a text without words it is 0.
    """
    formula = _FORMULAS.get(language.partition("-")[0])
    if formula is None:
        return None
    counted = count(text, language)
    return formula(counted.words / counted.sentences, counted.syllables / counted.words) if counted.words else 0.0


def count(text: str, language: str) -> Counted:
    """Words, sentences (at least one) and syllables of a text in English or Spanish. Numbers are not words."""
    words = _WORD.findall(text)
    sentences = sum(1 for part in _SENTENCE_END.split(text) if _WORD.search(part))
    return Counted(len(words), max(1, sentences), sum(map(_syllables(language), words)))


def english_syllables(word: str) -> int:
    """How many syllables an English word has, by its spelling."""
    plain = re.sub(r"['’](?:s|ve|re|ll|d|m)?", "", word.lower()) or word.lower()
    if plain in _EXCEPTIONS:
        return _EXCEPTIONS[plain]
    found = len(_VOWELS.findall(plain)) + len(_TWICE.findall(plain)) - len(_SILENT.findall(plain))
    return max(1, found)


def spanish_syllables(word: str) -> int:
    """How many syllables a Spanish word has: each strong or stressed vowel, and each weak one that stands alone."""
    plain = _SPANISH_SILENT.sub("", word.lower())
    return max(1, len(_SPANISH_VOWELS.findall(plain)))


def longest_words(text: str, language: str) -> tuple[str, ...]:
    """The three words that take the longest to say, longest first."""
    words = sorted(dict.fromkeys(_WORD.findall(text)), key=lambda word: -_syllables(language)(word))
    return tuple(words[:3])


def _syllables(language: str) -> Callable[[str], int]:
    return spanish_syllables if language.partition("-")[0] == "es" else english_syllables


_EXCEPTIONS: Final[Mapping[str, int]] = {
    "area": 3,
    "being": 2,
    "business": 2,
    "diabetes": 4,
    "every": 2,
    "everyone": 3,
    "idea": 3,
    "people": 2,
    "someone": 2,
    "something": 2,
    "sometimes": 2,
}


def _flesch_kincaid(words_a_sentence: float, syllables_a_word: float) -> float:
    return 0.39 * words_a_sentence + 11.8 * syllables_a_word - 15.59


_STEPS: Final = ((90, 5), (80, 6), (70, 7), (60, 8), (50, 10), (30, 13))
"""Ease of reading, from which on, and the grade that it is for."""


def _fernandez_huerta(words_a_sentence: float, syllables_a_word: float) -> float:
    ease = 206.84 - 60 * syllables_a_word - 1.02 * words_a_sentence
    return float(next((grade for least, grade in _STEPS if ease >= least), 16))


_FORMULAS: Final[Mapping[str, Callable[[float, float], float]]] = {"en": _flesch_kincaid, "es": _fernandez_huerta}

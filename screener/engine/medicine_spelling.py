"""Close spelling: which known spelling a typed name was meant to be, where only one medicine can be meant."""

from collections.abc import Callable, Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

_CLOSE = 86.0
"""Similarity that counts as close: `fuzz.ratio`, of 100."""
_AHEAD = 4.0 - 1e-9
"""How far ahead of the next different medicine, of 100."""
_RIVAL = 70.0
"""A spelling further off than this is no rival: one edit in five letters leaves 80."""
_LETTERS = 5
"""Of a name; a shorter one is recognized exactly or not at all."""
_LETTERS_OF_A_WORD = 4
"""Of each word of a name: a shorter one (PM, HCT, XYZ) may not differ at all."""
_SUFFIXES = ("dm", "ac", "pm", "pe", "hct", "hctz", "d")
"""What makes another medicine of a name even where it was typed without a space: `naproxenpm` is not naproxen."""

_PREFIXES = ("des", "dex", "es", "ar", "levo", "nor")
"""What makes a relative of a substance: desloratadine is not loratadine."""


class Spellings:
    """Every spelling that is known, real or wrong, with the medicine that each stands for."""

    def __init__(self, spellings: Iterable[str]) -> None:
        self._pool = tuple(dict.fromkeys(spellings))

    def closest(self, typed: str, owner: Callable[[str], object]) -> str | None:
        """The spelling that `typed` comes close to, or None where none does or two medicines might be meant.

        Close is a ratio of 0.86 or more between names of five letters or more,
        0.04 ahead of the next different medicine, and fewer slips of the finger
        (letters left out, put in, replaced or swapped) than any different one:
        Zestoril is one slip from Zestril and one from Restoril, so it is neither.
        Nor may a whole word, a number or a suffix be added or dropped.
        """
        near = process.extract(typed, self._pool, scorer=fuzz.ratio, score_cutoff=_RIVAL, limit=None)
        if not near or near[0][1] < _CLOSE or min(_letters(typed), _letters(near[0][0])) < _LETTERS:
            return None
        best, score, _ = near[0]
        mine = [spelling for spelling, _, _ in near if owner(spelling) == owner(best)]
        rivals = [(spelling, other) for spelling, other, _ in near if spelling not in mine]
        slips = min(OSA.distance(typed, spelling) for spelling in mine)
        if any(score - other < _AHEAD or OSA.distance(typed, spelling) <= slips for spelling, other in rivals):
            return None
        return best if _same_but_for_letters(typed, best) else None


def _same_but_for_letters(typed: str, spelling: str) -> bool:
    ours, theirs = typed.split(), spelling.split()
    return len(ours) == len(theirs) and all(map(_same_word_but_for_letters, ours, theirs))


def _same_word_but_for_letters(ours: str, theirs: str) -> bool:
    if ours == theirs:
        return True
    return (
        min(_letters(ours), _letters(theirs)) >= _LETTERS_OF_A_WORD
        and _digits(ours) == _digits(theirs)
        and (fuzz.ratio(ours, theirs) >= _CLOSE or OSA.distance(ours, theirs) <= 1)
        and not (ours.startswith(theirs) and ours[len(theirs) :] in _SUFFIXES)
        and not any(theirs == prefix + ours or ours == prefix + theirs for prefix in _PREFIXES)
    )


def _letters(word: str) -> int:
    return sum(character.isalpha() for character in word)


def _digits(word: str) -> str:
    return "".join(character for character in word if character.isdigit())

"""Text made fit for paper: nothing that turns it round, nothing that the fonts cannot show."""

import re
import unicodedata

_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but for tab and line ends
    "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"  # what turns the direction of reading
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"  # annotations, what is no character, halves of a pair
)


def printable(text: str, spelled: frozenset[str] = frozenset()) -> str:
    """Composed text without controls and bidi overrides; the characters of `spelled` stand as their names.

    An emoji that no font on this machine can draw reads `[crying face]`, where a box would say nothing.
    """
    composed = unicodedata.normalize("NFC", _UNWANTED.sub("", text))
    if spelled.isdisjoint(composed):
        return composed
    return "".join(_name(character) if character in spelled else character for character in composed)


def _name(character: str) -> str:
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"

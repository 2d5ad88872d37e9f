"""Text that somebody typed, made safe to keep: normal form, no hidden characters, bounded."""

import re
import unicodedata

from screener.engine.answer_problems import ProblemCode, UnreadableError

MOST_BYTES = 4_000
"""Of one text in UTF-8: a renderer of pages needs seconds for one of 100 kB."""

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls other than tab and line feed, what turns the writing direction, and halves of characters."""
_INVISIBLE = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def is_blank(text: str) -> bool:
    """Whether there is nothing to see."""
    return not text.strip() or not text.translate(_INVISIBLE).strip()


def safe_text(text: str, *, long: bool, most: int = MOST_BYTES) -> str:
    """The text in NFC without blanks around it, line ends as line feeds; UnreadableError where it cannot be kept.

    Only a `long` text may have several lines and tabs.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n")
    if len(plain) > most:
        raise UnreadableError(ProblemCode.TOO_LONG, limit=str(most))
    if _UNSAFE.search(plain):
        raise UnreadableError(ProblemCode.NOT_PLAIN_TEXT)
    if not long and len(plain.splitlines()) > 1:
        raise UnreadableError(ProblemCode.SEVERAL_LINES)
    if not long and "\t" in plain:
        raise UnreadableError(ProblemCode.NOT_PLAIN_TEXT)
    normal = unicodedata.normalize("NFC", plain).strip()
    if len(normal.encode()) > most:
        raise UnreadableError(ProblemCode.TOO_LONG, limit=str(most))
    return normal


def without_unsafe(text: str) -> str:
    """The text in NFC with line feeds, each character that cannot be kept replaced by a mark that shows it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _UNSAFE.sub("\ufffd", plain)).strip()

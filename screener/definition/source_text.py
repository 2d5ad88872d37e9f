"""The text of a file, and where in it an offset stands.

Bytes become text here and nowhere else: UTF-8, no character that a screen, a
log or a printer would obey instead of showing.
"""

import re
from dataclasses import dataclass

from screener.definition.model import Place
from screener.definition.problems import Problem

MOST_BYTES = 1_048_576
"""A file of a questionnaire is at most 1 MiB."""

UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Controls other than tab and line ends, line separators, overrides of the writing direction, halves of characters."""

_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file's name and its text, without a byte order mark."""

    file: str
    text: str

    def place(self, offset: int) -> Place:
        """The line and column of an offset, both from 1."""
        before = self.text[:offset]
        ends = list(_LINE_END.finditer(before))
        return Place(self.file, len(ends) + 1, offset - (ends[-1].end() if ends else 0) + 1)


def decode(file: str, content: bytes) -> tuple[SourceText | None, tuple[Problem, ...]]:
    """The text of a file, or what is wrong with its bytes: too many, not UTF-8, or not showable."""
    if len(content) > MOST_BYTES:
        return None, (
            Problem(Place(file, 1, 1), f"the file has over {MOST_BYTES:,} bytes, which is more than is read"),
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        place = SourceText(file, before).place(len(before))
        return None, (Problem(place, f"the file is not UTF-8 text: byte 0x{content[error.start]:02x}"),)
    source = SourceText(file, text)
    return source, tuple(
        Problem(source.place(found.start()), f"the character U+{ord(found[0]):04X} cannot be shown; remove it")
        for found in UNSHOWABLE.finditer(text)
    )[:20]

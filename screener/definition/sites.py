"""Where things stand: a cursor on the tree of a strict file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screener.definition.model import Place
from screener.definition.source_text import SourceText
from screener.definition.strict_yaml import Mapping, Node, Scalar, Sequence

_HEADER = re.compile(r"[|>][^\n]*\n")
_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Site:
    """One node of a file's tree."""

    source: SourceText
    node: Node

    @property
    def place(self) -> Place:
        """Where the node begins."""
        return Place(self.source.file, self.node.line, self.node.column)

    def at(self, *path: str | int) -> "Site":
        """The site below; where the path leads nowhere, the last node that it reached."""
        node = self.node
        for part in path:
            if isinstance(node, Mapping) and part in node.entries:
                node = node.entries[part][1]
            elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
            else:
                break
        return Site(self.source, node)

    def key(self, name: str) -> Place:
        """Where a key of the mapping stands; the mapping itself where it has no such key."""
        if isinstance(self.node, Mapping) and name in self.node.entries:
            key = self.node.entries[name][0]
            return Place(self.source.file, key.line, key.column)
        return self.place

    def each(self) -> Iterator["Site"]:
        """The sites of a list's items; none of anything else."""
        if isinstance(self.node, Sequence):
            yield from (Site(self.source, item) for item in self.node.items)

    @property
    def text(self) -> str:
        """The text that stands here; empty for a list or a mapping."""
        return self.node.text if isinstance(self.node, Scalar) else ""

    @property
    def is_plain(self) -> bool:
        """Whether it is text without quotes, on the line of its key."""
        return isinstance(self.node, Scalar) and self.source.text[self.node.start : self.node.start + 1] not in "\"'|>"

    def within(self, offset: int) -> Place:
        """Where a character of the text stands, through quotes, folding and block indentation.

        YAML changes the white space of a text, and nothing else of one without
        escapes: what is not white space is counted. A text with escapes
        answers with its beginning.
        """
        node = self.node
        if not isinstance(node, Scalar):
            return self.place
        written = self.source.text[node.start : node.end]
        skipped = _opening(written)
        wanted = re.sub(r"\s", "", node.text)
        counted = len(re.sub(r"\s", "", node.text[:offset]))
        found = [at for at, character in enumerate(written) if at >= skipped and not character.isspace()]
        body = "".join(written[at] for at in found)
        if not body.startswith(wanted) or not wanted:
            return self.place
        at = found[counted] if counted < len(wanted) else found[len(wanted) - 1] + 1
        return _advance(self.place, written[:at])


def _opening(written: str) -> int:
    """How many characters stand before the text: a quote, or a block's header."""
    if written[:1] in ("'", '"'):
        return 1
    header = _HEADER.match(written)
    return header.end() if header else 0


def _advance(place: Place, passed: str) -> Place:
    ends = list(_LINE_END.finditer(passed))
    if not ends:
        return Place(place.file, place.line, place.column + len(passed))
    return Place(place.file, place.line + len(ends), len(passed) - ends[-1].end() + 1)

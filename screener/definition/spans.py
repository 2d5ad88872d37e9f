"""Which characters of a strict file each part takes, so that an edit can leave all others alone.

Offsets count characters of the text, without a byte order mark. Block scalars
and block collections end with their last written character: blank lines and
remarks behind them are nobody's.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from screener.definition.source_text import SourceText
from screener.definition.strict_yaml import read_tree
from screener.definition.yaml_text import Plain
from screener.errors import Refusal

Path = tuple[str | int, ...]
"""The way to a part: keys of mappings and numbers of items."""


class UnreadableYamlError(Refusal):
    """The text is not YAML as the house reads it, so no part of it can be edited but by hand."""


@dataclass(frozen=True, slots=True)
class ScalarSpan:
    """A piece of text as written, from its first quote or header to its last character."""

    start: int
    end: int
    text: str
    style: str
    """One of `"`, `'`, `|`, `>`, and empty for plain text."""


@dataclass(frozen=True, slots=True)
class ListSpan:
    """A list; `is_flow` where it stands in brackets."""

    start: int
    end: int
    items: tuple["Span", ...]
    is_flow: bool


@dataclass(frozen=True, slots=True)
class MappingSpan:
    """Keys with their values, in file order."""

    start: int
    end: int
    entries: tuple[tuple[ScalarSpan, "Span"], ...]
    is_flow: bool

    def find(self, key: str) -> "tuple[ScalarSpan, Span] | None":
        """The entry of a key."""
        return next((entry for entry in self.entries if entry[0].text == key), None)


_HEADER = re.compile(r"[|>][^\n]*\n")
_BLANK_TAIL = re.compile(r"(?:\r?\n[ \t]*)+\Z")
_LONE_RETURN = re.compile("\r(?!\n)")

Span = ScalarSpan | ListSpan | MappingSpan


def read_spans(source: SourceText) -> Span:
    """The tree of a file with the extent of each part; raises `UnreadableYamlError`."""
    tree, problems = read_tree(source)
    if tree is None or problems:
        why = str(problems[0]) if problems else "the file is empty"
        raise UnreadableYamlError(f"The text cannot be edited by form before its YAML is mended: {why}")
    if _LONE_RETURN.search(source.text):
        raise UnreadableYamlError("The text cannot be edited by form: its lines end as no system ends them any more.")
    return _Spans(source.text).root()


def at(span: Span, path: Path) -> Span:
    """The part at the end of a path; raises KeyError where it leads nowhere."""
    for part in path:
        match span:
            case MappingSpan():
                entry = span.find(str(part))
                if entry is None:
                    raise KeyError(path)
                span = entry[1]
            case ListSpan(items=items) if isinstance(part, int) and 0 <= part < len(items):
                span = items[part]
            case _:
                raise KeyError(path)
    return span


def find(span: Span, path: Path) -> Span | None:
    """The same, or None."""
    try:
        return at(span, path)
    except KeyError:
        return None


def plain_of(span: Span) -> Plain:
    """What the part says: text, lists and mappings."""
    match span:
        case ScalarSpan(text=text):
            return text
        case ListSpan(items=items):
            return [plain_of(item) for item in items]
        case MappingSpan(entries=entries):
            return {key.text: plain_of(value) for key, value in entries}


def scalars(span: Span, path: Path = ()) -> Iterator[tuple[Path, ScalarSpan]]:
    """Every value that is text, with its path."""
    match span:
        case ScalarSpan():
            yield path, span
        case ListSpan(items=items):
            for number, item in enumerate(items):
                yield from scalars(item, (*path, number))
        case MappingSpan(entries=entries):
            for key, value in entries:
                yield from scalars(value, (*path, key.text))


def offsets(source: str, span: ScalarSpan) -> tuple[int, ...] | None:
    """Where each character of the text stands in the file, and its end; None where escapes make that unsure.

    White space stands where what follows it does: YAML folds it.
    """
    header = _HEADER.match(source, span.start) if span.style in ("|", ">") else None
    passed = header.end() if header else span.start + (span.style in ("'", '"'))
    found: list[int] = []
    for character in span.text:
        while passed < span.end and source[passed].isspace():
            passed += 1
        if not character.isspace():
            if source[passed : passed + 1] != character:
                return None
            found.append(passed)
            passed += 1 + (character == "'" == span.style)
        else:
            found.append(passed)
    return (*found, passed)


class _Spans:
    """Builds the tree from the parser's events; the text is known to be strict."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.next_event: Callable[[], Any] = yaml.CBaseLoader(text).get_event

    def root(self) -> Span:
        self.next_event()
        self.next_event()
        return self.node(self.next_event())

    def node(self, event: Any) -> Span:
        start = event.start_mark.index
        match event:
            case yaml.ScalarEvent():
                return self.scalar(event, start)
            case yaml.SequenceStartEvent():
                items = tuple(self.items())
                end = self.closed if event.flow_style else items[-1].end if items else start
                return ListSpan(start, end, items, bool(event.flow_style))
            case _:
                entries = tuple(self.entries())
                end = self.closed if event.flow_style else entries[-1][1].end if entries else start
                return MappingSpan(start, end, entries, bool(event.flow_style))

    def scalar(self, event: Any, start: int) -> ScalarSpan:
        end = event.end_mark.index
        style = event.style or ""
        if style in ("|", ">"):  # the parser's mark stands behind the blank lines that follow
            end = start + len(_BLANK_TAIL.sub("", self.text[start:end]))
        return ScalarSpan(start, end, event.value, style)

    def items(self) -> Iterator[Span]:
        while not isinstance(event := self.next_event(), yaml.SequenceEndEvent):
            yield self.node(event)
        self.close(event)

    def entries(self) -> Iterator[tuple[ScalarSpan, Span]]:
        while not isinstance(event := self.next_event(), yaml.MappingEndEvent):
            key = self.scalar(event, event.start_mark.index)
            yield key, self.node(self.next_event())
        self.close(event)

    def close(self, event: Any) -> None:
        """Remember where a collection in brackets ends."""
        self.closed: int = event.end_mark.index

"""YAML, strictly: a tree of text in which every key and value knows where it stands.

Scalars are text until a schema types them (`no` is the text "no"). Anchors,
aliases, tags, directives, repeated keys and second documents are problems, and
so is whatever the YAML parser refuses; nothing here raises on any input.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import yaml

from screener.definition.model import Place
from screener.definition.problems import Problem, quoted
from screener.definition.source_text import UNSHOWABLE, SourceText

MOST_NESTING = 50
MOST_PROBLEMS = 500


class Scalar(NamedTuple):
    """A piece of text, and the offsets of it as written, quotes included. Line and column count from 1."""

    text: str
    line: int
    column: int
    start: int
    end: int


class Sequence(NamedTuple):
    """A list."""

    items: "list[Node]"
    line: int
    column: int


class Mapping(NamedTuple):
    """Keys and values, in file order."""

    entries: "dict[str, tuple[Scalar, Node]]"
    line: int
    column: int


Node = Scalar | Sequence | Mapping

# What libyaml says, in words that help someone who does not write YAML every day.
_IN_PLAIN_WORDS = {
    "mapping values are not allowed in this context": "a colon and a space start a value, which cannot stand here: "
    "put the text in quotes, or check the indentation",
    "found character that cannot start any token": "text cannot begin with this character: put it in quotes, "
    "and indent with spaces, not tabs",
    "did not find expected key": "this does not fit the lines above it: check the indentation and the quotes",
    "did not find expected '-' indicator": "a list goes on here, but this line does not begin with a dash",
    "found a tab character that violates indentation": "a tab cannot indent: use spaces",
    "exceeded maximum nesting depth": f"nested more than {MOST_NESTING} deep",
    "could not find expected ':'": "a key must be followed by a colon and a space",
    "found unexpected end of stream": "the file ends inside a quoted text",
    "did not find expected ',' or ']'": "a list in brackets needs a comma between its items and a closing bracket",
    "did not find expected ',' or '}'": "a mapping in braces needs a comma between its entries and a closing brace",
}


class _StopReadingError(Exception):
    """Nothing sensible can be read after this."""


def read_tree(source: SourceText) -> tuple[Node | None, tuple[Problem, ...]]:
    """The one document of a file as a tree, and every problem of its YAML.

    The tree is None where the file is empty or cannot be read to its end.
    """
    builder = _Builder(source)
    try:
        return builder.document(), tuple(builder.problems)
    except _StopReadingError:
        pass
    except yaml.MarkedYAMLError as error:
        builder.refuse_syntax(error)
    except yaml.YAMLError as error:
        builder.problem(1, 1, f"the YAML cannot be read: {quoted(str(error))}")
    return None, tuple(builder.problems)


class _Builder:
    """Builds the tree from the parser's events, and gathers problems on the way."""

    def __init__(self, source: SourceText) -> None:
        self.file = source.file
        self.next_event: Callable[[], Any] = yaml.CBaseLoader(source.text).get_event
        self.problems: list[Problem] = []

    def problem(self, line: int, column: int, message: str) -> None:
        self.problems.append(Problem(Place(self.file, line, column), message))
        if len(self.problems) == MOST_PROBLEMS:
            raise _StopReadingError

    def refuse_syntax(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = error.problem or "the YAML cannot be read"
        self.problem(line, column, _IN_PLAIN_WORDS.get(said, said))

    def document(self) -> Node | None:
        self.next_event()
        start = self.next_event()
        if isinstance(start, yaml.StreamEndEvent):
            self.problem(1, 1, "the file is empty")
            return None
        if start.version or start.tags:
            self.problem(1, 1, "lines that begin with % are not allowed")
        root = self.node(self.next_event(), 0)
        self.next_event()
        after = self.next_event()
        if not isinstance(after, yaml.StreamEndEvent):
            mark = after.start_mark
            self.problem(mark.line + 1, mark.column + 1, "a second document begins here; a file holds one")
        return root

    def node(self, event: Any, depth: int) -> Node:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        match event:
            case yaml.ScalarEvent():
                self.check_plain(event, line, column)
                return self.scalar(event, event.value, line, column)
            case yaml.AliasEvent():
                alias = quoted(event.anchor or "")
                self.problem(line, column, f"aliases are not allowed ({alias}): write the content out")
                return self.scalar(event, f"*{event.anchor}", line, column)
        self.check_plain(event, line, column)
        if depth == MOST_NESTING:
            self.problem(line, column, f"nested more than {MOST_NESTING} deep; nothing after this was read")
            raise _StopReadingError
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(self.items(depth + 1), line, column)
        return Mapping(self.entries(depth + 1), line, column)

    def scalar(self, event: Any, text: str, line: int, column: int) -> Scalar:
        if UNSHOWABLE.search(text):  # the file's own text was looked at before: only an escape can bring one in
            self.problem(line, column, "an escape in this text makes a character that cannot be shown; remove it")
        return Scalar(text, line, column, event.start_mark.index, event.end_mark.index)

    def check_plain(self, event: Any, line: int, column: int) -> None:
        """No anchor and no tag."""
        if event.anchor is not None:
            self.problem(line, column, f"anchors are not allowed ({quoted(event.anchor)}): write the content out")
        if event.tag is not None:
            message = f"tags are not allowed ({quoted(event.tag)}): put text that begins with ! in quotes"
            self.problem(line, column, message)

    def items(self, depth: int) -> "list[Node]":
        items = []
        while not isinstance(event := self.next_event(), yaml.SequenceEndEvent):
            items.append(self.node(event, depth))
        return items

    def entries(self, depth: int) -> "dict[str, tuple[Scalar, Node]]":
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := self.next_event(), yaml.MappingEndEvent):
            key = self.node(event, depth)
            value = self.node(self.next_event(), depth)
            if not isinstance(key, Scalar):
                self.problem(key.line, key.column, "a key must be text, not a list or a mapping")
            elif key.text in entries:
                first = entries[key.text][0]
                self.problem(
                    key.line, key.column, f"the key {quoted(key.text)} stands here again; first in line {first.line}"
                )
            else:
                entries[key.text] = (key, value)
        return entries


def plain(node: Node) -> object:
    """The tree as text, lists and dictionaries, for a schema."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, (_, value) in node.entries.items()}

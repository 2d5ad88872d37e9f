"""Edits of one strict file, part by part: each says which characters give way to which.

Remarks directly above an item or a key belong to it and go where it goes. Items
that stand apart by blank lines stay so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from screener.definition.source_text import SourceText
from screener.definition.spans import ListSpan, MappingSpan, Path, ScalarSpan, Span, at, read_spans
from screener.definition.spelling import entry_lines, flow, item_lines, respelled, shifted
from screener.definition.yaml_text import Plain, scalar
from screener.errors import Refusal


class NotEditableError(Refusal):
    """The text is laid out in a way that only its author can change."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The characters from `start` to `end` give way to `text`."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; they may not overlap. New lines end as the text's do."""
    newline = "\r\n" if "\r\n" in text else "\n"
    pieces: list[str] = []
    passed = 0
    for edit in sorted(edits):
        if edit.start < passed:
            raise ValueError("edits overlap")
        pieces += (text[passed : edit.start], edit.text.replace("\r\n", "\n").replace("\n", newline))
        passed = edit.end
    return "".join((*pieces, text[passed:]))


@dataclass(frozen=True, slots=True)
class Written:
    """A file as written: its text, and the extent of each part."""

    source: SourceText
    root: Span

    @classmethod
    def read(cls, source: SourceText) -> "Written":
        """Raises `UnreadableYamlError`."""
        return cls(source, read_spans(source))

    @property
    def text(self) -> str:
        """All of it."""
        return self.source.text

    def replace(self, path: Path, value: Plain) -> Edit:
        """Something else stands at the path: a text in the style of the old one."""
        old = at(self.root, path)
        if isinstance(old, ScalarSpan) and isinstance(value, str):
            new = respelled(self.text, old, value, column=self._column_below(path), is_flow=self._is_in_flow(path))
            return Edit(old.start, old.end, new)
        if self._is_in_flow(path) or not isinstance(path[-1], str):
            return Edit(old.start, old.end, flow(value))
        key = next(key for key, below in self._mapping(path[:-1]).entries if below is old)
        lines = entry_lines(path[-1], value, self._column(key.start))
        return Edit(key.start, old.end, "\n".join(lines).lstrip(" "))

    def put(self, path: Path, value: Plain, *, after: str | None) -> Edit:
        """A new key at the path, behind the key `after`, or behind all others."""
        mapping = self._mapping(path[:-1])
        key = str(path[-1])
        if not mapping.entries:
            return Edit(mapping.start, mapping.end, flow({key: value}))
        names = [each.text for each, _ in mapping.entries]
        number = names.index(after) if after in names else len(names) - 1
        if mapping.is_flow:
            end = mapping.entries[number][1].end
            return Edit(end, end, f", {scalar(key)}: {flow(value)}")
        lines = entry_lines(key, value, self._column(mapping.entries[0][0].start))
        apart = "\n" if self._is_apart(mapping) else ""
        return self._insertion(self._block_end(mapping, number), apart + "".join(f"{line}\n" for line in lines))

    def insert(self, path: Path, number: int, value: Plain) -> Edit:
        """A new item in the list at the path, so that it has this number."""
        listed = self._list(path)
        if not listed.items:
            return Edit(listed.start, listed.end, flow([value]))
        if listed.is_flow and number < len(listed.items):
            start = listed.items[number].start
            return Edit(start, start, f"{flow(value)}, ")
        if listed.is_flow:
            end = listed.items[-1].end
            return Edit(end, end, f", {flow(value)}")
        return self._insert_lines(listed, number, item_lines(value, self._part_column(listed)))

    def remove(self, path: Path) -> Edit:
        """Nothing stands at the path any more, nor the remarks right above it."""
        parent = at(self.root, path[:-1])
        number = _number(parent, path[-1])
        if isinstance(parent, ListSpan | MappingSpan) and parent.is_flow:
            return _removal_from_flow(parent, number)
        start, end = self._block(parent, number)
        behind = self._behind_blank_lines(end)
        if behind > end and self._is_after_blank(start):
            is_last = number == _size(parent) - 1
            return Edit(self._before_blank_lines(start), end, "") if is_last else Edit(start, behind, "")
        return Edit(start, end, "")

    def move(self, path: Path, into: Path, number: int) -> tuple[Edit, ...]:
        """The part at the path goes before the one that has this number now in `into`, or behind its last."""
        source, target = self._parts(path[:-1]), self._parts(into)
        at_now = _number(source, path[-1])
        if source.is_flow or target.is_flow:
            if source is target and number in (at_now - 1, at_now + 2):
                return self._swapped(source, at_now, at_now - 1 if number < at_now else at_now + 1)
            raise NotEditableError("This list is written on one line: move its parts in the text itself.")
        start, end = self._block(source, at_now)
        by = self._part_column(target) - self._part_column(source)
        lines = self.text[start:end].replace("\r\n", "\n").removesuffix("\n").split("\n")
        insertion = self._insert_lines(target, number, [shifted(line, by) for line in lines])
        removal = self.remove(path)
        if removal.start < insertion.start < removal.end:
            insertion = Edit(removal.start, removal.start, insertion.text)
        return removal, insertion

    def copy(self, path: Path, name: ScalarSpan, new_name: str) -> Edit:
        """The part at the path a second time, right behind, called otherwise; the remarks above it are not copied."""
        parent = self._parts(path[:-1])
        if parent.is_flow:
            raise NotEditableError("This list is written on one line: copy its parts in the text itself.")
        number = _number(parent, path[-1])
        start, end = self._line_start(self._extent(parent, number)[0]), self._block_end(parent, number)
        copied = self.text[start : name.start] + new_name + self.text[name.end : end].removesuffix("\n") + "\n"
        return self._insertion(end, ("\n" if self._is_apart(parent) else "") + copied)

    def _swapped(self, parent: ListSpan | MappingSpan, one: int, other: int) -> tuple[Edit, Edit]:
        """Two parts on one line change places."""
        (start, end), (from_, to) = (_flow_extent(parent, number) for number in (one, other))
        return Edit(start, end, self.text[from_:to]), Edit(from_, to, self.text[start:end])

    # Lines

    def _insert_lines(self, listed: ListSpan | MappingSpan, number: int, lines: list[str]) -> Edit:
        """Whole lines, before the item of this number or behind the last."""
        apart = "\n" if self._is_apart(listed) else ""
        text = "".join(f"{line}\n" for line in lines)
        if number < _size(listed):
            start, _ = self._block(listed, number)
            return Edit(start, start, text + apart)
        return self._insertion(self._block_end(listed, _size(listed) - 1), apart + text)

    def _insertion(self, end: int, text: str) -> Edit:
        """Lines behind the end of a line; where the file ends without one, it gets one."""
        if end and not self.text[:end].endswith("\n"):
            return Edit(end, end, "\n" + text.removesuffix("\n"))
        return Edit(end, end, text)

    def _block(self, parent: Span, number: int) -> tuple[int, int]:
        """From the remarks right above an item or entry to the end of its last line."""
        first, _ = self._extent(parent, number)
        start = self._line_start(first)
        if self.text[start:first].strip(" "):
            raise NotEditableError("Something else stands on the same line: change it in the text itself.")
        limit = self._block_end(parent, number - 1) if number else 0
        while start > limit and self.text[self._line_start(start - 1) : start].strip().startswith("#"):
            start = self._line_start(start - 1)
        return start, self._block_end(parent, number)

    def _block_end(self, parent: Span, number: int) -> int:
        _, last = self._extent(parent, number)
        found = self.text.find("\n", last)
        return len(self.text) if found < 0 else found + 1

    def _extent(self, parent: Span, number: int) -> tuple[int, int]:
        """Of an item with its dash, of an entry with its key."""
        match parent:
            case ListSpan(items=items):
                return self._dash(items[number].start), items[number].end
            case MappingSpan(entries=entries):
                return entries[number][0].start, max(entries[number][0].end + 1, entries[number][1].end)
            case _:
                raise NotEditableError("There is nothing to take apart here.")

    def _is_apart(self, parent: ListSpan | MappingSpan) -> bool:
        """Whether its parts stand apart by blank lines."""
        return _size(parent) > 1 and self._is_after_blank(self._block(parent, 1)[0])

    def _is_after_blank(self, start: int) -> bool:
        return start == 0 or not self.text[self._line_start(start - 1) : start].strip()

    def _behind_blank_lines(self, end: int) -> int:
        while end < len(self.text):
            line = self.text[end : self._next_line(end)]
            if line.strip():
                break
            end += len(line)
        return end

    def _before_blank_lines(self, start: int) -> int:
        while start and self._is_after_blank(start):
            start = self._line_start(start - 1)
        return start

    def _next_line(self, offset: int) -> int:
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found + 1

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, max(offset, 0)) + 1

    def _column(self, offset: int) -> int:
        return offset - self._line_start(offset)

    def _dash(self, offset: int) -> int:
        """Where the dash of a block item stands."""
        dash = self.text.rfind("-", 0, offset)
        if dash < 0 or self.text[dash + 1 : offset].strip():
            raise NotEditableError("A remark stands between a dash and its item: change it in the text itself.")
        return dash

    def _part_column(self, parent: ListSpan | MappingSpan) -> int:
        return self._column(self._extent(parent, 0)[0])

    # Parts

    def _parts(self, path: Path) -> ListSpan | MappingSpan:
        found = at(self.root, path)
        if isinstance(found, ScalarSpan) or not _size(found):
            raise NotEditableError("There is nothing to take apart here.")
        return found

    def _mapping(self, path: Path) -> MappingSpan:
        found = at(self.root, path)
        if not isinstance(found, MappingSpan):
            raise NotEditableError("There are no keys here.")
        return found

    def _list(self, path: Path) -> ListSpan:
        found = at(self.root, path)
        if not isinstance(found, ListSpan):
            raise NotEditableError("There is no list here.")
        return found

    def _is_in_flow(self, path: Path) -> bool:
        above = (at(self.root, path[:length]) for length in range(len(path)))
        return any(isinstance(each, ListSpan | MappingSpan) and each.is_flow for each in above)

    def _column_below(self, path: Path) -> int:
        """Where lines below the key or dash of the path belong."""
        parent = at(self.root, path[:-1])
        first, _ = self._extent(parent, _number(parent, path[-1])) if not self._is_in_flow(path) else (0, 0)
        return self._column(first) + 2


def _number(parent: Span, part: str | int) -> int:
    match parent:
        case ListSpan() if isinstance(part, int):
            return part
        case MappingSpan(entries=entries):
            return next(number for number, (key, _) in enumerate(entries) if key.text == part)
        case _:
            raise KeyError(part)


def _size(parent: Span) -> int:
    match parent:
        case ListSpan(items=items):
            return len(items)
        case MappingSpan(entries=entries):
            return len(entries)
        case _:
            return 0


def _removal_from_flow(parent: ListSpan | MappingSpan, number: int) -> Edit:
    """The part with the comma behind it; of the last one, with the comma before it."""
    start, end = _flow_extent(parent, number)
    if number + 1 < _size(parent):
        return Edit(start, _flow_extent(parent, number + 1)[0], "")
    return Edit(_flow_extent(parent, number - 1)[1] if number else start, end, "")


def _flow_extent(parent: ListSpan | MappingSpan, number: int) -> tuple[int, int]:
    if isinstance(parent, ListSpan):
        return parent.items[number].start, parent.items[number].end
    key, value = parent.entries[number]
    return key.start, max(key.end, value.end)

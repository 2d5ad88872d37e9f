"""How a new text is written in the place of an old one: in the same style where it can be.

Whatever is written here reads back as the text that was wanted; who calls
checks that (`editing`), as YAML has more corners than any speller knows.
"""

import json
import re
import textwrap
from collections.abc import Mapping
from typing import Final

from screener.definition.source_text import SourceText
from screener.definition.spans import ScalarSpan
from screener.definition.strict_yaml import Mapping as TreeMapping
from screener.definition.strict_yaml import Scalar, Sequence, read_tree
from screener.definition.yaml_text import Plain, scalar, to_yaml

WIDTH: Final = 112
"""Where lines are broken, indentation included."""
_NARROWEST: Final = 40
_SINGLE_SPACED = re.compile(r"[^\s]+( [^\s]+)*")
_HEADER = re.compile(r"[|>][^\n]*\n")


def respelled(source: str, old: ScalarSpan, new: str, *, column: int, is_flow: bool) -> str:
    """What to write for `new` where `old` stands.

    `column` is where lines below the key belong (from 0). In a flow collection
    nothing but one line can stand.
    """
    if old.start == old.end:
        return f" {inline(new, is_flow=is_flow)}"
    if old.style == ">" and _is_foldable(new):
        return _folded_again(source[old.start : old.end], new, column)
    if old.style == "|" and _is_literal(new):
        header, body_column = _header(source[old.start : old.end], column)
        return header + _indented(new.split("\n"), body_column)
    if is_flow:
        return inline(new, style=old.style, is_flow=True)
    if "\n" in new:
        return _block("|-", new.split("\n"), column) if _is_literal(new) else json.dumps(new, ensure_ascii=False)
    line = inline(new, style=old.style, is_flow=False)
    start = old.start - (source.rfind("\n", 0, old.start) + 1)
    if start + len(line) > WIDTH and old.style not in ("'", '"') and _is_foldable(new):
        return _block(">-", _wrapped(new, column), column)
    return line


def inline(text: str, *, style: str = "", is_flow: bool) -> str:
    """Text on one line: as it is, in the quotes that it had, or in double ones."""
    if style in ("", "|", ">") and _stays_plain(text, is_flow=is_flow):
        return text
    if style == "'" and "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


def _text_lines(key: str, text: str, column: int) -> list[str]:
    """A key and a text as lines, the key's own at column 0; folded where it is too long for one."""
    line = f"{key} {inline(text, is_flow=False)}" if "\n" not in text else ""
    if line and (column + len(line) <= WIDTH or not _is_foldable(text)):
        return [line]
    if _is_literal(text):
        return [f"{key} |-", *(f"  {part}" if part else "" for part in text.split("\n"))]
    if _is_foldable(text):
        return [f"{key} >-", *(f"  {part}" if part else "" for part in _wrapped(text, column + 2))]
    return [f"{key} {json.dumps(text, ensure_ascii=False)}"]


def flow(value: Plain) -> str:
    """Any value on one line, in brackets and braces."""
    match value:
        case None:
            return "null"
        case str():
            return inline(value, is_flow=True)
        case Mapping():
            return "{" + ", ".join(f"{scalar(key)}: {flow(below)}" for key, below in value.items()) + "}"
        case _:
            return "[" + ", ".join(flow(item) for item in value) + "]"


def entry_lines(key: str, value: Plain, column: int) -> list[str]:
    """A key and its value as lines, from that column on."""
    name = f"{scalar(key)}:"
    if isinstance(value, str):
        lines = _text_lines(name, value, column)
    else:
        lines = to_yaml({key: value}).removesuffix("\n").split("\n")
    return [shifted(line, column) for line in lines]


def item_lines(value: Plain, column: int) -> list[str]:
    """A dash and an item as lines, the dash at that column."""
    if isinstance(value, Mapping) and value:
        entries = [line for key, below in value.items() for line in entry_lines(key, below, column + 2)]
        return [f"{' ' * column}- {entries[0].lstrip(' ')}", *entries[1:]]
    if isinstance(value, str):
        return [shifted(line, column) for line in _text_lines("-", value, column)]
    return [f"{' ' * column}- {flow(value)}"]


def shifted(line: str, by: int) -> str:
    """The line further right or left, as far as it has room; a blank one stays blank."""
    if not line.strip():
        return line
    return " " * by + line if by >= 0 else line[min(-by, len(line) - len(line.lstrip(" "))) :]


def _stays_plain(text: str, *, is_flow: bool) -> bool:
    """Whether text without quotes reads back as itself, and as text to every reader that a person may use."""
    if text in ("", "null", "~", "true", "false") or "\n" in text or text != text.strip():
        return False
    tree, problems = read_tree(SourceText("", f"k: [{text}]" if is_flow else f"k: {text}"))
    if problems or not isinstance(tree, TreeMapping):
        return False
    value = tree.entries["k"][1]
    if is_flow and isinstance(value, Sequence) and len(value.items) == 1:
        value = value.items[0]
    return isinstance(value, Scalar) and value.text == text


def _is_literal(text: str) -> bool:
    """Whether a block keeps the text as it is."""
    lines = text.split("\n")
    return bool(text) and bool(lines[0].strip()) and bool(lines[-1]) and all(line == line.strip() for line in lines)


def _is_foldable(text: str) -> bool:
    """Whether a folded block keeps the text: words with single spaces between them, on lines of words."""
    lines = text.split("\n")
    return bool(lines[0]) and bool(lines[-1]) and all(not line or _SINGLE_SPACED.fullmatch(line) for line in lines)


def _wrapped(text: str, column: int) -> list[str]:
    """The lines of a folded block: one more line end between paragraphs than the text has."""
    width = max(WIDTH - column, _NARROWEST)
    lines: list[str] = []
    for number, paragraph in enumerate(text.split("\n")):
        lines += [""] if number else []
        lines += _words_wrapped(paragraph.split(" "), width) if paragraph else []
    return lines


def _words_wrapped(words: list[str], width: int) -> list[str]:
    return textwrap.wrap(" ".join(words), width, break_long_words=False, break_on_hyphens=False)


def _folded_again(written: str, new: str, column: int) -> str:
    """The block with new words: lines at either end that say the same stay as they are broken."""
    header, body_column = _header(written, column)
    old_lines = [line.strip() for line in written[len(header) :].splitlines()]
    if "\n" in new or not all(old_lines):
        return header + _indented(_wrapped(new, body_column), body_column)
    words = new.split(" ")
    head = _kept(old_lines[:-1], words)
    words = words[sum(len(line.split(" ")) for line in head) :]
    rest = [_reversed(line) for line in old_lines[: len(head) : -1]]
    tail = [_reversed(line) for line in _kept(rest, words[::-1])][::-1]
    words = words[: len(words) - sum(len(line.split(" ")) for line in tail)]
    width = max(WIDTH - body_column, _NARROWEST)
    return header + _indented([*head, *_words_wrapped(words, width), *tail], body_column)


def _kept(lines: list[str], words: list[str]) -> list[str]:
    """The lines that the words begin with, as long as words are left after them."""
    kept: list[str] = []
    passed = 0
    for line in lines:
        size = len(line.split(" "))
        if words[passed : passed + size] != line.split(" ") or passed + size >= len(words):
            break
        kept.append(line)
        passed += size
    return kept


def _reversed(line: str) -> str:
    return " ".join(line.split(" ")[::-1])


def _header(written: str, column: int) -> tuple[str, int]:
    """The header of a block with its line end, and the column of its text."""
    found = _HEADER.match(written)
    if found is None:
        return f"{written}\n", column
    body = next((line for line in written[found.end() :].split("\n") if line.strip()), "")
    return found[0], len(body) - len(body.lstrip(" ")) if body else column


def _block(header: str, lines: list[str], column: int) -> str:
    return f"{header}\n{_indented(lines, column)}"


def _indented(lines: list[str], column: int) -> str:
    return "\n".join(" " * column + line if line else "" for line in lines)

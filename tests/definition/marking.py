"""Remarks written into a questionnaire's file, so that it shows whether an edit keeps them."""

from screener.definition.source_files import MAIN
from screener.definition.source_text import SourceText
from screener.definition.spans import ListSpan, MappingSpan, Span, read_spans


def remarked(text: str) -> str:
    """The file with a numbered remark on a line of its own above every key and item that begins a line."""
    lines = text.split("\n")
    starts = sorted(set(_starts(read_spans(SourceText(MAIN, text)))))
    numbers = {text.count("\n", 0, start) for start in starts if not text[: start + 1].split("\n")[-1][:-1].strip(" -")}
    for number in sorted(numbers, reverse=True):
        indent = len(lines[number]) - len(lines[number].lstrip(" "))
        lines.insert(number, f"{' ' * indent}# remark {number}")
    return "\n".join(lines)


def _starts(span: Span) -> "list[int]":
    """Where the parts of block collections begin."""
    match span:
        case ListSpan(items=items, is_flow=False):
            return [each for item in items for each in (item.start, *_starts(item))]
        case MappingSpan(entries=entries, is_flow=False):
            return [each for key, value in entries for each in (key.start, *_starts(value))]
        case _:
            return []

"""Who refers to what: every place in a questionnaire's files where something is called by its name."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from screener.definition.condition_reads import Node, children
from screener.definition.conditions import (
    AllRows,
    AnswerRef,
    AnyRow,
    Condition,
    CountRows,
    Holds,
    Includes,
    IsOneOf,
    Operand,
    SettingRef,
)
from screener.definition.conditions_text import ConditionSyntaxError, parse, parse_number
from screener.definition.things import Thing

Scope = Mapping[str, str]
"""Which question's rows or cells a bound variable goes through."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: from `start` to `end`, end exclusive."""

    start: int
    end: int
    thing: Thing


def mentions(text: str, known: Mapping[Thing, object], *, row: str | None = None) -> tuple[Mention, ...]:
    """The names in a condition or a number as written; none where it cannot be read.

    `row` is the question of a column's condition, whose row is called `row`.
    """
    node = _read(text)
    scope = {"row": row} if row else {}
    found = _Mentions(text, known).of(node, scope) if node is not None else ()
    return tuple(sorted(set(found), key=lambda each: each.start))


def _read(text: str) -> Condition | Operand | None:
    readers: tuple[Callable[[str], Condition | Operand], ...] = (parse, parse_number)
    for reader in readers:
        try:
            return reader(text)
        except ConditionSyntaxError:
            continue
    return None


_WORD: Final = re.compile(r"[A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class _Mentions:
    text: str
    known: Mapping[Thing, object]

    def of(self, node: Node, scope: Scope) -> Iterator[Mention]:
        match node:
            case AnswerRef():
                yield from self.answer(node, scope)
            case Holds(name=name, span=span):
                # A name alone is read as a condition first; as the number of a value it may be a question's.
                things = tuple(Thing(sort, name) for sort in ("rule", "check", "value", "question"))
                yield from self.word(name, span.start, span.end, *things)
            case SettingRef(name=name, span=span):
                yield from self.setting(name, span.start, span.end)
            case AnyRow() | AllRows() | CountRows():
                yield from self.of(node.source, scope)
                inner = {**scope, node.variable: node.source.question}
                if isinstance(node, CountRows) and node.different:
                    yield from self.part(node.variable, node.different, node.span.start, node.span.end, inner)
                yield from self.of(node.where, inner)
                return
            case IsOneOf() | Includes():
                yield from self.choices(node, scope)
        for child in children(node):
            yield from self.of(child, scope)

    def answer(self, node: AnswerRef, scope: Scope) -> Iterator[Mention]:
        name, span = node.question, node.span
        if name in scope:
            yield from self.part(name, node.part, span.start, span.end, scope)
            return
        yield from self.word(name, span.start, span.end, Thing("question", name), Thing("value", name))
        yield from self.part(name, node.part, span.start, span.end, {name: name})

    def part(self, name: str, part: str | None, start: int, end: int, scope: Scope) -> Iterator[Mention]:
        """`triptan` of `am_days.triptan`, `dose` of `medicine.dose`."""
        found = re.compile(rf"\b{name}\.({part})\b").search(self.text, start, end) if part else None
        if found:
            within = f"{scope[name]}.{part}"
            for thing in (Thing("row", within), Thing("column", within)):
                if thing in self.known:
                    yield Mention(found.start(1), found.end(1), thing)

    def choices(self, node: IsOneOf | Includes, scope: Scope) -> Iterator[Mention]:
        subject = node.subject
        if not isinstance(subject, AnswerRef):
            return
        question = scope.get(subject.question, subject.question)
        is_column = Thing("column", f"{question}.{subject.part}") in self.known
        within = f"{question}.{subject.part}" if is_column else question
        for choice in node.choices if isinstance(node, IsOneOf) else node.members:
            yield from self.word(choice, subject.span.end, node.span.end, Thing("choice", f"{within}.{choice}"))

    def setting(self, name: str, start: int, end: int) -> Iterator[Mention]:
        found = re.compile(rf"settings\.({name})\b").search(self.text, start, end)
        if found and (thing := Thing("setting", name)) in self.known:
            yield Mention(*found.span(1), thing)

    def word(self, word: str, start: int, end: int, *things: Thing) -> Iterator[Mention]:
        dash = "-" if word[:1].isupper() else ""
        found = re.compile(rf"(?<![\w.{dash}]){word}(?![\w{dash}])").search(self.text, start, end)
        for thing in things:
            if found and thing in self.known:
                yield Mention(*found.span(), thing)
                return


def named_in_words(text: str, known: Mapping[Thing, object]) -> Iterator[Mention]:
    """The rules, questions and values that stand in a sentence, as in a statement of the proof."""
    for found in _WORD.finditer(text):
        word = found[0].rstrip(".-")
        thing = next((each for sort in _IN_WORDS if (each := Thing(sort, word)) in known), None)
        if thing is not None:
            yield Mention(found.start(), found.start() + len(word), thing)


_IN_WORDS: Final = ("rule", "check", "question", "value", "step", "section")

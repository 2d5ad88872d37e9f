"""What has a name in a questionnaire's main file, and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from screener.definition.spans import ListSpan, MappingSpan, Path, ScalarSpan, Span, find

Sort = Literal[
    "section",
    "step",
    "question",
    "choice",
    "row",
    "column",
    "rule",
    "check",
    "setting",
    "value",
    "message",
    "source",
    "vignette",
    "translation",
]
KEYED: Final[dict[Sort, str]] = {"setting": "settings", "source": "sources", "message": "messages", "value": "values"}
"""What stands in a mapping by its name, and under which key of the file."""


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """Something with a name. A choice, row or column is named within its question: `hx_conditions.angina`."""

    sort: Sort
    name: str

    def __str__(self) -> str:
        return f"{self.sort} {self.name}"


@dataclass(frozen=True, slots=True)
class Named:
    """Where a thing stands."""

    path: Path
    """To all of it."""
    name: ScalarSpan
    """Its name as written: the text of `id`, or a key."""


def things_in(root: Span) -> dict[Thing, Named]:
    """Everything with a name, in file order; of two that share one, the first."""
    found: dict[Thing, Named] = {}
    for thing, named in _things(root):
        found.setdefault(thing, named)
    return found


def _things(root: Span) -> Iterator[tuple[Thing, Named]]:
    for sort, key in KEYED.items():
        yield from _keyed(root, (key,), sort, "")
    for section, path in _listed(root, ("sections",)):
        yield Thing("section", section.text), Named(path, section)
        for step, below in _listed(root, (*path, "steps")):
            yield Thing("step", step.text), Named(below, step)
            for question, place in _listed(root, (*below, "questions")):
                yield Thing("question", question.text), Named(place, question)
                yield from _within_question(root, place, question.text)
    for rule, path in _listed(root, ("rules",)):
        yield Thing("rule", rule.text), Named(path, rule)
    for check, path in _listed(root, ("checks",)):
        yield Thing("check", check.text), Named(path, check)


def _within_question(root: Span, path: Path, question: str) -> Iterator[tuple[Thing, Named]]:
    yield from _keyed(root, (*path, "choices"), "choice", f"{question}.")
    yield from _keyed(root, (*path, "rows"), "row", f"{question}.")
    for column, place in _listed(root, (*path, "columns")):
        yield Thing("column", f"{question}.{column.text}"), Named(place, column)
        yield from _keyed(root, (*place, "choices"), "choice", f"{question}.{column.text}.")


def _keyed(root: Span, path: Path, sort: Sort, prefix: str) -> Iterator[tuple[Thing, Named]]:
    found = find(root, path)
    if isinstance(found, MappingSpan):
        for key, _ in found.entries:
            yield Thing(sort, f"{prefix}{key.text}"), Named((*path, key.text), key)


def _listed(root: Span, path: Path) -> Iterator[tuple[ScalarSpan, Path]]:
    found = find(root, path)
    if isinstance(found, ListSpan):
        for number, item in enumerate(found.items):
            entry = item.find("id") if isinstance(item, MappingSpan) else None
            if entry is not None and isinstance(entry[1], ScalarSpan):
                yield entry[1], (*path, number)

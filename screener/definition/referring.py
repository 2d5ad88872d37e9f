"""References through all files of a questionnaire, each with its place and who makes it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from screener.definition.references import Mention, mentions, named_in_words
from screener.definition.source_files import MAIN, VIGNETTES, language_of
from screener.definition.spans import ListSpan, MappingSpan, Path, ScalarSpan, Span, find, scalars
from screener.definition.things import Named, Thing

_SETTING: Final = re.compile(r"\{settings\.([a-z0-9_]+)\}")


_ANSWER: Final = re.compile(r"\{([a-z0-9_]+)(?:\.([a-z0-9_]+))?\}")


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing's name where somebody else uses it."""

    file: str
    scalar: ScalarSpan
    """The text or key in which it stands."""
    start: int
    """In that text; end exclusive."""
    end: int
    thing: Thing
    by: Thing | None
    """Who uses it; None for a ladder, or a list like it."""
    where: Path
    """The path of the value, or of the key's entry."""
    is_own: bool = False
    """Whether it is said of the thing itself: its translation, or an example patient's answer to it."""


def references(roots: Mapping[str, Span], known: Mapping[Thing, Named]) -> Iterator[Reference]:
    """Every reference in the files, by their names; `known` are the things of the main one."""
    yield from _Main(roots[MAIN], known).all()
    for name, root in roots.items():
        if name == VIGNETTES:
            yield from _Vignettes(root, known).all()
        elif language_of(name):
            yield from _Translation(name, root, known).all()


@dataclass(frozen=True, slots=True)
class _Main:
    root: Span
    known: Mapping[Thing, Named]

    def all(self) -> Iterator[Reference]:
        for thing, named in self.known.items():
            yield from self.of_thing(thing, named.path)
        for key in ("ladders", "exclusive rules"):
            for path, scalar in scalars(find(self.root, (key,)) or _NOTHING, (key,)):
                yield from self.name(scalar, path, None, Thing("rule", scalar.text))
                yield from self.name(scalar, path, None, Thing("check", scalar.text))
        for key in ("identity", "contact", "consent", "emergency notice"):
            for path, scalar in scalars(find(self.root, (key,)) or _NOTHING, (key,)):
                yield from self.name(scalar, path, None, Thing("question", scalar.text))
        yield from self.of_choices("question", ("consent",), "refused by")
        yield from self.of_choices("question", ("emergency notice",), "refused by")
        yield from self.of_choices("question", ("contact", "voicemail"), "allowed by")
        for path, scalar in scalars(find(self.root, ("accepted",)) or _NOTHING, ("accepted",)):
            if path[-1] == "statement":
                yield from _from_mentions(MAIN, scalar, path, None, named_in_words(scalar.text, self.known))
        for path, scalar in scalars(self.root):
            yield from _settings_in(MAIN, scalar, path, self._owner(path), self.known)

    def of_choices(self, question: str, above: Path, key: str) -> Iterator[Reference]:
        """The choices that refuse or allow something, by the question that asks for it."""
        asked, path = find(self.root, (*above, question)), (*above, key)
        if isinstance(asked, ScalarSpan):
            for where, scalar in scalars(find(self.root, path) or _NOTHING, path):
                yield from self.name(scalar, where, None, Thing("choice", f"{asked.text}.{scalar.text}"))

    def _owner(self, path: Path) -> Thing | None:
        """The innermost thing that a path leads into."""
        inside = (thing for thing, named in self.known.items() if path[: len(named.path)] == named.path)
        return max(inside, key=lambda thing: len(self.known[thing].path), default=None)

    def of_thing(self, thing: Thing, path: Path) -> Iterator[Reference]:
        row = thing.name.split(".")[0] if thing.sort == "column" else None
        for key in ("when", "is", "implied out by"):
            yield from self.condition((*path, key), thing, row)
        match thing.sort:
            case "rule":
                yield from self.of_rule(thing, path)
            case "check":
                yield from self.of_check(thing, path)
            case "setting":
                yield from self.names((*path, "sources"), thing, "source")
            case "question":
                for key in ("exclusive", "fill"):
                    yield from self.names((*path, key), thing, "choice", f"{thing.name}.")

    def of_rule(self, thing: Thing, path: Path) -> Iterator[Reference]:
        for sort in ("rule", "check"):
            yield from self.names((*path, "covered by"), thing, sort)
        yield from self.names((*path, "patient"), thing, "message")
        yield from self.names((*path, "sources"), thing, "source")
        silence = (*path, "if unknown")
        match find(self.root, silence):
            case MappingSpan():
                yield from self.by_silence(silence, thing)
            case ListSpan(items=items):
                for number in range(len(items)):
                    yield from self.condition((*silence, number, "when"), thing, None)
                    yield from self.by_silence((*silence, number, "level"), thing)

    def of_check(self, thing: Thing, path: Path) -> Iterator[Reference]:
        for key in ("questions", "swap"):
            yield from self.names((*path, key), thing, "question")
        ask = find(self.root, (*path, "ask"))
        if isinstance(ask, ScalarSpan):
            yield from _answers_in(MAIN, ask, (*path, "ask"), thing, self.known)

    def by_silence(self, path: Path, by: Thing) -> Iterator[Reference]:
        levels = find(self.root, path)
        if isinstance(levels, MappingSpan):
            for key, _ in levels.entries:
                yield from self.name(key, (*path, key.text), by, Thing("question", key.text))

    def condition(self, path: Path, by: Thing, row: str | None) -> Iterator[Reference]:
        scalar = find(self.root, path)
        if isinstance(scalar, ScalarSpan):
            yield from _from_mentions(MAIN, scalar, path, by, mentions(scalar.text.strip(), self.known, row=row))

    def names(self, path: Path, by: Thing, sort: str, prefix: str = "") -> Iterator[Reference]:
        for where, scalar in scalars(find(self.root, path) or _NOTHING, path):
            yield from self.name(scalar, where, by, Thing(sort, f"{prefix}{scalar.text}"))  # type: ignore[arg-type]

    def name(self, scalar: ScalarSpan, where: Path, by: Thing | None, thing: Thing) -> Iterator[Reference]:
        if thing in self.known:
            yield Reference(MAIN, scalar, 0, len(scalar.text), thing, by, where)


@dataclass(frozen=True, slots=True)
class _Vignettes:
    root: Span
    known: Mapping[Thing, Named]

    def all(self) -> Iterator[Reference]:
        for number, item in enumerate(self.root.items if isinstance(self.root, ListSpan) else ()):
            name = find(item, ("id",))
            by = Thing("vignette", name.text if isinstance(name, ScalarSpan) else str(number + 1))
            for keys in (("expects", "findings"), ("fires",), ("rules out",)):
                for path, scalar in scalars(find(item, keys) or _NOTHING, (number, *keys)):
                    yield from self.finding(scalar, path, by)
            yield from self.answers(find(item, ("answers",)), (number, "answers"), by)

    def finding(self, scalar: ScalarSpan, path: Path, by: Thing) -> Iterator[Reference]:
        rule = scalar.text.partition(":")[0]
        for thing in (Thing("rule", rule), Thing("check", rule)):
            if thing in self.known:
                yield Reference(VIGNETTES, scalar, 0, len(rule), thing, by, path)

    def answers(self, given: Span | None, path: Path, by: Thing) -> Iterator[Reference]:
        for key, value in given.entries if isinstance(given, MappingSpan) else ():
            if (thing := Thing("question", key.text)) in self.known:
                yield Reference(VIGNETTES, key, 0, len(key.text), thing, by, (*path, key.text), is_own=True)
                yield from self.within(value, (*path, key.text), by, key.text)

    def within(self, value: Span, path: Path, by: Thing, inside: str) -> Iterator[Reference]:
        """Choices, rows and columns in an answer to what is called `inside`."""
        match value:
            case ScalarSpan(text=text):
                if (thing := Thing("choice", f"{inside}.{text}")) in self.known:
                    yield Reference(VIGNETTES, value, 0, len(text), thing, by, path)
            case ListSpan(items=items):
                for number, item in enumerate(items):
                    yield from self.within(item, (*path, number), by, inside)
            case MappingSpan(entries=entries):
                for key, below in entries:
                    yield from self.part(key, below, (*path, key.text), by, inside)

    def part(self, key: ScalarSpan, value: Span, path: Path, by: Thing, inside: str) -> Iterator[Reference]:
        row, column = Thing("row", f"{inside}.{key.text}"), Thing("column", f"{inside}.{key.text}")
        for thing in (row, column):
            if thing in self.known:
                yield Reference(VIGNETTES, key, 0, len(key.text), thing, by, path, is_own=True)
        yield from self.within(value, path, by, column.name if column in self.known else inside)


@dataclass(frozen=True, slots=True)
class _Translation:
    file: str
    root: Span
    known: Mapping[Thing, Named]

    def all(self) -> Iterator[Reference]:
        texts = find(self.root, ("texts",))
        by = Thing("translation", self.file)
        for key, _ in texts.entries if isinstance(texts, MappingSpan) else ():
            path: Path = ("texts", key.text)
            for start, end, thing in _named_by(key.text):
                if thing in self.known:
                    yield Reference(self.file, key, start, end, thing, by, path, is_own=True)
            if key.text.startswith("checks."):
                for where, scalar in scalars(find(self.root, path) or _NOTHING, path):
                    yield from _answers_in(self.file, scalar, where, by, self.known)
        for path, scalar in scalars(self.root):
            yield from _settings_in(self.file, scalar, path, by, self.known)


def _named_by(path: str) -> Iterator[tuple[int, int, Thing]]:
    """The things that a text's path names: `questions.hx.choices.angina` a question, and a choice of it."""
    keys = path.split(".")
    ends = [sum(len(key) + 1 for key in keys[: number + 1]) - 1 for number in range(len(keys))]
    names: dict[int, Thing] = {}
    match keys:
        case ["questions", question, *rest]:
            names[1] = Thing("question", question)
            match rest:
                case ["choices", choice]:
                    names[3] = Thing("choice", f"{question}.{choice}")
                case ["rows", row]:
                    names[3] = Thing("row", f"{question}.{row}")
                case ["columns", column, *below]:
                    names[3] = Thing("column", f"{question}.{column}")
                    if below[:1] == ["choices"] and len(below) == 2:
                        names[5] = Thing("choice", f"{question}.{column}.{below[1]}")
        case ["sections" | "steps" | "messages" | "checks" as sort, name, *_]:
            names[1] = Thing(sort.removesuffix("s"), name)  # type: ignore[arg-type]
    for number, thing in names.items():
        yield ends[number] - len(keys[number]), ends[number], thing


def _settings_in(
    file: str, scalar: ScalarSpan, where: Path, by: Thing | None, known: Mapping[Thing, Named]
) -> Iterator[Reference]:
    for found in _SETTING.finditer(scalar.text):
        if (thing := Thing("setting", found[1])) in known:
            yield Reference(file, scalar, found.start(1), found.end(1), thing, by, where)


def _answers_in(
    file: str, scalar: ScalarSpan, where: Path, by: Thing | None, known: Mapping[Thing, Named]
) -> Iterator[Reference]:
    """The questions, parts of them and values that a check fills in: `{bp.sys}`."""
    for found in _ANSWER.finditer(scalar.text):
        for thing in (Thing("question", found[1]), Thing("value", found[1])):
            if thing in known:
                yield Reference(file, scalar, found.start(1), found.end(1), thing, by, where)
        if (row := Thing("row", f"{found[1]}.{found[2]}")) in known:
            yield Reference(file, scalar, found.start(2), found.end(2), row, by, where)


def _from_mentions(
    file: str, scalar: ScalarSpan, where: Path, by: Thing | None, found: "Iterator[Mention] | tuple[Mention, ...]"
) -> Iterator[Reference]:
    shift = len(scalar.text) - len(scalar.text.lstrip())
    for each in found:
        yield Reference(file, scalar, each.start + shift, each.end + shift, each.thing, by, where)


_NOTHING: Final = ListSpan(0, 0, (), True)

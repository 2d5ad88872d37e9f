"""A draft's text as its pages show it: everything with a name, in order, however much of it is still wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from screener.definition.editing import Opened
from screener.definition.spans import Path, find
from screener.definition.things import Sort, Thing
from screener.definition.yaml_text import Plain


@dataclass(frozen=True, slots=True)
class Part:
    """A thing with what the text says of it."""

    thing: Thing
    said: Mapping[str, Plain]
    path: Path
    parts: tuple["Part", ...] = ()
    """The pages of a section, the questions of a page, the choices of a question."""

    def text(self, key: str) -> str:
        """One of its texts; empty where there is none."""
        value = self.said.get(key)
        return " ".join(value.split()) if isinstance(value, str) else ""

    @property
    def name(self) -> str:
        """What it is called, within what it stands in."""
        return self.thing.name.rpartition(".")[2]

    @property
    def words(self) -> str:
        """What people read of it."""
        keys = ("title", "text", "message", "value", "")
        return next((words for key in keys if (words := self.text(key))), self.name)


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything with a name."""

    by_thing: Mapping[Thing, Part]

    def every(self, sort: Sort) -> tuple[Part, ...]:
        """All of one sort, in file order."""
        return tuple(part for thing, part in self.by_thing.items() if thing.sort == sort)

    @property
    def groups(self) -> Mapping[str, tuple[Part, ...]]:
        """The rules by their groups, in the order in which the groups first stand."""
        rules = self.every("rule")
        names = dict.fromkeys(rule.text("group") for rule in rules)
        return {name: tuple(rule for rule in rules if rule.text("group") == name) for name in names}


def contents(opened: Opened) -> Contents:
    """What the draft says."""
    inside = {named.path: thing for thing, named in opened.things.items()}
    below: dict[Thing, list[Part]] = {}
    parts: dict[Thing, Part] = {}
    for thing, named in reversed(list(opened.things.items())):  # what stands inside comes first
        said = opened.plain(named.path)
        held = tuple(reversed(below.get(thing, ())))
        part = Part(thing, said if isinstance(said, Mapping) else {"": said}, named.path, held)
        parts[thing] = part
        if (holder := _holder(named.path, inside)) is not None:
            below.setdefault(holder, []).append(part)
    return Contents(dict(reversed(parts.items())))


def _holder(path: Path, inside: Mapping[Path, Thing]) -> Thing | None:
    """The thing that a path stands in: the section of a page, the question of a choice."""
    return next((inside[path[:length]] for length in range(len(path) - 1, 0, -1) if path[:length] in inside), None)


def lines_of(opened: Opened, path: Path) -> tuple[int, int]:
    """The first and last line that a part takes."""
    span = find(opened.written.root, path)
    if span is None:
        return (0, 0)
    text = opened.written.text
    return text.count("\n", 0, span.start) + 1, text.count("\n", 0, span.end) + 1


def siblings(opened: Opened, thing: Thing) -> tuple[Thing | None, Thing | None]:
    """What stands right before it and right behind it in its list."""
    path = opened.path(thing)
    beside = [each for each, named in opened.things.items() if named.path[:-1] == path[:-1] and each.sort == thing.sort]
    at = beside.index(thing)
    return (beside[at - 1] if at else None, beside[at + 1] if at + 1 < len(beside) else None)

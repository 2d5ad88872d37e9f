"""Changing a questionnaire's files as its author would: only the characters that must, everything else as it was.

Each function takes the files by name and gives them back changed. What comes
out was read again and says exactly what was wanted; where the text is laid out
so that this cannot be had, `NotEditableError` sends the author to the text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from screener.definition.document import (
    CheckDocument,
    MessageDocument,
    QuestionnaireDocument,
    RuleDocument,
    SectionDocument,
    SettingDocument,
    SourceDocument,
    StepDocument,
)
from screener.definition.placing import Edit, NotEditableError, Written, apply_edits
from screener.definition.plain_values import moved, same, with_value, without
from screener.definition.source_files import MAIN
from screener.definition.source_text import UNSHOWABLE, decode
from screener.definition.spans import ListSpan, MappingSpan, Path, UnreadableYamlError, find, plain_of
from screener.definition.things import KEYED, Named, Thing, things_in
from screener.definition.yaml_text import Plain
from screener.errors import Refusal

Files = Mapping[str, bytes]
Entries = Mapping[str, Plain]

_BOM: Final = b"\xef\xbb\xbf"


def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())


ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "": _keys(QuestionnaireDocument),
    "section": _keys(SectionDocument),
    "step": _keys(StepDocument),
    "rule": _keys(RuleDocument),
    "check": _keys(CheckDocument),
    "setting": _keys(SettingDocument),
    "source": _keys(SourceDocument),
    "message": _keys(MessageDocument),
    "value": ("is", "when", "text", "unit", "decimals"),
    "question": (
        *(
            "id",
            "kind",
            "text",
            "help",
            "why",
            "reading level",
            "required",
            "good for",
            "choices",
            "rows",
            "columns",
            "none",
            "add",
        ),
        *("exclusive", "fill", "unit", "plausible", "entry", "past", "autocomplete", "looks like", "statement"),
        *("without not sure", "may also say", "when"),
    ),
    "column": ("id", "kind", "text", "required", "choices", "unit", "plausible", "past", "may also say", "when"),
}
"""The keys of each sort of thing, in the order in which they are written."""

HOLDS: Final[Mapping[str, str]] = {
    "section": "sections",
    "step": "steps",
    "question": "questions",
    "rule": "rules",
    "check": "checks",
}
"""Under which key things stand in a list."""
NEEDS_ONE: Final = frozenset({"section", "step", "question", "choice", "row", "column"})
"""What must not be the last to go."""


class NothingThereError(Refusal):
    """There is nothing of that name: it went while the page was open."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The main file, read for editing."""

    files: Files
    written: Written
    things: Mapping[Thing, Named]

    def path(self, thing: Thing | None) -> Path:
        """Where it stands; the whole file for None. Raises `NothingThereError`."""
        if thing is None:
            return ()
        if thing not in self.things:
            raise NothingThereError(f"There is no {thing} any more.")
        return self.things[thing].path

    def plain(self, path: Path) -> Plain:
        """What stands at a path; None where nothing does."""
        found = find(self.written.root, path)
        return None if found is None else plain_of(found)


def open_main(files: Files) -> Opened:
    """The main file; raises `UnreadableYamlError`."""
    written = open_file(files, MAIN)
    return Opened(files, written, things_in(written.root))


def open_file(files: Files, name: str) -> Written:
    """A YAML file; raises `UnreadableYamlError`."""
    source, problems = decode(name, files.get(name, b""))
    if source is None or problems:
        raise UnreadableYamlError(f"{name} cannot be edited by form: {problems[0] if problems else 'it is empty'}")
    return Written.read(source)


def changed(files: Files, name: str, written: Written, edits: Iterable[Edit]) -> dict[str, bytes]:
    """The files with edits made in one of them, byte for byte the same elsewhere."""
    text = apply_edits(written.text, edits)
    mark = _BOM if files[name].startswith(_BOM) else b""
    return {**files, name: mark + text.encode()}


def set_key(files: Files, thing: Thing | None, key: str, value: Plain | None) -> dict[str, bytes]:
    """One key of a thing says something else, comes or (None) goes; the key "" is the thing's own text.

    `thing` None is the questionnaire itself. Raises `UnreadableYamlError`,
    `NothingThereError`, `NotEditableError`.
    """
    opened = open_main(files)
    path = (*opened.path(thing), key) if key else opened.path(thing)
    if same(opened.plain(path), value):
        return dict(files)
    edit = _key_edit(opened, path, value, ORDER.get(thing.sort if thing else "", ()))
    said = plain_of(opened.written.root)
    wanted = without(said, path) if value is None else with_value(said, path, value)
    return must_say(changed(files, MAIN, opened.written, [edit]), MAIN, wanted)


def _key_edit(opened: Opened, path: Path, value: Plain | None, order: tuple[str, ...]) -> Edit:
    if value is None:
        return opened.written.remove(path)
    must_be_showable(value)
    if find(opened.written.root, path) is not None:
        return opened.written.replace(path, value)
    parent = find(opened.written.root, path[:-1])
    there = [key.text for key, _ in parent.entries] if isinstance(parent, MappingSpan) else []
    name = str(path[-1])
    before = [key for key in order[: order.index(name)] if key in there] if name in order else []
    return opened.written.put(path, value, after=before[-1] if before else None)


def add(files: Files, thing: Thing, value: Plain, *, inside: Thing | None = None) -> dict[str, bytes]:
    """A new thing behind its likes: a question inside a step, a step inside a section, a choice inside a question.

    `value` is what the file says of it, without the `id` of what stands in a list.
    """
    opened = open_main(files)
    name = thing.name.rpartition(".")[2]
    if thing.sort in KEYED or thing.sort in ("choice", "row"):
        holder = (*opened.path(inside), KEYED.get(thing.sort) or f"{thing.sort}s")
        return _add_entry(opened, (*holder, name), value)
    holder = (*opened.path(inside), HOLDS.get(thing.sort, "columns"))
    item = {"id": name, **(value if isinstance(value, Mapping) else {})}
    must_be_showable(item)
    listed = find(opened.written.root, holder)
    if listed is None:
        edit = _key_edit(opened, holder, [item], ORDER[inside.sort if inside else ""])
        wanted = with_value(plain_of(opened.written.root), holder, [item])
    else:
        number = len(listed.items) if isinstance(listed, ListSpan) else 0
        edit = opened.written.insert(holder, number, item)
        wanted = with_value(plain_of(opened.written.root), (*holder, number), item)
    return must_say(changed(files, MAIN, opened.written, [edit]), MAIN, wanted)


def _add_entry(opened: Opened, path: Path, value: Plain) -> dict[str, bytes]:
    must_be_showable(value)
    if find(opened.written.root, path[:-1]) is None:
        edit = _key_edit(opened, path[:-1], {str(path[-1]): value}, ORDER[""] if len(path) == 2 else ORDER["question"])
    else:
        edit = opened.written.put(path, value, after=None)
    wanted = with_value(plain_of(opened.written.root), path, value)
    return must_say(changed(opened.files, MAIN, opened.written, [edit]), MAIN, wanted)


def move(files: Files, thing: Thing, *, beside: Thing, is_after: bool = False) -> dict[str, bytes]:
    """The thing goes right before another of its sort, or right behind it, in that one's list."""
    opened = open_main(files)
    path, other = opened.path(thing), opened.path(beside)
    if thing == beside or thing.sort != beside.sort:
        raise NotEditableError(f"A {thing.sort} cannot be put beside this.")
    target = find(opened.written.root, other[:-1])
    number = _position(target, other[-1]) + is_after
    if path[:-1] == other[:-1] and number in ((now := _position(target, path[-1])), now + 1):
        return dict(files)
    must_leave_one(opened, thing, leaving=path[:-1] != other[:-1])
    wanted = moved(plain_of(opened.written.root), path, other[:-1], number)
    edits = opened.written.move(path, other[:-1], number)
    return must_say(changed(files, MAIN, opened.written, edits), MAIN, wanted, is_ordered=True)


def must_leave_one(opened: Opened, thing: Thing, *, leaving: bool = True) -> None:
    """Raises `NotEditableError` where a step would be left without questions, a question without choices."""
    path = opened.path(thing)
    if leaving and thing.sort in NEEDS_ONE and len(_parts(opened.plain(path[:-1]))) == 1:
        raise NotEditableError(f"This is the last {thing.sort} here, and one is needed.")


def must_be_showable(value: Plain) -> None:
    """Raises `NotEditableError` where a text has a character that cannot be shown."""
    match value:
        case str():
            if found := UNSHOWABLE.search(value):
                raise NotEditableError(f"The character U+{ord(found[0]):04X} cannot be shown; remove it.")
        case Mapping():
            for below in value.values():
                must_be_showable(below)
        case list() | tuple():
            for below in value:
                must_be_showable(below)


def must_say(files: dict[str, bytes], name: str, wanted: Plain, *, is_ordered: bool = False) -> dict[str, bytes]:
    """The files, if this one says what was wanted; raises `NotEditableError`."""
    try:
        said = plain_of(open_file(files, name).root)
    except UnreadableYamlError as error:
        raise NotEditableError(f"This change does not fit how the text is laid out. {error}") from None
    if not same(said, wanted, is_ordered=is_ordered):
        raise NotEditableError("This change does not fit how the text is laid out: make it in the text itself.")
    return files


def _parts(plain: Plain) -> list[object]:
    return list(plain) if isinstance(plain, Mapping | list | tuple) else []


def _position(parent: object, part: str | int) -> int:
    if isinstance(parent, MappingSpan):
        return [key.text for key, _ in parent.entries].index(str(part))
    return int(part)

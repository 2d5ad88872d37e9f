"""Renaming and deleting what others refer to, and copying what nobody does yet."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from screener.definition.editing import Files, NothingThereError, Opened, changed, must_leave_one, must_say, open_main
from screener.definition.naming import BadNameError, must_be_free
from screener.definition.placing import Edit, NotEditableError, Written
from screener.definition.plain_values import value_at, with_value, without
from screener.definition.referring import Reference, references
from screener.definition.source_files import MAIN, VIGNETTES, language_of
from screener.definition.source_text import decode
from screener.definition.spans import ListSpan, MappingSpan, Path, find, offsets, plain_of
from screener.definition.things import Thing
from screener.definition.yaml_text import Plain
from screener.errors import Refusal


class StillReferencedError(Refusal):
    """Something cannot go while others speak of it; `by` says who."""

    def __init__(self, thing: Thing, by: Iterable[str]) -> None:
        self.thing = thing
        self.by = tuple(by)
        super().__init__(f"{thing} cannot be deleted while others refer to it: {', '.join(self.by)}.")


def rename(files: Files, thing: Thing, name: str) -> dict[str, bytes]:
    """The thing is called otherwise, everywhere: in conditions, ladders, example patients and translations.

    Raises `BadNameError`, `NothingThereError`, `UnreadableYamlError`, `NotEditableError`.
    """
    books = _open_all(files)
    opened = books.main
    if thing not in opened.things:
        raise NothingThereError(f"There is no {thing} any more.")
    new = Thing(thing.sort, ".".join((*thing.name.split(".")[:-1], name)))
    if new == thing:
        return dict(files)
    must_be_free(new, opened.things)
    found = list(books.references())
    own = opened.things[thing].name
    edits: dict[str, list[Edit]] = {MAIN: [Edit(own.start, own.end, _as_written(opened.written, own.start, name))]}
    for each in found:
        if each.thing == thing:
            edits.setdefault(each.file, []).append(_renaming(books.written[each.file], each, name))
    renamed = dict(files)
    for file, those in edits.items():
        renamed = changed(renamed, file, books.written[file], set(those))
    after = _open_all(renamed)
    wanted = Counter(_renamed(each.thing, thing, new) for each in found)
    if set(after.main.things) != {_renamed(each, thing, new) for each in opened.things} or wanted != Counter(
        each.thing for each in after.references()
    ):
        raise BadNameError(f"{name} would mean something else where {thing.name} is referred to: choose another name.")
    return renamed


def referrers(files: Files, thing: Thing) -> tuple[str, ...]:
    """Who refers to the thing, or to something in it, other than itself: `rule R-BP-01`, `ladder R-BP-01, R-BP-02`."""
    books = _open_all(files)
    return _blockers(books, thing, list(books.references()))


def delete(files: Files, thing: Thing) -> dict[str, bytes]:
    """The thing goes, with its translations and what example patients answer to it.

    Raises `StillReferencedError`, `NothingThereError`, `UnreadableYamlError`, `NotEditableError`.
    """
    books = _open_all(files)
    path = books.main.path(thing)
    found = list(books.references())
    if blockers := _blockers(books, thing, found):
        raise StillReferencedError(thing, blockers)
    must_leave_one(books.main, thing)
    doomed = set(_with_parts(books.main, thing))
    paths: dict[str, set[Path]] = {MAIN: {path}}
    for each in found:
        if each.thing in doomed and each.is_own:
            paths.setdefault(each.file, set()).add(each.where)
    left = dict(files)
    for file, those in paths.items():
        left = _without(left, file, books.written[file], those)
    return left


def duplicate(files: Files, thing: Thing, name: str) -> dict[str, bytes]:
    """A copy of a question without named parts elsewhere, a rule, a setting, a message: right behind, called `name`."""
    opened = open_main(files)
    path = opened.path(thing)
    new = Thing(thing.sort, ".".join((*thing.name.split(".")[:-1], name)))
    must_be_free(new, opened.things)
    if thing.sort in ("section", "step"):
        raise NotEditableError(f"A {thing.sort} cannot be copied: its questions would share their names.")
    own = opened.things[thing].name
    edit = opened.written.copy(path, own, name)
    said = plain_of(opened.written.root)
    return must_say(changed(files, MAIN, opened.written, [edit]), MAIN, _with_copy(said, path, name))


class _Books:
    """The YAML files of a questionnaire, opened."""

    def __init__(self, files: Files) -> None:
        self.main = open_main(files)
        self.written: dict[str, Written] = {MAIN: self.main.written}
        for name in files:
            if name == VIGNETTES or (name != MAIN and language_of(name)):
                self.written[name] = _open(files, name)

    def references(self) -> Iterator[Reference]:
        return references({name: written.root for name, written in self.written.items()}, self.main.things)


def _open_all(files: Files) -> _Books:
    return _Books(files)


def _open(files: Files, name: str) -> Written:
    source, problems = decode(name, files[name])
    if source is None or problems:
        raise NotEditableError(f"{name} has problems of its own: mend it first.")
    return Written.read(source)


def _renamed(each: Thing, thing: Thing, new: Thing) -> Thing:
    """What a thing is called afterwards: itself, or a part of the renamed one."""
    if each == thing:
        return new
    inside = thing.sort in ("question", "column") and each.sort in ("choice", "row", "column")
    if inside and each.name.startswith(f"{thing.name}."):
        return Thing(each.sort, new.name + each.name.removeprefix(thing.name))
    return each


def _renaming(written: Written, each: Reference, name: str) -> Edit:
    places = offsets(written.text, each.scalar)
    if places is None:
        raise NotEditableError(f"A text in {each.file} is written with escapes: rename {each.thing} there by hand.")
    return Edit(places[each.start], places[each.end - 1] + 1, name)


def _as_written(written: Written, start: int, name: str) -> str:
    """The name in the quotes that the old one had."""
    quote = written.text[start]
    return f"{quote}{name}{quote}" if quote in ("'", '"') else name


def _with_parts(opened: Opened, thing: Thing) -> Iterator[Thing]:
    """The thing, and all that stands in it."""
    path = opened.path(thing)
    yield from (each for each, named in opened.things.items() if named.path[: len(path)] == path)


def _blockers(books: _Books, thing: Thing, found: list[Reference]) -> tuple[str, ...]:
    doomed = set(_with_parts(books.main, thing))
    own = {(each.file, each.where) for each in found if each.thing in doomed and each.is_own}

    def goes_too(each: Reference) -> bool:
        ways = (each.where[:length] for length in range(1, len(each.where) + 1))
        return each.by in doomed or any((each.file, way) in own for way in ways)

    those = (each for each in found if each.thing in doomed and not each.is_own and not goes_too(each))
    return tuple(dict.fromkeys(_in_words(books, each) for each in those))


def _in_words(books: _Books, each: Reference) -> str:
    """Who refers: a thing, or a list of rules that has no name."""
    if each.by is not None:
        return str(each.by)
    match each.where[0]:
        case "identity" | "contact" | "consent" | "emergency notice" as key:
            return f"the {key}"
        case "accepted":
            return f"the accepted statement “{each.scalar.text}”"
        case key:
            rules = books.main.plain(each.where[:2])
            listed = ", ".join(map(str, rules)) if isinstance(rules, list) else ""
            return f"{'the ladder' if key == 'ladders' else 'the exclusive rules'} {listed}"


def _without(files: dict[str, bytes], name: str, written: Written, doomed: set[Path]) -> dict[str, bytes]:
    """The file without what stands at the paths; what is left without parts goes whole."""
    paths = {_emptied(written, path, doomed) for path in doomed}
    paths = {path for path in paths if not any(path[:length] in paths for length in range(1, len(path)))}
    wanted = plain_of(written.root)
    for path in sorted(paths, key=str, reverse=True):
        wanted = without(wanted, path)
    removals = _joined(sorted(written.remove(path) for path in paths))
    return must_say(changed(files, name, written, removals), name, wanted)


def _emptied(written: Written, path: Path, doomed: set[Path]) -> Path:
    parent = find(written.root, path[:-1])
    parts: list[str | int] = []
    match parent:
        case MappingSpan(entries=entries):
            parts = [key.text for key, _ in entries]
        case ListSpan(items=items):
            parts = list(range(len(items)))
    return path[:-1] if len(path) > 1 and all((*path[:-1], part) in doomed for part in parts) else path


def _joined(removals: Iterable[Edit]) -> Iterator[Edit]:
    """Removals that overlap, as one."""
    waiting: Edit | None = None
    for each in removals:
        if waiting is not None and each.start <= waiting.end:
            waiting = Edit(waiting.start, max(waiting.end, each.end), "")
            continue
        if waiting is not None:
            yield waiting
        waiting = each
    if waiting is not None:
        yield waiting


def _with_copy(plain: Plain, path: Path, name: str) -> Plain:
    parent = value_at(plain, path[:-1])
    if isinstance(parent, Mapping):
        return with_value(plain, (*path[:-1], name), parent[str(path[-1])])
    items = [] if parent is None or isinstance(parent, str) else list(parent)
    number = int(path[-1])
    copied = items[number]
    assert isinstance(copied, Mapping)
    return with_value(plain, path[:-1], [*items[: number + 1], {**copied, "id": name}, *items[number + 1 :]])

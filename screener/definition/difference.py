"""What changed between two questionnaires, in the words of whoever wrote them: old and new wording, key by key."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from screener.definition.model import Questionnaire
from screener.definition.source_files import MAIN, VIGNETTES
from screener.definition.writing import documents
from screener.definition.yaml_text import Plain

What = Literal["added", "removed", "moved", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs."""

    subject: str
    """As people call it: `question ha_days`, `rule R-BP-03`, `setting bp_high`, `questionnaire`."""
    what: What
    key: str | None = None
    """Which of its keys, as the file has them: `text`, `choices.angina`; None where all of it came, went or moved."""
    old: str | None = None
    """What stood there; None where nothing did."""
    new: str | None = None

    def __str__(self) -> str:
        match self.what:
            case "added" | "removed":
                words = self.new or self.old
                return f"{self.what}: {_quoted(words)}" if words else self.what
            case "moved" if self.key:
                return f"`{self.key}` stand in another order: {self.new}"
            case "moved":
                return f"moved: was {self.old}, is {self.new}"
            case _ if self.old is None:
                return f"`{self.key}` is new: {_quoted(self.new)}"
            case _ if self.new is None:
                return f"`{self.key}` is gone: it was {_quoted(self.old)}"
            case _:
                return f"`{self.key}` was {_quoted(self.old)} and is {_quoted(self.new)}"

    def to_json(self) -> dict[str, object]:
        """The same for programs."""
        return {"subject": self.subject, "change": self.what, "key": self.key, "old": self.old, "new": self.new}


def _quoted(text: str | None) -> str:
    return f"“{text}”"


@dataclass(frozen=True, slots=True)
class _Part:
    """Something with a name: its keys, and where it stands."""

    keys: dict[str, str]
    inside: str
    """What it is part of: `step you_basics`, or the list of rules."""
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The ids of its choices, rows and columns, in order."""

    @property
    def words(self) -> str:
        """What it is known by."""
        return next((self.keys[key] for key in _KNOWN_BY if key in self.keys), "")


_KNOWN_BY: Final = ("text", "title", "message", "value", "generic", "classes", "why")
_ORDERED: Final = ("section", "step", "question", "rule", "check")
"""Parts whose place in the file matters to whoever reads it."""
_OFFERED: Final = ("choices", "rows", "columns")


def differences(old: Questionnaire, new: Questionnaire) -> tuple[Change, ...]:
    """Everything that differs, in the order of the new file; what was removed stands where it was before.

    Where nothing but layout, remarks or places differ there is no difference.
    """
    before, after = dict(_parts(old)), dict(_parts(new))
    moved = _moves(before, after)
    changes: list[Change] = []
    for subject in _interleaved(tuple(before), tuple(after)):
        match before.get(subject), after.get(subject):
            case None, _Part() as added:
                changes.append(Change(subject, "added", new=added.words))
            case _Part() as removed, None:
                changes.append(Change(subject, "removed", old=removed.words))
            case _Part() as was, _Part() as now:
                changes += [*([moved[subject]] if subject in moved else []), *_changed(subject, was, now)]
    return tuple(changes)


def _changed(subject: str, was: _Part, now: _Part) -> Iterator[Change]:
    for key in _interleaved(tuple(was.keys), tuple(now.keys)):
        old, new = was.keys.get(key), now.keys.get(key)
        if old != new:
            yield Change(subject, "changed", key, old, new)
    for key in _OFFERED:
        old_order, new_order = was.orders.get(key, ()), now.orders.get(key, ())
        kept = [name for name in new_order if name in old_order]
        if kept != [name for name in old_order if name in new_order]:
            yield Change(subject, "moved", key, ", ".join(old_order), ", ".join(new_order))


# Places


def _moves(before: Mapping[str, _Part], after: Mapping[str, _Part]) -> dict[str, Change]:
    """The sections, steps, questions and rules that stand elsewhere: as few as explain the new order."""
    moves = {}
    for what in _ORDERED:
        old = [name for name in before if name.startswith(f"{what} ") and name in after]
        new = [name for name in after if name.startswith(f"{what} ") and name in before]
        positions = {name: position for position, name in enumerate(old)}
        stayed = _longest_rising(positions[name] for name in new)
        for position, name in enumerate(new):
            if position not in stayed or before[name].inside != after[name].inside:
                moves[name] = Change(name, "moved", None, _place(name, before), _place(name, after))
    return moves


def _place(name: str, parts: Mapping[str, _Part]) -> str:
    inside = parts[name].inside
    what = name.partition(" ")[0]
    beside = [other for other, part in parts.items() if part.inside == inside and other.startswith(f"{what} ")]
    position = beside.index(name)
    within = f" of {inside}" if inside else ""
    return f"after {beside[position - 1]}{within}" if position else f"the first{within}"


def _longest_rising(numbers: Iterable[int]) -> frozenset[int]:
    """The positions of a longest rising sequence: what has not moved."""
    values: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for position, number in enumerate(numbers):
        length = bisect_left(values, number)
        before[position] = ends[length - 1] if length else None
        values[length : length + 1], ends[length : length + 1] = [number], [position]
    found: set[int] = set()
    current = ends[-1] if ends else None
    while current is not None:
        found.add(current)
        current = before[current]
    return frozenset(found)


def _interleaved(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """All names in the order of the new; those that are gone stand behind what they stood behind."""
    order, known = list(new), set(new)
    for index, name in enumerate(old):
        if name not in known:
            order.insert(order.index(old[index - 1]) + 1 if index else 0, name)
            known.add(name)
    return order


# Parts


def _parts(questionnaire: Questionnaire) -> Iterator[tuple[str, _Part]]:
    """Everything with a name, in the order of the files."""
    written = documents(questionnaire)
    yield from _of_main(_mapping(written[MAIN]))
    for entry in questionnaire.dictionary.medicines:
        keys = {"brands": "; ".join(entry.brands), "classes": "; ".join(sorted(entry.classes)), "note": entry.note}
        yield f"medicine {entry.generic}", _Part({key: text for key, text in keys.items() if text}, "")
    for alias in questionnaire.dictionary.aliases:
        yield f"alias {alias.typed}", _Part({"generic": alias.generic, "kind": alias.kind}, "")
    for vignette in _list(written.get(VIGNETTES)):
        yield f"vignette {vignette['id']}", _part(vignette, "")
    for name, document in written.items():
        if name not in (MAIN, VIGNETTES):
            texts = _mapping(_mapping(document)["texts"])
            keys = {path: str(_mapping(text)["to"]) for path, text in texts.items()}
            yield f"translation {name}", _Part(keys, "")


def _of_main(main: Mapping[str, Plain]) -> Iterator[tuple[str, _Part]]:
    listed = (
        "identity",
        "contact",
        "consent",
        "emergency notice",
        "settings",
        "sources",
        "messages",
        "values",
        "sections",
        "rules",
        "checks",
        "ladders",
        "exclusive rules",
        "accepted",
    )
    yield "questionnaire", _part({key: below for key, below in main.items() if key not in listed}, "")
    for key in ("identity", "contact", "consent", "emergency notice"):
        if key in main:
            yield key, _part(_mapping(main[key]), "")
    for key in ("settings", "sources", "messages", "values"):
        for name, below in _mapping(main.get(key, {})).items():
            yield f"{key.removesuffix('s')} {name}", _part(_mapping(below), "")
    for section in _list(main.get("sections")):
        yield from _of_section(section)
    for rule in _list(main.get("rules")):
        yield f"rule {rule['id']}", _part(rule, "")
    for check in _list(main.get("checks")):
        yield f"check {check['id']}", _part(check, "")
    for key, what in (("ladders", "ladder"), ("exclusive rules", "exclusive rules")):
        for rules in main.get(key) or ():
            yield f"{what} {', '.join(map(str, rules or ()))}", _Part({}, "")
    for accepted in _list(main.get("accepted")):
        yield f"accepted statement “{accepted['statement']}”", _part({"why": accepted["why"]}, "")


def _of_section(section: Mapping[str, Plain]) -> Iterator[tuple[str, _Part]]:
    name = f"section {section['id']}"
    yield name, _part({key: below for key, below in section.items() if key != "steps"}, "")
    for step in _list(section["steps"]):
        page = f"step {step['id']}"
        yield page, _part({key: below for key, below in step.items() if key != "questions"}, name)
        yield from ((f"question {each['id']}", _part(each, page)) for each in _list(step["questions"]))


def _part(written: Mapping[str, Plain], inside: str) -> _Part:
    orders = {key: tuple(_ids(written[key])) for key in _OFFERED if key in written}
    return _Part(dict(_flat({key: below for key, below in written.items() if key != "id"})), inside, orders)


def _ids(offered: Plain) -> Iterator[str]:
    if isinstance(offered, Mapping):
        yield from offered
    else:
        yield from (str(each["id"]) for each in _list(offered))


def _flat(written: Plain, path: str = "") -> Iterator[tuple[str, str]]:
    """Each text by its path of keys; what has an id is called by it, a list of words is one text."""
    match written:
        case None:
            yield path, "blank"
        case str():
            yield path, " ".join(written.split())
        case Mapping():
            for key, below in written.items():
                yield from _flat(below, f"{path}.{key}" if path else key)
        case _ if all(isinstance(each, str) for each in written):
            yield path, ", ".join(map(str, written))
        case _:
            for number, each in enumerate(written, 1):
                name = each["id"] if isinstance(each, Mapping) and "id" in each else number
                below = {key: it for key, it in each.items() if key != "id"} if isinstance(each, Mapping) else each
                yield from _flat(below, f"{path}.{name}")


def _mapping(written: Plain) -> Mapping[str, Plain]:
    assert isinstance(written, Mapping)
    return written


def _list(written: Plain) -> Iterator[Mapping[str, Plain]]:
    yield from map(_mapping, written or ())

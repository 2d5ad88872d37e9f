"""What can still be checked of a document that its schema refused.

All problems are to be told at once. So what the schema refused is taken out
(where a key is missing, what it is missing from), and the rest is read again,
until nothing is refused. Names that went with it are remembered: nobody is
told that they do not exist.
"""

from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from screener.definition.problems import MOST_PROBLEMS, Problems
from screener.definition.schema_problems import Location, Refused, refusals
from screener.definition.sites import Site
from screener.definition.strict_yaml import Mapping, Node, Scalar, Sequence, plain

D = TypeVar("D", bound=BaseModel)
_MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Shaped(Generic[D]):
    """A document as its schema read it, and the tree that it was read from."""

    document: D
    site: Site


def shape(
    model: type[D], site: Site, problems: Problems, *, stand_ins: Dictionary[str, str] | None = None
) -> Shaped[D] | None:
    """Read a tree by a schema and report all that it refuses; None where nothing is left to check.

    `stand_ins` are texts for keys of the outermost mapping, should they be refused.
    """
    for attempt in range(_MOST_ROUNDS):
        try:
            return Shaped(model.model_validate(plain(site.node)), site)
        except ValidationError as error:
            refused = list(islice(refusals(model, site, error), MOST_PROBLEMS + 1))
        if attempt == 0:
            for found in refused:
                problems.add(found.problem)
        problems.lost.update(name for found in refused for name in _names(site, found))
        left = _without(site.node, {_taken_out(site, found.path) for found in refused} - {()})
        if stand_ins and isinstance(left, Mapping):
            left = _with_stand_ins(left, stand_ins)
        if left is None or left == site.node:
            return None
        site = Site(site.source, left)
    return None


def _taken_out(site: Site, path: Location) -> Location:
    """What is refused itself; where it is not there, what it is missing from."""
    if path[-1:] == ("[key]",):
        return path[:-1]
    there = len(path) == 0 or _holds(site.at(*path[:-1]).node, path[-1])
    return path if there else path[:-1]


def _holds(node: Node, part: str | int) -> bool:
    match node:
        case Mapping(entries=entries):
            return part in entries
        case Sequence(items=items):
            return isinstance(part, int) and part < len(items)
        case _:
            return False


def _names(site: Site, refused: Refused) -> Iterator[str]:
    """The names that go, or are no longer whole: keys, every id inside, and the ids of what it stands in."""
    path = _taken_out(site, refused.path)
    if refused.is_surplus or not path:
        return
    yield str(path[-1])
    yield from _ids(site.at(*path).node)
    for length in range(len(path)):
        node = site.at(*path[:length]).node
        if isinstance(node, Mapping) and "id" in node.entries:
            yield from _ids(Mapping({"id": node.entries["id"]}, node.line, node.column))


def _ids(node: Node) -> Iterator[str]:
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _ids(item)
    elif isinstance(node, Mapping):
        for key, (_, value) in node.entries.items():
            if key == "id" and isinstance(value, Scalar):
                yield value.text
            yield from _ids(value)


def _without(node: Node, doomed: set[Location], path: Location = ()) -> Node | None:
    """The tree without what stands at the doomed paths."""
    if path in doomed:
        return None
    if isinstance(node, Sequence):
        kept = [_without(item, doomed, (*path, index)) for index, item in enumerate(node.items)]
        return Sequence([item for item in kept if item is not None], node.line, node.column)
    if isinstance(node, Mapping):
        entries = {
            key: (written, left)
            for key, (written, value) in node.entries.items()
            if (left := _without(value, doomed, (*path, key))) is not None
        }
        return Mapping(entries, node.line, node.column)
    return node


def _with_stand_ins(node: Mapping, texts: Dictionary[str, str]) -> Mapping:
    """The outermost mapping with a text for each key that it lacks."""
    missing = {
        key: (Scalar(key, node.line, node.column, 0, 0), Scalar(text, node.line, node.column, 0, 0))
        for key, text in texts.items()
        if key not in node.entries
    }
    return node._replace(entries={**node.entries, **missing})

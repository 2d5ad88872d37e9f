"""What a strict file says, changed: trees of text, lists and mappings, never altered in place."""

from collections.abc import Mapping

from screener.definition.spans import Path
from screener.definition.yaml_text import Plain


def same(one: Plain, other: Plain, *, is_ordered: bool = False) -> bool:
    """Whether two values say the same to the reader, who drops white space around texts.

    The order of keys counts where `is_ordered`: for choices it is the order in which they are offered.
    """
    match one, other:
        case str(), str():
            return one.strip() == other.strip()
        case Mapping(), Mapping():
            alike = list(one) == list(other) if is_ordered else one.keys() == other.keys()
            return alike and all(same(one[key], other[key], is_ordered=is_ordered) for key in one)
        case ((list() | tuple()), (list() | tuple())):
            pairs = zip(one, other, strict=False)
            return len(one) == len(other) and all(same(*pair, is_ordered=is_ordered) for pair in pairs)
        case _:
            return one is other


def with_value(plain: Plain, path: Path, value: Plain) -> Plain:
    """The tree with this at the path: in place of what stood there, or behind all else."""
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(plain, Mapping):
        return {**plain, str(first): with_value(plain.get(str(first)), rest, value)}
    items = [] if plain is None or isinstance(plain, str) else list(plain)
    number = int(first)
    below = with_value(items[number] if number < len(items) else None, rest, value)
    return [*items[:number], below, *items[number + 1 :]]


def without(plain: Plain, path: Path) -> Plain:
    """The tree without what stands at the path."""
    first, rest = path[0], path[1:]
    if isinstance(plain, Mapping):
        below = {key: without(value, rest) if key == first and rest else value for key, value in plain.items()}
        return below if rest else {key: value for key, value in below.items() if key != first}
    items = [] if plain is None or isinstance(plain, str) else list(plain)
    number = int(first)
    return [*items[:number], *([without(items[number], rest)] if rest else []), *items[number + 1 :]]


def moved(plain: Plain, path: Path, into: Path, number: int) -> Plain:
    """The tree with the part at the path before the one that has this number now at `into`, or behind its last."""
    name, value, start = path[-1], value_at(plain, path), value_at(plain, into)
    is_here = path[:-1] == into
    if isinstance(start, Mapping):
        keys = [*start]
        keys.insert(number, "")
        order = [str(name) if key == "" else key for key in keys if key != name]
        return with_value(plain, into, {key: start[key] for key in order})
    marked = [] if start is None or isinstance(start, str) else list(start)
    hole = object()
    slots: list[object] = [hole if is_here and at == name else item for at, item in enumerate(marked)]
    slots.insert(number, value)
    filled: Plain = [item for item in slots if item is not hole]  # type: ignore[misc]
    changed = with_value(plain, into, filled)
    return changed if is_here else without(changed, path)


def value_at(plain: Plain, path: Path) -> Plain:
    """What stands at the path; None where nothing does."""
    for part in path:
        if isinstance(plain, Mapping):
            plain = plain.get(str(part))
        elif plain is None or isinstance(plain, str) or not isinstance(part, int) or part >= len(plain):
            return None
        else:
            plain = plain[part]
    return plain

"""Two edits of one text brought together, line by line: what does not touch is merged, what does is shown.

An edit touches another where they change the same lines, or lines with nothing
unchanged between them. Pure; the differences are those of difflib.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Lines that both changed, each in their own way."""

    line: int
    """The first of them in the text that both began with, counted from 1."""
    before: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A text in parts: what is settled, and between it what both changed."""

    parts: tuple[str | Clash, ...]

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """What somebody must choose."""
        return tuple(part for part in self.parts if isinstance(part, Clash))

    def text(self, choices: tuple[str, ...] = ()) -> str:
        """The whole, each clash as chosen: `mine`, `theirs` or `both`; theirs where nothing was chosen."""
        chosen = iter(choices)
        return "".join(part if isinstance(part, str) else _chosen(part, next(chosen, "theirs")) for part in self.parts)


def merge(before: str, theirs: str, mine: str) -> Merged:
    """Two texts that both began as `before`."""
    if theirs in (before, mine) or mine == before:
        return Merged((mine if theirs == before else theirs,))
    texts = (_lines(before), _lines(theirs), _lines(mine))
    parts: list[str | Clash] = []
    ends = (0, 0, 0)
    for starts, length in _shared(*texts):
        changed = [text[end:start] for text, end, start in zip(texts, ends, starts, strict=True)]
        if any(changed):
            parts.append(_part(ends[0] + 1, *changed))
        parts.append("".join(texts[0][starts[0] : starts[0] + length]))
        ends = (starts[0] + length, starts[1] + length, starts[2] + length)
    return Merged(tuple(part for part in parts if part != ""))


def _lines(text: str) -> Lines:
    return tuple(text.splitlines(keepends=True))


def _part(line: int, before: Lines, theirs: Lines, mine: Lines) -> str | Clash:
    if mine in (before, theirs):
        return "".join(theirs)
    if theirs == before:
        return "".join(mine)
    return Clash(line, "".join(before), "".join(theirs), "".join(mine))


def _chosen(clash: Clash, choice: str) -> str:
    match choice:
        case "mine":
            return clash.mine
        case "both":
            return clash.theirs + ("" if clash.theirs.endswith("\n") or not clash.theirs else "\n") + clash.mine
        case _:
            return clash.theirs


def _shared(before: Lines, theirs: Lines, mine: Lines) -> Iterator[tuple[tuple[int, int, int], int]]:
    """The stretches that all three have: where in each, and how many lines; last an empty one at the end."""
    one = SequenceMatcher(None, before, theirs).get_matching_blocks()
    other = SequenceMatcher(None, before, mine).get_matching_blocks()
    first = second = 0
    while first < len(one) and second < len(other):
        (at, in_theirs, long), (also_at, in_mine, also_long) = one[first], other[second]
        start, end = max(at, also_at), min(at + long, also_at + also_long)
        if start < end:
            yield (start, in_theirs + start - at, in_mine + start - also_at), end - start
        if at + long < also_at + also_long:
            first += 1
        else:
            second += 1
    yield (len(before), len(theirs), len(mine)), 0

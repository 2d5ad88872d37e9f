"""The map of paths as inline SVG: pages in a column, an arc for each way between them.

The words of a way are too long for a picture; they stand in a list beside it,
and each arc has them as its title. Colors are the page's own (`currentColor`).
"""

from dataclasses import dataclass

from markupsafe import Markup, escape

from screener.codebook.paths import PathMap, Stop, Way

WIDTH, MARGIN = 420, 12
PAGE, GAP, CHAPTER = 40, 10, 40
"""Heights of a page's box, of the gap below it, and of a section's heading, in SVG units."""
LANE = 11
"""How far apart arcs run."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where each page's box begins, from the top."""

    tops: dict[str, int]
    height: int


def draw(map_: PathMap, *, title: str) -> Markup:
    """The map under its title, read from top to bottom."""
    placed = _place(map_.stops)
    lanes = _lanes(map_, placed)
    width = WIDTH + LANE * (max(lanes.values(), default=0) + 3)
    boxes = "".join(_box(stop, placed.tops[stop.step]) for stop in map_.stops)
    arcs = "".join(_arc(way, placed, lanes[way]) for way in map_.ways)
    return Markup(  # noqa: S704 - numbers of ours, and texts that are escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {placed.height}" width="{width}" '
        f'height="{placed.height}" role="img" class="paths"><title>{escape(title)}</title>'
        f'<g fill="none" stroke="currentColor">{arcs}</g>{boxes}</svg>'
    )


def _place(stops: tuple[Stop, ...]) -> _Placed:
    tops: dict[str, int] = {}
    at = MARGIN
    for stop in stops:
        at += CHAPTER if stop.opens_chapter else 0
        tops[stop.step] = at
        at += PAGE + GAP
    return _Placed(tops, at + MARGIN)


def _lanes(map_: PathMap, placed: _Placed) -> dict[Way, int]:
    """A lane for each way, so that no two that overlap run in one: short ways inside, long ones outside."""
    lanes: dict[Way, int] = {}
    for way in sorted(map_.ways, key=lambda way: abs(placed.tops[way.end] - placed.tops[way.start])):
        taken = {lanes[other] for other in lanes if _overlap(way, other, placed)}
        lanes[way] = next(lane for lane in range(len(taken) + 1) if lane not in taken)
    return lanes


def _overlap(one: Way, other: Way, placed: _Placed) -> bool:
    first, second = (sorted((placed.tops[way.start], placed.tops[way.end])) for way in (one, other))
    return first[0] < second[1] and second[0] < first[1]


def _box(stop: Stop, top: int) -> str:
    dashes = "" if stop.is_for_all else ' stroke-dasharray="5 4"'
    heading = f'<text x="{MARGIN}" y="{top - 12}" font-weight="700" font-size="15">{escape(stop.chapter)}</text>'
    return (
        (heading if stop.opens_chapter else "")
        + f'<rect x="{MARGIN}" y="{top}" width="{WIDTH - MARGIN}" height="{PAGE}" rx="6" fill="none" '
        f'stroke="currentColor" stroke-width="1.4"{dashes}/>'
        f'<text x="{MARGIN + 12}" y="{top + 17}" font-size="14">{escape(_short(stop.title))}</text>'
        f'<text x="{MARGIN + 12}" y="{top + 33}" font-size="12" opacity=".8">{escape(_counted(stop))}</text>'
    )


def _short(title: str, most: int = 52) -> str:
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"


def _counted(stop: Stop) -> str:
    words = f"{stop.questions} question{'' if stop.questions == 1 else 's'}"
    some = f", {stop.only_for_some} of them only for some" if stop.only_for_some else ""
    return words + some + ("" if stop.is_for_all else "; a page only for some")


def _arc(way: Way, placed: _Placed, lane: int) -> str:
    """From the lower half of one box to the upper half of the other, out to its lane and back, with an arrow's head."""
    start, end = placed.tops[way.start] + PAGE * 3 // 4, placed.tops[way.end] + PAGE // 4
    out = WIDTH + LANE * (lane + 1)
    turn = 6 if end > start else -6
    dashes = "" if way.opens_page else ' stroke-dasharray="2 3"'
    title = escape("; ".join(way.reasons))
    return (
        f"<g><title>{title}</title>"
        f'<path d="M{WIDTH} {start}H{out - 6}q6 0 6 {turn}V{end - turn}q0 {turn} -6 {turn}H{WIDTH + 2}"{dashes}/>'
        f'<path d="M{WIDTH + 7} {end - 4}L{WIDTH + 1} {end}l6 4"/></g>'
    )

"""Small drawings as inline SVG: a mark for each disposition, a number on its scale.

Only shapes: words beside them stand in the text, where they are quicker to
lay out and can be searched. Each has a `<title>`, its only alternative text.
Grays alone tell levels apart; color comes on top.
"""

from itertools import pairwise

from markupsafe import Markup, escape

from screener.summary.gauges import Chart, Gauge, Point, Threshold, Trend

INK = "#1d2624"
PAPER = "#ffffff"
TRACK = "#e9e6dd"
GROUND = "#f3f1ea"
LINE = "#8b918e"
FILLS = {
    "caution": "#cfdcd9",
    "review": "#e0bd6b",
    "exclude": "#b5432f",
    "urgent": "#6d0f1a",
}
"""A zone's fill by its level."""
BARS = {
    None: "#b4c2bd",
    "caution": "#6c877f",
    "review": "#a37a1f",
    "exclude": "#b5432f",
    "urgent": "#6d0f1a",
}
"""A bar's fill by the gravest line that it has reached."""
_BAR = 9.0
_CLOSEST_TICKS = 7.0
_WIDTH = 180.0
_ACROSS, _DOWN, _INSET = 160.0, 46.0, 4.0
"""A trend's ground, and how far from its edge the first and the last point stand."""
_FOOT = 8.0
"""Below the ground: where rings stand for what is not known."""
_CLOSEST_HEIGHTS = 13.0

_MARKS = {
    "urgent": f'<path d="M10 1h12l9 9v12l-9 9H10l-9-9V10z" fill="{PAPER}"/>'
    f'<path d="M14 7h4l-.6 11h-2.8zM16 20.6a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z" fill="{FILLS["urgent"]}"/>',
    "exclude": f'<circle cx="16" cy="16" r="15" fill="{PAPER}"/>'
    f'<path d="M6.5 13.2h19v5.6h-19z" fill="{FILLS["exclude"]}"/>',
    "review": f'<path d="M16 1l15 15-15 15L1 16z" fill="{INK}"/>'
    f'<path d="M12.4 13a3.7 3.7 0 1 1 5.5 3.2c-1.3.8-1.9 1.3-1.9 2.8" fill="none" stroke="{PAPER}" stroke-width="2.3"/>'
    f'<circle cx="16" cy="22.4" r="1.6" fill="{PAPER}"/>',
    "caution": f'<path d="M16 2l15 27H1z" fill="none" stroke="{INK}" stroke-width="2.6" stroke-linejoin="round"/>'
    f'<path d="M14.4 11h3.2l-.5 9h-2.2zM16 22a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z" fill="{INK}"/>',
    "clear": f'<circle cx="16" cy="16" r="13.6" fill="none" stroke="{INK}" stroke-width="2.6"/>',
}


def mark(disposition: str, name: str) -> Markup:
    """The shape of a disposition: octagon, barred circle, diamond, triangle or ring."""
    return _svg(32, 32, f"Mark: {name}", _MARKS[disposition])


def gauge(chart: Chart, one: Gauge) -> Markup:
    """A bar from zero with its lines, or a place marked on a scale of zones."""
    shapes = _bar(one) if chart.shape == "bars" else _scale(one)
    return _svg(_WIDTH, _BAR + 6, one.alternative, shapes)


def ticks(one: Gauge) -> tuple[tuple[float, str], ...]:
    """Where to write which line's number, as percent of the width; one too close to the one before is left out."""
    written: list[tuple[float, str]] = []
    for at in sorted({line.at for line in one.thresholds}):
        place = 100 * _share(one, at)
        if not written or place - written[-1][0] > _CLOSEST_TICKS:
            written.append((place, f"{at:g}"))
    return tuple(written)


def trend(one: Trend) -> Markup:
    """A line over time, the oldest at the left, over its dashed lines.

    What was carried over is an open dot; what is not known a ring below, joined to nothing.
    """
    return _svg(_WIDTH, _DOWN + _FOOT, one.alternative, _over_time(one))


def numbered_trend(one: Trend) -> Markup:
    """The same with its lines' numbers in it, for a page that can place nothing beside it."""
    numbers = "".join(
        f'<text class="at" x="{_ACROSS + 4:g}" y="{(_DOWN + _FOOT) * height / 100 + 2.6:.1f}">{words}</text>'
        for height, words in heights(one)
    )
    return _svg(_WIDTH, _DOWN + _FOOT, one.alternative, _over_time(one) + numbers)


def heights(one: Trend) -> tuple[tuple[float, str], ...]:
    """Where to write which line's number, as percent of the drawing's height; the gravest first where room is short."""
    written: dict[float, str] = {}
    for height, line in sorted(one.lines, key=lambda pair: -pair[1].level):
        place = 100 * _down(height) / (_DOWN + _FOOT)
        if all(abs(place - other) > _CLOSEST_HEIGHTS for other in written):
            written[place] = f"{line.at:g}"
    return tuple(sorted(written.items()))


def _bar(one: Gauge) -> str:
    reach = _WIDTH * _share(one, one.value or 0.0)
    fill = BARS[one.reached.word if one.reached else None]
    bar = f'<rect x="0" y="3" width="{reach:.1f}" height="{_BAR:g}" fill="{fill}"/>' if one.value else ""
    track = f'<rect x="0" y="3" width="{_WIDTH:g}" height="{_BAR:g}" fill="{TRACK}"/>'
    return track + bar + "".join(_line(one, line) for line in one.thresholds)


def _scale(one: Gauge) -> str:
    """Zones between the lines, darker the graver, and a pointer at the value."""
    zones = "".join(_zone(one, start, end, level) for start, end, level in _zones(one))
    return zones + "".join(_line(one, line) for line in one.thresholds) + _pointer(one)


def _zones(one: Gauge) -> list[tuple[float, float, str | None]]:
    """Start, end and level of each stretch: downward lines color what lies below, upward ones what lies above."""
    edges = sorted({one.low, one.high, *(line.at for line in one.thresholds if one.low < line.at < one.high)})
    return [(start, end, _level_between(one, start, end)) for start, end in pairwise(edges)]


def _level_between(one: Gauge, start: float, end: float) -> str | None:
    middle = (start + end) / 2
    reached = [line.level for line in one.thresholds if (middle > line.at) == line.upward]
    return max(reached).word if reached else None


def _zone(one: Gauge, start: float, end: float, level: str | None) -> str:
    left, right = _WIDTH * _share(one, start), _WIDTH * _share(one, end)
    fill = FILLS[level] if level else TRACK
    return f'<rect x="{left:.1f}" y="3" width="{right - left:.1f}" height="{_BAR:g}" fill="{fill}"/>'


def _line(one: Gauge, line: Threshold) -> str:
    x = _WIDTH * _share(one, line.at)
    return f'<path d="M{x:.1f} 1v{_BAR + 4:g}" stroke="{INK}" stroke-width="1.1"/>'


def _pointer(one: Gauge) -> str:
    if one.value is None:
        return ""
    x = min(max(_WIDTH * _share(one, one.value), 4.5), _WIDTH - 4.5)
    return f'<path d="M{x - 4.5:.1f} 0h9l-3 6v9h-3v-9z" fill="{INK}" stroke="{PAPER}" stroke-width=".8"/>'


def _over_time(one: Trend) -> str:
    frame = f'<rect class="frame" width="{_ACROSS:g}" height="{_DOWN:g}" fill="{GROUND}"/>'
    lines = "".join(_dashed(_down(height)) for height in sorted({height for height, _ in one.lines}))
    joined = "".join(_stretch(run) for run in one.stretches)
    points = "".join(_point(point, is_newest=point is one.points[-1]) for point in one.points)
    return frame + lines + joined + points


def _dashed(y: float) -> str:
    return f'<path class="line" d="M0 {y:.1f}h{_ACROSS:g}" stroke="{LINE}" stroke-width="1" stroke-dasharray="3 2.4"/>'


def _stretch(run: tuple[Point, ...]) -> str:
    """A run of known numbers, joined; one alone is only a point."""
    places = " ".join(f"{_along(point.x):.1f},{_down(point.y or 0.0):.1f}" for point in run)
    return f'<polyline class="path" points="{places}" fill="none" stroke="{INK}" stroke-width="1.7"/>'


def _point(point: Point, *, is_newest: bool) -> str:
    x = _along(point.x)
    if point.y is None:
        y = _DOWN + 3.6
        return f'<circle class="gap" cx="{x:.1f}" cy="{y:g}" r="2.2" fill="none" stroke="{INK}" stroke-width="1"/>'
    kind, fill = ("dot", INK) if point.since is None else ("carried", PAPER)
    place = f'cx="{x:.1f}" cy="{_down(point.y):.1f}" r="{3.6 if is_newest else 2:g}"'
    return f'<circle class="{kind}" {place} fill="{fill}" stroke="{INK}" stroke-width="1"/>'


def _along(x: float) -> float:
    return _INSET + (_ACROSS - 2 * _INSET) * x / 100


def _down(y: float) -> float:
    return _INSET + (_DOWN - 2 * _INSET) * y / 100


def _share(one: Gauge, at: float) -> float:
    """Where a number lies between the ends of its scale, 0 to 1; one beyond them lies at the end."""
    return min(max((at - one.low) / (one.high - one.low), 0.0), 1.0)


def _svg(width: float, height: float, title: str, shapes: str) -> Markup:
    return Markup(  # noqa: S704 - the shapes are ours and made of numbers; the title is escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width:g} {height:g}">'
        f"<title>{escape(title)}</title>{shapes}</svg>"
    )

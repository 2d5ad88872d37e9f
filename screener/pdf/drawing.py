"""Small drawings as inline SVG: a mark for each disposition, a number on its scale.

Only shapes: words beside them stand in the text, where they are quicker to
lay out and can be searched. Each has a `<title>`, its only alternative text.
Grays alone tell levels apart; color comes on top.
"""

from itertools import pairwise

from markupsafe import Markup, escape

from screener.summary.model import Chart, Gauge, Threshold

INK = "#1d2624"
PAPER = "#ffffff"
TRACK = "#e9e6dd"
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


def _share(one: Gauge, at: float) -> float:
    """Where a number lies between the ends of its scale, 0 to 1; one beyond them lies at the end."""
    return min(max((at - one.low) / (one.high - one.low), 0.0), 1.0)


def _svg(width: float, height: float, title: str, shapes: str) -> Markup:
    return Markup(  # noqa: S704 - the shapes are ours and made of numbers; the title is escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
        f"<title>{escape(title)}</title>{shapes}</svg>"
    )

"""Numbers over what a patient sent: the same question's answer in each submission, against the newest one's lines.

A number is known by its question, so that another revision may word it anew.
What is not known is a gap, with words for it; nothing is guessed between. What was
carried over from an earlier submission and not asked again is told so.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise

from screener.definition.conditions import AnswerRef
from screener.definition.model import Level
from screener.summary.case import Case
from screener.summary.charts import asked, every_chart
from screener.summary.gauges import Chart, Covered, Gauge, OverTime, Point, Trend
from screener.summary.thresholds import Cut, cuts, gravest_reached

MOST_DRAWN = 6
"""More would take more than a third of a page of paper; the rest is told in words. Rows give way to what is asked
by itself, and among each what never reached a grave line."""
FEWEST_KNOWN = 2
"""One number is no trend."""
NOT_ASKED = "not asked"
_CLOSEST = 4
"""No two points stand closer than this part of an even step, however soon one was sent after the other."""


@dataclass(frozen=True, slots=True)
class SentCase:
    """One submission's case by its reference."""

    reference: str
    case: Case


def over_time(sent: tuple[SentCase, ...], left_out: int = 0) -> OverTime | None:
    """`sent` are the oldest first, the last the one that is summarized; None where that is the only one."""
    if len(sent) < FEWEST_KNOWN:
        return None
    every = trends(tuple(one.case for one in sent))
    moving = tuple(one for one in every if any(point.value for point in one.points))
    drawn = sorted(moving, key=lambda one: (one.is_row, -(one.gravest or 0)))[:MOST_DRAWN]
    return OverTime(
        covered=tuple(Covered(one.reference, _day(one.case)) for one in sent),
        left_out=left_out,
        drawn=tuple(one for one in moving if one in drawn),
        told=tuple(one for one in moving if one not in drawn),
        nothing=tuple(one.label for one in every if one not in moving),
    )


def trends(cases: tuple[Case, ...]) -> tuple[Trend, ...]:
    """Each number of the newest questionnaire through which a rule draws a line, where two of them are known."""
    newest = cases[-1]
    drawn = tuple(cuts(newest.questionnaire))
    answered = tuple(dict(_answered(case, drawn)) for case in cases)
    places = _places(tuple(case.assessment.as_of for case in cases))
    days = tuple(_day(case) for case in cases)
    return tuple(
        _trend(chart, gauge, answered, tuple(zip(days, places, strict=True)))
        for chart in every_chart(newest, newest.questionnaire.questions.values(), drawn)
        for gauge in chart.gauges
        if sum(_is_said(gauge, one.get(gauge.of)) for one in answered) >= FEWEST_KNOWN
    )


def _answered(case: Case, drawn: tuple[Cut, ...]) -> Iterator[tuple[AnswerRef, Gauge]]:
    """What was asked of this person, and what was said."""
    return ((gauge.of, gauge) for chart in every_chart(case, asked(case), drawn) for gauge in chart.gauges)


def _day(case: Case) -> str:
    return case.phrases.date(case.assessment.as_of)


def _places(days: tuple[date, ...]) -> tuple[float, ...]:
    """From 0 to 100 by the days between; two of one day stand apart all the same."""
    steps = [(later - earlier).days for earlier, later in pairwise(days)]
    closest = sum(steps) / len(steps) / _CLOSEST if sum(steps) > 0 else 1.0
    apart = (max(step, closest) for step in steps)
    so_far = tuple(accumulate(apart, initial=0.0))
    return tuple(round(100 * place / (so_far[-1] or 1), 2) for place in so_far)


def _value(newest: Gauge, then: Gauge | None) -> float | None:
    """What was said then; None where it was not known, not asked or asked for in another unit."""
    return then.value if then is not None and then.unit == newest.unit else None


def _is_said(newest: Gauge, then: Gauge | None) -> bool:
    """Whether it was asked then and is known; what was carried over is nothing new."""
    return _value(newest, then) is not None and then is not None and then.since is None


def _trend(
    chart: Chart,
    newest: Gauge,
    answered: tuple[Mapping[AnswerRef, Gauge], ...],
    columns: tuple[tuple[str, float], ...],
) -> Trend:
    def height(value: float) -> float:
        within = min(max(value, newest.low), newest.high)
        return round(100 - 100 * (within - newest.low) / (newest.high - newest.low), 2)

    points = tuple(
        _point(day, x, newest, one.get(newest.of), height) for (day, x), one in zip(columns, answered, strict=True)
    )
    lines = tuple((height(line.at), line) for line in newest.thresholds)
    return Trend(
        title=chart.title,
        label=newest.label,
        unit=newest.unit,
        points=points,
        low=newest.low,
        high=newest.high,
        lines=lines,
        told=newest.told,
        gravest=_gravest(newest, points),
        is_row=chart.shape == "bars" and len(chart.gauges) > 1,
        alternative=_alternative(newest, points),
    )


def _point(day: str, x: float, newest: Gauge, then: Gauge | None, height: Callable[[float], float]) -> Point:
    value = _value(newest, then)
    y = None if value is None else height(value)
    return Point(day, value, then.words if then else NOT_ASKED, x, y, then.since if then else None)


def _gravest(newest: Gauge, points: tuple[Point, ...]) -> Level | None:
    reached = (gravest_reached(int(point.value), newest.thresholds) for point in points if point.value is not None)
    return max((level for level in reached if level), default=None)


def _alternative(newest: Gauge, points: tuple[Point, ...]) -> str:
    """What the line does, for who cannot see it; each number stands in words beside it."""
    known = tuple(point for point in points if point.value is not None)
    values = tuple(point.value or 0.0 for point in known)
    first, last = known[0], known[-1]
    unknown, old = len(points) - len(known), sum(point.since is not None for point in known)
    lines = ", ".join(f"{at:g}" for at in sorted({line.at for line in newest.thresholds}))
    return (
        f"{newest.label} over time: {first.value:g} on {first.when}, {last.value:g} on {last.when}, "
        f"lowest {min(values):g}, highest {max(values):g}"
        + (f", {old} carried over" if old else "")
        + (f", {unknown} not known" if unknown else "")
        + (f"; lines at {lines}" if lines else "")
    )

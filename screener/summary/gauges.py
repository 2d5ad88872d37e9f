"""Numbers on their scales, once and over time: what the drawings are made from."""

from dataclasses import dataclass
from itertools import groupby

from screener.definition.conditions import AnswerRef
from screener.definition.model import Level
from screener.definition.names import RuleId

MOST_IN_SHORT = 9
"""More numbers than these no longer read well under a small drawing."""
NEWEST_IN_SHORT = 4


@dataclass(frozen=True, slots=True)
class Threshold:
    """A line that a rule draws through a number, and on which side of it the rule speaks."""

    at: float
    inclusive: bool
    upward: bool
    bounds: bool
    """Whether it is one end of a band."""
    words: str
    """`from 160`, `below 90`."""
    level: Level
    rule: RuleId


@dataclass(frozen=True, slots=True)
class Gauge:
    """One number on its scale, from `low` to `high`; `value` is None where it is not known."""

    of: AnswerRef
    """Which answer it is: a question's, or one part of it."""
    label: str
    value: float | None
    unit: str
    words: str
    low: float
    high: float
    thresholds: tuple[Threshold, ...]
    reached: Level | None
    """The gravest level whose line the number has reached."""
    told: str
    """Its lines in words: `caution from 130, review from 140`."""
    alternative: str
    """What the drawing shows, for who cannot see it; the words beside it are not repeated."""
    since: str | None = None
    """The day on which it was said, where it was not asked again for this submission."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Gauges that belong together: `bars` start at zero, `scale` marks a place between lines."""

    title: str
    shape: str
    gauges: tuple[Gauge, ...]
    zero: tuple[str, ...] = ()
    """Labels of those that are nothing, which need no drawing."""


@dataclass(frozen=True, slots=True)
class Point:
    """One submission's number; `value` and `y` are None where it is not known, and `words` say why."""

    when: str
    value: float | None
    words: str
    x: float
    """Where it stands in a drawing of 100 by 100."""
    y: float | None
    """From the top."""
    since: str | None = None
    """The day on which it was said, where it was carried over and not asked again."""

    @property
    def short(self) -> str:
        """The bare number, or why there is none, with the day of what is older than its submission."""
        short = self.words if self.value is None else f"{self.value:g}"
        return f"{short} ({self.since})" if self.since else short


@dataclass(frozen=True, slots=True)
class Trend:
    """One number over time, on the scale of its gauge, the oldest first."""

    title: str
    label: str
    unit: str
    points: tuple[Point, ...]
    low: float
    high: float
    lines: tuple[tuple[float, Threshold], ...]
    """The newest questionnaire's lines, with their height in the drawing."""
    told: str
    """The same in words."""
    gravest: Level | None
    """The gravest level whose line the number ever reached."""
    is_row: bool
    """Whether its question asks for several such numbers, a row each."""
    alternative: str

    @property
    def stretches(self) -> tuple[tuple[Point, ...], ...]:
        """Runs of known numbers: a drawing does not join what lies on two sides of a gap."""
        runs = groupby(self.points, key=lambda point: point.y is not None)
        return tuple(tuple(run) for is_known, run in runs if is_known)

    @property
    def in_words(self) -> str:
        """`22, 20, Not sure, 18`."""
        return ", ".join(point.short for point in self.points)

    @property
    def in_short(self) -> str:
        """The same where there are few; else `14 to 26, not known 10 times; newest 16, 20, Not sure, 18`."""
        if len(self.points) <= MOST_IN_SHORT:
            return self.in_words
        known = [point.value for point in self.points if point.value is not None]
        times = len(self.points) - len(known)
        gaps = f", not known {times} {'time' if times == 1 else 'times'}" if times else ""
        newest = ", ".join(point.short for point in self.points[-NEWEST_IN_SHORT:])
        return f"{min(known):g} to {max(known):g}{gaps}; newest {newest}"


@dataclass(frozen=True, slots=True)
class Covered:
    """One submission that trends tell of."""

    reference: str
    when: str


@dataclass(frozen=True, slots=True)
class OverTime:
    """Numbers over a patient's submissions up to one of them."""

    covered: tuple[Covered, ...]
    """The oldest first; the last is the submission itself."""
    left_out: int
    """How many of those before it are older than the oldest here."""
    drawn: tuple[Trend, ...]
    told: tuple[Trend, ...]
    """For which there is no room to draw."""
    nothing: tuple[str, ...]
    """Labels of numbers that were zero in each of them."""

    @property
    def is_long(self) -> bool:
        """Whether the drawings are told in short, and every number stands at the end."""
        return len(self.covered) > MOST_IN_SHORT

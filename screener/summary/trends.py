"""Several submissions of one patient side by side: what the rules proposed, what has changed, and numbers over time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from screener.definition.model import Disposition, Level
from screener.definition.names import RuleId
from screener.summary.case import Case
from screener.summary.changing import deciding
from screener.summary.charts import charts
from screener.summary.gist import gist
from screener.summary.model import Gauge, Threshold


@dataclass(frozen=True, slots=True)
class Point:
    """One submission's number; `value` is None where it is not known."""

    when: str
    value: float | None
    words: str
    x: float
    y: float
    """Where it stands in a drawing of 100 by 100, y from the top."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One number over time, on the scale of its gauge."""

    title: str
    label: str
    points: tuple[Point, ...]
    low: float
    high: float
    lines: tuple[tuple[float, Threshold], ...]
    """The newest questionnaire's lines, with their height in the drawing."""
    alternative: str


@dataclass(frozen=True, slots=True)
class RuleOverTime:
    """One rule's finding in each submission: its level, and whether it was settled; None where it made none."""

    rule: RuleId
    message: str
    levels: tuple[tuple[Level, bool] | None, ...]


@dataclass(frozen=True, slots=True)
class AnswerOverTime:
    """One answer in each submission; empty where it was not asked."""

    question: str
    said: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Submissions of one patient, the oldest first."""

    dispositions: tuple[Disposition, ...]
    rules: tuple[RuleOverTime, ...]
    answers: tuple[AnswerOverTime, ...]
    """To questions that decide something, where they differ."""
    trends: tuple[Trend, ...]


def side_by_side(cases: tuple[tuple[str, Case], ...]) -> SideBySide:
    """`cases` are the oldest first, each with the words for its day."""
    only = tuple(case for _, case in cases)
    return SideBySide(
        tuple(case.assessment.disposition for case in only),
        tuple(_rules(only)),
        tuple(_answers(only)),
        tuple(trends(cases)),
    )


def _rules(cases: tuple[Case, ...]) -> Iterator[RuleOverTime]:
    levels = [
        {finding.rule: (finding.level, finding.settled) for finding in case.assessment.findings} for case in cases
    ]
    named = {rule: case.questionnaire.rules[rule] for case in cases for rule in _found(case)}
    gravest = sorted(named, key=lambda rule: -max(each[rule][0] for each in levels if rule in each))
    for rule in gravest:
        yield RuleOverTime(rule, named[rule].message, tuple(each.get(rule) for each in levels))


def _found(case: Case) -> Iterator[RuleId]:
    return (finding.rule for finding in case.assessment.findings if finding.level > Level.INFO)


def _answers(cases: tuple[Case, ...]) -> Iterator[AnswerOverTime]:
    newest = cases[-1]
    decide = deciding(newest.questionnaire)
    for name in (name for name in newest.questionnaire.questions if name in decide):
        said = tuple(_said(case, name) for case in cases)
        if len(set(said)) > 1:
            yield AnswerOverTime(gist(newest.questionnaire.questions[name].text), said)


def _said(case: Case, name: str) -> tuple[str, ...]:
    question = case.questionnaire.questions.get(name)  # type: ignore[call-overload]
    return case.said_to(question).answer if question and name in case.assessment.asked else ()


def trends(cases: Iterable[tuple[str, Case]]) -> Iterator[Trend]:
    """Each gauge that the newest submission has, with at least two known numbers."""
    drawn = [
        (when, {(chart.title, one.label): one for chart in charts(case) for one in chart.gauges})
        for when, case in cases
    ]
    for title, label in drawn[-1][1]:
        gauges = [(when, by_name.get((title, label))) for when, by_name in drawn]
        if sum(gauge is not None and gauge.value is not None for _, gauge in gauges) > 1:
            yield _trend(title, label, gauges)


def _trend(title: str, label: str, gauges: list[tuple[str, Gauge | None]]) -> Trend:
    newest = gauges[-1][1]
    assert newest is not None
    low, high = newest.low, newest.high

    def height(value: float) -> float:
        return round(100 - 100 * (min(max(value, low), high) - low) / (high - low), 2)

    step = 100 / max(1, len(gauges) - 1)
    points = tuple(
        Point(
            when,
            gauge.value if gauge else None,
            gauge.words if gauge else "not asked",
            round(number * step, 2),
            height(gauge.value) if gauge and gauge.value is not None else 100,
        )
        for number, (when, gauge) in enumerate(gauges)
    )
    told = ", ".join(f"{point.words} on {point.when}" for point in points)
    lines = tuple((height(line.at), line) for line in newest.thresholds)
    return Trend(title, label, points, low, high, lines, f"{label}: {told}.")

"""The charts' numbers: blood pressure and days, against the lines that the rules themselves draw."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from screener.definition.conditions import AnswerRef
from screener.definition.model import DayCounts, GridRow, Pair, Question, Range, WholeNumber
from screener.engine.answers import BLANK, Answer, Cells
from screener.summary.answer_words import PAIR_UNIT, cell_words, unit_of
from screener.summary.case import Case
from screener.summary.gauges import Chart, Gauge, Threshold
from screener.summary.gist import gist, label
from screener.summary.thresholds import Cut, cuts, gravest_reached, thresholds

_PRESSURE_SCALES = ((60.0, 220.0), (30.0, 140.0))
"""What of the plausible range a blood pressure scale shows: for the upper number, for the lower."""


def charts(case: Case) -> tuple[Chart, ...]:
    """Blood pressure, then days; each only where it was answered and some rule draws a line through it."""
    drawn = tuple(cuts(case.questionnaire))
    shown = (_without_zero(chart) for chart in every_chart(case, asked(case), drawn))
    return tuple(chart for chart in shown if any(gauge.value is not None for gauge in chart.gauges))


def asked(case: Case) -> tuple[Question, ...]:
    """The questions that applied to this person."""
    names = frozenset(case.assessment.asked)
    return tuple(question for question in case.questionnaire.questions.values() if question.id in names)


def every_chart(case: Case, questions: Iterable[Question], drawn: tuple[Cut, ...]) -> Iterator[Chart]:
    """What one of these lines goes through, also where it is nothing or not known."""
    of = tuple(questions)
    yield from _pressure_charts(case, of, drawn)
    yield from _day_charts(case, of, drawn)


def _pressure_charts(case: Case, questions: Iterable[Question], drawn: tuple[Cut, ...]) -> Iterator[Chart]:
    """Both numbers on one chart: the halves of a pair, or two whole numbers in mmHg."""
    found = tuple(gauge for question in questions for gauge in _pressures(case, question, drawn))
    lined = tuple(gauge for gauge in found if gauge.thresholds)
    if lined:
        yield Chart("Blood pressure", "scale", lined)


def _pressures(case: Case, question: Question, drawn: tuple[Cut, ...]) -> Iterator[Gauge]:
    match question.kind:
        case Pair(rows=rows):
            for row, scale in zip(rows, _PRESSURE_SCALES, strict=True):
                yield _cell(case, question, row, scale, drawn)
        case WholeNumber(unit=unit, plausible=plausible) if unit == PAIR_UNIT:
            upper = plausible.high is None or plausible.high > _PRESSURE_SCALES[0][1]
            yield _number(case, question, _PRESSURE_SCALES[0 if upper else 1], drawn)
        case _:
            return


def _day_charts(case: Case, questions: Iterable[Question], drawn: tuple[Cut, ...]) -> Iterator[Chart]:
    for question in questions:
        gauges = tuple(_days(case, question, drawn))
        if any(gauge.thresholds for gauge in gauges):
            yield Chart(gist(question.text), "bars", gauges)


def _without_zero(chart: Chart) -> Chart:
    """Bars at zero are named, not drawn, unless zero is what a rule speaks of."""
    if chart.shape != "bars":
        return chart
    drawn = tuple(gauge for gauge in chart.gauges if gauge.value != 0 or gauge.reached)
    return replace(chart, gauges=drawn, zero=tuple(gauge.label for gauge in chart.gauges if gauge not in drawn))


def _days(case: Case, question: Question, drawn: tuple[Cut, ...]) -> Iterator[Gauge]:
    match question.kind:
        case DayCounts(rows=rows, plausible=plausible):
            for row in rows:
                yield _cell(case, question, row, _scale(plausible), drawn)
        case WholeNumber(unit=unit, plausible=plausible) if unit and unit.startswith("day"):
            yield _number(case, question, _scale(plausible), drawn)
        case _:
            return


def _number(case: Case, question: Question, scale: tuple[float, float], drawn: tuple[Cut, ...]) -> Gauge:
    unit = unit_of(question) or ""
    words = case.said_to(question).answer[0]
    of = AnswerRef(question.id)
    gauge = _gauge(of, question.text, case.answers.to(question.id), words, unit, scale, thresholds(of, drawn))
    return replace(gauge, since=case.since(question.id))


def _cell(case: Case, question: Question, row: GridRow, scale: tuple[float, float], drawn: tuple[Cut, ...]) -> Gauge:
    answer = case.answers.to(question.id)
    cells = answer if isinstance(answer, Cells) else Cells({})
    words = cell_words(question.kind, row, cells, case.phrases)  # type: ignore[arg-type]
    unit = unit_of(question) or "days"
    of = AnswerRef(question.id, row.id)
    gauge = _gauge(of, row.text, cells.states.get(row.id, BLANK), words, unit, scale, thresholds(of, drawn))
    return replace(gauge, since=case.since(question.id))


def _gauge(
    of: AnswerRef,
    text: str,
    state: Answer,
    words: str,
    unit: str,
    scale: tuple[float, float],
    lines: tuple[Threshold, ...],
) -> Gauge:
    known = state if isinstance(state, int) else None
    return Gauge(
        of=of,
        label=label(text),
        value=None if known is None else float(known),
        unit=unit,
        words=words,
        low=scale[0],
        high=scale[1],
        thresholds=lines,
        reached=None if known is None else gravest_reached(known, lines),
        told=_told(lines),
        alternative=f"{label(text)}: on a scale from {scale[0]:g} to {scale[1]:g}",
    )


def _told(lines: tuple[Threshold, ...]) -> str:
    """`review below 8, caution from 8 and below 15`: a phrase for each rule."""
    rules = dict.fromkeys((line.level, line.rule) for line in lines)
    words = (" and ".join(line.words for line in lines if line.rule == rule) for _, rule in rules)
    return ", ".join(f"{level.word} {said}" for (level, _), said in zip(rules, words, strict=True))


def _scale(plausible: Range) -> tuple[float, float]:
    return float(plausible.low or 0), float(plausible.high if plausible.high is not None else 31)

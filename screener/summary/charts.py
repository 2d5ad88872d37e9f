"""The charts' numbers: blood pressure and days, against the lines that the rules themselves draw."""

from collections.abc import Iterable, Iterator

from screener.definition.conditions import AnswerRef
from screener.definition.model import DayCounts, GridRow, Pair, Question, Range, WholeNumber
from screener.engine.answers import BLANK, Answer, Cells
from screener.summary.answer_words import PAIR_UNIT, cell_words
from screener.summary.case import Case
from screener.summary.gist import gist, label
from screener.summary.model import Chart, Gauge, Threshold
from screener.summary.thresholds import Cut, cuts, gravest_reached, thresholds

_PRESSURE_SCALES = ((60.0, 220.0), (30.0, 140.0))
"""What of the plausible range a blood pressure scale shows: for the upper number, for the lower."""


def charts(case: Case) -> tuple[Chart, ...]:
    """Blood pressure, then days; each only where it was answered and some rule draws a line through it."""
    drawn = tuple(cuts(case.questionnaire))
    asked = frozenset(case.assessment.asked)
    questions = tuple(question for question in case.questionnaire.questions.values() if question.id in asked)
    found = (*_pressure_charts(case, questions, drawn), *_day_charts(case, questions, drawn))
    return tuple(chart for chart in found if any(gauge.value is not None for gauge in chart.gauges))


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
            yield from _bars(gist(question.text), gauges)


def _bars(title: str, gauges: tuple[Gauge, ...]) -> Iterator[Chart]:
    """Rows at zero are named, not drawn, unless zero is what a rule speaks of."""
    drawn = tuple(gauge for gauge in gauges if gauge.value != 0 or gauge.reached)
    if drawn:
        yield Chart(title, "bars", drawn, tuple(gauge.label for gauge in gauges if gauge not in drawn))


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
    words = case.said_to(question).answer[0]
    return _gauge(question.text, case.answers.to(question.id), words, scale, thresholds(AnswerRef(question.id), drawn))


def _cell(case: Case, question: Question, row: GridRow, scale: tuple[float, float], drawn: tuple[Cut, ...]) -> Gauge:
    answer = case.answers.to(question.id)
    cells = answer if isinstance(answer, Cells) else Cells({})
    words = cell_words(question.kind, row, cells, case.phrases)  # type: ignore[arg-type]
    lines = thresholds(AnswerRef(question.id, row.id), drawn)
    return _gauge(row.text, cells.states.get(row.id, BLANK), words, scale, lines)


def _gauge(text: str, state: Answer, words: str, scale: tuple[float, float], lines: tuple[Threshold, ...]) -> Gauge:
    known = state if isinstance(state, int) else None
    return Gauge(
        label=label(text),
        value=None if known is None else float(known),
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

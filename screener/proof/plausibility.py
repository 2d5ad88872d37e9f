"""Whether answers are plausible: no number out of its range, no date still to come that should be past."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from screener.definition.model import (
    Date,
    DayCounts,
    DecimalNumber,
    Medicine,
    Pair,
    Question,
    Questionnaire,
    Range,
    Rows,
    WholeNumber,
)
from screener.engine.answers import Answers, Cells, Measure, Row


def is_plausible(questionnaire: Questionnaire, answers: Answers, as_of: date) -> bool:
    """Whether everything that is said is plausible on that day, whether or not it is asked for."""
    return all(
        _is_within(kind, said, as_of)
        for name, answer in answers.by_question.items()
        if (question := questionnaire.questions.get(name)) is not None
        for kind, said in _parts(question, answer)
    )


def _parts(question: Question, answer: object) -> Iterator[tuple[object, object]]:
    """Each single thing that was said, with its kind."""
    match question.kind, answer:
        case Rows(columns=columns), tuple():
            rows = [row for row in answer if isinstance(row, Row)]
            yield from ((column.kind, row.cells.get(column.id)) for row in rows for column in columns)
        case DayCounts(plausible=plausible), Cells(states=states):
            yield from ((WholeNumber(None, plausible), state) for state in states.values())
        case Pair(rows=parts, plausible=both), Cells(states=states):
            for part, plausible in zip(parts, both, strict=True):
                yield WholeNumber(None, plausible), states.get(part.id)
        case kind, _:
            yield kind, answer


def _is_within(kind: object | Medicine, said: object, as_of: date) -> bool:
    match kind, said:
        case WholeNumber(plausible=plausible), int():
            return _lies_in(plausible, Decimal(said))
        case DecimalNumber(plausible=plausible), Measure(value=value):
            return _lies_in(plausible, value)
        case Date(past=True), date():
            return said <= as_of
        case _:
            return True


def _lies_in(plausible: Range, number: Decimal) -> bool:
    low, high = plausible.low, plausible.high
    return (low is None or number >= low) and (high is None or number <= high)

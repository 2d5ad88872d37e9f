"""What speaks of every question: required ones left blank, and numbers out of their plausible range."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from screener.definition.model import (
    Checklist,
    Date,
    DayCounts,
    DecimalNumber,
    Kind,
    Medicine,
    Pair,
    Question,
    Range,
    Reason,
    Rows,
    WholeNumber,
)
from screener.definition.names import QuestionId, RowId
from screener.engine.answers import BLANK, Measure, Pending, Unknown
from screener.engine.findings import Reference
from screener.engine.operators import Quantity
from screener.engine.situation import Bound, BoundRow, Faults, Seen, Situation, State, part_of
from screener.engine.sources import ListSource
from screener.engine.subjects import Asking, Seek
from screener.engine.truth import FALSE, TRUE, Truth, both_cases

FaultName = Literal["required_blank", "out_of_range"]


@dataclass(frozen=True, slots=True)
class Found:
    """An answer that is at fault, or may turn out to be: it is silent, or its column perhaps not asked in its row."""

    reference: Reference
    is_silent: bool
    asked: Truth = TRUE
    gate: tuple[Reference, ...] = ()
    """What would decide whether its column is asked."""

    @property
    def needs(self) -> tuple[Reference, ...]:
        """The answers that would settle it."""
        return (*self.gate, self.reference) if self.is_silent else self.gate


Inspection = Callable[[Situation, State], Iterable[Found]]
"""Looks one question's answer through."""

NOTHING: tuple[Found, ...] = ()
UNANSWERED = frozenset({Reason.BLANK, Reason.UNREADABLE})
"""Why a required question counts as left blank: what nobody can read is no answer to it."""


@dataclass(frozen=True, slots=True)
class Inspections:
    """One fault, looked for in every question that can have it."""

    name: FaultName
    by_question: tuple[tuple[Asking, Inspection], ...]

    def faults(self, situation: Situation) -> Faults:
        """What is at fault in what is asked, worked out once."""
        found = situation.faults.get(self.name)
        if found is None:
            found = situation.faults[self.name] = self._look(situation)
        return found

    def _look(self, situation: Situation) -> Faults:
        certain: list[Reference] = []
        possible: list[Reference] = []
        needs: list[Reference] = []
        for asking, inspect in self.by_question:
            asked = situation.asked[asking.index]
            if asked is FALSE:
                continue
            for found in inspect(situation, situation.states[asking.index]):
                if not found.is_silent and self._counts(both_cases(asked, found.asked), situation):
                    certain.append(found.reference)
                else:
                    possible.append(found.reference)
                    needs += (*asking.behind(situation, Seek.GATE), *found.needs)
        return Faults(tuple(certain), tuple(possible), tuple(needs))

    def _counts(self, asked: Truth, situation: Situation) -> bool:
        # A question that is perhaps asked is asked: its blank is a blank. Whether its number is judged
        # depends on the answer that decides; and while steps are pending, so does its blank.
        return asked is TRUE or (self.name == "required_blank" and not situation.pending)


@dataclass(frozen=True, slots=True)
class CountOfFaults:
    """The fault's count, as an operand."""

    inspections: Inspections

    def quantity(self, situation: Situation, _bound: Bound) -> Quantity:
        """From the questions that are at fault to those that may be."""
        return self.inspections.faults(situation).count

    def behind(self, situation: Situation, _bound: Bound, seek: Seek) -> Iterator[Reference]:
        """The answers at fault, or that may be."""
        faults = self.inspections.faults(situation)
        return iter(faults.certain if seek is Seek.READ else faults.needs)


def blanks(questions: Iterable[tuple[Asking, Question]], lists: Mapping[QuestionId, ListSource]) -> Inspections:
    """Required questions left blank or not readable, grids with such a row, lists with such a required column."""
    asked = ((asking, question) for asking, question in questions if question.required)
    return Inspections("required_blank", tuple((asking, _look_for_blanks(each, lists)) for asking, each in asked))


def implausible(questions: Iterable[tuple[Asking, Question]], lists: Mapping[QuestionId, ListSource]) -> Inspections:
    """Numbers out of their plausible range, and dates that should be past and are not."""
    found = ((asking, _look_for_implausible(question, lists)) for asking, question in questions)
    return Inspections("out_of_range", tuple((asking, inspect) for asking, inspect in found if inspect is not None))


INSPECTED: Mapping[FaultName, Callable[..., Inspections]] = {"required_blank": blanks, "out_of_range": implausible}


def _look_for_blanks(question: Question, lists: Mapping[QuestionId, ListSource]) -> Inspection:
    blank, pending = (Found(Reference(question.id), is_silent=False),), (Found(Reference(question.id), is_silent=True),)
    match question.kind:
        case Checklist(rows=rows) | DayCounts(rows=rows) | Pair(rows=rows):
            inside = _blank_parts(question.id, tuple(row.id for row in rows))
        case Rows(columns=columns):
            inside = _blank_columns(lists[question.id], tuple(column.id for column in columns if column.required))
        case _:
            inside = _nothing_inside

    def inspect(situation: Situation, state: State) -> Iterable[Found]:
        if isinstance(state, Unknown):
            return blank if state.reason in UNANSWERED else NOTHING
        if isinstance(state, Pending):
            return pending
        return inside(situation, state)

    return inspect


def _nothing_inside(_situation: Situation, _state: State) -> Iterable[Found]:
    return NOTHING


def _blank_parts(question: QuestionId, parts: tuple[RowId, ...]) -> Inspection:
    def inspect(_situation: Situation, state: State) -> Iterable[Found]:
        return [Found(Reference(question, part), is_silent=False) for part in parts if _is_blank(part_of(state, part))]

    return inspect


def _blank_columns(source: ListSource, columns: tuple[RowId, ...]) -> Inspection:
    def inspect(situation: Situation, _state: State) -> Iterable[Found]:
        rows = source.rows(situation) or ()
        return [
            _in_row(source, situation, row, column, is_silent=False)
            for row in rows
            for column in columns
            if row.asked.get(column) is not FALSE and _is_blank(row.states.get(column, BLANK))
        ]

    return inspect


def _is_blank(state: Seen) -> bool:
    return isinstance(state, Unknown) and state.reason in UNANSWERED


Judgment = Callable[[Situation, Seen], bool | None]
"""Whether a known answer is implausible; None where it is silent, and may be."""


def _look_for_implausible(question: Question, lists: Mapping[QuestionId, ListSource]) -> Inspection | None:
    match question.kind:
        case WholeNumber() | DecimalNumber() | Date():
            judge = _judgment(question.kind)
            return None if judge is None else _implausible_whole(Reference(question.id), judge)
        case DayCounts(rows=rows, plausible=plausible):
            return _implausible_parts(question.id, [(row.id, _outside(plausible)) for row in rows])
        case Pair(rows=rows, plausible=both):
            return _implausible_parts(
                question.id, [(row.id, _outside(one)) for row, one in zip(rows, both, strict=True)]
            )
        case Rows(columns=columns):
            return _implausible_columns(lists[question.id], [(each.id, _judgment(each.kind)) for each in columns])
        case _:
            return None


def _judgment(kind: Kind | Medicine) -> Judgment | None:
    match kind:
        case WholeNumber(plausible=plausible) | DecimalNumber(plausible=plausible):
            return _outside(plausible)
        case Date(past=True):
            return _in_the_future
        case _:
            return None


def _outside(plausible: Range) -> Judgment | None:
    low, high = plausible.low, plausible.high
    if low is None and high is None:
        return None

    def judge(_situation: Situation, state: Seen) -> bool | None:
        number = state.value if isinstance(state, Measure) else state
        if not isinstance(number, int | Decimal):
            return None
        return (low is not None and number < low) or (high is not None and number > high)

    return judge


def _in_the_future(situation: Situation, state: Seen) -> bool | None:
    return state > situation.as_of if isinstance(state, date) else None


def _implausible_whole(reference: Reference, judge: Judgment) -> Inspection:
    certain, possible = (Found(reference, is_silent=False),), (Found(reference, is_silent=True),)

    def inspect(situation: Situation, state: State) -> Iterable[Found]:
        verdict = judge(situation, state)
        if verdict is None:
            return possible
        return certain if verdict else NOTHING

    return inspect


def _implausible_parts(question: QuestionId, parts: Iterable[tuple[RowId, Judgment | None]]) -> Inspection | None:
    judged = [(part, Reference(question, part), judge) for part, judge in parts if judge is not None]

    def inspect(situation: Situation, state: State) -> Iterable[Found]:
        verdicts = [(judge(situation, part_of(state, part)), reference) for part, reference, judge in judged]
        return [Found(reference, is_silent=verdict is None) for verdict, reference in verdicts if verdict is not False]

    return inspect if judged else None


def _implausible_columns(source: ListSource, columns: Iterable[tuple[RowId, Judgment | None]]) -> Inspection | None:
    judged = [(column, judge) for column, judge in columns if judge is not None]
    unknown = (Found(Reference(source.asking.question), is_silent=True),)

    def inspect(situation: Situation, _state: State) -> Iterable[Found]:
        rows = source.rows(situation)
        if rows is None:
            return unknown
        return [
            _in_row(source, situation, row, column, is_silent=verdict is None)
            for row in rows
            for column, judge in judged
            if row.asked.get(column) is not FALSE
            and (verdict := judge(situation, row.states.get(column, BLANK))) is not False
        ]

    return inspect if judged else None


def _in_row(source: ListSource, situation: Situation, row: BoundRow, column: RowId, *, is_silent: bool) -> Found:
    return Found(
        row.refer(column), is_silent, row.asked.get(column, TRUE), source.behind_column(situation, row, column)
    )

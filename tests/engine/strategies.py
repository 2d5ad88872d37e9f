"""Answers as they stand after reading, drawn at random, and the ways to learn more than they say."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from screener.definition.model import (
    Agreement,
    Checklist,
    Choices,
    Column,
    Date,
    DayCounts,
    DecimalNumber,
    Information,
    Kind,
    Medicine,
    OneChoice,
    Pair,
    Question,
    Questionnaire,
    Reason,
    Rows,
    Text,
    WholeNumber,
    YesNo,
)
from screener.definition.names import ChoiceId, RowId
from screener.engine.answers import Agreed, Answer, Answers, Cells, Measure, Picked, Row, Unknown
from screener.engine.medicines import matcher_for

Draw = Callable[[st.SearchStrategy], object]

SCRIBBLES = {Reason.UNREADABLE: "about 80,5 kg"}
"""What is typed where it cannot be read."""
UNKNOWNS = tuple(Unknown(each, SCRIBBLES.get(each)) for each in Reason if each is not Reason.UNRECOGNIZED)
RECOGNIZED = ("Xanax", "alprazolam 0.5 mg", "zolpidem", "Imitrex", "Xanax and Ambien")
UNRECOGNIZED = ("blue pill", "something for sleep")


def answers(questionnaire: Questionnaire) -> st.SearchStrategy[Answers]:
    """Answers to every question or to some: known, unknown, partly known."""
    by_question = {each.id: answer_to(each) for each in _asked(questionnaire)}
    return st.fixed_dictionaries({}, optional=by_question).map(Answers)


def answer_to(question: Question) -> st.SearchStrategy[Answer]:
    """One answer, known about twice in three times."""
    known = said(question.kind, partly=True)
    return st.one_of(known, known, st.sampled_from(UNKNOWNS))


def said(kind: Kind | Medicine, *, partly: bool) -> st.SearchStrategy[object]:
    """A known answer of a kind; `partly`, some of its cells or choices may be unknown."""
    match kind:
        case YesNo(choices=choices) | OneChoice(choices=choices):
            return st.sampled_from([choice.id for choice in choices])
        case Choices(choices=choices):
            return _picked([choice.id for choice in choices], partly=partly)
        case Checklist(rows=rows, choices=choices):
            return _cells([row.id for row in rows], st.sampled_from([choice.id for choice in choices]), partly=partly)
        case WholeNumber():
            return st.integers(0, 45)
        case DecimalNumber():
            return st.integers(0, 300).map(lambda halves: Measure(Decimal(halves) / 2))
        case Date():
            near, far = st.dates(date(2025, 10, 1), date(2026, 3, 1)), st.dates(date(1950, 1, 1), date(2026, 6, 30))
            return st.one_of(near, far)
        case Text():
            return st.sampled_from(("something", "two words"))
        case DayCounts(rows=rows) | Pair(rows=rows):
            number = st.one_of(st.integers(0, 33), st.integers(40, 270))
            return _cells([row.id for row in rows], number, partly=partly)
        case Rows(columns=columns):
            return st.lists(_row(columns, partly=partly), max_size=3).map(tuple)
        case Agreement():
            return st.booleans().map(lambda agreed: Agreed(agreed, "Pat Test"))
        case Medicine():
            return st.sampled_from(RECOGNIZED + UNRECOGNIZED if partly else RECOGNIZED)
        case _:
            raise AssertionError(kind)


def _asked(questionnaire: Questionnaire) -> Iterable[Question]:
    return (each for each in questionnaire.questions.values() if not isinstance(each.kind, Information))


def _picked(ids: list[ChoiceId], *, partly: bool) -> st.SearchStrategy[Picked]:
    unknown = st.sampled_from((None, None, *Reason)) if partly else st.none()
    some = st.frozensets(st.sampled_from(ids), min_size=1)
    return st.builds(lambda choices, why: Picked(choices, why, SCRIBBLES.get(why)), some, unknown)


def _cells(rows: list[RowId], known: st.SearchStrategy[object], *, partly: bool) -> st.SearchStrategy[Cells]:
    cell = st.one_of(known, known, st.sampled_from(UNKNOWNS)) if partly else known
    if not partly:
        return st.fixed_dictionaries(dict.fromkeys(rows, cell)).map(Cells)
    return st.fixed_dictionaries({}, optional=dict.fromkeys(rows, cell)).map(Cells)


def _row(columns: tuple[Column, ...], *, partly: bool) -> st.SearchStrategy[Row]:
    cells = {}
    for column in columns:
        known = said(column.kind, partly=partly)
        cells[column.id] = st.one_of(known, known, st.sampled_from(UNKNOWNS)) if partly else known
    denied = st.sampled_from((False, False, False, True)) if partly else st.just(False)
    if not partly:
        return st.builds(Row, st.fixed_dictionaries(cells), denied=denied)
    return st.builds(Row, st.fixed_dictionaries({}, optional=cells), denied=denied)


# Learning more


def learned(
    questionnaire: Questionnaire, answers: Answers, *, only_required: bool = False
) -> st.SearchStrategy[Answers]:
    """Every way of filling in some or all of what is unknown: no known answer changes.

    `only_required` leaves the unknown answers to optional questions as they are.
    """
    by_question = {
        each.id: _learn(questionnaire, each.kind, answers.to(each.id))
        if each.required or not only_required
        else st.just(answers.to(each.id))
        for each in _asked(questionnaire)
    }
    return st.fixed_dictionaries(by_question).map(Answers)


def _learn(questionnaire: Questionnaire, kind: Kind | Medicine, answer: object) -> st.SearchStrategy[object]:
    match kind, answer:
        case _, Unknown():
            more = said(kind, partly=True)
            return st.one_of(more, more, more, st.just(answer))
        case Choices(choices=choices), Picked(choices=known, unknown=reason) if reason is not None:
            more = st.frozensets(st.sampled_from([choice.id for choice in choices]))
            return st.builds(
                lambda extra, left: Picked(known | extra, left, SCRIBBLES.get(left)),
                more,
                st.sampled_from((None, None, reason)),
            )
        case Checklist() | DayCounts() | Pair(), Cells(states=states):
            return said(kind, partly=True).map(lambda more: Cells({**more.states, **_known(states)}))
        case Rows(columns=columns), tuple():
            return st.tuples(*(_learn_row(questionnaire, columns, row) for row in answer))
    return st.just(answer)


def _known(states: dict[RowId, object]) -> dict[RowId, object]:
    return {row: state for row, state in states.items() if not isinstance(state, Unknown)}


@st.composite
def _learn_row(draw: Draw, questionnaire: Questionnaire, columns: tuple[Column, ...], row: Row) -> Row:
    cells, denied = dict(row.cells), row.denied
    for column in columns:
        cell = cells.get(column.id, UNKNOWNS[0])
        if isinstance(column.kind, Medicine) and _is_open(questionnaire, cell, denied=row.denied):
            named = draw(st.sampled_from((None, *RECOGNIZED[:4])))
            if named is not None:
                cells[column.id], denied = named, False
        elif isinstance(cell, Unknown):
            cells[column.id] = draw(_learn(questionnaire, column.kind, cell))
    return Row(cells, row.confirmed, denied)


def _is_open(questionnaire: Questionnaire, cell: object, *, denied: bool) -> bool:
    """Whether it may turn out which medicine this is."""
    if isinstance(cell, Unknown) or denied:
        return True
    return matcher_for(questionnaire.dictionary).match(cell).kind == "none"

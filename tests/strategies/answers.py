"""Random raw answers to a questionnaire, in the shapes of an answers file."""

from datetime import date

from hypothesis import strategies as st

from screener.definition.kind_states import may_be_unreadable
from screener.definition.model import (
    Agreement,
    Checklist,
    Choice,
    Choices,
    Column,
    Date,
    DayCounts,
    DecimalNumber,
    GridRow,
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

MEDICINES_TYPED = ("Xanax", "alprazolam 0.5 mg", "zanax", "zolpidem", "zolpiden", "suma", "Lamictal", "blue pill", "")


def answers(questionnaire: Questionnaire) -> st.SearchStrategy[dict[str, object]]:
    """Raw answers in the shapes of an answers file: to every question or to some, known, unknown or blank."""
    readers = {
        str(question.id): raw_answers(question)
        for question in questionnaire.questions.values()
        if not isinstance(question.kind, Information)
    }
    return st.fixed_dictionaries({}, optional=readers)


def raw_answers(question: Question) -> st.SearchStrategy[object]:
    """One answer as it would stand in a file: a known one three times in four where silence is offered."""
    known = known_answers(question)
    return st.one_of(known, known, known, silences(question.kind, question.also))


SCRIBBLES = ({"typed": "about 80,5 kg"}, {"typed": "two\nlines"})
"""What somebody typed and nobody can read."""


def silences(kind: Kind | Medicine, also: frozenset[Reason]) -> st.SearchStrategy[object]:
    """A blank, an unknown answer that is offered, or what cannot be read; of a grid only the first two."""
    is_typed = may_be_unreadable(kind) and not isinstance(kind, DayCounts | Pair)
    return st.sampled_from((None, *sorted(reason.value for reason in also), *(SCRIBBLES if is_typed else ())))


def known_answers(question: Question) -> st.SearchStrategy[object]:
    """A known answer of the question's kind; a set or grid may be partly unknown where that is offered."""
    return _known_of(question.kind, tuple(sorted(reason.value for reason in question.also)))


def _known_of(kind: object, also: tuple[str, ...]) -> st.SearchStrategy[object]:
    match kind:
        case YesNo(choices=choices) | OneChoice(choices=choices):
            return st.sampled_from([str(choice.id) for choice in choices])
        case Choices(choices=choices):
            return _sets(choices, also, typed=may_be_unreadable(kind))
        case Checklist(rows=rows, choices=choices):
            return _grid(rows, st.sampled_from([str(choice.id) for choice in choices]), also)
        case WholeNumber():
            return st.integers(0, 45)
        case DecimalNumber():
            return st.integers(0, 200).map(lambda n: n / 2)
        case Date():
            return st.dates(date(1950, 1, 1), date(2026, 6, 30)).map(date.isoformat)
        case Text():
            return st.sampled_from(("something", "Ünïcode", "two words"))
        case DayCounts(rows=rows):
            return _grid(rows, st.integers(0, 33), (*also, *SCRIBBLES))
        case Pair():
            return _grid(kind.rows, st.integers(40, 270), (*also, *SCRIBBLES))
        case Rows(columns=columns):
            return st.lists(st.fixed_dictionaries({str(column.id): _cell(column) for column in columns}), max_size=2)
        case Agreement():
            return st.sampled_from(("yes", "no")).map(lambda agreed: {"agreed": agreed, "signature": "Pat Test"})
        case _:
            return st.none()


def _sets(choices: tuple[Choice, ...], also: tuple[str, ...], *, typed: bool) -> st.SearchStrategy[list[object]]:
    several = [str(choice.id) for choice in choices if not choice.exclusive]
    alone = [[str(choice.id)] for choice in choices if choice.exclusive]
    some = st.lists(st.sampled_from(several), min_size=1, unique=True)
    beside = (*also, {"typed": "[x] none"}) if typed else also
    partly = [st.tuples(some, st.just(each)).map(lambda pair: [*pair[0], pair[1]]) for each in beside]
    return st.one_of(some, *map(st.just, alone), *partly)


def _grid(
    rows: tuple[GridRow, ...], known: st.SearchStrategy[object], also: tuple[object, ...]
) -> st.SearchStrategy[dict[str, object]]:
    cell = st.one_of(known, known, known, st.sampled_from((None, *also)))
    return st.fixed_dictionaries({str(row.id): cell for row in rows})


def _cell(column: Column) -> st.SearchStrategy[object]:
    if isinstance(column.kind, Medicine):
        return st.sampled_from((*MEDICINES_TYPED, *SCRIBBLES))
    known = _known_of(column.kind, ())
    return st.one_of(known, known, silences(column.kind, column.also))

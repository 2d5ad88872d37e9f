"""All that a condition may speak of, and what each of these things is.

What may be asked of a name follows from the sort of thing it stands for: a
number is compared, a choice is tested by `is`, a set by `includes`. `USES` says
so in an author's words.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol, assert_never

from screener.definition.conditions import StateName
from screener.definition.kind_states import may_be_unreadable
from screener.definition.model import (
    Agreement,
    Checklist,
    Choices,
    Date,
    DayCounts,
    DecimalNumber,
    Information,
    Kind,
    Medicine,
    OneChoice,
    Pair,
    Reason,
    Rows,
    Text,
    WholeNumber,
    YesNo,
)
from screener.definition.names import GenericName, MedicineClass, QuestionId, RowId, RuleId, SettingName, ValueName

ValueSort = Literal["number", "condition"]
Sort = Literal["number", "condition", "date", "choice", "set", "text", "grid", "list", "row", "information"]


class Asked(Protocol):
    """A question or a column, as far as conditions are concerned: a `Question` and a `Column` are such."""

    @property
    def kind(self) -> Kind | Medicine:
        """How it is answered."""

    @property
    def also(self) -> frozenset[Reason]:
        """The unknown answers that it offers; a blank is always one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """All that a condition may speak of.

    None stands for what is declared but has problems of its own: then nothing
    is said about how a condition asks about it.
    """

    questions: Mapping[QuestionId, Asked | None]
    values: Mapping[ValueName, ValueSort | None]
    settings: Collection[SettingName]
    rules: Collection[RuleId]
    classes: Collection[MedicineClass]
    generics: Collection[GenericName]
    row: Asked | None = None
    """In a column's condition, the question whose row `row` is."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for: its sort, what may be named of it, and the states it can be in."""

    sort: Sort
    members: tuple[str, ...] = ()
    """The choices of a choice or set; the parts of a grid or row."""
    states: frozenset[StateName] = frozenset()


USES: Final[Mapping[Sort, tuple[str, str]]] = {
    "number": ("a number", "compare it, as in `{it} < 18`"),
    "condition": ("true or false", "let it stand alone, as in `{it}` or `not {it}`"),
    "date": ("a date", "compare `years since {it}` or `days since {it}` with a number"),
    "choice": ("answered with one choice", "write `{it} is {member}`"),
    "set": ("a set of choices", "write `{it} includes {member}`"),
    "text": ("text", "only its state can be asked for, as in `{it} is blank`"),
    "grid": ("a grid", "name one of its rows, as in `{it}.{member}`"),
    "list": ("a list", "ask about its rows, as in `any row in {it} where (row.{member} …)`"),
    "row": ("a row", "name one of its columns, as in `{it}.{member}`"),
    "information": ("only shown", "it has no answer"),
}
"""For each sort, what such a thing is and how one asks about it."""

ANSWERED: Final[frozenset[StateName]] = frozenset(("known", "unknown", "blank"))
WORKED_OUT: Final[frozenset[StateName]] = frozenset(("known", "unknown"))
STATE_OF: Final[Mapping[Reason, StateName]] = {
    Reason.NOT_SURE: "not_sure",
    Reason.DECLINED: "declined",
    Reason.TO_DISCUSS: "to_discuss",
}
NUMBER: Final = Meaning("number", states=WORKED_OUT)
MATCH: Final = Meaning("choice", ("exact", "close", "none"))
"""How a medicine was matched; known of every row."""


def meaning_of(asked: Asked, part: RowId | None = None) -> Meaning | None:
    """What an answer is, or one row of a grid or half of a pair; None for a part that it does not have."""
    states = _states_of(asked)
    whole = _whole(asked.kind, states)
    if part is None:
        return whole
    return _cell(asked.kind, states) if part in whole.members else None


def meaning_in_row(asked: Asked, part: RowId | None, names: Names) -> Meaning | None:
    """What a row of a list is, or a cell of a grid, or one part of it; None for a part that it does not have."""
    if not isinstance(rows := asked.kind, Rows):
        return None if part else _cell(rows, _states_of(asked))
    if part is None:
        return Meaning("row", row_parts(rows))
    if rows.medicine is not None and part in (of_medicine := _of_medicine(names)):
        return of_medicine[part]
    return next((meaning_of(column) for column in rows.columns if column.id == part), None)


def _states_of(asked: Asked) -> frozenset[StateName]:
    """The states that its answer can be in."""
    offered = ANSWERED | {STATE_OF[reason] for reason in asked.also if reason in STATE_OF}
    return offered | {"unreadable"} if may_be_unreadable(asked.kind) else offered


def row_parts(rows: Rows) -> tuple[str, ...]:
    """All that can be named of a row."""
    columns = tuple(column.id for column in rows.columns)
    return columns if rows.medicine is None else (*columns, "classes", "generic", "match")


def _of_medicine(names: Names) -> Mapping[str, Meaning]:
    """What the dictionary adds to a row that names a medicine."""
    return {
        "classes": Meaning("set", tuple(names.classes), WORKED_OUT),
        "generic": Meaning("choice", tuple(names.generics), WORKED_OUT),
        "match": MATCH,
    }


def _whole(kind: Kind | Medicine, states: frozenset[StateName]) -> Meaning:
    match kind:
        case YesNo() | OneChoice():
            return Meaning("choice", tuple(choice.id for choice in kind.choices), states)
        case Choices():
            return Meaning("set", tuple(choice.id for choice in kind.choices), states)
        case WholeNumber() | DecimalNumber():
            return Meaning("number", states=states)
        case Date():
            return Meaning("date", states=states)
        case Text() | Medicine():
            return Meaning("text", states=states)
        case Checklist() | DayCounts() | Pair():
            return Meaning("grid", tuple(row.id for row in kind.rows), states)
        case Rows():
            return Meaning("list", tuple(column.id for column in kind.columns), states)
        case Agreement():
            return Meaning("choice", ("yes", "no"), states)
        case Information():
            return Meaning("information")
        case _:
            assert_never(kind)


def _cell(kind: Kind | Medicine, states: frozenset[StateName]) -> Meaning | None:
    """One cell of a grid; None for what is none."""
    match kind:
        case Checklist():
            return Meaning("choice", tuple(choice.id for choice in kind.choices), states)
        case DayCounts() | Pair():
            return Meaning("number", states=states)
        case _:
            return None

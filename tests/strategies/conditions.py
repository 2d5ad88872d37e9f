"""Random conditions that are well typed over the questions, values and rules they may read.

No draw is rejected: every choice is made among things that fit. Draws are what
takes the time, so there are few: one for each choice, and none for what does
not matter.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any, Literal, TypeVar

from hypothesis import strategies as st

from screener.definition.conditions import (
    AllRows,
    And,
    AnswerRef,
    AnyRow,
    Arithmetic,
    Builtin,
    Compare,
    Condition,
    CountOf,
    CountRows,
    Holds,
    Includes,
    IsOneOf,
    Not,
    Number,
    Operand,
    Or,
    RowRef,
    SettingRef,
    Since,
    Smaller,
    StateIs,
    StateName,
    ValueRef,
)
from screener.definition.dictionary import Dictionary
from screener.definition.kind_states import may_be_unreadable
from screener.definition.model import (
    Agreement,
    Checklist,
    Choices,
    Column,
    Date,
    DayCounts,
    DecimalNumber,
    Information,
    Medicine,
    OneChoice,
    Pair,
    Question,
    Reason,
    Rows,
    Text,
    Value,
    WholeNumber,
    YesNo,
)
from screener.definition.names import ChoiceId, QuestionId, RowId, RuleId, SettingName, ValueName

T = TypeVar("T")
Operator = Literal["<", "<=", ">", ">=", "=", "!="]
OPERATORS: tuple[Operator, ...] = ("<", "<=", ">", ">=", "=", "!=")
COMBINED: tuple[Literal["+", "-", "*", "/"] | None, ...] = (None, "+", "-", "*", "/")
STATES: tuple[StateName, ...] = ("unknown", "known", "blank")
OFFERED: Mapping[Reason, StateName] = {
    Reason.NOT_SURE: "not_sure",
    Reason.DECLINED: "declined",
    Reason.TO_DISCUSS: "to_discuss",
}


@dataclass(frozen=True)
class Readable:
    """What a condition may read: everything asked or defined before it."""

    questions: tuple[Question, ...]
    values: Mapping[ValueName, Value]
    rules: tuple[RuleId, ...]
    settings: tuple[SettingName, ...]
    dictionary: Dictionary
    builtins: bool
    """Whether the counts over every question may be read: rules and their values only."""
    states: bool
    """Whether conditions may ask about an answer's state (`is unknown`)."""

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that something can be asked about: of a text, only its state."""
        mute = (Information,) if self.states else (Information, Text)
        return tuple(question for question in self.questions if not isinstance(question.kind, mute))


def draw_condition(draw: st.DrawFn, readable: Readable, depth: int = 2) -> Condition:
    """A condition over at least one thing that can be read."""
    if depth:
        match pick(draw, ("leaf", "leaf", "and", "or", "not", "three")):
            case "and":
                return And(_parts(draw, readable, depth, 2))
            case "or":
                return Or(_parts(draw, readable, depth, 2))
            case "three":
                return Or(_parts(draw, readable, depth, 3))
            case "not":
                return Not(draw_condition(draw, readable, depth - 1))
    return _leaf(draw, readable, depth)


def draw_number(draw: st.DrawFn, readable: Readable, depth: int = 1) -> Operand:
    """Something to compare, read from answers where any number is asked for."""
    sources = _number_sources(readable)
    if depth and pick(draw, (True, False, False, False)):
        left, right = draw_number(draw, readable, depth - 1), draw_number(draw, readable, depth - 1)
        operator = pick(draw, COMBINED)
        return Arithmetic(operator, left, right) if operator else Smaller(left, right)
    # Never 0: a number that is worked out by dividing by nothing is refused.
    return pick(draw, sources) if sources else pick(draw, _COUNTS[1:])


def pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """One of the options."""
    chosen: T = draw(_among(tuple(options), tuple(map(type, options))))
    return chosen


@functools.lru_cache(maxsize=4096)
def _among(options: tuple[Any, ...], types: tuple[type, ...]) -> st.SearchStrategy[Any]:
    # To make a strategy takes longer than to draw from it. The types keep True apart from 1, which equals it.
    del types
    return st.sampled_from(options)


def _parts(draw: st.DrawFn, readable: Readable, depth: int, number: int) -> tuple[Condition, ...]:
    return tuple(draw_condition(draw, readable, depth - 1) for _ in range(number))


def exact(value: Fraction) -> int | Fraction:
    """A whole fraction as the int that reading would give."""
    return value.numerator if value.denominator == 1 else value


_COUNTS = tuple(Number(number) for number in range(41))
_CONSTANTS = (*_COUNTS, *(Number(exact(Fraction(number, 2))) for number in range(1, 80, 2)))


def _constant(draw: st.DrawFn, readable: Readable) -> Operand:
    """A number as written, or a setting."""
    options: tuple[Operand, ...] = (*_CONSTANTS, *(SettingRef(name) for name in readable.settings * 5))
    return pick(draw, options)


def _number_sources(readable: Readable) -> list[Operand]:
    found: list[Operand] = [ValueRef(value.name) for value in readable.values.values() if not value.is_condition]
    for question in readable.asked:
        match question.kind:
            case WholeNumber() | DecimalNumber():
                found.append(AnswerRef(question.id))
            case DayCounts(rows=rows) | Pair(rows=rows):
                found.extend(AnswerRef(question.id, row.id) for row in rows)
            case Date():
                found.extend((Since("years", AnswerRef(question.id)), Since("days", AnswerRef(question.id))))
            case _:
                pass
    if readable.builtins:
        found.extend((Builtin("required_blank"), Builtin("out_of_range")))
    return found


def _leaf(draw: st.DrawFn, readable: Readable, depth: int) -> Condition:
    holding = [value.name for value in readable.values.values() if value.is_condition] + list(readable.rules)
    kinds = ["question"] * 4 if readable.asked else []
    kinds += ["comparison"] if _number_sources(readable) else []
    kinds += ["holds"] if holding else []
    kinds += ["value state"] if readable.values and readable.states else []
    kinds += ["count"] if depth and readable.asked else []
    match pick(draw, kinds):
        case "question":
            return _about(draw, pick(draw, readable.asked), readable)
        case "comparison":
            return Compare(pick(draw, OPERATORS), draw_number(draw, readable), _constant(draw, readable))
        case "holds":
            return Holds(pick(draw, holding))
        case "value state":
            return StateIs(ValueRef(pick(draw, tuple(readable.values))), pick(draw, ("unknown", "known")))
        case _:
            counted = tuple(draw_condition(draw, readable, 0) for _ in range(pick(draw, (2, 3))))
            return Compare(pick(draw, OPERATORS), CountOf(counted), pick(draw, _COUNTS[:4]))


def _about(draw: st.DrawFn, question: Question, readable: Readable) -> Condition:
    """A test of one question's answer, as its kind allows."""
    here = AnswerRef(question.id)
    if isinstance(question.kind, Text) or (readable.states and pick(draw, (True, False, False, False))):
        return StateIs(here, pick(draw, _states(question)))
    match question.kind:
        case YesNo() | Agreement():
            return IsOneOf(here, (ChoiceId(pick(draw, ("yes", "no"))),), pick(draw, (False, True)))
        case OneChoice(choices=choices):
            return IsOneOf(here, _some(draw, [choice.id for choice in choices]), pick(draw, (False, True)))
        case Choices(choices=choices):
            return _includes(draw, here, [choice.id for choice in choices])
        case Checklist():
            return _about_checklist(draw, question.id, question.kind)
        case DayCounts(rows=rows):
            return _about_days(draw, question.id, [row.id for row in rows])
        case Pair(rows=rows):
            here = AnswerRef(question.id, pick(draw, [row.id for row in rows]))
            return Compare(pick(draw, OPERATORS), here, _constant(draw, readable))
        case Date():
            since = Since(pick(draw, ("years", "days")), here)
            return Compare(pick(draw, OPERATORS), since, _constant(draw, readable))
        case Rows():
            return _about_rows(draw, question.id, question.kind, readable)
        case _:
            return Compare(pick(draw, OPERATORS), here, _constant(draw, readable))


def _states(question: Question) -> tuple[StateName, ...]:
    """The states that a condition may ask about: those that the question offers."""
    typed: tuple[StateName, ...] = ("unreadable",) if may_be_unreadable(question.kind) else ()
    return (*STATES, *typed, *(state for reason, state in OFFERED.items() if reason in question.also))


def _includes(draw: st.DrawFn, subject: AnswerRef | RowRef, offered: list[ChoiceId]) -> Includes:
    members = _some(draw, offered)
    return Includes(subject, members, pick(draw, ("any", "all")) if len(members) > 1 else "any")


def _some(draw: st.DrawFn, ids: list[ChoiceId]) -> tuple[ChoiceId, ...]:
    """One or two of them."""
    return pick(draw, (*combinations(ids, 1), *combinations(ids, 2)))


def _about_checklist(draw: st.DrawFn, question: QuestionId, kind: Checklist) -> Condition:
    picked, negated = _some(draw, [choice.id for choice in kind.choices]), pick(draw, (False, True))
    if row := pick(draw, (None, *(row.id for row in kind.rows))):
        return IsOneOf(AnswerRef(question, row), picked, negated)
    return _over(draw, "cell", question, IsOneOf(RowRef("cell"), picked, negated))


def _about_days(draw: st.DrawFn, question: QuestionId, rows: list[RowId]) -> Condition:
    operator, limit = pick(draw, OPERATORS), pick(draw, _COUNTS[:32])
    if row := pick(draw, (None, *rows)):
        return Compare(operator, AnswerRef(question, row), limit)
    return _over(draw, "cell", question, Compare(operator, RowRef("cell"), limit))


def _about_rows(draw: st.DrawFn, question: QuestionId, kind: Rows, readable: Readable) -> Condition:
    columns = [column for column in kind.columns if readable.states or not isinstance(column.kind, Text)]
    where = _about_a_row(draw, pick(draw, columns), readable.dictionary)
    if kind.medicine is not None and pick(draw, (True, False, False, False)):
        different = CountRows("row", AnswerRef(question), where, RowId("generic"))
        return Compare(pick(draw, OPERATORS), different, pick(draw, _COUNTS[:4]))
    return _over(draw, "row", question, where)


def _about_a_row(draw: st.DrawFn, column: Column, dictionary: Dictionary) -> Condition:
    here = RowRef("row", column.id)
    match column.kind:
        case Medicine():
            return _about_a_medicine(draw, dictionary)
        case YesNo():
            return IsOneOf(here, (ChoiceId(pick(draw, ("yes", "no"))),))
        case OneChoice(choices=choices):
            return IsOneOf(here, _some(draw, [choice.id for choice in choices]))
        case WholeNumber() | DecimalNumber():
            return Compare(pick(draw, OPERATORS), here, pick(draw, _COUNTS[:10]))
        case Date():
            return Compare(pick(draw, OPERATORS), Since("days", here), pick(draw, _COUNTS))
        case Text():
            return StateIs(here, pick(draw, ("known", "blank", "unreadable")))


def _about_a_medicine(draw: st.DrawFn, dictionary: Dictionary) -> Condition:
    match pick(draw, ("classes", "classes", "generic", "match")):
        case "classes":
            classes = [ChoiceId(name) for name in sorted(dictionary.classes)]
            return _includes(draw, RowRef("row", RowId("classes")), classes)
        case "generic":
            generics = [ChoiceId(entry.generic) for entry in dictionary.medicines]
            return IsOneOf(RowRef("row", RowId("generic")), _some(draw, generics))
        case _:
            return IsOneOf(RowRef("row", RowId("match")), (ChoiceId(pick(draw, ("exact", "close", "none"))),))


def _over(draw: st.DrawFn, variable: str, question: QuestionId, where: Condition) -> Condition:
    """A statement about all rows of a list or cells of a grid."""
    source = AnswerRef(question)
    match pick(draw, ("any", "all", "count")):
        case "any":
            return AnyRow(variable, source, where)
        case "all":
            return AllRows(variable, source, where)
        case _:
            return Compare(pick(draw, OPERATORS), CountRows(variable, source, where), pick(draw, _COUNTS[:4]))

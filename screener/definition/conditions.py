"""The syntax tree of conditions: closed, typed, one for every reader.

The evaluator, the type checker, the explanation in words, the proof and the
FHIR export all match on these classes and end in `assert_never`. A node holds
no meaning of its own; `docs/meaning.md` says what each one means in
three-valued logic.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from screener.definition.names import ChoiceId, QuestionId, RowId, RuleId, SettingName, ValueName


@dataclass(frozen=True, slots=True)
class Span:
    """Where a node stands in its condition's text: offsets, end exclusive."""

    start: int
    end: int


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class AnswerRef:
    """A question, one row of its grid, or one half of its pair: `bp_sys`, `am_days.triptan`."""

    question: QuestionId
    part: RowId | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ValueRef:
    """A derived value by name; one that holds a condition also stands as a condition."""

    name: ValueName
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class RowRef:
    """What a bound variable stands for, or one part of it: `cell`, `medicine.classes`.

    Parts of a row are its columns. A row with a medicine column also has
    `classes` (a set), `generic` (a name) and `match` (exact, close or none).
    """

    variable: str
    part: RowId | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Builtin:
    """A value that speaks of every question: a count of questions, each once however many of its parts are at fault."""

    name: Literal["required_blank", "out_of_range"]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in a condition, exact."""

    value: int | Fraction
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class SettingRef:
    """A threshold by name: `settings.bp_exclude_sys`."""

    name: SettingName
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers combined, exact; a division by zero is unknown."""

    operator: Literal["+", "-", "*", "/"]
    left: "Operand"
    right: "Operand"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Smaller:
    """The smaller of two numbers: `smaller of (a + b, 90)`."""

    left: "Operand"
    right: "Operand"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Since:
    """Whole years or days from a date to the date of the assessment; negative for a later date.

    A year is complete on the birthday itself; for someone born on 29 February
    that is 1 March in a year without one.
    """

    unit: Literal["years", "days"]
    date: AnswerRef | RowRef
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CountOf:
    """How many of these conditions hold: `count of (ha_features includes light, ha_features includes sound)`.

    Conditions that are unknown make it a range; a comparison is settled when
    every count in the range agrees.
    """

    conditions: tuple["Condition", ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CountRows:
    """How many rows of a list, or cells of a grid, meet a condition.

    `count of cell in pv_matrix where (cell is no_help)`; with `different`, how
    many different things: `count of different medicine.generic in med_list where (...)`.
    """

    variable: str
    source: AnswerRef
    where: "Condition"
    different: RowId | None = None
    span: Span = field(default=NOWHERE, compare=False)


Operand = (
    AnswerRef | ValueRef | RowRef | Builtin | Number | SettingRef | Arithmetic | Smaller | Since | CountOf | CountRows
)
Subject = AnswerRef | ValueRef | RowRef


@dataclass(frozen=True, slots=True)
class Compare:
    """Two numbers, or two dates, compared. `65 <= age < 75` is an `And` of two."""

    operator: Literal["<", "<=", ">", ">=", "=", "!="]
    left: Operand
    right: Operand
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """The answer is one of these choices (`is yes`); negated, it is known and something else (`is not yes`)."""

    subject: Subject
    choices: tuple[ChoiceId, ...]
    negated: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Includes:
    """A set has any, or all, of these members."""

    subject: Subject
    members: tuple[ChoiceId, ...]
    quantity: Literal["any", "all"] = "any"
    span: Span = field(default=NOWHERE, compare=False)


StateName = Literal["known", "unknown", "blank", "not_sure", "declined", "to_discuss", "unreadable"]


@dataclass(frozen=True, slots=True)
class StateIs:
    """A test of an answer's state, the only kind of test that turns unknown into true.

    `unknown` is any of the reasons; `known` is asked and known. Of a value,
    `unknown` means that it cannot be worked out yet. False where not asked.
    """

    subject: Subject
    state: StateName
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Holds:
    """A rule's name, or the name of a value that holds a condition, used as a condition."""

    name: RuleId | ValueName
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AnyRow:
    """Some row of a list, or cell of a grid, meets the condition."""

    variable: str
    source: AnswerRef
    where: "Condition"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AllRows:
    """Every row meets the condition; over no rows true, over rows not asked false."""

    variable: str
    source: AnswerRef
    where: "Condition"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold; two or more."""

    parts: tuple["Condition", ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Some part holds; two or more."""

    parts: tuple["Condition", ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The Kleene opposite: true of what was not asked."""

    part: "Condition"
    span: Span = field(default=NOWHERE, compare=False)


Condition = Compare | IsOneOf | Includes | StateIs | Holds | AnyRow | AllRows | And | Or | Not

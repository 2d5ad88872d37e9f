"""Conditions checked against what there is: every name resolved, every question asked in its own way.

`resolve` takes a tree as `conditions_text` reads it, where a plain name is an
`AnswerRef`, and gives the tree that everyone else reads, where a value is a
`ValueRef` and a row or cell a `RowRef`. It tells all problems at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, assert_never

from screener.definition.condition_names import (
    NUMBER,
    USES,
    Asked,
    Meaning,
    Names,
    ValueSort,
    meaning_in_row,
    meaning_of,
    row_parts,
)
from screener.definition.condition_reads import Reads, asks_about_silence, is_rule, reads
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
    Span,
    StateIs,
    Subject,
    ValueRef,
)
from screener.definition.conditions_text import LATER
from screener.definition.conditions_writing import to_text
from screener.definition.model import Checklist, DayCounts, Rows
from screener.definition.names import ChoiceId, QuestionId, RowId, ValueName
from screener.definition.problems import did_you_mean

__all__ = [
    "Asked",
    "ConditionProblem",
    "Names",
    "Reads",
    "ValueSort",
    "asks_about_silence",
    "reads",
    "resolve",
    "resolve_number",
]

MEANT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("empty", "missing", "null", "unanswered"), "blank"),
    **dict.fromkeys(("answered", "given", "filled", "set"), "known"),
    **dict.fromkeys(("unsure", "uncertain", "maybe"), "not_sure"),
    "true": "yes",
    "false": "no",
}
"""What people write for a choice that many questions offer, or for a state, and how it is called here."""
Scope = Mapping[str, Asked | None]
"""The variables bound around a condition, each by the question whose row or cell it is."""


@dataclass(frozen=True, slots=True)
class ConditionProblem:
    """Something wrong with a condition that can be read; `span` is where in its text."""

    message: str
    span: Span


def resolve(tree: Condition, names: Names) -> tuple[Condition, tuple[ConditionProblem, ...]]:
    """The condition with its names resolved, and all that is wrong with it, in the order written.

    With problems, what could not be resolved stands as it was. A tree that is
    resolved already stays the same.
    """
    resolver = _Resolver(names)
    resolved = resolver.condition(tree, resolver.outermost)
    return resolved, resolver.in_order()


def resolve_number(tree: Operand, names: Names) -> tuple[Operand, tuple[ConditionProblem, ...]]:
    """The same for a number, as values give it by `is`."""
    resolver = _Resolver(names)
    resolved = resolver.number(tree, resolver.outermost)
    return resolved, resolver.in_order()


@dataclass(slots=True)
class _Resolver:
    """Goes through one tree once. A meaning of None says that a problem was told already, or must not be."""

    names: Names
    problems: list[ConditionProblem] = field(default_factory=list)
    latest: tuple[Subject, Meaning] | None = None
    """The latest test of choices, for whoever writes `x is yes or no`."""

    @property
    def outermost(self) -> Scope:
        return {} if self.names.row is None else {"row": self.names.row}

    def in_order(self) -> tuple[ConditionProblem, ...]:
        return tuple(sorted(self.problems, key=lambda problem: (problem.span.start, problem.span.end)))

    def problem(self, message: str, span: Span) -> None:
        self.problems.append(ConditionProblem(message, span))

    def expect(self, wanted: str, node: Operand, meaning: Meaning | None, *, example: str = "") -> bool:
        """Whether the node is of this sort; where it is not, tell how one asks about it."""
        if meaning is None or meaning.sort == wanted:
            return meaning is not None
        what, how = USES[meaning.sort]
        member = example if example in meaning.members else next(iter(meaning.members), "yes")
        it = to_text(node)
        self.problem(f"`{it}` is {what}: {how.format(it=it, member=member)}", node.span)
        return False

    # Conditions

    def condition(self, node: Condition, scope: Scope) -> Condition:
        match node:
            case And() | Or():
                return replace(node, parts=tuple(self.condition(part, scope) for part in node.parts))
            case Not():
                return replace(node, part=self.condition(node.part, scope))
            case Compare():
                return self.comparison(node, scope)
            case IsOneOf():
                return replace(node, subject=self.chosen(node, scope, wanted="choice"))
            case Includes():
                return replace(node, subject=self.chosen(node, scope, wanted="set"))
            case StateIs():
                return self.state(node, scope)
            case Holds():
                self.holding(node, scope)
                return node
            case AnyRow() | AllRows():
                return replace(node, where=self.where(node, scope))
            case _:
                assert_never(node)

    def comparison(self, node: Compare, scope: Scope) -> Compare:
        """Two numbers, or two dates."""
        left, of_left = self.operand(node.left, scope)
        if of_left is not None and of_left.sort in ("choice", "set") and _name(node.right) in of_left.members:
            self.expect("number", left, of_left, example=_name(node.right))
            return replace(node, left=left)
        right, of_right = self.operand(node.right, scope)
        if {meaning.sort for meaning in (of_left, of_right) if meaning is not None} != {"date"}:
            self.expect("number", left, of_left)
            self.expect("number", right, of_right)
        return replace(node, left=left, right=right)

    def chosen(self, node: IsOneOf | Includes, scope: Scope, *, wanted: str) -> Subject:
        """The subject of a test of choices, all of which it must offer."""
        subject, meaning = self.name(node.subject, scope)
        choices = node.choices if isinstance(node, IsOneOf) else node.members
        if not self.expect(wanted, subject, meaning, example=choices[0]) or meaning is None:
            return subject
        self.latest = (subject, meaning)
        for choice in dict.fromkeys(choices):
            if choice not in meaning.members:
                self.not_offered(node, choice, meaning)
            elif choices.count(choice) > 1:
                self.problem(f"`{choice}` stands twice", node.span)
        return subject

    def not_offered(self, node: IsOneOf | Includes, choice: str, meaning: Meaning) -> None:
        subject, near = to_text(node.subject), did_you_mean(choice, meaning.members)
        if choice in LATER:
            near = f"; it is the state of an answer, asked for apart: `{subject} is {choice}`"
        elif isinstance(node, IsOneOf) and node.negated and choice == "sure":
            near = f" (did you mean {subject} is not_sure?)"
        elif (meant := MEANT.get(choice, "")) in meaning.members or meant in meaning.states:
            near = f" (did you mean {subject} is {meant}?)"
        verb = "be" if isinstance(node, IsOneOf) else "include"
        self.problem(f"`{subject}` cannot {verb} `{choice}`{near}", node.span)

    def state(self, node: StateIs, scope: Scope) -> StateIs | IsOneOf:
        """A test of a state; of a choice, where one is called like a state that came after it."""
        subject, meaning = self.name(node.subject, scope)
        if node.state in LATER and meaning is not None and node.state in meaning.members:
            return IsOneOf(subject, (ChoiceId(node.state),), span=node.span)
        return replace(node, subject=self.stated(node, subject, meaning))

    def stated(self, node: StateIs, subject: Subject, meaning: Meaning | None) -> Subject:
        """The subject of a test of its state, which it must be able to be in."""
        if meaning is None:
            return subject
        if meaning.sort in ("information", "row"):
            self.expect("anything that has a state", subject, meaning)
        elif node.state not in meaning.states:
            able = ", ".join(sorted(meaning.states)) or "known"
            self.problem(f"`{to_text(subject)}` can never be {node.state}, only {able}", node.span)
        return subject

    def holding(self, node: Holds, scope: Scope) -> None:
        """A name that stands as a condition."""
        if not is_rule(node):
            subject, meaning = self.name(AnswerRef(QuestionId(node.name), span=node.span), scope)
            self.expect("condition", subject, meaning)
        elif node.name not in self.names.rules:
            self.problem(f"no such rule: `{node.name}`{did_you_mean(node.name, [*self.names.rules])}", node.span)

    # Rows

    def where(self, node: AnyRow | AllRows | CountRows, scope: Scope) -> Condition:
        """What each row must meet, with the variable bound."""
        if self.exists(node.variable, scope):
            self.problem(f"`{node.variable}` means something else already: call the row by another word", node.span)
        inner = {**scope, node.variable: self.source(node.source)}
        if isinstance(node, CountRows) and node.different is not None:
            thing, meaning = self.name(RowRef(node.variable, node.different, node.span), inner)
            if meaning is not None and meaning.sort == "set":
                self.problem(f"`{to_text(thing)}` is a set: count by something that each row has one of", node.span)
        return self.condition(node.where, inner)

    def source(self, node: AnswerRef) -> Asked | None:
        """The question whose rows are gone through."""
        if node.question not in self.names.questions:
            near = did_you_mean(node.question, [*self.names.questions])
            self.problem(f"no such list or grid: `{node.question}`{near}", node.span)
            return None
        asked = self.names.questions[node.question]
        if asked is None or isinstance(asked.kind, Rows | Checklist | DayCounts):
            return asked
        self.problem(f"`{node.question}` has no rows: it is neither a list nor a grid", node.span)
        return None

    # Numbers

    def number(self, node: Operand, scope: Scope) -> Operand:
        operand, meaning = self.operand(node, scope)
        self.expect("number", operand, meaning)
        return operand

    def operand(self, node: Operand, scope: Scope) -> tuple[Operand, Meaning | None]:
        match node:
            case AnswerRef() | ValueRef() | RowRef():
                return self.name(node, scope)
            case Builtin() | Number():
                return node, NUMBER
            case SettingRef():
                self.setting(node)
                return node, NUMBER
            case Arithmetic() | Smaller():
                self.division(node)
                left, right = self.number(node.left, scope), self.number(node.right, scope)
                return replace(node, left=left, right=right), NUMBER
            case Since():
                return replace(node, date=self.date(node.date, scope)), NUMBER
            case CountOf():
                return replace(node, conditions=tuple(self.condition(each, scope) for each in node.conditions)), NUMBER
            case CountRows():
                return replace(node, where=self.where(node, scope)), NUMBER
            case _:
                assert_never(node)

    def setting(self, node: SettingRef) -> None:
        if node.name not in self.names.settings:
            self.problem(f"no such setting: `{node.name}`{did_you_mean(node.name, [*self.names.settings])}", node.span)

    def division(self, node: Arithmetic | Smaller) -> None:
        if isinstance(node, Arithmetic) and node.operator == "/" and node.right == Number(0):
            self.problem("a division by zero is never known", node.span)

    def date(self, node: AnswerRef | RowRef, scope: Scope) -> AnswerRef | RowRef:
        subject, meaning = self.name(node, scope)
        if meaning is not None and meaning.sort != "date":
            self.problem(f"`{to_text(subject)}` is {USES[meaning.sort][0]}, not a date", node.span)
        return node if isinstance(subject, ValueRef) else subject

    # Names

    def exists(self, name: str, scope: Scope) -> bool:
        return name in scope or name in self.names.questions or name in self.names.values

    def name(self, node: Subject, scope: Scope) -> tuple[Subject, Meaning | None]:
        """What a name stands for: a variable, else a question, else a value."""
        name, part = _name(node), None if isinstance(node, ValueRef) else node.part
        if name in scope:
            return self.in_row(RowRef(name, part, node.span), scope[name])
        if name in self.names.questions:
            return self.answer(AnswerRef(QuestionId(name), part, node.span))
        if name in self.names.values:
            return self.value(ValueRef(ValueName(name), node.span), part)
        self.problem(self.no_such_name(name, scope), node.span)
        return node, None

    def in_row(self, ref: RowRef, asked: Asked | None) -> tuple[RowRef, Meaning | None]:
        if asked is None:
            return ref, None
        meaning = meaning_in_row(asked, ref.part, self.names)
        if meaning is None and isinstance(asked.kind, Rows):
            near = did_you_mean(str(ref.part), row_parts(asked.kind))
            self.problem(f"`{ref.variable}` has no column `{ref.part}`{near}", ref.span)
        elif meaning is None:
            self.problem(f"`{ref.variable}` is one cell and has no parts", ref.span)
        return ref, meaning

    def answer(self, ref: AnswerRef) -> tuple[AnswerRef, Meaning | None]:
        asked = self.names.questions[ref.question]
        if asked is None:
            return ref, None
        meaning = meaning_of(asked, ref.part)
        if meaning is None:
            self.no_such_part(ref, asked)
        return ref, meaning

    def no_such_part(self, ref: AnswerRef, asked: Asked) -> None:
        whole = meaning_of(asked)
        if whole is None or whole.sort not in ("grid", "list"):
            self.problem(f"`{ref.question}` has no parts", ref.span)
        elif whole.sort == "list":
            self.expect("one row", replace(ref, part=None), whole, example=str(ref.part))
        else:
            self.problem(
                f"`{ref.question}` has no row `{ref.part}`{did_you_mean(str(ref.part), whole.members)}", ref.span
            )

    def value(self, ref: ValueRef, part: RowId | None) -> tuple[ValueRef, Meaning | None]:
        sort = self.names.values[ref.name]
        if part is not None:
            self.problem(f"`{ref.name}` has no parts", ref.span)
        return ref, None if sort is None or part is not None else replace(NUMBER, sort=sort)

    def no_such_name(self, name: str, scope: Scope) -> str:
        if self.latest is not None and name in self.latest[1].members:
            subject, meaning = self.latest
            again = USES[meaning.sort][1].format(it=to_text(subject), member=name)
            return f"`{name}` is a choice and no condition: {again}"
        if name in self.names.settings:
            return f"write `settings.{name}`"
        if name == "today":
            return "write `days since …` of a date: it counts to the day of the assessment"
        near = did_you_mean(name, [*scope, *self.names.questions, *self.names.values])
        return f"no such question or value: `{name}`{near}"


def _name(node: Operand) -> str:
    """The name before any part; nothing for what is computed."""
    match node:
        case AnswerRef():
            return node.question
        case ValueRef():
            return node.name
        case RowRef():
            return node.variable
        case _:
            return ""

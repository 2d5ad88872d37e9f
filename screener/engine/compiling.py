"""From the syntax tree to clauses and terms, with every name resolved to what it names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never, cast

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
    ValueRef,
)
from screener.definition.conditions import Subject as SubjectNode
from screener.definition.model import Checklist, Column, DayCounts, Pair, Question, Questionnaire, Rows, Value
from screener.definition.names import QuestionId, RowId, RuleId, SectionId, StepId, ValueName
from screener.engine.clauses import (
    ALWAYS,
    ClauseKnown,
    Compared,
    Has,
    InState,
    NamedClause,
    NumberKnown,
    OneOf,
    Opposite,
    all_of,
    all_rows,
    any_of,
    any_row,
)
from screener.engine.faults import INSPECTED, CountOfFaults, FaultName, Inspections
from screener.engine.findings import Reference
from screener.engine.operators import COMPARISONS, exactly
from screener.engine.situation import ITSELF
from screener.engine.sources import GridSource, ListSource, Source
from screener.engine.subjects import (
    Asking,
    Clause,
    PartAnswer,
    PartOfRow,
    Subject,
    WholeAnswer,
)
from screener.engine.terms import (
    Calculation,
    Constant,
    CountOfClauses,
    CountOfDifferent,
    CountOfRows,
    NamedNumber,
    NumberAnswer,
    SinceDate,
    SmallerOf,
    Term,
)

Scope = Mapping[str, tuple[int, Question]]
"""The variables bound around a node: how far from the outermost, and over which question."""

NO_VARIABLES: Scope = {}
GRIDS = Checklist | DayCounts | Pair


@dataclass(slots=True)
class Compiler:
    """Compiles one questionnaire, each name once and when it is first read."""

    questionnaire: Questionnaire
    indices: Mapping[QuestionId, int] = field(init=False)
    rules: dict[RuleId, NamedClause] = field(default_factory=dict)
    conditions: dict[ValueName, NamedClause] = field(default_factory=dict)
    numbers: dict[ValueName, NamedNumber] = field(default_factory=dict)
    pages: dict[SectionId | StepId, Clause] = field(default_factory=dict)
    askings: dict[QuestionId, Asking] = field(default_factory=dict)
    sources: dict[QuestionId, Source] = field(default_factory=dict)
    inspections: dict[str, Inspections] = field(default_factory=dict)
    names: int = 0
    """How many names that are judged once have been given a number."""

    def __post_init__(self) -> None:
        self.indices = {question: index for index, question in enumerate(self.questionnaire.questions)}

    # What is asked, and when

    def asking(self, question: QuestionId) -> Asking:
        """The question by its number, with its gate."""
        if question not in self.askings:
            gate = self.gate(self.questionnaire.questions[question])
            self.askings[question] = Asking(self.indices[question], question, gate)
        return self.askings[question]

    def gate(self, question: Question) -> Clause:
        """The conditions of its section, its step and its own, together."""
        step = self.questionnaire.steps[question.step]
        section = next(each for each in self.questionnaire.sections if each.id == question.section)
        own = ALWAYS if question.when is None else self.condition(question.when, NO_VARIABLES)
        pages = (self.page(section.id, section.when), self.page(step.id, step.when))
        parts = tuple(gate for gate in (*pages, own) if gate is not ALWAYS)
        return NamedClause(self.number_name(), all_of(parts)) if parts else ALWAYS

    def page(self, name: SectionId | StepId, when: Condition | None) -> Clause:
        """A section's or step's condition, judged once for all its questions."""
        if when is None:
            return ALWAYS
        if name not in self.pages:
            self.pages[name] = NamedClause(self.number_name(), self.condition(when, NO_VARIABLES))
        return self.pages[name]

    def source(self, question: QuestionId) -> Source:
        """The rows of a list or grid."""
        if question not in self.sources:
            self.sources[question] = self.make_source(self.questionnaire.questions[question])
        return self.sources[question]

    def make_source(self, question: Question) -> Source:
        """A grid by its rows, a list by its columns' conditions."""
        asking = self.asking(question.id)
        match question.kind:
            case Checklist(rows=rows) | DayCounts(rows=rows) | Pair(rows=rows):
                return GridSource(asking, tuple(row.id for row in rows))
            case Rows() as kind:
                return self.list_source(question, kind)
            case _:
                raise TypeError(f"{question.id} has no rows")

    def list_source(self, question: Question, kind: Rows) -> ListSource:
        """A list with its columns' conditions, which speak of the same row."""
        row: Scope = {"row": (0, question)}
        gates = [(each.id, self.condition(each.when, row)) for each in kind.columns if each.when is not None]
        return ListSource(self.asking(question.id), tuple(gates), kind.medicine)

    def inspection(self, name: FaultName) -> Inspections:
        """One fault, looked for in every question that can have it."""
        if name not in self.inspections:
            questions = [(self.asking(each.id), each) for each in self.questionnaire.questions.values()]
            lists = {each.id: self.list_source(each, each.kind) for _, each in questions if isinstance(each.kind, Rows)}
            self.inspections[name] = INSPECTED[name](questions, lists)
        return self.inspections[name]

    # Names

    def number_name(self) -> int:
        """A fresh number for something that is judged once."""
        self.names += 1
        return self.names - 1

    def rule(self, name: RuleId) -> NamedClause:
        """A rule's condition."""
        if name not in self.rules:
            clause = self.condition(self.questionnaire.rules[name].when, NO_VARIABLES)
            self.rules[name] = NamedClause(self.number_name(), clause)
        return self.rules[name]

    def named_condition(self, name: ValueName) -> NamedClause:
        """A value that holds a condition."""
        if name not in self.conditions:
            expression = cast(Condition, self.questionnaire.values[name].expression)
            self.conditions[name] = NamedClause(self.number_name(), self.condition(expression, NO_VARIABLES))
        return self.conditions[name]

    def named_number(self, name: ValueName) -> NamedNumber:
        """A value that is a number."""
        if name not in self.numbers:
            expression = cast(Operand, self.questionnaire.values[name].expression)
            self.numbers[name] = NamedNumber(self.number_name(), self.operand(expression, NO_VARIABLES))
        return self.numbers[name]

    def value(self, value: Value) -> NamedClause | NamedNumber:
        """Either sort of value."""
        return self.named_condition(value.name) if value.is_condition else self.named_number(value.name)

    # Conditions

    def condition(self, node: Condition, scope: Scope) -> Clause:
        """A condition as a clause."""
        match node:
            case And(parts=parts):
                return all_of(tuple(self.condition(part, scope) for part in parts))
            case Or(parts=parts):
                return any_of(tuple(self.condition(part, scope) for part in parts))
            case Not(part=part):
                return Opposite(self.condition(part, scope))
            case Compare(operator=sign, left=left, right=right):
                return Compared(COMPARISONS[sign], self.operand(left, scope), self.operand(right, scope))
            case IsOneOf(subject=subject, choices=choices, negated=negated):
                return OneOf(self.subject(subject, scope), frozenset(choices), negated)
            case Includes(subject=subject, members=members, quantity=quantity):
                return Has(self.subject(subject, scope), frozenset(members), quantity)
            case StateIs():
                return self.state_test(node, scope)
            case Holds(name=name):
                return self.holds(name)
            case AnyRow(variable=variable, source=source, where=where):
                return any_row(self.source(source.question), self.where(variable, source, where, scope))
            case AllRows(variable=variable, source=source, where=where):
                return all_rows(self.source(source.question), self.where(variable, source, where, scope))
            case _:
                assert_never(node)

    def holds(self, name: RuleId | ValueName) -> NamedClause:
        """A rule, or a value that holds a condition."""
        if name in self.questionnaire.rules:
            return self.rule(RuleId(name))
        return self.named_condition(ValueName(name))

    def where(self, variable: str, source: AnswerRef, where: Condition, scope: Scope) -> Clause:
        """A condition over each row, which its variable stands for."""
        return self.condition(where, self.bind(variable, source, scope))

    def bind(self, variable: str, source: AnswerRef, scope: Scope) -> Scope:
        """The scope with one more variable, innermost."""
        depth = 1 + max((depth for depth, _ in scope.values()), default=-1)
        return {**scope, variable: (depth, self.questionnaire.questions[source.question])}

    def state_test(self, node: StateIs, scope: Scope) -> Clause:
        """A test of an answer's state, of every cell of a grid, or of whether a value can be worked out."""
        match node.subject:
            case ValueRef(name=name):
                return self.value_state_test(name, negated=node.state != "known")
            case AnswerRef(question=question, part=None) if isinstance(
                self.questionnaire.questions[question].kind, GRIDS
            ):
                # A grid is known where all its cells are, and in any other state where one of them is.
                over = all_rows if node.state == "known" else any_row
                cell = self.part_of_row(*self.bind("", node.subject, scope)[""], None)
                return over(self.source(question), InState(cell, node.state))
            case subject:
                return InState(self.subject(subject, scope), node.state)

    def value_state_test(self, name: ValueName, *, negated: bool) -> Clause:
        """Whether a value is known; negated, whether it is unknown."""
        if not self.questionnaire.values[name].is_condition:
            return NumberKnown(self.named_number(name), negated)
        known = ClauseKnown(self.named_condition(name))
        return Opposite(known) if negated else known

    def subject(self, node: SubjectNode, scope: Scope) -> Subject:
        """What a test of choices, members or states looks at."""
        match node:
            case AnswerRef(question=question, part=part):
                asking, reference = self.asking(question), Reference(question, part)
                return WholeAnswer(asking, reference) if part is None else PartAnswer(asking, part, reference)
            case RowRef(variable=variable, part=part):
                return self.part_of_row(*scope[variable], part)
            case ValueRef(name=name):
                raise TypeError(f"{name} is a number or a condition: it has no choices")
            case _:
                assert_never(node)

    def part_of_row(self, depth: int, question: Question, part: RowId | None) -> PartOfRow:
        """The cell that a variable stands for, or one part of its row."""
        column = _column_saying(question, part)
        if column is None or part is None:
            return PartOfRow(depth, ITSELF, ITSELF, ALWAYS)
        gate = ALWAYS if column.when is None else self.condition(column.when, {"row": (0, question)})
        return PartOfRow(depth, part, column.id, gate)

    # Operands

    def operand(self, node: Operand, scope: Scope) -> Term:
        """An operand as a term."""
        match node:
            case AnswerRef() | RowRef():
                return NumberAnswer(self.subject(node, scope))
            case ValueRef(name=name):
                return self.named_number(name)
            case Builtin(name=name):
                return CountOfFaults(self.inspection(name))
            case Number(value=value):
                return Constant(exactly(value))
            case SettingRef(name=name):
                return Constant(exactly(self.questionnaire.settings[name].value))
            case Arithmetic(operator=sign, left=left, right=right):
                return Calculation(sign, self.operand(left, scope), self.operand(right, scope))
            case Smaller(left=left, right=right):
                return SmallerOf(self.operand(left, scope), self.operand(right, scope))
            case Since(unit=unit, date=date):
                return SinceDate(unit, self.subject(date, scope))
            case CountOf(conditions=conditions):
                return CountOfClauses(tuple(self.condition(each, scope) for each in conditions))
            case CountRows():
                return self.count_of_rows(node, scope)
            case _:
                assert_never(node)

    def count_of_rows(self, node: CountRows, scope: Scope) -> Term:
        """How many rows, or how many different things in them."""
        source = self.source(node.source.question)
        inner = self.bind(node.variable, node.source, scope)
        where = self.condition(node.where, inner)
        if node.different is None:
            return CountOfRows(source, where)
        return CountOfDifferent(source, where, self.part_of_row(*inner[node.variable], node.different))


def _column_saying(question: Question, part: RowId | None) -> Column | None:
    """The column that a part of a row is, or, of a fact about its medicine, the medicine's; None of a cell."""
    if part is None or not isinstance(question.kind, Rows):
        return None
    columns = {column.id: column for column in question.kind.columns}
    return columns.get(part) or columns[cast(RowId, question.kind.medicine)]

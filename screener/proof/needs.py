"""Which answers would settle a condition that is unknown, put into facts.

One function for each sort of node, each saying what `behind` of the engine's
clause says where the clause is unknown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from screener.definition.condition_reads import is_rule, walk
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
from screener.definition.model import Rows
from screener.definition.names import QuestionId
from screener.engine.operators import COMPARISONS
from screener.proof.counting import is_silent_on_range, may_be_implausible
from screener.proof.encoding import Scope, look, quantity, truth
from screener.proof.facts import CERTAIN, Fact, every, no, some
from screener.proof.lists import SeenRow
from screener.proof.quantities import compare
from screener.proof.world import World


@dataclass(frozen=True, slots=True)
class Around:
    """The variables bound around a node: the rows that they stand for, and whose they are."""

    rows: Scope
    questions: Mapping[str, QuestionId]

    def bind(self, variable: str, question: QuestionId, row: SeenRow) -> "Around":
        """With one more variable."""
        return Around({**self.rows, variable: row}, {**self.questions, variable: question})


NO_VARIABLES = Around({}, {})


@dataclass(frozen=True, slots=True)
class Needs:
    """Whether one question is among the answers that would settle something."""

    world: World
    question: QuestionId

    def of(self, node: Condition, around: Around = NO_VARIABLES) -> Fact:
        """Where a condition is unknown."""
        match node:
            case And(parts=parts) | Or(parts=parts):
                unknown = [(truth(self.world, part, around.rows).unknown, part) for part in parts]
                return some(every((open_, self.of(part, around))) for open_, part in unknown if open_ is not False)
            case Not(part=part):
                return self.of(part, around)
            case Holds():
                return self.of(held(self.world, node))
            case IsOneOf() | Includes():
                return self._of_test(node, around)
            case StateIs():
                return self._of_state(node, around)
            case Compare(left=left, right=right):
                return self._of_comparison(node, left, right, around)
            case AnyRow() | AllRows():
                return self._of_rows(node, around, truth(self.world, node, around.rows).unknown)
            case _:
                assert_never(node)

    def _of_test(self, node: IsOneOf | Includes, around: Around) -> Fact:
        asked, seen = look(self.world, node.subject, around.rows)
        open_ = seen.silent
        if isinstance(node, Includes):
            extent = some if node.quantity == "any" else every
            open_ = every((open_, no(extent(seen.choices.get(member, False) for member in node.members))))
        return some(
            (self._of_gate(node.subject, asked.unknown, around), every((self._is(node.subject, around), open_)))
        )

    def _of_state(self, node: StateIs, around: Around) -> Fact:
        """A state is always settled, so only what decides whether the question is asked can be missing."""
        if isinstance(node.subject, ValueRef):
            value = self.world.questionnaire.values[node.subject.name]
            return False if value.is_condition else self._gates(value.expression, around)  # type: ignore[arg-type]
        asked, _ = self._asked(node.subject, around)
        return self._of_gate(node.subject, asked, around)

    def _asked(self, subject: AnswerRef | RowRef, around: Around) -> tuple[Fact, None]:
        if isinstance(subject, AnswerRef):
            return self.world.asked(subject.question).unknown, None
        return look(self.world, subject, around.rows)[0].unknown, None

    def _of_comparison(self, node: Compare, left: Operand, right: Operand, around: Around) -> Fact:
        sides = [replace(quantity(self.world, side, around.rows), asked=CERTAIN) for side in (left, right)]
        judged = compare(COMPARISONS[node.operator], *sides).unknown
        silent = some(self._silent(side, around) for side in (left, right))
        gates = some(self._gates(side, around) for side in (left, right))
        return some((every((judged, silent)), every((no(judged), gates))))

    def _silent(self, node: Operand, around: Around) -> Fact:
        """In a comparison that the numbers leave open: silent, or perhaps not asked."""
        match node:
            case AnswerRef() | RowRef():
                asked, seen = look(self.world, node, around.rows)
                own = every((self._is(node, around), seen.silent))
                return some((own, self._of_gate(node, asked.unknown, around)))
            case Since(date=date):
                return self._silent(date, around)
            case ValueRef(name=name):
                return self._silent(self.world.questionnaire.values[name].expression, NO_VARIABLES)  # type: ignore[arg-type]
            case Arithmetic(left=left, right=right) | Smaller(left=left, right=right):
                return some((self._silent(left, around), self._silent(right, around)))
            case CountOf(conditions=conditions):
                unknown = [(truth(self.world, each, around.rows).unknown, each) for each in conditions]
                return some(every((open_, self.of(each, around))) for open_, each in unknown if open_ is not False)
            case CountRows():
                return self._of_rows(node, around, True)
            case Builtin():
                return self._of_count(node)
            case Number() | SettingRef():
                return False
            case _:
                assert_never(node)

    def _gates(self, node: Operand, around: Around) -> Fact:
        """In a comparison that the numbers settle: only what decides whether they are asked."""
        match node:
            case AnswerRef() | RowRef():
                return self._of_gate(node, self._asked(node, around)[0], around)
            case Since(date=date):
                return self._gates(date, around)
            case ValueRef(name=name):
                return self._gates(self.world.questionnaire.values[name].expression, NO_VARIABLES)  # type: ignore[arg-type]
            case Arithmetic(left=left, right=right) | Smaller(left=left, right=right):
                return some((self._gates(left, around), self._gates(right, around)))
            case CountRows(source=source):
                return self._of_question_gate(source.question)
            case Builtin():
                return self._of_count(node)
            case CountOf() | Number() | SettingRef():
                return False
            case _:
                assert_never(node)

    def _of_count(self, node: Builtin) -> Fact:
        """Of numbers out of range, those that are silent, and what decides whether they are asked."""
        if node.name == "required_blank":
            return False
        questions = self.world.questionnaire.questions
        own = is_silent_on_range(self.world, questions[self.question])
        gates = [
            every((may_be_implausible(self.world, each), gate))
            for each in questions.values()
            if (gate := self._of_question_gate(each.id)) is not False
        ]
        return some((own, *gates))

    def _of_rows(self, node: AnyRow | AllRows | CountRows, around: Around, open_: Fact) -> Fact:
        question = node.source.question
        found = self.world.rows(question)
        rows = [(row, around.bind(node.variable, question, row)) for row in found.rows]
        inside = some(
            every(
                (
                    found.known,
                    row.present,
                    truth(self.world, node.where, inner.rows).unknown,
                    self.of(node.where, inner),
                )
            )
            for row, inner in rows
        )
        things = self._of_things(node, rows) if isinstance(node, CountRows) and node.different is not None else False
        whole = every((question == self.question, no(found.known)))
        return some((every((open_, some((inside, things, whole)))), self._of_question_gate(question)))

    def _of_things(self, node: CountRows, rows: list[tuple[SeenRow, Around]]) -> Fact:
        """Of the rows that may count, the things that are not said."""
        things = []
        for row, inner in rows:
            thing = RowRef(node.variable, node.different)
            counts = no(truth(self.world, node.where, inner.rows).false)
            things.append(every((row.present, counts, self._silent(thing, inner))))
        return some(things)

    # What decides whether a question is asked

    def _of_gate(self, subject: AnswerRef | ValueRef | RowRef, open_: Fact, around: Around) -> Fact:
        if open_ is False or isinstance(subject, ValueRef):
            return False
        if isinstance(subject, AnswerRef):
            return self._of_question_gate(subject.question)
        question = self.world.questionnaire.questions[around.questions[subject.variable]]
        columns = question.kind.columns if isinstance(question.kind, Rows) else ()
        when = next((column.when for column in columns if column.id == subject.part), None)
        if when is None:
            return False
        row = around.rows[subject.variable]
        return every((open_, self.of(when, Around({"row": row}, {"row": question.id}))))

    def _of_question_gate(self, name: QuestionId) -> Fact:
        """The parts of its gate that are unknown, where the whole of it is."""
        world = self.world
        open_ = world.asked(name).unknown
        if open_ is False:
            return False
        parts = [(world.truth(when).unknown, when) for when in gates_of(world, name)]
        return every((open_, some(every((unknown, self.of(when))) for unknown, when in parts if unknown is not False)))

    def _is(self, subject: AnswerRef | ValueRef | RowRef, around: Around) -> bool:
        """Whether a test looks at the question itself."""
        if isinstance(subject, RowRef):
            return around.questions[subject.variable] == self.question
        return isinstance(subject, AnswerRef) and subject.question == self.question


def gates_of(world: World, name: QuestionId) -> tuple[Condition, ...]:
    """The conditions under which a question is asked: its section's, its step's and its own."""
    question = world.questionnaire.questions[name]
    section = next(each for each in world.questionnaire.sections if each.id == question.section)
    whens = (section.when, world.questionnaire.steps[question.step].when, question.when)
    return tuple(when for when in whens if when is not None)


def held(world: World, node: Holds) -> Condition:
    """The condition that a name stands for."""
    if is_rule(node):
        return world.questionnaire.rules[node.name].when  # type: ignore[index]
    return world.questionnaire.values[node.name].expression  # type: ignore[index, return-value]


def may_be_needed(world: World, node: Condition | Operand) -> Iterator[QuestionId]:
    """The questions that a condition reads, through values, rules and gates; some perhaps twice."""
    waiting: list[Condition | Operand] = [node]
    seen: set[object] = set()
    while waiting:
        for each in walk(waiting.pop()):
            match each:
                case AnswerRef(question=question) if question not in seen:
                    seen.add(question)
                    yield question
                    waiting += gates_of(world, question)
                case Builtin(name="out_of_range"):
                    for question in world.questionnaire.questions:
                        yield question
                        waiting += gates_of(world, question)
                case ValueRef(name=name) if name not in seen:
                    seen.add(name)
                    waiting.append(world.questionnaire.values[name].expression)
                case Holds(name=name) if name not in seen:
                    seen.add(name)
                    waiting.append(held(world, each))

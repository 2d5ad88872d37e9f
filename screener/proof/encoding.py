"""Conditions and numbers put into facts: one case for each node, each saying what the evaluator's clause says."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, assert_never, cast

from screener.definition.condition_reads import is_rule
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
    Subject,
    ValueRef,
)
from screener.definition.model import Checklist, DayCounts, Reason, Rows
from screener.definition.model import Pair as PairKind
from screener.definition.names import RowId, RuleId, ValueName
from screener.engine.operators import COMPARISONS
from screener.engine.situation import ITSELF
from screener.engine.sources import CLASSES, GENERIC, MATCH
from screener.proof.facts import (
    Fact,
    Pair,
    all_of,
    any_of,
    both_cases,
    counted,
    every,
    if_else,
    no,
    settled,
    some,
)
from screener.proof.lists import SeenRow
from screener.proof.quantities import Quantity, calculate, compare, exactly, smaller
from screener.proof.states import Seen

if TYPE_CHECKING:
    from screener.proof.world import World

Scope = Mapping[str, SeenRow]
"""The rows that the variables around a node stand for."""


class NotEncodedError(Exception):
    """Something that the solver is not told about; what needs it is not decided, never proved."""


def truth(world: "World", node: Condition, scope: Scope) -> Pair:
    """A condition's truth as facts about a world."""
    match node:
        case And(parts=parts):
            return all_of([truth(world, part, scope) for part in parts])
        case Or(parts=parts):
            return any_of([truth(world, part, scope) for part in parts])
        case Not(part=part):
            return truth(world, part, scope).opposite
        case Compare(operator=sign, left=left, right=right):
            return compare(COMPARISONS[sign], quantity(world, left, scope), quantity(world, right, scope))
        case IsOneOf():
            return _is_one_of(*look(world, node.subject, scope), node)
        case Includes():
            return _includes(*look(world, node.subject, scope), node)
        case StateIs():
            return _state(world, node, scope)
        case Holds(name=name):
            return world.rule(RuleId(name)) if is_rule(node) else world.value_condition(ValueName(name))
        case AnyRow() | AllRows():
            return _over_rows(world, node, scope)
        case _:
            assert_never(node)


def _is_one_of(asked: Pair, seen: Seen, node: IsOneOf) -> Pair:
    chosen = some(seen.choices.get(choice, False) for choice in node.choices)
    judged = Pair(every((seen.known, chosen)), every((seen.known, no(chosen))))
    return both_cases(asked, judged.opposite if node.negated else judged)


def _includes(asked: Pair, seen: Seen, node: Includes) -> Pair:
    extent = some if node.quantity == "any" else every
    has = extent(seen.choices.get(member, False) for member in node.members)
    return both_cases(asked, Pair(has, every((no(has), seen.known))))


def _state(world: "World", node: StateIs, scope: Scope) -> Pair:
    match node.subject:
        case ValueRef(name=name):
            return _value_state(world, name, node.state)
        case AnswerRef(question=question, part=None) if isinstance(
            world.questionnaire.questions[question].kind, Checklist | DayCounts | PairKind
        ):
            over = all_of if node.state == "known" else any_of
            cells = [row.states[ITSELF] for row in world.rows(question).rows]
            return both_cases(world.asked(question), over([settled(in_state(cell, node.state)) for cell in cells]))
        case subject:
            asked, seen = look(world, subject, scope)
            return both_cases(asked, settled(in_state(seen, node.state)))


_REASONS: Final[Mapping[StateName, Reason]] = {
    "blank": Reason.BLANK,
    "not_sure": Reason.NOT_SURE,
    "declined": Reason.DECLINED,
    "to_discuss": Reason.TO_DISCUSS,
    "unreadable": Reason.UNREADABLE,
}


def in_state(seen: Seen, state: StateName) -> Fact:
    """Whether an answer is in a state, where it is asked."""
    if state == "known":
        return seen.known
    return seen.silent if state == "unknown" else seen.silences.get(_REASONS[state], False)


def _value_state(world: "World", name: ValueName, state: StateName) -> Pair:
    if world.questionnaire.values[name].is_condition:
        found = world.value_condition(name)
        known, asked = settled(some((found.true, found.false))), None
    else:
        number = world.value_number(name)
        known, asked = settled(number.is_exact), number.asked
    judged = known if state == "known" else known.opposite
    return judged if asked is None else both_cases(asked, judged)


def _over_rows(world: "World", node: AnyRow | AllRows, scope: Scope) -> Pair:
    question = node.source.question
    found = world.rows(question)
    truths = [(row.present, truth(world, node.where, {**scope, node.variable: row})) for row in found.rows]
    if isinstance(node, AnyRow):
        inner = any_of([Pair(every((there, each.true)), some((no(there), each.false))) for there, each in truths])
    else:
        inner = all_of([Pair(some((no(there), each.true)), every((there, each.false))) for there, each in truths])
    listed = Pair(every((found.known, inner.true)), every((found.known, inner.false)))
    return both_cases(world.asked(question), listed)


# What is looked at


def look(world: "World", subject: Subject, scope: Scope) -> tuple[Pair, Seen]:
    """Whether an answer, or a part of a row, is asked, and its state where it is."""
    match subject:
        case AnswerRef(question=question, part=part):
            if part is None and isinstance(world.questionnaire.questions[question].kind, Rows):
                return world.asked(question), Seen(world.rows(question).silences)
            return world.asked(question), world.state(question, part)
        case RowRef(variable=variable, part=part):
            row = scope[variable]
            return row.asks(_column(row, part)), row.states[part or ITSELF]
        case ValueRef(name=name):
            raise TypeError(f"{name} has no state of its own")
        case _:
            assert_never(subject)


def _column(row: SeenRow, part: RowId | None) -> RowId:
    """The column whose answer a part is: of what the dictionary says, the medicine's."""
    if part in (CLASSES, GENERIC, MATCH) and row.medicine is not None:
        return row.medicine
    return part or ITSELF


# Numbers


def quantity(world: "World", node: Operand, scope: Scope) -> Quantity:
    """A number as facts about a world."""
    match node:
        case AnswerRef() | RowRef():
            asked, seen = look(world, node, scope)
            return exactly(seen.number, asked=asked, known=seen.known)
        case ValueRef(name=name):
            return world.value_number(name)
        case Builtin(name=name):
            return world.count(name)
        case Number(value=value):
            return exactly(value)
        case SettingRef(name=name):
            return exactly(world.questionnaire.settings[name].value)
        case Arithmetic(operator=sign, left=left, right=right):
            return calculate(sign, quantity(world, left, scope), quantity(world, right, scope), world.quotient)
        case Smaller(left=left, right=right):
            return smaller(quantity(world, left, scope), quantity(world, right, scope))
        case Since(unit=unit, date=date):
            asked, seen = look(world, date, scope)
            return exactly(seen.years if unit == "years" else -seen.number, asked=asked, known=seen.known)
        case CountOf(conditions=conditions):
            return between([truth(world, each, scope) for each in conditions])
        case CountRows():
            return _count_rows(world, node, scope)
        case _:
            assert_never(node)


def between(pairs: Iterable[Pair], *, asked: Pair | None = None, known: Fact = True) -> Quantity:
    """From those that hold to those that might."""
    truths = tuple(pairs)
    low = counted(each.true for each in truths)
    high = counted(no(each.false) for each in truths)
    return Quantity(asked or Pair(True, False), known, low, high)


def _count_rows(world: "World", node: CountRows, scope: Scope) -> Quantity:
    question = node.source.question
    found, asked = world.rows(question), world.asked(question)
    inner = [{**scope, node.variable: row} for row in found.rows]
    truths = [truth(world, node.where, each) for each in inner]
    there = [
        Pair(every((row.present, each.true)), some((no(row.present), each.false)))
        for row, each in zip(found.rows, truths, strict=True)
    ]
    if node.different is None:
        return between(there, asked=asked, known=found.known)
    things = [look(world, RowRef(node.variable, node.different), each) for each in inner]
    rows = [(both_cases(thing_asked, each), seen) for (thing_asked, seen), each in zip(things, there, strict=True)]
    return _different(rows, asked, found.known)


def _different(rows: list[tuple[Pair, Seen]], asked: Pair, known: Fact) -> Quantity:
    """How many different things, as `engine.terms.CountOfDifferent` counts them."""
    sure = [every((pair.true, seen.known)) for pair, seen in rows]
    maybe = [every((no(pair.false), seen.known)) for pair, seen in rows]
    silent = [every((no(pair.false), seen.silent)) for pair, seen in rows]
    seens = [seen for _, seen in rows]
    least = counted(_first_of_each(sure, seens))
    any_sure = some(pair.true for pair, _ in rows)
    low = if_else(some(sure), least, if_else(any_sure, 1, 0))
    most, unsaid = counted(_first_of_each(maybe, seens)), counted(silent)
    return Quantity(asked, known, low, most + unsaid)


def _first_of_each(counts: list[Fact], seens: list[Seen]) -> list[Fact]:
    """Of those that count, the first of each thing."""
    return [
        every((fact, *(no(every((counts[earlier], _same_thing(seens[earlier], seen)))) for earlier in range(index))))
        for index, (fact, seen) in enumerate(zip(counts, seens, strict=True))
    ]


def _same_thing(one: Seen, other: Seen) -> Fact:
    for mine, yours in ((one.identity, other.identity), (one.number, other.number)):
        if mine is not None and yours is not None:
            return cast(Fact, mine == yours)
    return some(every((one.choices[choice], other.choices[choice])) for choice in one.choices)

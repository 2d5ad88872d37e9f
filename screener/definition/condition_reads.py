"""What a condition reads: its parts, the names in it, and whether it asks about silence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

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
from screener.definition.names import QuestionId, RuleId, SettingName, ValueName

Node = Condition | Operand


@dataclass(frozen=True, slots=True)
class Reads:
    """The names that a resolved condition reads itself, each once, in the order written.

    What its values and rules read in their turn is not followed. A list or
    grid whose rows are asked about is read as a whole: `AnswerRef(med_list)`.
    """

    answers: tuple[AnswerRef, ...]
    only_by_state: frozenset[AnswerRef]
    """Those of `answers` that are asked about by their state alone: `x is unknown`."""
    values: tuple[ValueName, ...]
    values_only_by_state: frozenset[ValueName]
    rules: tuple[RuleId, ...]
    settings: tuple[SettingName, ...]
    builtins: tuple[Builtin, ...]

    @property
    def questions(self) -> tuple[QuestionId, ...]:
        """The questions behind `answers`."""
        return tuple(dict.fromkeys(answer.question for answer in self.answers))


def children(node: Node) -> tuple[Node, ...]:
    """The nodes that stand directly in this one, in the order written."""
    match node:
        case AnswerRef() | ValueRef() | RowRef() | Builtin() | Number() | SettingRef() | Holds():
            return ()
        case Compare() | Arithmetic() | Smaller():
            return (node.left, node.right)
        case IsOneOf() | Includes() | StateIs():
            return (node.subject,)
        case Since():
            return (node.date,)
        case CountOf():
            return node.conditions
        case AnyRow() | AllRows() | CountRows():
            return (node.source, node.where)
        case And() | Or():
            return node.parts
        case Not():
            return (node.part,)
        case _:
            assert_never(node)


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, each before its children, in the order written."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def depth(node: Node) -> int:
    """How many levels of nodes: 1 for a name."""
    levels, level = 0, [node]
    while level:
        levels, level = levels + 1, [child for parent in level for child in children(parent)]
    return levels


def reads(node: Node) -> Reads:
    """The names that a resolved condition, or number, reads."""
    nodes = tuple(walk(node))
    by_state = [each.subject for each in nodes if isinstance(each, StateIs)]
    by_value = _without(nodes, by_state)
    answers = dict.fromkeys(each for each in nodes if isinstance(each, AnswerRef))
    named = dict.fromkeys(name for each in nodes for name in _value_names(each))
    named_by_value = {name for each in by_value for name in _value_names(each)}
    return Reads(
        answers=tuple(answers),
        only_by_state=frozenset(answers).difference(each for each in by_value if isinstance(each, AnswerRef)),
        values=tuple(named),
        values_only_by_state=frozenset(named).difference(named_by_value),
        rules=tuple(dict.fromkeys(RuleId(each.name) for each in nodes if isinstance(each, Holds) and is_rule(each))),
        settings=tuple(dict.fromkeys(each.name for each in nodes if isinstance(each, SettingRef))),
        builtins=tuple(dict.fromkeys(each for each in nodes if isinstance(each, Builtin))),
    )


def asks_about_silence(node: Node) -> bool:
    """Whether learning an answer may undo what the condition says: it tests a state, or how a medicine was matched."""
    return any(isinstance(each, StateIs) or (isinstance(each, RowRef) and each.part == "match") for each in walk(node))


def is_rule(holds: Holds) -> bool:
    """Whether the name is a rule's: those alone begin with a capital letter."""
    return holds.name[:1].isupper()


def _value_names(node: Node) -> tuple[ValueName, ...]:
    match node:
        case ValueRef():
            return (node.name,)
        case Holds() if not is_rule(node):
            return (ValueName(node.name),)
        case _:
            return ()


def _without(nodes: tuple[Node, ...], apart: list[AnswerRef | ValueRef | RowRef]) -> list[Node]:
    # Nodes are equal wherever the same name stands, so what is set apart is known by identity.
    identities = {id(node) for node in apart}
    return [node for node in nodes if id(node) not in identities]

"""Conditions written back as text: reading what is written gives the same tree."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final, assert_never

from screener.definition.condition_reads import Node
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

# How tightly each form binds, loosest first.
OR, AND, NOT, TEST, SUM, PRODUCT, ATOM = range(7)

DIRECTIONS: Final = (frozenset(("<", "<=")), frozenset((">", ">=")))
"""The comparisons that can follow each other in one chain: `18 <= age < 65`."""


def to_text(node: Node) -> str:
    """The text of a condition or number, with the parentheses that it needs, and those that readers do.

    `parse(to_text(tree)) == tree` for every tree that `parse` gives; of a
    resolved tree, resolving what was read gives it again.
    """
    match node:
        case Or():
            return " or ".join(_within(part, NOT) for part in node.parts)  # `(a and b) or c`: drafts must say which
        case And():
            return _chain(node) if is_chain(node) else " and ".join(_within(part, NOT) for part in node.parts)
        case Not():
            return f"not {_within(node.part, NOT if isinstance(node.part, Not) else ATOM)}"
        case Compare():
            return f"{_within(node.left, SUM)} {node.operator} {_within(node.right, SUM)}"
        case IsOneOf() | Includes() | StateIs():
            return f"{to_text(node.subject)} {_test(node)}"
        case AnyRow() | AllRows():
            return f"{'any' if isinstance(node, AnyRow) else 'all'} {node.variable} {_rows(node)}"
        case Holds():
            return node.name
        case _:
            return _operand(node)


def decimal_text(value: int | Fraction) -> str:
    """A number in decimals, exact: `18.5`. Numbers of conditions and settings always have finitely many."""
    if isinstance(value, int):
        return str(value)
    return format((Decimal(value.numerator) / value.denominator).normalize(), "f")


def is_chain(node: And) -> bool:
    """Whether these are comparisons in one direction, each beginning where the last one ended."""
    compared = [part for part in node.parts if isinstance(part, Compare)]
    return (
        len(compared) == len(node.parts)
        and any(direction.issuperset(part.operator for part in compared) for direction in DIRECTIONS)
        and all(one.right == other.left for one, other in pairwise(compared))
    )


def _chain(node: And) -> str:
    compared = [part for part in node.parts if isinstance(part, Compare)]
    rest = "".join(f" {part.operator} {_within(part.right, SUM)}" for part in compared)
    return _within(compared[0].left, SUM) + rest


def _test(node: IsOneOf | Includes | StateIs) -> str:
    match node:
        case IsOneOf(choices=(choice,)):
            return f"is {'not ' if node.negated else ''}{choice}"
        case IsOneOf():
            return f"is {'not ' if node.negated else ''}one of [{', '.join(node.choices)}]"
        case Includes(members=(member,), quantity="any"):
            return f"includes {member}"
        case Includes():
            return f"includes {node.quantity} of [{', '.join(node.members)}]"
        case StateIs():
            return f"is {'to discuss' if node.state == 'to_discuss' else node.state}"
        case _:
            assert_never(node)


def _operand(node: Operand) -> str:
    match node:
        case AnswerRef():
            return f"{node.question}.{node.part}" if node.part else node.question
        case RowRef():
            return f"{node.variable}.{node.part}" if node.part else node.variable
        case ValueRef() | Builtin():
            return node.name
        case SettingRef():
            return f"settings.{node.name}"
        case Number():
            return decimal_text(node.value)
        case Arithmetic():
            level = _level(node)
            return f"{_within(node.left, level)} {node.operator} {_within(node.right, level + 1)}"
        case Smaller():
            return f"smaller of ({to_text(node.left)}, {to_text(node.right)})"
        case Since():
            return f"{node.unit} since {to_text(node.date)}"
        case CountOf():
            return f"count of ({', '.join(map(to_text, node.conditions))})"
        case CountRows():
            different = f"different {node.variable}.{node.different}" if node.different else node.variable
            return f"count of {different} {_rows(node)}"
        case _:
            assert_never(node)


def _rows(node: AnyRow | AllRows | CountRows) -> str:
    return f"in {to_text(node.source)} where ({to_text(node.where)})"


def _within(node: Condition | Operand, level: int) -> str:
    """The node's text, in parentheses where it binds less tightly than its place needs."""
    text = to_text(node)
    return text if _level(node) >= level else f"({text})"


def _level(node: Node) -> int:
    match node:
        case Or():
            return OR
        case And():
            return TEST if is_chain(node) else AND
        case Not():
            return NOT
        case Compare() | IsOneOf() | Includes() | StateIs() | AnyRow() | AllRows():
            return TEST
        case Arithmetic(operator="+" | "-"):
            return SUM
        case Arithmetic():
            return PRODUCT
        case _:
            return ATOM

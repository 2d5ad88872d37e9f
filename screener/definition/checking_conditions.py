"""What a condition says and its author can hardly mean: `1 = 1`, `age = age`, `a and b or c`.

Such a condition has a meaning, and a revision that is in use keeps it. A draft
is stopped until it says what it means. That no answer can make two tests true
together is not looked for here: the proof finds it, through values and gates.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from typing import Any, Final, cast

from screener.definition.condition_reads import Node, walk
from screener.definition.conditions import (
    And,
    Arithmetic,
    Builtin,
    Compare,
    CountOf,
    CountRows,
    Not,
    Number,
    Operand,
    Or,
    SettingRef,
    Smaller,
    Span,
    ValueRef,
)
from screener.definition.conditions_writing import to_text
from screener.definition.model import Setting, Value
from screener.definition.names import SettingName, ValueName

NEVER_FALSE: Final = "no answer makes `{it}` false: compare something that people answer"
NEVER_TRUE: Final = "no answer makes `{it}` true: compare something that people answer"
HOLDS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
SIGNS: Final[Mapping[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
COUNTS: Final = (Builtin, CountOf, CountRows)
"""What is never below 0."""
MOST_BITS: Final = 4096
"""Numbers that are longer are not worked out: values that multiply each other double in length at each step."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a condition says and nobody means; `span` is where in its text."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Doubter:
    """Looks at the conditions of one questionnaire."""

    settings: Mapping[SettingName, Setting]
    values: Mapping[ValueName, Value]
    known: dict[ValueName, Fraction | None] = field(default_factory=dict)
    """What values come to whatever people answer, each looked at once."""

    def doubts(self, tree: Node, text: str) -> Iterator[Doubt]:
        """What is doubtful in a resolved condition or number, which was read from this text."""
        for node in walk(tree):
            match node:
                case Compare():
                    yield from self._comparison(node)
                case And() | Or():
                    yield from _twice(node)
                    yield from _without_parentheses(node, text)
                case _:
                    pass

    def _comparison(self, node: Compare) -> Iterator[Doubt]:
        settled = self._settled(node)
        if settled is not None:
            words = NEVER_FALSE if settled else NEVER_TRUE
            yield Doubt(words.format(it=_short(node)), node.span)

    def _settled(self, node: Compare) -> bool | None:
        """What the comparison comes to whatever people answer; None where that depends on them."""
        holds = HOLDS[node.operator]
        if node.left == node.right:
            return holds(0, 0)
        left, right = self.constant(node.left), self.constant(node.right)
        if left is not None and right is not None:
            return holds(left, right)
        if right is not None and isinstance(node.left, COUNTS):
            return True if right <= 0 and holds(0, right) and holds(1, right) else None
        if left is not None and isinstance(node.right, COUNTS):
            return True if left <= 0 and holds(left, 0) and holds(left, 1) else None
        return None

    def constant(self, node: Operand) -> Fraction | None:
        """The number that it is, whatever anybody answers; None where it depends on them, or cannot be told."""
        match node:
            case Number():
                return Fraction(node.value)
            case SettingRef() if node.name in self.settings:
                return Fraction(self.settings[node.name].value)
            case ValueRef():
                return self._constant_value(node.name)
            case Arithmetic() | Smaller():
                left, right = self.constant(node.left), self.constant(node.right)
                return None if left is None or right is None else _calculated(node, left, right)
            case _:
                return None

    def _constant_value(self, name: ValueName) -> Fraction | None:
        value = self.values.get(name)
        if name not in self.known:
            self.known[name] = None  # what it is while it is worked out: one that needs itself is no number
            if value is not None and not value.is_condition:
                self.known[name] = self.constant(cast(Operand, value.expression))
        return self.known[name]


def _calculated(node: Arithmetic | Smaller, left: Fraction, right: Fraction) -> Fraction | None:
    if isinstance(node, Smaller):
        return min(left, right)
    if (node.operator == "/" and right == 0) or max(map(_bits, (left, right))) > MOST_BITS:
        return None
    return SIGNS[node.operator](left, right)


def _bits(number: Fraction) -> int:
    return number.numerator.bit_length() + number.denominator.bit_length()


def _without_parentheses(node: And | Or, text: str) -> Iterator[Doubt]:
    """`a and b or c`: the language reads `(a and b) or c`, and people read either."""
    for part in node.parts if isinstance(node, Or) else ():
        if isinstance(part, And) and "and" in _outermost_words(text, part.span):
            message = (
                f"`and` and `or` stand side by side: say which belongs together, as in `({_short(part)}) or …` "
                "or `… and (… or …)`"
            )
            yield Doubt(message, part.span)
            return


def _twice(node: And | Or) -> Iterator[Doubt]:
    """A part that stands twice, or beside its own opposite."""
    for one, other in combinations(node.parts, 2):
        if one == other:
            yield Doubt(f"`{_short(one)}` stands twice", other.span)
        elif Not(one) == other or Not(other) == one:
            yield Doubt((NEVER_FALSE if isinstance(node, Or) else NEVER_TRUE).format(it=_short(node)), node.span)


def _outermost_words(text: str, span: Span) -> list[str]:
    """The words of a part of a text that stand in no parentheses of it: none of `(a and b)`, all of `a and b`."""
    depth, outermost = 0, ""
    for letter in text[span.start : span.end]:
        depth -= letter == ")"
        outermost += letter if depth == 0 else " "
        depth += letter == "("
    return outermost.split()


def _short(node: Node) -> str:
    words = to_text(node)
    return words if len(words) <= 60 else f"{words[:57]}…"

"""Conditions as their authors write them: text read into the syntax tree, each node with its place.

Reading knows no names. A plain name in a number's place or before `is` is an
`AnswerRef`, in a condition's place a `Holds`; `condition_types.resolve` tells
questions, values and bound variables apart.
"""

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, TypeVar, cast

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

from screener.definition.condition_reads import Node, depth
from screener.definition.condition_slips import ConditionSyntaxError, unexpected
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
    SettingRef,
    Since,
    Smaller,
    Span,
    StateIs,
    StateName,
)
from screener.definition.conditions_writing import DIRECTIONS, to_text
from screener.definition.names import ChoiceId, QuestionId, RowId, RuleId, SettingName, ValueName

__all__ = ["LATER", "RESERVED", "ConditionSyntaxError", "parse", "parse_number"]

T = TypeVar("T")
Comparison = Literal["<", "<=", ">", ">=", "=", "!="]
Sign = Literal["+", "-", "*", "/"]
BuiltinName = Literal["required_blank", "out_of_range"]

LONGEST: Final = 4_000
"""Characters in one condition."""
DEEPEST: Final = 50
"""Levels of parentheses in a condition, and of nodes in its tree: every reader may recurse."""
MOST_DIGITS: Final = 15

KEYWORDS: Final = frozenset(
    {"or", "and", "not", "is", "one", "of", "to", "discuss", "more", "less", "than", "days", "ago", "years", "since"}
    | {"includes", "any", "all", "in", "where", "count", "different", "smaller"}
)
STATES: Final[Mapping[str, StateName]] = {
    "known": "known",
    "unknown": "unknown",
    "blank": "blank",
    "not_sure": "not_sure",
    "declined": "declined",
    "unreadable": "unreadable",
}
"""The states that one word asks for; `to discuss` is two."""
STATES_IN_ANSWERS: Final = {"prefer_not": "declined", "to_discuss": "to discuss"}
"""How conditions write the states that answers spell in another way."""
BUILTINS: Final[Mapping[str, BuiltinName]] = {"required_blank": "required_blank", "out_of_range": "out_of_range"}
RESERVED: Final = KEYWORDS | {*STATES, *STATES_IN_ANSWERS, *BUILTINS, "settings"}
"""Words that no question, choice, row, column or value may be called by."""
LATER: Final = frozenset({"unreadable"})
"""Those that a questionnaire published before they had a meaning may still use: there they keep the one they had."""


def parse(text: str) -> Condition:
    """The tree of a condition, names not yet resolved; raises `ConditionSyntaxError`."""
    return _read(text, condition_in)


def parse_number(text: str) -> Operand:
    """The tree of a number, as values give it by `is`; raises `ConditionSyntaxError`."""
    return _read(text, number_in)


def condition_in(node: Node) -> Condition:
    """The node as a condition: a bare name stands for the condition that it names."""
    match node:
        case AnswerRef(part=None):
            return Holds(ValueName(node.question), node.span)
        case Compare() | IsOneOf() | Includes() | StateIs() | Holds() | AnyRow() | AllRows() | And() | Or() | Not():
            return node
        case _:
            raise ConditionSyntaxError("I expected a comparison such as `{it} < 18` after `{it}`", node.span)


def number_in(node: Node) -> Operand:
    """The node as something to compare or to count with."""
    match node:
        case Holds():
            words = "`{it}` is written like a rule, which is true or false; questions begin with a small letter"
            raise ConditionSyntaxError(f"I expected a number, and {words}", node.span)
        case Compare() | IsOneOf() | Includes() | StateIs() | AnyRow() | AllRows() | And() | Or() | Not():
            raise ConditionSyntaxError("I expected a number, and `{it}` is true or false", node.span)
        case _:
            return node


def _read(text: str, wanted: Callable[[Node], T]) -> T:
    try:
        _check_limits(text)
        node = cast(Node, _parser().parse(text))
        if depth(node) > DEEPEST:
            raise ConditionSyntaxError(f"this is nested more than {DEEPEST} deep; give parts of it names", node.span)
        return wanted(node)
    except UnexpectedInput as error:
        raise unexpected(text, error) from None
    except ConditionSyntaxError as error:
        raise error.quoting(text) from None


@functools.cache
def _parser() -> Lark:
    grammar = Path(__file__).with_name("conditions.lark").read_text(encoding="ascii")
    return Lark(grammar, parser="lalr", lexer="basic", transformer=_Builder(), keep_all_tokens=True)


def _check_limits(text: str) -> None:
    if len(text) > LONGEST:
        raise ConditionSyntaxError(
            f"a condition may have {LONGEST:,} characters, and this has {len(text):,}; give parts of it names",
            Span(LONGEST, len(text)),
        )
    opened: list[re.Match[str]] = []
    for bracket in re.finditer(r"[()\[\]]", text):
        _follow(bracket, opened)
    if opened:
        raise ConditionSyntaxError("this `{it}` is never closed", Span(*opened[-1].span()))


def _follow(bracket: re.Match[str], opened: list[re.Match[str]]) -> None:
    """Keep in `opened` the brackets that are still open behind this one."""
    span = Span(*bracket.span())
    closes = {")": "(", "]": "["}.get(bracket[0])
    if closes is None:
        opened.append(bracket)
        if len(opened) > DEEPEST:
            raise ConditionSyntaxError(f"brackets are nested more than {DEEPEST} deep", span)
    elif not opened:
        raise ConditionSyntaxError("this `{it}` closes nothing", span)
    elif (open_one := opened.pop()[0]) != closes:
        raise ConditionSyntaxError(f"this `{{it}}` closes a `{open_one}`", span)


def _span(*children: Node | Token) -> Span:
    """From the first of them to the last."""
    first, last = children[0], children[-1]
    start = cast(int, first.start_pos) if isinstance(first, Token) else first.span.start
    return Span(start, cast(int, last.end_pos) if isinstance(last, Token) else last.span.end)


def _nodes(children: tuple[Node | Token, ...]) -> list[Node]:
    """What stands between keywords, operators and commas."""
    return [child for child in children if not isinstance(child, Token)]


def _subject(node: Node) -> AnswerRef:
    """What `is` and `includes` may ask about: one name, not something computed."""
    if isinstance(node, AnswerRef):
        return node
    if isinstance(node, Holds):
        words = "`{it}` is a rule, and its name stands for its condition: write `{it}`, or `not {it}`, alone"
        raise ConditionSyntaxError(words, node.span)
    raise ConditionSyntaxError("`is` and `includes` ask about one question or value, and `{it}` is not one", node.span)


def _date(node: Node) -> AnswerRef:
    if isinstance(node, AnswerRef):
        return node
    raise ConditionSyntaxError("I expected the name of a question about a date, and `{it}` is not one", node.span)


def _source(node: Node) -> AnswerRef:
    """A question whose rows are gone through."""
    if isinstance(node, AnswerRef) and node.part is None:
        return node
    raise ConditionSyntaxError("I expected the name of a list or a grid, and `{it}` has no rows", node.span)


def _choice(token: Token) -> ChoiceId:
    """A choice in a place where states cannot stand."""
    word = str(token)
    if (word in STATES or word in STATES_IN_ANSWERS) and word not in LATER:
        advice = f"ask for it apart: `x is yes or x is {STATES_IN_ANSWERS.get(word, word)}`"
        raise ConditionSyntaxError(f"`{word}` is the state of an answer, not a choice; {advice}", _span(token))
    return ChoiceId(word)


class _Listed(NamedTuple):
    """Choices between brackets."""

    choices: tuple[ChoiceId, ...]
    end: int


@v_args(inline=True)
class _Builder(Transformer[Token, Any]):
    """One method for each form of the grammar, given all its words so that spans are whole."""

    def either(self, *children: Node | Token) -> Or:
        return Or(tuple(condition_in(part) for part in _nodes(children)), _span(*children))

    def every(self, *children: Node | Token) -> And:
        return And(tuple(condition_in(part) for part in _nodes(children)), _span(*children))

    def opposite(self, word: Token, part: Node) -> Not:
        return Not(condition_in(part), _span(word, part))

    def group(self, opening: Token, inner: Node, closing: Token) -> Node:
        return replace(inner, span=_span(opening, closing))

    def comparison(self, *children: Node | Token) -> Compare | And:
        """Each operand with the next; a chain in two directions would say less than it seems to."""
        operands = [number_in(operand) for operand in _nodes(children)]
        operators = [cast(Comparison, str(operator)) for operator in children[1::2]]
        if len(operators) > 1 and not any(direction.issuperset(operators) for direction in DIRECTIONS):
            advice = "a chain of comparisons must run in one direction, as in `18 <= age < 65`; join others with `and`"
            raise ConditionSyntaxError(advice, _span(*children))
        pairs = zip(operators, operands, operands[1:], strict=False)
        compared = tuple(Compare(operator, left, right, _span(left, right)) for operator, left, right in pairs)
        return compared[0] if len(compared) == 1 else And(compared, _span(*children))

    def is_choice(self, subject: Node, _: Token, choice: Token) -> IsOneOf | StateIs:
        if (state := STATES.get(choice)) is not None:
            return StateIs(_subject(subject), state, _span(subject, choice))
        if choice in STATES_IN_ANSWERS:
            raise ConditionSyntaxError(f"write `is {STATES_IN_ANSWERS[choice]}`", _span(choice))
        return IsOneOf(_subject(subject), (ChoiceId(str(choice)),), span=_span(subject, choice))

    def is_not_choice(self, subject: Node, *words: Token) -> IsOneOf:
        choice, span = str(words[-1]), _span(subject, words[-1])
        if (choice in STATES or choice in STATES_IN_ANSWERS) and choice not in LATER:
            state = STATES_IN_ANSWERS.get(choice, choice)
            raise ConditionSyntaxError(f"`is not` is for choices; write `not ({to_text(subject)} is {state})`", span)
        return IsOneOf(_subject(subject), (ChoiceId(choice),), negated=True, span=span)

    def is_one_of(self, subject: Node, *rest: Any) -> IsOneOf:
        listed: _Listed = rest[-1]
        return IsOneOf(_subject(subject), listed.choices, span=Span(subject.span.start, listed.end))

    def is_not_one_of(self, subject: Node, *rest: Any) -> IsOneOf:
        return replace(self.is_one_of(subject, *rest), negated=True)

    def is_to_discuss(self, subject: Node, *words: Token) -> StateIs:
        return StateIs(_subject(subject), "to_discuss", _span(subject, words[-1]))

    def days_ago(self, date: Node, _: Token, more: Token, _than: Token, days: Node, *words: Token) -> Compare:
        since = Since("days", _date(date), date.span)
        return Compare(">" if more == "more" else "<", since, number_in(days), _span(date, words[-1]))

    def includes(self, subject: Node, _: Token, choice: Token) -> Includes:
        return Includes(_subject(subject), (_choice(choice),), span=_span(subject, choice))

    def includes_of(self, subject: Node, _: Token, quantity: Token, _of: Token, listed: _Listed) -> Includes:
        span = Span(subject.span.start, listed.end)
        return Includes(_subject(subject), listed.choices, "any" if quantity == "any" else "all", span)

    def choices(self, *tokens: Token) -> _Listed:
        return _Listed(tuple(_choice(token) for token in tokens[1:-1:2]), _span(*tokens).end)

    def rows(self, quantity: Token, variable: Token, *rest: Any) -> AnyRow | AllRows:
        source, where = _nodes(rest)
        form = AnyRow if quantity == "any" else AllRows
        return form(str(variable), _source(source), condition_in(where), _span(quantity, rest[-1]))

    def arithmetic(self, left: Node, sign: Token, right: Node) -> Arithmetic:
        return Arithmetic(cast(Sign, str(sign)), number_in(left), number_in(right), _span(left, right))

    def reference(self, token: Token) -> AnswerRef | SettingRef | Builtin:
        name, _, part = str(token).partition(".")
        if name == "settings":
            if not part:
                raise ConditionSyntaxError("name the setting, as in `settings.age_min`", _span(token))
            return SettingRef(SettingName(part), _span(token))
        if (builtin := BUILTINS.get(token)) is not None:
            return Builtin(builtin, _span(token))
        return AnswerRef(QuestionId(name), RowId(part) if part else None, _span(token))

    def rule(self, token: Token) -> Holds:
        return Holds(RuleId(str(token)), _span(token))

    def number(self, *tokens: Token) -> Number:
        if len(tokens[-1]) > MOST_DIGITS:
            raise ConditionSyntaxError(f"a number may have {MOST_DIGITS} digits", _span(*tokens))
        value = Fraction("".join(tokens))
        return Number(value.numerator if value.denominator == 1 else value, _span(*tokens))

    def since(self, unit: Token, _: Token, date: Node) -> Since:
        return Since("years" if unit == "years" else "days", _date(date), _span(unit, date))

    def smaller(self, *children: Node | Token) -> Smaller:
        left, right = _nodes(children)
        return Smaller(number_in(left), number_in(right), _span(*children))

    def count(self, *children: Node | Token) -> CountOf:
        return CountOf(tuple(condition_in(part) for part in _nodes(children)), _span(*children))

    def count_rows(self, count: Token, _of: Token, variable: Token, *rest: Any) -> CountRows:
        source, where = _nodes(rest)
        return CountRows(str(variable), _source(source), condition_in(where), span=_span(count, rest[-1]))

    def count_different(self, count: Token, _of: Token, _: Token, thing: Token, *rest: Any) -> CountRows:
        source, where = _nodes(rest)
        variable, part = str(thing).split(".")
        return CountRows(variable, _source(source), condition_in(where), RowId(part), _span(count, rest[-1]))

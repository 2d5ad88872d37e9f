"""The lines that rules draw through a number: where a level begins, read from their conditions.

Nothing here names a question, so a clinic that moves a threshold moves the
line. Only what holds whatever else was answered is a line; a comparison that
counts only together with another answer draws none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from screener.definition.conditions import And, AnswerRef, Compare, Condition, Holds, Number, Operand, Or, SettingRef
from screener.definition.model import Level, Questionnaire
from screener.definition.names import RuleId, ValueName
from screener.summary.gauges import Threshold
from screener.summary.quantities import number_words

Order = Literal["<", "<=", ">", ">="]

_TURNED: Mapping[str, Order] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""A comparison turned round, its number on the left."""
_WORDS = {">": "above {}", ">=": "from {}", "<": "below {}", "<=": "up to {}"}


@dataclass(frozen=True, slots=True)
class Cut:
    """One comparison of one number with one constant, as `number operator at`."""

    number: AnswerRef
    operator: Order
    at: int | Fraction
    level: Level
    rule: RuleId
    bounds: bool
    """Whether it is one end of a band, which its rule speaks of only within."""


def cuts(questionnaire: Questionnaire) -> Iterator[Cut]:
    """Every line that some rule draws, in the order of the rules; a rule that only informs draws none."""
    for rule in (rule for rule in questionnaire.rules.values() if rule.level > Level.INFO):
        for compare, bounds in _unconditional(rule.when, questionnaire):
            if (read := _read(questionnaire, compare)) is not None:
                yield Cut(*read, rule.level, rule.id, bounds)


def thresholds(number: AnswerRef, drawn: tuple[Cut, ...]) -> tuple[Threshold, ...]:
    """One number's lines from low to high; of several rules that draw the same one the gravest."""
    mine = sorted((cut for cut in drawn if cut.number == number), key=lambda cut: (cut.at, -cut.level))
    first: dict[tuple[int | Fraction, Order, RuleId | None], Threshold] = {}
    for cut in mine:
        first.setdefault((cut.at, cut.operator, cut.rule if cut.bounds else None), _threshold(cut))
    return tuple(first.values())


def gravest_reached(value: int, lines: tuple[Threshold, ...]) -> Level | None:
    """The gravest level whose line a number has reached, or whose band it lies in; None where there is none."""
    bands = {line.rule for line in lines if line.bounds}
    whole = {
        rule for rule in bands if all(_reaches(value, line) for line in lines if line.bounds and line.rule == rule)
    }
    reached = (line for line in lines if _reaches(value, line) and (not line.bounds or line.rule in whole))
    return max((line.level for line in reached), default=None)


def _reaches(value: int, line: Threshold) -> bool:
    return line.inclusive if value == line.at else (value > line.at) == line.upward


def _threshold(cut: Cut) -> Threshold:
    return Threshold(
        at=float(cut.at),
        inclusive=cut.operator.endswith("="),
        upward=cut.operator.startswith(">"),
        bounds=cut.bounds,
        words=_WORDS[cut.operator].format(number_words(cut.at)),
        level=cut.level,
        rule=cut.rule,
    )


def _unconditional(condition: Condition, questionnaire: Questionnaire) -> Iterator[tuple[Compare, bool]]:
    """The comparisons that suffice for a condition, and those that together bound one number."""
    match condition:
        case Compare():
            yield condition, False
        case Or(parts=parts):
            for part in parts:
                yield from _unconditional(part, questionnaire)
        case And(parts=parts) if _is_band(parts):
            yield from ((part, True) for part in parts if isinstance(part, Compare))
        case Holds(name=name) if (value := questionnaire.values.get(ValueName(name))) and value.is_condition:
            yield from _unconditional(value.expression, questionnaire)  # type: ignore[arg-type]
        case _:
            return


def _is_band(parts: tuple[Condition, ...]) -> bool:
    """`8 <= days < 15`: comparisons of one and the same number."""
    sides = (_numbers(part) if isinstance(part, Compare) else (None,) for part in parts)
    numbers = {number for side in sides for number in side}
    return len(numbers) == 1 and None not in numbers


def _numbers(compare: Compare) -> tuple[AnswerRef, ...]:
    return tuple(side for side in (compare.left, compare.right) if isinstance(side, AnswerRef))


def _read(questionnaire: Questionnaire, compare: Compare) -> tuple[AnswerRef, Order, int | Fraction] | None:
    """A comparison of an answer with a constant, the answer on the left; None for any other."""
    if compare.operator == "=" or compare.operator == "!=":
        return None
    operator: Order = compare.operator
    match compare.left, compare.right:
        case AnswerRef() as number, other:
            pass
        case other, AnswerRef() as number:
            operator = _TURNED[operator]
        case _:
            return None
    at = _constant(questionnaire, other)
    return None if at is None else (number, operator, at)


def _constant(questionnaire: Questionnaire, operand: Operand) -> int | Fraction | None:
    match operand:
        case Number(value=value):
            return value
        case SettingRef(name=name):
            return questionnaire.settings[name].value
        case _:
            return None

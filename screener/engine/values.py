"""What was derived from the answers: numbers and named conditions, as people and machines are told them."""

from fractions import Fraction

from screener.definition.names import ValueName
from screener.engine.answers import BLANK, Unknown
from screener.engine.because import reason_at
from screener.engine.clauses import NamedClause
from screener.engine.evaluation import Program
from screener.engine.findings import Reference
from screener.engine.situation import Situation
from screener.engine.subjects import Seek
from screener.engine.terms import NamedNumber
from screener.engine.truth import FALSE, TRUE, UNKNOWN

Derived = int | Fraction | bool | Unknown | None


def derive(program: Program, situation: Situation) -> dict[ValueName, Derived]:
    """Every value: a number or a truth, why it is unknown, or None where it is not asked."""
    return {
        value.name: _truth(program, situation, ready)
        if isinstance(ready, NamedClause)
        else _number(program, situation, ready)
        for value, ready in program.values
    }


def _truth(program: Program, situation: Situation, clause: NamedClause) -> Derived:
    truth = clause.truth(situation, ())
    if truth is UNKNOWN:
        return _unknown(program, situation, tuple(clause.behind(situation, ())))
    return truth is TRUE


def _number(program: Program, situation: Situation, number: NamedNumber) -> Derived:
    quantity = number.quantity(situation, ())
    if quantity.asked is FALSE:
        return None
    if quantity.is_exact:
        return quantity.low
    return _unknown(program, situation, tuple(number.behind(situation, (), Seek.SILENT)))


def _unknown(program: Program, situation: Situation, needs: tuple[Reference, ...]) -> Unknown:
    """Unknown for the reason that the first silent answer gives; a blank where none does (a division by zero)."""
    found = (reason_at(program, situation, need) for need in program.order.sorted(needs))
    return next((Unknown(silent.reason) for silent in found if silent is not None), BLANK)

"""Which answers decided a rule, and which would: references in reading order, and what was said there."""

from collections.abc import Iterable, Iterator
from typing import cast

from screener.engine.answers import BLANK, Picked, Row, Unknown
from screener.engine.clauses import Combination, NamedClause, Opposite
from screener.engine.evaluation import Program
from screener.engine.findings import Evidence, Reference
from screener.engine.situation import Situation, State, part_of
from screener.engine.subjects import Clause


def references_behind(program: Program, situation: Situation, clause: Clause) -> tuple[Reference, ...]:
    """Of a settled condition the answers that decided it, of an open one those that would; each once, in order.

    Settled by an *or*: its branches that hold. By an *and*: all of them. Under
    a *not* the other way round. Values and rules' names are followed to the
    answers behind them, and what was not asked to the answers that made it so.
    """
    return program.order.sorted(clause.behind(situation, ()))


def deciding_first(program: Program, situation: Situation, clause: Clause) -> tuple[Reference, ...]:
    """The answers behind a condition that holds: those that made it hold, then those that took nothing away.

    Ten days of several medicines, and *not* ten days of any one: the ten days
    are told first. Each of the two is in reading order.
    """
    made = program.order.sorted(_made(situation, clause))
    others = (each for each in references_behind(program, situation, clause) if each not in made)
    return (*made, *others)


def _made(situation: Situation, clause: Clause) -> Iterator[Reference]:
    """The answers behind the parts that hold, but for those that stand under a *not*."""
    match clause:
        case NamedClause():
            yield from _made(situation, clause.clause)
        case Combination():
            whole = clause.truth(situation, ())
            for part in clause.parts:
                if part.truth(situation, ()) is whole:
                    yield from _made(situation, part)
        case Opposite():
            return
        case _:
            yield from clause.behind(situation, ())


def evidence(program: Program, situation: Situation, references: Iterable[Reference]) -> tuple[Evidence, ...]:
    """The references with what was said there."""
    return tuple(Evidence(reference, state_at(program, situation, reference)) for reference in references)


def state_at(program: Program, situation: Situation, reference: Reference) -> State:
    """What was said there: of a medicine its name as typed, whether or not it was recognized."""
    whole = situation.states[program.order.questions[reference.question]]
    if reference.part is None:
        return whole
    if reference.row is None:
        return part_of(whole, reference.part)
    return cast(tuple[Row, ...], whole)[reference.row].cells.get(reference.part, BLANK)


def reason_at(program: Program, situation: Situation, reference: Reference) -> Unknown | None:
    """Why what was said there is unknown, or partly so; None where nothing is."""
    state = state_at(program, situation, reference)
    if isinstance(state, Picked):
        return Unknown(state.unknown) if state.unknown is not None else None
    return state if isinstance(state, Unknown) else None

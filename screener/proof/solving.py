"""The solver: is there somebody of whom these facts hold? With a limit, after which nothing is claimed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import z3

from screener.proof.facts import Fact
from screener.proof.verdicts import Definition

MOST_CORE_TRIALS = 60

# Facts that a thread has done with may be collected by another one while the solver is at work.
z3.Z3_enable_concurrent_dec_ref(z3.main_ctx().ref())


@dataclass(frozen=True, slots=True)
class Found:
    """What the solver says: somebody, nobody, or neither within the limit."""

    model: z3.ModelRef | None
    nobody: bool


UNDECIDED = Found(None, nobody=False)
NOBODY = Found(None, nobody=True)


def solve(facts: Iterable[Fact], limit: float) -> Found:
    """Looks for somebody; `limit` in seconds."""
    solver = z3.SimpleSolver()
    solver.set("timeout", max(1, int(limit * 1000)))
    for fact in facts:
        if fact is False:
            return NOBODY
        if fact is not True:
            solver.add(fact)
    found = solver.check()
    if found == z3.sat:
        return Found(solver.model(), nobody=False)
    return NOBODY if found == z3.unsat else UNDECIDED


def clash(
    facts: Sequence[Fact], definitions: Mapping[Definition, Sequence[Fact]], limit: float
) -> tuple[Definition, ...]:
    """The definitions without which somebody could be found: none of them can be dropped.

    Each is dropped in turn and stays dropped where nobody is found without it.
    """
    if solve(facts, limit).nobody:
        return ()
    needed = _core(facts, definitions, limit) or list(definitions)
    for definition in list(needed)[:MOST_CORE_TRIALS]:
        left = [each for each in needed if each != definition]
        if solve([*facts, *(fact for each in left for fact in definitions[each])], limit).nobody:
            needed = left
    return tuple(needed)


def _core(
    facts: Sequence[Fact], definitions: Mapping[Definition, Sequence[Fact]], limit: float
) -> list[Definition] | None:
    """A first set of definitions that clash, as the solver names them."""
    solver = z3.Solver()
    solver.set("timeout", max(1, int(limit * 1000)))
    solver.add([fact for fact in facts if not isinstance(fact, bool)])
    labels = {}
    for number, (definition, said) in enumerate(definitions.items()):
        label = z3.Bool(f"definition {number}")
        labels[str(label)] = definition
        solver.add([z3.Implies(label, fact) for fact in said if fact is not True])
    if solver.check([z3.Bool(name) for name in labels]) != z3.unsat:
        return None
    core = {labels[str(each)] for each in solver.unsat_core()}
    return sorted(core, key=lambda definition: (definition.owner, definition.what))

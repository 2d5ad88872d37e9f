"""One person after another of whom some facts hold, none of them twice."""

from collections.abc import Iterator

import z3

from screener.definition.model import Rows
from screener.definition.names import QuestionId
from screener.proof.facts import Fact, no, same, some
from screener.proof.solving import Found, solve
from screener.proof.world import World, parts_of

MOST_TRIALS = 24
"""How many people are looked at before a claim is left undecided."""


class Trying:
    """Asks the solver for one person after another, none of them twice."""

    def __init__(self, facts: list[Fact], limit: float) -> None:
        self.facts = facts
        self.limit = limit
        self.nobody = False

    def models(self) -> Iterator[z3.ModelRef]:
        """People of whom the facts hold; at the end `nobody` says whether there are no others."""
        for trial in range(MOST_TRIALS):
            found: Found = solve(self.facts, self.limit)
            if found.model is None:
                # Those who were looked at before did not refute the claim, and nobody else is left.
                self.nobody = found.nobody and trial == 0
                return
            yield found.model

    def exclude(self, model: z3.ModelRef, world: World, names: frozenset[str]) -> None:
        """Look for somebody who says other things than this one."""
        said = [
            fact
            for question in world.questionnaire.questions.values()
            if f"question {question.id}" in names
            for fact in _spoken(world, question.id)
            if not isinstance(fact, bool)
        ]
        self.facts.append(some(no(same(fact, z3.is_true(model.eval(fact, model_completion=True)))) for fact in said))


def _spoken(world: World, question: QuestionId) -> Iterator[Fact]:
    found = world.questionnaire.questions[question]
    if isinstance(found.kind, Rows):
        listed = world.rows(question)
        yield from listed.silences.values()
        yield from (row.present for row in listed.rows)
        return
    for part in parts_of(found) or (None,):
        seen = world.state(question, part)
        yield from (*seen.silences.values(), *seen.choices.values())

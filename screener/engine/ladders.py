"""Ladders: of the degrees of one thing, the gravest that stands speaks for the milder ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from screener.definition.model import Level
from screener.definition.names import RuleId


@dataclass(frozen=True, slots=True)
class Degree:
    """A rule that asks for a finding: the finding's level, and the rule's own."""

    finding: Level
    rule: Level

    @property
    def gravest(self) -> Level:
        """How grave it is, or may turn out to be."""
        return max(self.finding, self.rule)


def superseded(ladders: tuple[tuple[RuleId, ...], ...], degrees: Mapping[RuleId, Degree]) -> dict[RuleId, RuleId]:
    """Which rules make no finding of their own, each with the rule that speaks for it.

    A finding, fired or unsettled, supersedes the rules below it that are not
    graver than that finding. So an open tier never hides the graver tier below
    it that fired, or that is open as well. A rule in two ladders that is
    superseded in the first stands for nothing in the second, so that two can
    never silence each other.
    """
    gone: dict[RuleId, RuleId] = {}
    for ladder in ladders:
        standing: list[RuleId] = []
        for rule in ladder:
            if rule not in degrees or rule in gone:
                continue
            graver = next((above for above in standing if degrees[rule].gravest <= degrees[above].finding), None)
            if graver is None:
                standing.append(rule)
            else:
                gone[rule] = graver
    return {rule: _at_the_top(gone, graver) for rule, graver in gone.items()}


def _at_the_top(gone: Mapping[RuleId, RuleId], rule: RuleId) -> RuleId:
    while rule in gone:
        rule = gone[rule]
    return rule

"""One of the two questionnaires that are compared: what its rules look at, and how grave they find somebody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from screener.definition.conditions import Condition
from screener.definition.model import Level, Questionnaire
from screener.definition.names import RuleId
from screener.engine.answers import Answers
from screener.engine.assessment import assess
from screener.engine.findings import Assessment
from screener.proof.comparison import Weight
from screener.proof.facts import Fact, every, some
from screener.proof.scales import Scale
from screener.proof.silences import is_milder, silence_at
from screener.proof.views import Views
from screener.proof.world import World


@dataclass(frozen=True)
class Side:
    """A questionnaire, and its views."""

    questionnaire: Questionnaire
    views: Views = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "views", Views(self.questionnaire))

    def own(self, rules: Iterable[RuleId]) -> tuple[RuleId, ...]:
        """Those of the rules that this questionnaire has."""
        return tuple(rule for rule in rules if rule in self.questionnaire.rules)

    def names(self, rules: Iterable[RuleId]) -> frozenset[str]:
        """Every name that some rules and their silences look at; all questions, where they count over all."""
        names = self.views.of(f"rule {rule}" for rule in self.own(rules)) | self.views.of_condition(*self.cases(rules))
        if any(self.views.part(name).builtins for name in names):
            names |= self.views.of(f"question {question}" for question in self.questionnaire.questions)
        return names

    def cases(self, rules: Iterable[RuleId]) -> tuple[Condition, ...]:
        """The conditions by which the silences of some rules are told apart."""
        found = (self.questionnaire.rules[rule].if_unknown.cases for rule in self.own(rules))
        return tuple(when for cases in found for when, _ in cases)

    def scale(self, rules: Iterable[RuleId]) -> Scale:
        """How much of lists some rules look at."""
        return self.views.scale(self.names(rules), *self.cases(rules))

    def levels(self, rules: Iterable[RuleId]) -> frozenset[Level]:
        """Every level that some rules can give."""
        found = [self.questionnaire.rules[rule] for rule in self.own(rules)]
        silences = [each.if_unknown for each in found]
        levels = {rule.level for rule in found} | {silence.otherwise for silence in silences}
        levels |= {level for silence in silences for level in silence.by_question.values()}
        return frozenset(filter(None, levels | {level for silence in silences for _, level in silence.cases}))

    def said_by(self, rules: Iterable[RuleId]) -> str:
        """All that the judgment by some rules hangs on, in a text, but for the dictionary of medicines."""
        found = [self.questionnaire.rules[rule] for rule in self.own(rules)]
        parts = [self.views.part(name).text for name in sorted(self.names(rules))]
        return "\n".join((*parts, self.views.silences(*found)))

    def assess(self, answers: Answers, as_of: date) -> Assessment:
        """What the engine says of somebody."""
        return assess(self.questionnaire, answers, as_of)

    # Put into facts

    def at_least(self, world: World, rules: Iterable[RuleId], level: Level) -> Fact:
        """Some of the rules may make a finding of a level or graver."""
        facts = []
        for rule in map(self.questionnaire.rules.__getitem__, self.own(rules)):
            found = world.rule(rule.id)
            fired = found.true if rule.level >= level else False
            facts += [fired, every((found.unknown, silence_at(world, rule, level)))]
        return some(facts)

    def fires(self, world: World, rules: Iterable[RuleId], level: Level) -> Fact:
        """Some of the rules fire at a level or graver."""
        found = map(self.questionnaire.rules.__getitem__, self.own(rules))
        return some(world.rule(rule.id).true for rule in found if rule.level >= level)

    def below(self, world: World, rules: Iterable[RuleId], level: Level) -> Fact:
        """None of the rules has to make a finding of a level or graver."""
        own = map(self.questionnaire.rules.__getitem__, self.own(rules))
        return every(is_milder(world, rule, level) for rule in own)


def weigher(rules: Iterable[RuleId]) -> Callable[[Assessment], Weight]:
    """What measures the gravest finding of some rules."""
    wanted = frozenset(rules)

    def weigh(assessment: Assessment) -> Weight:
        return max((finding.level for finding in assessment.findings if finding.rule in wanted), default=None)

    return weigh

"""How grave the silence of a rule is, put into facts."""

from collections.abc import Callable

from screener.definition.model import Level, Rule
from screener.proof.facts import Fact, every, no, some
from screener.proof.needs import Needs, may_be_needed
from screener.proof.world import World


def is_milder(world: World, rule: Rule, level: Level) -> Fact:
    """A rule makes no finding of a level or graver: it is ruled out, or its silence weighs less."""
    found = world.rule(rule.id)
    fired = no(found.true) if rule.level >= level else True
    return every((fired, some((no(found.unknown), no(silence_at(world, rule, level))))))


def silence_at(world: World, rule: Rule, level: Level) -> Fact:
    """Where a rule is unknown: its silence weighs a level, or more.

    The first case that is true decides. Else the answers that are missing do,
    the gravest of them: each by its own level, or the level for the rest.
    """

    def is_at(weighs: Level | None) -> bool:
        return weighs is not None and weighs >= level

    silence = rule.if_unknown
    earlier: list[Fact] = []
    found: list[Fact] = []
    for when, weighs in silence.cases:
        holds = world.truth(when).true
        if is_at(weighs):
            found.append(every((*earlier, holds)))
        earlier.append(no(holds))
    return some((*found, every((*earlier, _rest(world, rule, is_at)))))


def _rest(world: World, rule: Rule, is_at: Callable[[Level | None], bool]) -> Fact:
    silence = rule.if_unknown
    levels = (*silence.by_question.values(), silence.otherwise)
    if len(set(map(is_at, levels))) == 1:
        return is_at(silence.otherwise)
    questions = tuple(dict.fromkeys(may_be_needed(world, rule.when)))
    needed = {question: Needs(world, question).of(rule.when) for question in questions}
    grave = [fact for question, fact in needed.items() if is_at(silence.by_question.get(question, silence.otherwise))]
    nothing = every(no(fact) for fact in needed.values()) if is_at(silence.otherwise) else False
    return some((*grave, nothing))

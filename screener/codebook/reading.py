"""Who reads what: the questions and settings behind a condition, through the values and rules that it names."""

from collections.abc import Iterator
from dataclasses import dataclass

from screener.definition.condition_reads import Node, reads
from screener.definition.model import Questionnaire, Rule
from screener.definition.names import QuestionId, SettingName


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a condition in the end."""

    questions: frozenset[QuestionId]
    settings: frozenset[SettingName]


def behind(questionnaire: Questionnaire, *nodes: Node | None) -> Behind:
    """Everything that the conditions read, however far behind values and rules it stands."""
    questions: set[QuestionId] = set()
    settings: set[SettingName] = set()
    seen: set[str] = set()
    waiting = [node for node in nodes if node is not None]
    while waiting:
        found = reads(waiting.pop())
        questions.update(found.questions)
        settings.update(found.settings)
        for value in found.values:
            if value not in seen:
                seen.add(value)
                waiting.append(questionnaire.values[value].expression)
        for rule in found.rules:
            if rule not in seen:
                seen.add(rule)
                waiting.append(questionnaire.rules[rule].when)
    return Behind(frozenset(questions), frozenset(settings))


def conditions_of(rule: Rule) -> Iterator[Node]:
    """All that a rule asks: when it holds, and what its silence depends on."""
    yield rule.when
    yield from (condition for condition, _ in rule.if_unknown.cases)

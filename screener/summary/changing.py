"""Answers changed shortly before sending: of questions that decide something, what was said first and last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from screener.definition.condition_reads import Node, reads
from screener.definition.model import Questionnaire
from screener.definition.names import QuestionId, RuleId, ValueName
from screener.engine.answers import BLANK, Answer, Answers
from screener.summary.answer_words import words
from screener.summary.case import Case
from screener.summary.gist import gist

SHORTLY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Save:
    """What one saving of a page held."""

    at: datetime
    answers: Answers
    questions: frozenset[QuestionId]
    """Those that the page asked."""


@dataclass(frozen=True, slots=True)
class Change:
    """What was said to one question, one after the other; the last is what was sent."""

    question: str
    said: tuple[tuple[str, ...], ...]
    minutes: int
    """How long before sending the last change was."""


def changes(case: Case, saves: Iterable[Save], sent_at: datetime) -> tuple[Change, ...]:
    """In the order of the questions. Filling in a blank is no change; what is not asked any more tells nothing."""
    found: dict[QuestionId, list[tuple[datetime, Answer]]] = {}
    for save in saves:
        for question in save.questions:
            answer = save.answers.to(question)
            so_far = found.setdefault(question, [])
            if (so_far or answer != BLANK) and (not so_far or so_far[-1][1] != answer):
                so_far.append((save.at, answer))
    decide = deciding(case.questionnaire) & frozenset(case.assessment.asked)
    return tuple(
        _change(case, question, found[question], sent_at)
        for question in case.questionnaire.questions
        if question in decide and _is_shortly(found.get(question, []), sent_at)
    )


def _is_shortly(said: list[tuple[datetime, Answer]], sent_at: datetime) -> bool:
    return len(said) > 1 and sent_at - said[-1][0] <= SHORTLY


def _change(case: Case, name: QuestionId, said: list[tuple[datetime, Answer]], sent_at: datetime) -> Change:
    question = case.questionnaire.questions[name]
    return Change(
        gist(question.text),
        tuple(words(question, answer, case.phrases) for _, answer in said),
        int((sent_at - said[-1][0]).total_seconds()) // 60,
    )


def deciding(questionnaire: Questionnaire) -> frozenset[QuestionId]:
    """The questions that some rule above `info` reads, also by way of a value or another rule."""
    found: set[QuestionId] = set()
    waiting: list[Node] = [rule.when for rule in questionnaire.rules.values() if rule.level > 1]
    seen: set[str] = set()
    while waiting:
        node = reads(waiting.pop())
        found.update(node.questions)
        waiting += _named(node.values, node.rules, questionnaire, seen)
    return frozenset(found)


def _named(
    values: Iterable[ValueName], rules: Iterable[RuleId], questionnaire: Questionnaire, seen: set[str]
) -> list[Node]:
    tables: tuple[tuple[Iterable[str], Mapping[str, Node]], ...] = (
        (values, {name: value.expression for name, value in questionnaire.values.items()}),
        (rules, {name: rule.when for name, rule in questionnaire.rules.items()}),
    )
    nodes: list[Node] = []
    for names, table in tables:
        for name in names:
            if name in table and name not in seen:
                seen.add(name)
                nodes.append(table[name])
    return nodes

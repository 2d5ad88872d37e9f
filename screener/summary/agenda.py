"""What could not be ruled out, grouped by what to ask: a short agenda for the consult, not a wall."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from screener.definition.names import QuestionId, RuleId
from screener.engine.findings import Open, Reference
from screener.summary.case import Case
from screener.summary.findings import tally
from screener.summary.model import Ask, RuleInShort, Superseded

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _Topic:
    """What one ask is about: a question, or within its list one medicine that nobody recognized."""

    question: QuestionId
    row: int | None = None
    typed: str | None = None


def agenda(case: Case) -> tuple[Ask, ...]:
    """One ask for each answer that would settle something, the gravest first, then in the order asked."""
    unknown = _unrecognized(case)
    open_ = _by_topic(((finding.rule, finding.needs) for finding in case.assessment.findings), unknown)
    unrun = _by_topic(((rule, rule.needs) for rule in _unrun(case)), unknown)
    asks = (_ask(case, topic, open_.get(topic, ()), unrun.get(topic, ())) for topic in _ordered(case, open_, unrun))
    return tuple(sorted(_alike_together(asks), key=_weight, reverse=True))


def superseded(case: Case) -> tuple[Superseded, ...]:
    """Rules that stand behind a graver step of their ladder, by that step."""
    behind = tuple(rule for rule in case.assessment.not_ruled_out if _is_superseded(case, rule))
    steps = dict.fromkeys(rule.covered_by[0] for rule in behind)
    return tuple(
        Superseded(tuple(case.short(rule.rule) for rule in behind if rule.covered_by[0] == step), step)
        for step in steps
    )


def _unrecognized(case: Case) -> Mapping[tuple[QuestionId, int | None], str]:
    """What was typed in each row that holds a medicine that nobody recognized."""
    listed = case.assessment.medicines
    return {(medicine.question, medicine.row): medicine.typed for medicine in listed if medicine.match == "none"}


def _by_topic(
    needy: Iterable[tuple[T, tuple[Reference, ...]]], unknown: Mapping[tuple[QuestionId, int | None], str]
) -> Mapping[_Topic, tuple[T, ...]]:
    """What hangs on each topic; a row is a topic of its own only where nobody recognized its medicine."""
    found: dict[_Topic, dict[T, None]] = {}
    for thing, needs in needy:
        for need in needs:
            typed = unknown.get((need.question, need.row))
            topic = _Topic(need.question) if typed is None else _Topic(need.question, need.row, typed)
            found.setdefault(topic, {})[thing] = None
    return {topic: tuple(things) for topic, things in found.items()}


def _ordered(case: Case, *found: Iterable[_Topic]) -> tuple[_Topic, ...]:
    """Each topic once, in the order asked and listed."""
    order = {question: place for place, question in enumerate(case.questionnaire.questions)}
    topics = {topic for topics in found for topic in topics}
    return tuple(sorted(topics, key=lambda topic: (order[topic.question], topic.row if topic.row is not None else -1)))


def _unrun(case: Case) -> tuple[Open, ...]:
    """Rules that nobody ruled out and that make no finding of their own, without those of a ladder's lower steps."""
    return tuple(rule for rule in case.assessment.not_ruled_out if not _is_superseded(case, rule))


def _is_superseded(case: Case, rule: Open) -> bool:
    return any(
        rule.rule in ladder and any(step in ladder[: ladder.index(rule.rule)] for step in rule.covered_by)
        for ladder in case.questionnaire.ladders
    )


def _ask(case: Case, topic: _Topic, open_: tuple[RuleId, ...], unrun: tuple[Open, ...]) -> Ask:
    asked = case.said_to(case.questionnaire.questions[topic.question])
    return Ask(
        question=topic.question,
        text=asked.question if topic.typed is None else topic.typed,
        said=asked.answer if topic.typed is None else (),
        medicine=topic.typed is not None,
        open=_gravest_first(case.short(rule) for rule in open_),
        unrun=_gravest_first(case.short(rule.rule) for rule in unrun),
        unrun_tally=tally(case.questionnaire.rules[rule.rule].level for rule in unrun),
        spoken_for_by=tuple(dict.fromkeys(speaker for rule in unrun for speaker in rule.covered_by[:1])),
    )


def _alike_together(asks: Iterable[Ask]) -> Iterator[Ask]:
    """Medicines that leave the same rules open are asked about in one line."""
    merged: dict[tuple[bool, tuple[RuleInShort, ...], tuple[RuleInShort, ...], QuestionId], Ask] = {}
    for ask in asks:
        key = (ask.medicine, ask.open, ask.unrun, ask.question)
        same = merged.get(key)
        merged[key] = replace(same, text=f"{same.text}, {ask.text}") if same and ask.medicine else ask
    yield from merged.values()


def _gravest_first(rules: Iterable[RuleInShort]) -> tuple[RuleInShort, ...]:
    return tuple(sorted(rules, key=lambda rule: -rule.level))


def _weight(ask: Ask) -> tuple[int, int]:
    """A finding that is open weighs before any rule that another one speaks for."""
    return _gravest(ask.open), _gravest(ask.unrun)


def _gravest(rules: tuple[RuleInShort, ...]) -> int:
    return max((rule.level for rule in rules), default=0)

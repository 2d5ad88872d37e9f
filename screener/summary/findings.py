"""Findings in words: what was found or could not be ruled out, the person's own answer, why, and from where."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from screener.definition.condition_reads import reads
from screener.definition.model import Level, Pair, Questionnaire
from screener.definition.names import QuestionId, RuleId
from screener.engine.findings import Finding, Reference
from screener.engine.identity import rule_of
from screener.summary.case import Case
from screener.summary.gist import gist
from screener.summary.model import FindingInWords, Said, Tally

MOST_SAID = 4
MOST_LINES = 3
"""So many answers, and lines of each, stand beside a finding; the rest are counted and stand among all answers.

Degrees of one thing are told by all their answers: whoever reads *thoughts: yes* must see what was said of a plan.
"""


def findings_in_words(case: Case, reasons: Mapping[RuleId, str]) -> tuple[FindingInWords, ...]:
    """Every finding, in the assessment's order: gravest first. `reasons` are those of a decision that overrode some."""
    return tuple(_finding(case, finding, reasons.get(finding.rule)) for finding in case.assessment.findings)


def tally(levels: Iterable[Level]) -> tuple[Tally, ...]:
    """How many of each level there are, gravest first; levels without any are left out."""
    counts = Counter(levels)
    return tuple(Tally(level, counts[level]) for level in sorted(counts, reverse=True))


def _finding(case: Case, finding: Finding, reason: str | None) -> FindingInWords:
    rule = rule_of(case.questionnaire, finding.rule)
    said = _telling_first(case.said_each(_behind(finding)))
    beside = _ladder(case, finding)
    shown = said if is_on_a_ladder(case.questionnaire, finding.rule) else said[:MOST_SAID]
    return FindingInWords(
        rule=rule.id,
        level=finding.level,
        settled=finding.settled,
        own_level=rule.level,
        message=case.message(rule),
        said=tuple(_shortened(one) for one in (*shown, *beside)),
        more_said=len(said) - len(shown),
        why=rule.why,
        sources=tuple(case.source(key) for key in rule.sources),
        confidence=rule.confidence,
        checked=case.phrases.date(rule.checked) if rule.checked else None,
        reason=reason,
    )


def _behind(finding: Finding) -> tuple[Reference, ...]:
    """The answers that decided a finding, or that would settle it."""
    return tuple(evidence.reference for evidence in finding.because) if finding.settled else finding.needs


def _ladder(case: Case, finding: Finding) -> tuple[Said, ...]:
    """What was said to the ladder's other questions, in the order asked; nothing where the rule stands on none."""
    told, asked = frozenset(_behind(finding)), frozenset(case.assessment.asked)
    return tuple(
        case.said(each) if question in asked else case.not_asked(question)
        for question in ladder_questions(case.questionnaire, finding.rule)
        for each in _untold(case, question, told)
    )


def _untold(case: Case, question: QuestionId, told: frozenset[Reference]) -> tuple[Reference, ...]:
    """What of a question does not stand there yet: all of it, the other half of a pair, or nothing."""
    if not any(reference.question == question for reference in told):
        return (Reference(question),)
    match case.questionnaire.questions[question].kind:
        case Pair(rows=rows) if Reference(question) not in told:
            return tuple(half for row in rows if (half := Reference(question, row.id)) not in told)
        case _:
            return ()


def is_on_a_ladder(questionnaire: Questionnaire, rule: RuleId) -> bool:
    """Whether the rule is a degree of something."""
    return any(rule in ladder for ladder in questionnaire.ladders)


def ladder_questions(questionnaire: Questionnaire, rule: RuleId) -> tuple[QuestionId, ...]:
    """The questions that the degrees of the same thing read themselves, in the order asked."""
    rungs = (each for ladder in questionnaire.ladders if rule in ladder for each in ladder)
    read = {question for rung in rungs for question in reads(questionnaire.rules[rung].when).questions}
    return tuple(question for question in questionnaire.questions if question in read)


def _telling_first(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """Answers that were given before those that were not, each in the order asked."""
    return tuple(sorted(said, key=lambda one: not one.known))


def _shortened(said: Said) -> Said:
    more = max(0, len(said.answer) - MOST_LINES)
    return replace(said, question=gist(said.question), answer=said.answer[:MOST_LINES], more=more)

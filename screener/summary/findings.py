"""Findings in words: what was found or could not be ruled out, the person's own answer, why, and from where."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from screener.definition.model import Level
from screener.definition.names import RuleId
from screener.engine.findings import Finding, Reference
from screener.engine.identity import rule_of
from screener.summary.case import Case
from screener.summary.gist import gist
from screener.summary.model import FindingInWords, Said, Tally

MOST_SAID = 4
MOST_LINES = 3
"""So many answers, and lines of each, stand beside a finding; the rest are counted and stand among all answers."""


def findings_in_words(case: Case, reasons: Mapping[RuleId, str]) -> tuple[FindingInWords, ...]:
    """Every finding, in the assessment's order: gravest first. `reasons` are those of a decision that overrode some."""
    return tuple(_finding(case, finding, reasons.get(finding.rule)) for finding in case.assessment.findings)


def tally(levels: Iterable[Level]) -> tuple[Tally, ...]:
    """How many of each level there are, gravest first; levels without any are left out."""
    counts = Counter(levels)
    return tuple(Tally(level, counts[level]) for level in sorted(counts, reverse=True))


def _finding(case: Case, finding: Finding, reason: str | None) -> FindingInWords:
    rule = rule_of(case.questionnaire, finding.rule)
    said = case.said_each(_behind(finding))
    return FindingInWords(
        rule=rule.id,
        level=finding.level,
        settled=finding.settled,
        own_level=rule.level,
        message=rule.message,
        said=tuple(_shortened(one) for one in _telling_first(said)[:MOST_SAID]),
        more_said=max(0, len(said) - MOST_SAID),
        why=rule.why,
        sources=tuple(case.source(key) for key in rule.sources),
        confidence=rule.confidence,
        checked=case.phrases.date(rule.checked) if rule.checked else None,
        reason=reason,
    )


def _behind(finding: Finding) -> tuple[Reference, ...]:
    """The answers that decided a finding, or that would settle it."""
    return tuple(evidence.reference for evidence in finding.because) if finding.settled else finding.needs


def _telling_first(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """Answers that were given before those that were not, each in the order asked."""
    return tuple(sorted(said, key=lambda one: not one.known))


def _shortened(said: Said) -> Said:
    more = max(0, len(said.answer) - MOST_LINES)
    return replace(said, question=gist(said.question), answer=said.answer[:MOST_LINES], more=more)

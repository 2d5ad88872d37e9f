"""Several submissions of one patient side by side: what the rules proposed, and what has changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from screener.definition.model import Disposition, Level
from screener.definition.names import RuleId
from screener.engine.identity import rule_of
from screener.summary.case import Case
from screener.summary.changing import deciding
from screener.summary.gist import gist


@dataclass(frozen=True, slots=True)
class RuleOverTime:
    """One rule's finding in each submission: its level, and whether it was settled; None where it made none."""

    rule: RuleId
    message: str
    levels: tuple[tuple[Level, bool] | None, ...]


@dataclass(frozen=True, slots=True)
class AnswerOverTime:
    """One answer in each submission; empty where it was not asked."""

    question: str
    said: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Submissions of one patient, the oldest first."""

    dispositions: tuple[Disposition, ...]
    rules: tuple[RuleOverTime, ...]
    answers: tuple[AnswerOverTime, ...]
    """To questions that decide something, where they differ."""


def side_by_side(cases: tuple[Case, ...]) -> SideBySide:
    """`cases` are the oldest first."""
    return SideBySide(
        tuple(case.assessment.disposition for case in cases),
        tuple(_rules(cases)),
        tuple(_answers(cases)),
    )


def _rules(cases: tuple[Case, ...]) -> Iterator[RuleOverTime]:
    levels = [
        {finding.rule: (finding.level, finding.settled) for finding in case.assessment.findings} for case in cases
    ]
    named = {rule: rule_of(case.questionnaire, rule) for case in cases for rule in _found(case)}
    gravest = sorted(named, key=lambda rule: -max(each[rule][0] for each in levels if rule in each))
    for rule in gravest:
        yield RuleOverTime(rule, named[rule].message, tuple(each.get(rule) for each in levels))


def _found(case: Case) -> Iterator[RuleId]:
    return (finding.rule for finding in case.assessment.findings if finding.level > Level.INFO)


def _answers(cases: tuple[Case, ...]) -> Iterator[AnswerOverTime]:
    newest = cases[-1]
    decide = deciding(newest.questionnaire)
    for name in (name for name in newest.questionnaire.questions if name in decide):
        said = tuple(_said(case, name) for case in cases)
        if len(set(said)) > 1:
            yield AnswerOverTime(gist(newest.questionnaire.questions[name].text), said)


def _said(case: Case, name: str) -> tuple[str, ...]:
    question = case.questionnaire.questions.get(name)  # type: ignore[call-overload]
    return case.said_to(question).answer if question and name in case.assessment.asked else ()

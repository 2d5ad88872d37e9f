"""What a patient reads because of the findings."""

from collections.abc import Iterable

from screener.definition.model import Level, Questionnaire
from screener.definition.names import MessageCode, RuleId
from screener.engine.findings import Finding
from screener.engine.identity import rule_of


def messages_for(questionnaire: Questionnaire, findings: Iterable[Finding]) -> tuple[MessageCode, ...]:
    """The messages of the rules that fired, and of those unsettled at the urgent level; each once, in their order."""
    spoken = (finding.rule for finding in findings if finding.settled or finding.level is Level.URGENT)
    return messages_of(questionnaire, spoken)


def messages_of(questionnaire: Questionnaire, rules: Iterable[RuleId]) -> tuple[MessageCode, ...]:
    """The messages of these rules; each once, in their order."""
    codes = {rule_of(questionnaire, rule).patient for rule in rules}
    return tuple(sorted((code for code in codes if code is not None), key=lambda code: _order(questionnaire, code)))


def _order(questionnaire: Questionnaire, code: MessageCode) -> tuple[int, MessageCode]:
    return questionnaire.messages[code].order, code

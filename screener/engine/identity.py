"""Whether the person who answers is the one who was invited: the one finding that no author writes.

It stands beside the rules of the questionnaire, in `findings` alone: it can be
neither ruled out nor proved, since it compares an answer with what the clinic
knows, and not with another answer.
"""

from datetime import date
from typing import Final

from screener.definition.conditions import And
from screener.definition.model import IfUnknown, Level, Place, Questionnaire, Rule
from screener.definition.names import RuleId
from screener.engine.answers import Answers
from screener.engine.findings import Evidence, Finding, Reference

OTHER_BIRTH_DATE: Final = Rule(
    id=RuleId("IDENTITY"),
    level=Level.REVIEW,
    when=And(()),
    formula="",
    message="The birth date in the answers is not the one on the invitation. "
    "Make sure that these are the patient's own answers before you use them.",
    patient=None,
    why="A link can reach the wrong person, and a helper can type their own birth date; answers of somebody else "
    "would be judged here.",
    sources=(),
    confidence="B",
    checked=None,
    if_unknown=IfUnknown((), {}, None),
    implied_out_by=None,
    covered_by=(),
    group="Identity",
    note=None,
    place=Place("questionnaire.yaml", 1, 1),
)


def rule_of(questionnaire: Questionnaire, rule: RuleId) -> Rule:
    """The rule behind a finding: the questionnaire's, or the built-in one."""
    return OTHER_BIRTH_DATE if rule == OTHER_BIRTH_DATE.id else questionnaire.rules[rule]


def identity_finding(questionnaire: Questionnaire, answers: Answers, born: date | None) -> Finding | None:
    """The finding where the birth date that was answered is another than `born`, the one the clinic knows.

    None where the clinic knows none, nobody says which question asks for it, or it was not answered: that is the
    rules' to speak of.
    """
    if born is None or questionnaire.identity is None:
        return None
    asked = questionnaire.identity.birth_date
    answer = answers.to(asked)
    if not isinstance(answer, date) or answer == born:
        return None
    rule = OTHER_BIRTH_DATE
    return Finding(rule.id, rule.level, settled=True, because=(Evidence(Reference(asked), answer),), needs=())

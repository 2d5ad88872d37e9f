"""A check in a summary: its finding, among the answers that do not fit, and what the patient said of it."""

from dataclasses import replace
from datetime import UTC, datetime

from screener.definition.model import Check, Place, Questionnaire
from screener.definition.names import QuestionId, RuleId
from screener.summary.model import Summary
from screener.summary.plain import as_text
from tests.summary.builders import fired, questionnaire, summary

CHECK = RuleId("R-DATA-03")
RIGHT = "The patient was asked once more, and said that it is right."
NOT_SAID = "The patient has not said that it is right."


def checked() -> Questionnaire:
    """The sample, with a check in the place of one of its rules."""
    days = (QuestionId("ha_days"),)
    check = Check(CHECK, "Right?", days, swap=(), help_waits=False, place=Place("questionnaire.yaml", 1, 1))
    return replace(questionnaire(), checks={CHECK: check})


def made(confirmed: dict[RuleId, datetime] | None) -> Summary:
    return summary(fired(CHECK, "ha_days"), answers={"ha_days": 3}, of=checked(), confirmed=confirmed)


class TestACheck:
    def test_says_that_the_patient_confirmed_it(self) -> None:
        found = made({CHECK: datetime(2026, 1, 15, tzinfo=UTC)})
        assert found.findings[0].message.endswith(RIGHT)
        assert found.doubts[0].text.endswith(RIGHT)
        assert RIGHT in " ".join(as_text(found).split())

    def test_says_that_nobody_has(self) -> None:
        assert made({}).findings[0].message.endswith(NOT_SAID)

    def test_says_nothing_where_nobody_was_asked(self) -> None:
        assert made(None).findings[0].message == "Answers do not agree with each other."

    def test_is_no_rule_that_says_it(self) -> None:
        found = summary(fired(CHECK, "ha_days"), answers={"ha_days": 3}, confirmed={})
        assert found.findings[0].message == "Answers do not agree with each other."

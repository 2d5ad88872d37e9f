"""How the ketamine questionnaire reads the safety questions: one finding, the gravest that stands."""

import pytest

from tests.questionnaires.intake_patients import asks, assessed, man

BLANK = "R-DATA-01"


class TestSafety:
    @pytest.mark.parametrize(
        "changes",
        [
            {"sui_passive": "yes", "sui_now": "yes"},
            {"sui_active": "yes", "sui_intent": "yes"},
            {"sui_active": "yes", "sui_plan": "yes"},
            {"sui_behavior": "past_3mo", "sui_now": "no"},
        ],
    )
    def test_intent_plan_today_or_recent_behavior(self, changes: dict[str, object]) -> None:
        follow_ups = {"sui_method": "no", "sui_intent": "no", "sui_plan": "no", "sui_now": "no"}
        assert man(**{**follow_ups, **changes}) == {"R-SUI-01"}

    @pytest.mark.parametrize("question", ["sui_intent", "sui_plan", "sui_now"])
    @pytest.mark.parametrize("silence", ["not_sure", "prefer_not"])
    def test_doubt_about_those_is_urgent_with_help_on_screen(self, question: str, silence: str) -> None:
        answers = {"sui_active": "yes", "sui_method": "yes", "sui_intent": "no", "sui_plan": "no", "sui_now": "no"}
        assessment = assessed("V01", **{**answers, question: silence})
        assert man(**{**answers, question: silence}) == {"R-SUI-01:unknown"}
        assert assessment.disposition == "urgent"
        assert "PM988" in assessment.messages

    @pytest.mark.parametrize("question", ["sui_intent", "sui_plan", "sui_now"])
    def test_a_blank_by_someone_with_thoughts_is_urgent(self, question: str) -> None:
        answers = {"sui_active": "yes", "sui_method": "no", "sui_intent": "no", "sui_plan": "no", "sui_now": "no"}
        assert man(**{**answers, question: None}) == {"R-SUI-01:unknown", BLANK}

    def test_a_blank_by_someone_without_thoughts_is_not(self) -> None:
        assert man(sui_passive="yes", sui_now=None) == {"R-SUI-03", BLANK}

    def test_a_method_or_an_older_attempt(self) -> None:
        no_intent = {"sui_active": "yes", "sui_intent": "no", "sui_plan": "no", "sui_now": "no"}
        assert man(**no_intent, sui_method="yes") == {"R-SUI-02"}
        assert man(sui_behavior="over_3mo") == {"R-SUI-02"}

    def test_thoughts_with_the_method_declined_are_the_low_tier(self) -> None:
        no_intent = {"sui_active": "yes", "sui_intent": "no", "sui_plan": "no", "sui_now": "no"}
        assert man(**no_intent, sui_method="prefer_not") == {"R-SUI-03"}
        assert man(**no_intent, sui_method=None) == {"R-SUI-03", BLANK}

    def test_passive_thoughts_with_the_past_declined_are_the_low_tier(self) -> None:
        assert man(sui_passive="yes", sui_now="no", sui_behavior="prefer_not") == {"R-SUI-03"}

    @pytest.mark.parametrize(
        "changes",
        [
            {"sui_behavior": "prefer_not"},
            {"sui_behavior": "not_sure"},
            {"sui_passive": "prefer_not"},
            {"sui_active": "not_sure", "sui_method": "no", "sui_intent": "no", "sui_plan": "no"},
        ],
    )
    def test_any_other_silence_is_not_fully_answered(self, changes: dict[str, object]) -> None:
        assert man(sui_now="no", **changes) == {"R-SUI-04"}

    def test_a_blank_is_not_fully_answered(self) -> None:
        assert man(sui_behavior=None) == {"R-SUI-04", BLANK}

    def test_follow_ups_are_asked_unless_there_are_no_thoughts(self) -> None:
        assert not asks("sui_plan")
        for answer in ("yes", "not_sure", "prefer_not", None):
            assert asks("sui_plan", sui_active=answer)

    def test_today_is_asked_for_any_but_a_past_attempt_alone(self) -> None:
        assert not asks("sui_now")
        for behavior in ("over_3mo", None):
            assert not asks("sui_now", sui_behavior=behavior)
        for behavior in ("past_3mo", "not_sure", "prefer_not"):
            assert asks("sui_now", sui_behavior=behavior)
        for answer in ("yes", "not_sure", "prefer_not", None):
            assert asks("sui_now", sui_passive=answer)
            assert asks("sui_now", sui_active=answer)

"""Words that had no meaning when a questionnaire was published keep the one they had there."""

from datetime import date

from screener.definition.conditions import IsOneOf, Or, StateIs
from screener.definition.names import QuestionId
from screener.definition.reading import read_published
from screener.engine.coercion import read_answers
from screener.engine.path import path
from screener.engine.truth import FALSE, TRUE
from tests.definition.everything import changed_in_many, check

OFFERED = (
    "questionnaire.yaml",
    "no: No, male: I was born male}",
    "no: No, male: I was born male, unreadable: Smudged}",
)
ASKED = (
    "questionnaire.yaml",
    "preg_possible is yes or preg_possible is not_sure",
    "preg_possible is unreadable or preg_possible is not_sure",
)


class TestAChoiceCalledLikeALaterState:
    def test_stops_a_draft(self) -> None:
        _, problems = check(changed_in_many([OFFERED])[0])
        assert any("'unreadable' has a meaning of its own" in str(problem) for problem in problems)

    def test_is_still_a_choice_in_a_revision_in_use(self) -> None:
        questionnaire = read_published(changed_in_many([OFFERED, ASKED])[0], "everything")
        when = questionnaire.questions[QuestionId("preg_now")].when
        assert isinstance(when, Or)
        assert isinstance(when.parts[0], IsOneOf)
        for said, truth in (("unreadable", TRUE), ("no", FALSE)):
            answers = read_answers(questionnaire, {"preg_possible": said})
            asked = path(questionnaire, answers, date(2026, 1, 15), pending=frozenset()).asked
            assert asked[QuestionId("preg_now")] is truth

    def test_is_the_state_where_nothing_is_called_so(self) -> None:
        changed = (
            "questionnaire.yaml",
            "preg_possible is yes or preg_possible is not_sure",
            "dem_dob is unreadable or preg_possible is not_sure",
        )
        questionnaire = read_published(changed_in_many([changed])[0], "everything")
        when = questionnaire.questions[QuestionId("preg_now")].when
        assert isinstance(when, Or)
        assert isinstance(when.parts[0], StateIs)

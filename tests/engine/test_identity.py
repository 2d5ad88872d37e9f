"""A birth date unlike the one that the clinic knows is a finding, and nothing else about the assessment changes."""

from dataclasses import replace
from datetime import date

import pytest

from screener.definition.model import Disposition, Level, Questionnaire
from screener.engine.answers import Answers
from screener.engine.assessment import assess, to_json
from screener.engine.coercion import read_answers
from screener.engine.identity import OTHER_BIRTH_DATE
from tests.definition import everything

AS_OF = date(2026, 1, 15)
BORN = date(1984, 3, 14)


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    found, _ = everything.check(everything.files())
    assert found is not None
    return found


def answers(questionnaire: Questionnaire, born: str | None) -> Answers:
    return read_answers(questionnaire, {"dem_dob": born})


class TestAnotherBirthDate:
    def test_is_a_finding_with_the_answer_behind_it(self, questionnaire: Questionnaire) -> None:
        found = assess(questionnaire, answers(questionnaire, "1990-01-01"), AS_OF, born=BORN)
        (finding,) = (each for each in found.findings if each.rule == OTHER_BIRTH_DATE.id)
        assert (finding.level, finding.settled) == (Level.REVIEW, True)
        assert [each.answer for each in finding.because] == [date(1990, 1, 1)]

    def test_adds_that_finding_and_leaves_the_others_as_they_are(self, questionnaire: Questionnaire) -> None:
        given = answers(questionnaire, "1990-01-01")
        with_it, without = (assess(questionnaire, given, AS_OF, born=born) for born in (BORN, None))
        others = tuple(each for each in with_it.findings if each.rule != OTHER_BIRTH_DATE.id)
        assert replace(with_it, findings=others, disposition=without.disposition) == without
        assert [each.level for each in with_it.findings] == sorted(
            (each.level for each in with_it.findings), reverse=True
        )

    def test_keeps_nobody_clear(self, questionnaire: Questionnaire) -> None:
        quiet = replace(questionnaire, rules={}, ladders=(), exclusive=())
        found = assess(quiet, answers(quiet, "1990-01-01"), AS_OF, born=BORN)
        assert found.disposition is Disposition.REVIEW

    def test_is_told_to_programs_in_words(self, questionnaire: Questionnaire) -> None:
        found = assess(questionnaire, answers(questionnaire, "1990-01-01"), AS_OF, born=BORN)
        told = next(each for each in to_json(questionnaire, found)["findings"] if each["rule"] == "IDENTITY")
        assert told["message"].startswith("The birth date in the answers is not the one on the invitation.")
        assert told["because"] == [{"question": "dem_dob", "answer": "1990-01-01"}]


class TestNoFinding:
    @pytest.mark.parametrize(("answered", "born"), [("1984-03-14", BORN), ("1990-01-01", None), (None, BORN)])
    def test_comes_of_the_same_date_of_none_known_and_of_none_answered(
        self, questionnaire: Questionnaire, answered: str | None, born: date | None
    ) -> None:
        found = assess(questionnaire, answers(questionnaire, answered), AS_OF, born=born)
        assert OTHER_BIRTH_DATE.id not in {each.rule for each in found.findings}

    def test_comes_where_nobody_says_which_question_it_is(self, questionnaire: Questionnaire) -> None:
        silent = replace(questionnaire, identity=None)
        found = assess(silent, answers(silent, "1990-01-01"), AS_OF, born=BORN)
        assert OTHER_BIRTH_DATE.id not in {each.rule for each in found.findings}

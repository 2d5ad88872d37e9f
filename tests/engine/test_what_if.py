"""Which single answer would change the disposition: each one told is tried here again."""

from dataclasses import replace

import pytest

from screener.definition.model import Disposition, Questionnaire
from screener.definition.reading import read_folder
from screener.engine.answers import Answers
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers
from screener.engine.findings import Assessment
from screener.engine.what_if import turns
from tests.cli.answers import KETAMINE


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return read_folder(KETAMINE)


def case(questionnaire: Questionnaire, name: str) -> tuple[Answers, Assessment]:
    vignette = next(each for each in questionnaire.vignettes if each.id == name)
    answers = read_answers(questionnaire, vignette.answers)
    return answers, assess(questionnaire, answers, vignette.as_of)


class TestATurn:
    @pytest.mark.parametrize("name", ["V01", "V06", "V23", "V39"])
    def test_is_what_judging_that_answer_gives(self, questionnaire: Questionnaire, name: str) -> None:
        answers, found = case(questionnaire, name)
        for turn in turns(questionnaire, answers, found):
            tried = Answers({**answers.by_question, turn.reference.question: turn.answer})
            after = assess(questionnaire, tried, found.as_of)
            assert after.disposition is turn.disposition
            assert after.disposition is not found.disposition

    def test_shows_what_a_single_grave_finding_rests_on(self, questionnaire: Questionnaire) -> None:
        answers, found = case(questionnaire, "V06")
        told = {(turn.reference.question, turn.disposition) for turn in turns(questionnaire, answers, found)}
        deciding = {evidence.reference.question for evidence in found.findings[0].because}
        assert found.disposition is Disposition.URGENT
        assert deciding & {question for question, _ in told}

    def test_is_told_in_the_order_of_the_questions(self, questionnaire: Questionnaire) -> None:
        order = list(questionnaire.questions)
        answers, found = case(questionnaire, "V23")
        places = [order.index(turn.reference.question) for turn in turns(questionnaire, answers, found)]
        assert places == sorted(places)

    def test_is_none_where_nothing_is_found_and_nothing_open(self, questionnaire: Questionnaire) -> None:
        answers, found = case(questionnaire, "V01")
        quiet = replace(found, findings=(), not_ruled_out=())
        assert turns(questionnaire, answers, quiet) == ()

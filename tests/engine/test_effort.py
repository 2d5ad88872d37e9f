"""What a form costs: counted by hand on a small one."""

from datetime import date

import pytest

from screener.definition.model import Questionnaire
from screener.definition.names import QuestionId
from screener.engine.coercion import read_answers
from screener.engine.effort import Effort, effort_of_page, whole_effort
from tests.definition import everything

AS_OF = date(2026, 1, 15)


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    found, _ = everything.check(everything.files())
    assert found is not None
    return found


def cost(questionnaire: Questionnaire, name: str, raw: object) -> tuple[int, int]:
    """Choices and keys of one answer."""
    question = questionnaire.questions[QuestionId(name)]
    answers = read_answers(questionnaire, {name: raw})
    page = effort_of_page(questionnaire.steps[question.step], (question,), answers)
    return page.choices, page.keys


class TestAnAnswer:
    @pytest.mark.parametrize(
        ("name", "raw", "choices", "keys"),
        [
            ("preg_now", "no", 1, 0),
            ("preg_now", "not_sure", 1, 0),
            ("hx_conditions", ["angina", "stroke"], 2, 0),
            ("hx_conditions", ["angina", "not_sure"], 2, 0),
            ("pv_tried", {"beta": "never", "botox": "never"}, 1, 0),
            ("pv_tried", {"beta": "helped", "botox": "never"}, 2, 0),
            ("am_days", {"triptan": 12, "simple": 0}, 2, 2),
            ("bp", {"sys": 128, "dia": 84}, 2, 5),
            ("ha_days", 12, 1, 2),
            ("dem_height_cm", {"value": 178, "typed": "5 ft 10 in"}, 1, 10),
            ("dem_dob", "1984-03-14", 1, 8),
            ("goals", "Fewer attacks", 1, 13),
            ("med_list", [], 1, 0),
            ("med_list", [{"name": "Imitrex", "dose": "50 mg", "daily": "no"}], 4, 12),
            ("consent", {"agreed": "yes", "signature": "Ann Lee"}, 1, 7),
        ],
    )
    def test_costs_its_touches_and_keys(
        self, questionnaire: Questionnaire, name: str, raw: object, choices: int, keys: int
    ) -> None:
        assert cost(questionnaire, name, raw) == (choices, keys)


class TestAPage:
    def test_costs_its_own_words_and_those_of_what_is_asked(self, questionnaire: Questionnaire) -> None:
        question = questionnaire.questions[QuestionId("preg_now")]
        page = effort_of_page(questionnaire.steps[question.step], (question,))
        title, text, help_, offered = "In private", "Are you pregnant?", "A test counts.", "Yes No"
        assert page.words == sum(len(words.split()) for words in (title, text, help_, offered))
        assert (page.pages, page.questions, page.choices) == (1, 1, 1)

    def test_that_is_not_answered_yet_costs_the_usual(self, questionnaire: Questionnaire) -> None:
        for question in questionnaire.questions.values():
            page = effort_of_page(questionnaire.steps[question.step], (question,))
            assert (page.choices > 0) == (page.questions > 0)


class TestTheWhole:
    def test_is_the_sum_of_its_pages_and_what_stands_around_them(self, questionnaire: Questionnaire) -> None:
        whole = whole_effort(questionnaire, read_answers(questionnaire, {"dem_dob": "1984-03-14"}), AS_OF)
        assert whole.pages == 2 + len(questionnaire.steps)
        assert whole.minutes < whole.slow_minutes

    def test_takes_longer_the_more_there_is(self) -> None:
        small = Effort(pages=1, questions=1, words=100, choices=1, keys=1)
        assert small.seconds() < (small + Effort(words=1)).seconds()
        assert (small + small).seconds() == pytest.approx(2 * small.seconds())
        assert Effort(words=238).seconds() == pytest.approx(60)

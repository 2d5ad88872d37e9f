import json
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from screener.definition.model import Questionnaire
from screener.definition.reading import read_folder
from screener.engine.answers import Answers
from screener.engine.coercion import read_answers
from screener.engine.example import Difference, dates_in, example_of, keeps_years
from screener.engine.medicines import matcher_for
from screener.engine.unnamed import REMOVED, unnamed
from tests.engine.builders import AS_OF
from tests.engine.test_laws import by_all_parts
from tests.strategies.answers import answers as people

DAYS = -1461  # four years: birthdays keep their distance from the day of judging
PERSON = {
    "dem_name": "Rowan Sample",
    "dem_dob": "1984-03-14",
    "dem_phone": "555 0100",
    "dem_email": "rowan@example.org",
    "dem_emergency_contact": "Robin Sample, 555 0101",
    "ha_goals": "To work again at Sample and Sons",
    "gen_other": "not_sure",
    "dem_height_cm": {"value": 178, "typed": "5 ft 10 in, says Robin"},
}


@pytest.fixture(scope="module")
def ketamine() -> Questionnaire:
    return read_folder(Path("questionnaires/ketamine-migraine"))


def medicine_rows(questionnaire: Questionnaire, rows: list[dict[str, object]]) -> object:
    return unnamed(questionnaire, {"med_list": rows}, days=DAYS)["med_list"]


class TestAPersonWithoutTheirIdentity:
    def test_nothing_that_was_typed_freely_is_left(self, ketamine: Questionnaire) -> None:
        left = json.dumps(unnamed(ketamine, PERSON, days=DAYS))
        for typed in ("Rowan", "Robin", "Sample", "555", "rowan@", "1984-03-14", "5 ft"):
            assert typed not in left

    def test_what_was_said_still_counts_as_said(self, ketamine: Questionnaire) -> None:
        assert unnamed(ketamine, PERSON, days=DAYS)["dem_name"] == REMOVED

    def test_an_unknown_answer_stays_unknown(self, ketamine: Questionnaire) -> None:
        assert unnamed(ketamine, PERSON, days=DAYS)["gen_other"] == "not_sure"

    def test_dates_move_together(self, ketamine: Questionnaire) -> None:
        born = unnamed(ketamine, PERSON, days=DAYS)["dem_dob"]
        assert born == (date(1984, 3, 14) + timedelta(days=DAYS)).isoformat()

    def test_says_of_which_answers_something_is_gone_and_not_only_moved(self, ketamine: Questionnaire) -> None:
        sumatriptan: dict[str, object] = {"name": "sumatriptan"}
        for row, gone in ((sumatriptan, []), ({**sumatriptan, "reason": "Robin"}, ["med_list"])):
            person = read_answers(ketamine, {"dem_dob": "1984-03-14", "dem_name": "Rowan", "med_list": [row]})
            example = example_of(ketamine, person, AS_OF, days=DAYS)
            assert [str(each.id) for each in example.taken_out] == ["dem_name", *gone]

    def test_a_question_that_is_not_of_the_questionnaire_is_left_out(self, ketamine: Questionnaire) -> None:
        assert unnamed(ketamine, {"formerly": "Rowan Sample"}, days=DAYS) == {}


class TestAMedicineWithoutWhoTakesIt:
    def test_a_brand_becomes_its_generic_name(self, ketamine: Questionnaire) -> None:
        assert medicine_rows(ketamine, [{"name": "Ubrelvy", "reason": "Robin said so"}]) == [
            {"name": "ubrogepant", "reason": REMOVED}
        ]

    def test_one_that_nobody_knows_is_not_told(self, ketamine: Questionnaire) -> None:
        assert medicine_rows(ketamine, [{"name": "Grandmother Robin's drops"}]) == [{"name": REMOVED}]

    def test_one_that_was_denied_stays_unrecognized(self, ketamine: Questionnaire) -> None:
        denied: dict[str, object] = {"name": "alprazolm", "confirmed": False}
        assert medicine_rows(ketamine, [denied]) == [{"name": REMOVED, "confirmed": False}]

    def test_one_that_was_misspelled_is_misspelled_anew(self, ketamine: Questionnaire) -> None:
        matcher = matcher_for(ketamine.dictionary)
        for said in ({}, {"confirmed": True}):
            (row,) = cast(
                list[dict[str, object]], medicine_rows(ketamine, [{"name": "alprazolm 7 of Robin's", **said}])
            )
            match = matcher.match(str(row.pop("name")))
            assert row == said
            assert (match.kind, match.generic) in (("close", "alprazolam"), ("none", None))

    def test_several_on_one_line_stay_several(self, ketamine: Questionnaire) -> None:
        assert medicine_rows(ketamine, [{"name": "Xanax and Imitrex"}]) == [{"name": "alprazolam + sumatriptan"}]


class TestWhatManyRowsSay:
    def test_stays_different_where_it_was_different(self, ketamine: Questionnaire) -> None:
        rows: list[dict[str, object]] = [{"name": "Xanax", "reason": why} for why in ("Robin", "work", "Robin")]
        left = cast(list[dict[str, object]], medicine_rows(ketamine, rows))
        assert [row["reason"] for row in left] == [REMOVED, f"{REMOVED} 2", REMOVED]


class TestTheRules:
    def test_say_the_same_of_every_example_patient(self, ketamine: Questionnaire) -> None:
        for vignette in ketamine.vignettes:
            answers = read_answers(ketamine, vignette.answers)
            assert said_of_both(ketamine, answers, vignette.as_of, DAYS) == (), vignette.id

    @given(data=st.data())
    def test_say_the_same_of_anybody_wherever_no_anniversary_is_passed(self, data: st.DataObject) -> None:
        questionnaire = data.draw(by_all_parts())
        answers = read_answers(questionnaire, data.draw(people(questionnaire)))
        days = data.draw(st.integers(-400, 400))
        assume(keeps_years(dates_in(answers), AS_OF, days=days))
        assert said_of_both(questionnaire, answers, AS_OF, days) == ()

    def test_say_something_else_where_a_leap_day_falls_between(self, ketamine: Questionnaire) -> None:
        birthday = date(2026, 3, 1)
        answers = read_answers(ketamine, {"dem_dob": "2008-03-01"})
        assert not keeps_years(dates_in(answers), birthday, days=-30)
        assert ("the value age", "18", "17") in said_of_both(ketamine, answers, birthday, -30)
        assert keeps_years(dates_in(answers), birthday, days=1)


def said_of_both(questionnaire: Questionnaire, answers: Answers, as_of: date, days: int) -> tuple[Difference, ...]:
    return example_of(questionnaire, answers, as_of, days=days).differences

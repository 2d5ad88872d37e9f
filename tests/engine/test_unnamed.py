import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from screener.definition.model import Questionnaire
from screener.definition.reading import read_folder
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers, write_answers
from screener.engine.unnamed import REMOVED, unnamed

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
        assert medicine_rows(ketamine, [{"name": "alprazolm", "confirmed": False}]) == [{"name": REMOVED}]

    def test_one_that_was_confirmed_needs_no_confirming_again(self, ketamine: Questionnaire) -> None:
        assert medicine_rows(ketamine, [{"name": "alprazolm", "confirmed": True}]) == [{"name": "alprazolam"}]


class TestTheFindingsOfAPersonWithoutTheirIdentity:
    def test_every_example_patient_keeps_theirs(self, ketamine: Questionnaire) -> None:
        changed = []
        for vignette in ketamine.vignettes:
            answers = read_answers(ketamine, vignette.answers)
            left = unnamed(ketamine, write_answers(answers), days=DAYS)
            before = assess(ketamine, answers, vignette.as_of)
            after = assess(ketamine, read_answers(ketamine, left), vignette.as_of + timedelta(days=DAYS))
            if [f.code for f in before.findings] != [f.code for f in after.findings]:
                changed.append(vignette.id)
        assert changed == []

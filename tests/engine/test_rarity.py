"""What few have said, counted."""

from pathlib import Path

import pytest

from screener.definition.model import Questionnaire
from screener.definition.reading import read_folder
from screener.engine.answers import Answers
from screener.engine.coercion import read_answers
from screener.engine.rarity import FEW, rarity, traits

NOTHING: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def ketamine() -> Questionnaire:
    return read_folder(Path("questionnaires/ketamine-migraine"))


def said(questionnaire: Questionnaire, **raw: object) -> Answers:
    return read_answers(questionnaire, raw)


class TestWhatIsCounted:
    def test_is_what_was_chosen_and_which_medicines_are_taken(self, ketamine: Questionnaire) -> None:
        answers = said(
            ketamine,
            rf_neuro="none",
            adm_contact=["phone"],
            pv_matrix={"botox": "no_help"},
            med_list=[{"name": "Xanax and Imitrex"}, {"name": "Robin's drops"}, {"name": "Xanx", "confirmed": False}],
        )
        found = {(str(each.question), each.words) for each in traits(ketamine, answers)}
        assert {name for name, _ in found} == {"rf_neuro", "adm_contact", "pv_matrix", "med_list"}
        assert {words for name, words in found if name == "med_list"} == {"alprazolam", "sumatriptan"}

    def test_is_nothing_that_was_typed_nor_silence(self, ketamine: Questionnaire) -> None:
        answers = said(ketamine, dem_name="Rowan", dem_weight_kg=180, dem_dob="1950-01-01", psy_mania="not_sure")
        assert traits(ketamine, answers) == ()


class TestWhatIsRare:
    def test_is_said_by_fewer_than_five_with_the_person(self, ketamine: Questionnaire) -> None:
        person = said(ketamine, psy_mania="yes")
        others = [(said(ketamine, psy_mania="yes"), NOTHING)] * (FEW - 2) + [(said(ketamine, psy_mania="no"), NOTHING)]
        found = rarity(ketamine, (person, NOTHING), others)
        assert [(str(trait.question), count) for trait, count in found.rare] == [("psy_mania", FEW - 1)]
        assert (found.of_all, found.are_few) == (FEW, True)

    def test_is_nothing_that_five_have_said(self, ketamine: Questionnaire) -> None:
        person = said(ketamine, psy_mania="yes")
        found = rarity(ketamine, (person, NOTHING), [(person, NOTHING)] * (FEW - 1))
        assert (found.rare, found.alike, found.has_rare_findings) == ((), FEW, False)

    def test_are_findings_that_few_have_all_together(self, ketamine: Questionnaire) -> None:
        person = said(ketamine, psy_mania="yes")
        found = rarity(ketamine, (person, frozenset({"R-A-1"})), [(person, NOTHING)] * FEW)
        assert (found.rare, found.alike, found.has_rare_findings) == ((), 1, True)

    def test_comes_the_rarest_first(self, ketamine: Questionnaire) -> None:
        person = said(ketamine, psy_mania="yes", cv_htn_dx="no")
        found = rarity(ketamine, (person, NOTHING), [(said(ketamine, psy_mania="yes"), NOTHING)])
        assert [(str(trait.question), count) for trait, count in found.rare] == [("cv_htn_dx", 1), ("psy_mania", 2)]

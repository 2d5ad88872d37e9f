"""How the ketamine questionnaire reads silence: docs/medical-director.md, MD-20 to MD-24."""

import pytest

from tests.questionnaires.intake_patients import assessed, days, man, woman

BLANK = "R-DATA-01"


class TestNotSureCanBeTheFinding:
    @pytest.mark.parametrize("answer", ["guardian", "not_sure"])
    def test_who_decides(self, answer: str) -> None:
        assert man(adm_decision=answer) == {"R-ADM-02"}

    def test_who_decides_left_blank_stays_open(self) -> None:
        assert man(adm_decision=None) == {"R-ADM-02:unknown", BLANK}

    @pytest.mark.parametrize("answer", ["helper", "guardian"])
    def test_another_hand_on_the_form(self, answer: str) -> None:
        assert man(adm_who_fills=answer) == {"R-ADM-03"}

    @pytest.mark.parametrize("answer", ["no", "not_sure"])
    def test_frequent_headache_for_3_months_or_perhaps(self, answer: str) -> None:
        assert man(ha_over_3mo=answer) == {"R-HA-12"}
        assert "R-HA-01" not in {finding.code for finding in assessed("V01", ha_over_3mo=answer).findings}

    def test_duration_left_blank_is_only_missing(self) -> None:
        assert man(ha_over_3mo=None) == {BLANK}

    @pytest.mark.parametrize("answer", ["none_12mo", "not_sure"])
    def test_no_recent_liver_test(self, answer: str) -> None:
        assert man(hep_lft=answer) == {"R-HEP-05"}

    def test_liver_test_left_blank_is_only_missing(self) -> None:
        assert man(hep_lft=None) == {BLANK}

    @pytest.mark.parametrize("answer", ["maybe", "not_sure"])
    def test_possible_pregnancy(self, answer: str) -> None:
        assert woman(prg_now=answer) == {"R-PRG-02"}

    def test_pregnancy_left_blank_stays_open(self) -> None:
        assert woman(prg_now=None) == {"R-PRG-02:unknown", BLANK}

    @pytest.mark.parametrize("answer", ["no", "not_sure"])
    def test_an_incomplete_medicine_list(self, answer: str) -> None:
        assert man(med_complete=answer) == {"R-MED-97"}

    def test_no_medicine_list(self) -> None:
        assert man(med_list=None) == {"R-MED-97", BLANK}
        assert man(med_list="not_sure") == {"R-MED-97"}

    def test_completeness_left_blank_stays_open(self) -> None:
        assert man(med_complete=None) == {"R-MED-97:unknown", BLANK}


class TestAnswersThatCount:
    def test_not_sure_and_rather_not_say_are_answers(self) -> None:
        assert BLANK not in man(rf_systemic="not_sure", psy_hosp="prefer_not", sub_30d=["prefer_not"])

    @pytest.mark.parametrize("blank", [None, ""])
    def test_a_blank_is_missing(self, blank: object) -> None:
        assert BLANK in man(dem_phone=blank)

    def test_an_empty_choice_of_several_is_a_blank(self) -> None:
        assert BLANK in man(adm_contact=[])

    def test_no_rows_say_that_nothing_is_taken(self) -> None:
        assert man(med_list=[]) == set()

    def test_a_grid_with_one_blank_row_is_missing_an_answer(self) -> None:
        cells = days(simple=5)
        del cells["triptan"]
        assert man(am_days=cells) == {BLANK, "R-MOH-90"}

    def test_an_optional_blank_is_not_missing(self) -> None:
        assert man(hr_rest=None, ha_er_6mo=None, med_grapefruit=None) == set()

    def test_answers_to_questions_not_asked_are_ignored(self) -> None:
        assert man(prg_now="yes", cv_stable="no", ket_prev_effects=["high_bp"], rf_gca="yes") == set()

    def test_declined_consent_hides_nothing(self) -> None:
        assert man(adm_consent_screen="no", cv_aneurysm="yes") == {"R-ADM-01", "R-CV-01"}
        assert man(adm_emergency_ack="no") == {"R-ADM-01"}


class TestOneVoiceForEachDomain:
    @pytest.mark.parametrize(
        ("question", "tick", "rule"),
        [
            ("cv_conditions", "clot", "R-CV-90"),
            ("neu_conditions", "seizure", "R-NEU-90"),
            ("psy_conditions", "ocd", "R-PSY-90"),
            ("hep_conditions", "other", "R-HEP-90"),
            ("air_lung", "copd", "R-AIR-90"),
            ("ane_problem", "other", "R-ANE-90"),
        ],
    )
    def test_not_sure_or_blank_is_voiced_once(self, question: str, tick: str, rule: str) -> None:
        assert man(**{question: ["not_sure"]}) == {rule}
        assert man(**{question: None}) == {rule, BLANK}
        assert rule in man(**{question: [tick, "not_sure"]})
        assert rule not in man(**{question: [tick]})

    @pytest.mark.parametrize("question", ["sub_30d", "sub_12m"])
    def test_drug_history_declined_or_blank(self, question: str) -> None:
        assert man(**{question: ["prefer_not"]}) == {"R-SUB-90"}
        assert man(**{question: None}) == {"R-SUB-90", BLANK}

    def test_dissociation_is_open_only_by_its_own_question(self) -> None:
        assert man(psy_dissociation="yes") == {"R-PSY-06"}
        assert man(psy_conditions=["dissociative"]) == {"R-PSY-06"}
        assert man(psy_conditions=["prefer_not"]) == {"R-PSY-90"}
        for silence in ("not_sure", "prefer_not"):
            assert man(psy_dissociation=silence) == {"R-PSY-06:unknown"}

    def test_infection_is_open_only_by_its_own_question(self) -> None:
        assert man(air_lung=["not_sure"]) == {"R-AIR-90"}
        assert man(gen_infection="not_sure") == {"R-AIR-06:unknown"}
        assert man(air_lung=["infection_now"], gen_infection="not_sure") == {"R-AIR-06"}

    def test_systemic_signs_are_open_by_either_question(self) -> None:
        assert man(rf_systemic="not_sure") == {"R-RF-06:unknown"}
        assert man(rf_meningeal="not_sure") == {"R-RF-06:unknown"}
        assert man(rf_meningeal="not_sure", rf_systemic="yes") == {"R-RF-06"}


class TestWhatThePatientReads:
    def test_messages_of_fired_rules_each_once_help_first(self) -> None:
        assessment = assessed("V01", cv_aneurysm="yes", rf_pattern="new", rf_thunderclap="within_7d")
        assert assessment.messages == ("PM911", "P1")

    def test_an_open_rule_tells_nothing_unless_it_is_urgent(self) -> None:
        assert assessed("V01", cv_aneurysm="not_sure").messages == ()

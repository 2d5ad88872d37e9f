"""How the ketamine questionnaire reads medicines, and answers that do not fit each other."""

import pytest

from tests.questionnaires.intake_patients import asks, assessed, days, man, medicines, not_ruled_out, woman


class TestKetamineBefore:
    def test_effects_are_asked_for_a_known_treatment_only(self) -> None:
        for answer in ("clinic", "home_rx"):
            assert asks("ket_prev_effects", ket_prev=answer)
        for answer in ("no", "not_sure", None):
            assert not asks("ket_prev_effects", ket_prev=answer)

    def test_another_source(self) -> None:
        assert man(ket_now_elsewhere="yes") == {"R-KET-04"}
        assert man(med_list=medicines("Spravato")) == {"R-KET-04"}
        assert man(ket_prev="not_sure") == {"R-KET-04:unknown"}
        assert man(ket_now_elsewhere="not_sure") == {"R-KET-04:unknown"}

    def test_effects_not_sure_stay_open(self) -> None:
        assert man(ket_prev="clinic", ket_prev_effects=["not_sure"], ket_90d_count=1) == {"R-KET-01:unknown"}


class TestMedicines:
    def test_a_name_that_nobody_knows_opens_no_rule_as_a_finding(self) -> None:
        assessment = assessed("V01", med_list=medicines("blue sleep pill from Mexico"))
        assert man(med_list=medicines("blue sleep pill from Mexico")) == {"R-MED-99"}
        open_rules = {"R-RF-18", "R-NEU-02", "R-URO-01", "R-END-02", "R-KET-04", "R-MED-02", "R-MED-01", "R-MED-04"}
        assert open_rules <= not_ruled_out(assessment)

    def test_two_names_that_nobody_knows_are_one_finding(self) -> None:
        assert man(med_list=medicines("blue pill xyz", "grandmother's drops")) == {"R-MED-99"}

    def test_the_question_beside_it_can_open_the_six(self) -> None:
        unknown = medicines("blue sleep pill from Mexico")
        assert man(med_list=unknown, rf_immune="not_sure") == {"R-MED-99", "R-RF-18:unknown"}
        assert man(med_list=unknown, med_maoi_14d="not_sure") == {"R-MED-99", "R-MED-02:unknown"}

    def test_another_sedating_medicine_is_tested_by_itself(self) -> None:
        assert man(med_list=medicines("Xanax")) == {"R-MED-04"}
        assert man(med_list=medicines("Xyrem")) == {"R-MED-09"}
        assert man(med_list=medicines("Xanax", "Ambien")) == {"R-MED-04", "R-MED-07"}

    def test_three_different_sedating_medicines(self) -> None:
        assert "R-MED-08" in man(med_list=medicines("Xanax", "Norco", "Ambien"))
        assert "R-MED-08" not in man(med_list=medicines("Xanax", "alprazolam", "Norco"))

    @pytest.mark.parametrize("aura", ["visual", "sensory", "speech", "weakness", "brainstem"])
    def test_an_estrogen_contraceptive_with_any_aura(self, aura: str) -> None:
        assert "R-MED-29" in woman(med_list=medicines("Yaz"), ha_aura=[aura], ha_aura_length="m5_60")
        assert "R-MED-29" not in woman(med_list=medicines("Yaz"))

    @pytest.mark.parametrize(
        "changes",
        [
            {"cv_stroke": "within_6mo"},
            {"cv_stroke": "older"},
            {"cv_mi": "older"},
            {"cv_conditions": ["angina"], "cv_stable": "yes"},
            {"cv_conditions": ["pad"]},
            {"bp_sys": 160},
            {"bp_sys": 185},
        ],
    )
    def test_a_triptan_with_vascular_disease_or_high_pressure(self, changes: dict[str, object]) -> None:
        assert "R-MED-30" in man(med_list=medicines("Imitrex"), **changes)
        assert "R-MED-30" in man(am_days=days(ergot=1), am_any_days=1, **changes)
        assert "R-MED-30" not in man(**changes)

    def test_a_triptan_without_either(self) -> None:
        assert man(med_list=medicines("Imitrex"), cv_conditions=["clot"], bp_sys=159, bp_dia=70) == {
            "R-BP-03",
            "R-CV-10",
            "R-MED-13",
        }

    def test_a_cgrp_medicine_with_high_pressure(self) -> None:
        assert "R-MED-34" in man(bp_sys=140)
        assert "R-MED-34" in man(bp_dia=90)
        assert "R-MED-34" in man(cv_htn_dx="yes_controlled")
        assert "R-MED-34" not in man(bp_sys=139, bp_dia=89)

    def test_every_pressure_medicine_is_noted(self) -> None:
        assert man(med_list=medicines("lisinopril")) == {"R-MED-31"}

    @pytest.mark.parametrize("typed", ["alprazolm", "toprimate 50 mg"])
    def test_a_misspelling_runs_its_rules_and_is_to_be_confirmed(self, typed: str) -> None:
        assert "R-MED-98" in man(med_list=medicines(typed))
        assert "R-MED-99" not in man(med_list=medicines(typed))

    def test_a_row_without_a_name_is_missing_one_and_unknown(self) -> None:
        assert man(med_list=[{"name": None, "dose": "5 mg"}]) == {"R-MED-99", "R-DATA-01"}

    def test_another_spelling_of_a_name_is_exact(self) -> None:
        assert man(med_list=medicines("hydrocodone apap")) == {"R-MED-05"}

    def test_a_match_that_the_patient_denies_is_unknown(self) -> None:
        denied = [{"name": "alprazolm", "confirmed": False}]
        assert man(med_list=denied) == {"R-MED-99"}


class TestTheAnswersThemselves:
    @pytest.mark.parametrize(
        "changes",
        [
            {"bp_sys": 261},
            {"bp_sys": 59, "bp_dia": 40},
            {"bp_dia": 29},
            {"bp_sys": 200, "bp_dia": 161},
            {"bp_sys": 120, "bp_dia": 120},
            {"dem_height_cm": 119},
            {"dem_weight_kg": 301},
            {"ha_days": 32},
            {"am_days": days(gepant=32)},
            {"am_any_days": 32},
            {"dis_unable_days": 91},
            {"ha_pain_worst": 11},
            {"sub_alcohol_days": 8},
            {"bp_date": "2026-01-16"},
            {"dem_dob": "2026-01-16"},
        ],
    )
    def test_a_number_that_looks_wrong(self, changes: dict[str, object]) -> None:
        assert "R-DATA-02" in man(**changes)

    def test_a_period_in_the_future(self) -> None:
        assert "R-DATA-02" in woman(prg_lmp="2026-01-16")

    @pytest.mark.parametrize(
        "changes",
        [
            {"bp_sys": 260},
            {"dem_height_cm": 220},
            {"dem_weight_kg": 300},
            {"ha_days": 31},
            {"dis_unable_days": 90},
            {"bp_date": "2026-01-15"},
            {"bp_dia": None},
        ],
    )
    def test_the_ends_of_a_range_and_one_number_alone_are_plausible(self, changes: dict[str, object]) -> None:
        assert "R-DATA-02" not in man(**changes)

    def test_a_number_that_looks_wrong_is_compared_all_the_same(self) -> None:
        assert man(dem_weight_kg=310) == {"R-DATA-02", "R-DEM-04", "R-DEM-08"}

    @pytest.mark.parametrize(
        "changes",
        [
            {"am_days": days(ditan=6)},
            {"am_days": days(combination=3), "am_butalbital_days": 4},
        ],
    )
    def test_answers_that_do_not_agree(self, changes: dict[str, object]) -> None:
        assert "R-DATA-03" in man(**changes)

    @pytest.mark.parametrize(
        ("changes", "check"),
        [
            ({"ha_days": 15, "ha_migraine_days": 16}, "R-CHK-03"),
            ({"ha_onset_age": 43}, "R-CHK-04"),
            ({"bp_sys": 86, "bp_dia": 138}, "R-CHK-01"),
        ],
    )
    def test_answers_that_the_patient_is_asked_about(self, changes: dict[str, object], check: str) -> None:
        assert check in man(**changes)
        assert {"R-DATA-02", "R-DATA-03"}.isdisjoint(man(**changes))

    def test_a_swapped_pressure_counts_as_it_was_typed(self) -> None:
        assert "R-BP-01" in man(bp_sys=86, bp_dia=138)

    def test_equal_numbers_agree(self) -> None:
        same = {"am_days": days(combination=4), "am_butalbital_days": 4, "am_any_days": 4}
        assert "R-DATA-03" not in man(**same, ha_days=15, ha_migraine_days=15, ha_onset_age=42)
        assert not any("R-CHK" in code for code in man(ha_days=15, ha_migraine_days=15, ha_onset_age=42))

    def test_gepant_days_and_unknown_days_do_not_disagree(self) -> None:
        assert "R-DATA-03" not in man(am_days=days(gepant=20))
        assert "R-DATA-03" not in man(am_days=days(simple="not_sure"))
        assert "R-DATA-03" not in man(am_any_days=None)

    def test_a_pressure_medicine_against_no_high_pressure(self) -> None:
        assert man(med_list=medicines("amlodipine")) == {"R-DATA-04", "R-MED-31"}
        assert "R-DATA-04" not in man(med_list=medicines("amlodipine"), cv_htn_dx="not_sure")

    @pytest.mark.parametrize(
        ("medicine", "silence"),
        [
            ("Risperdal", {"psy_conditions": ["not_sure"]}),
            ("lithium", {"psy_psychosis": "not_sure"}),
            ("nitroglycerin", {"cv_mi": "not_sure"}),
            ("amiodarone", {"cv_conditions": ["not_sure"]}),
            ("Suboxone", {"sub_sud": "prefer_not"}),
            ("Antabuse", {"sub_sud": "recovery_ge12m"}),
            ("Lantus", {"end_diabetes": "not_sure"}),
        ],
    )
    def test_a_medicine_for_a_condition_not_reported(self, medicine: str, silence: dict[str, object]) -> None:
        assert "R-DATA-05" in man(med_list=medicines(medicine))
        assert not {"R-DATA-05", "R-DATA-05:unknown"} & man(med_list=medicines(medicine), **silence)

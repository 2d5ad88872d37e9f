"""How the ketamine questionnaire reads the body: size, heart, brain, bladder, sleep, pregnancy, alcohol."""

import pytest

from tests.questionnaires.intake_patients import asks, assessed, man, medicines, not_ruled_out, woman

BLANK = "R-DATA-01"


class TestSize:
    @pytest.mark.parametrize("kilograms", [39.9, 150.1])
    def test_weights_far_out_are_measured_again(self, kilograms: float) -> None:
        assert "R-DEM-08" in man(dem_weight_kg=kilograms)

    @pytest.mark.parametrize("kilograms", [40, 150])
    def test_the_limits_themselves_are_not(self, kilograms: int) -> None:
        assert "R-DEM-08" not in man(dem_weight_kg=kilograms)

    def test_a_guess_or_a_missing_measure_is_measured_again(self) -> None:
        assert man(dem_weight_how="guess") == {"R-DEM-08"}
        assert man(dem_weight_kg=None) == {"R-DEM-08", BLANK}
        assert man(dem_height_cm=None) == {"R-DEM-08", BLANK}

    def test_not_saying_how_the_weight_is_known_stays_open_and_mild(self) -> None:
        assessment = assessed("V01", dem_weight_how=None)
        assert assessment.disposition == "caution"
        assert man(dem_weight_how=None) == {"R-DEM-08:unknown"}

    def test_body_mass_index_is_not_rounded_before_it_is_compared(self) -> None:
        assert "R-DEM-05" in man(dem_height_cm=178, dem_weight_kg=126.7)
        assert "R-DEM-04" in man(dem_height_cm=178, dem_weight_kg=126.8)

    @pytest.mark.parametrize(
        ("kilograms", "rule"),
        [(40.95, "R-DEM-06"), (40.96, "R-DEM-07"), (47.35, "R-DEM-07"), (89.6, "R-DEM-05"), (102.4, "R-DEM-04")],
    )
    def test_the_lines_of_body_mass_index(self, kilograms: float, rule: str) -> None:
        assert man(dem_height_cm=160, dem_weight_kg=kilograms) == {rule}

    @pytest.mark.parametrize("kilograms", [47.36, 89.5])
    def test_a_body_mass_index_between_them_says_nothing(self, kilograms: float) -> None:
        assert man(dem_height_cm=160, dem_weight_kg=kilograms) == set()

    @pytest.mark.parametrize(
        ("born", "rules"),
        [
            ("1961-01-16", set()),
            ("1961-01-15", {"R-DEM-02"}),
            ("1951-01-16", {"R-DEM-02"}),
            ("1951-01-15", {"R-DEM-03"}),
        ],
    )
    def test_the_lines_of_age(self, born: str, rules: set[str]) -> None:
        assert man(dem_dob=born, rf_gca="no") == rules

    def test_a_birthday_counts_on_the_day(self) -> None:
        assert man(dem_dob="2008-01-15") == set()
        assert man(dem_dob="2008-01-16") == {"R-DEM-01"}


class TestHeart:
    def test_an_unstable_serious_condition(self) -> None:
        assert man(cv_conditions=["valve_disease"], cv_stable="no") == {"R-CV-08", "R-CV-09"}
        assert man(cv_conditions=["valve_disease"], cv_stable="yes") == {"R-CV-08"}

    @pytest.mark.parametrize("silence", ["not_sure", None])
    def test_steadiness_not_known_stays_open(self, silence: str | None) -> None:
        assert "R-CV-09:unknown" in man(cv_conditions=["angina"], cv_stable=silence)

    def test_not_sure_of_conditions_never_opens_it_and_never_rules_it_out(self) -> None:
        assessment = assessed("V01", cv_conditions=["not_sure"])
        assert man(cv_conditions=["not_sure"]) == {"R-CV-90"}
        assert {"R-CV-07", "R-CV-08", "R-CV-09", "R-CV-10"} <= not_ruled_out(assessment)

    def test_not_sure_beside_a_tick(self) -> None:
        assert man(cv_conditions=["pad", "not_sure"]) == {"R-CV-10", "R-CV-90"}
        assert man(cv_conditions=["angina", "not_sure"], cv_stable="yes") == {"R-CV-08", "R-CV-90"}

    def test_steadiness_is_asked_for_the_seven_only(self) -> None:
        assert asks("cv_stable", cv_conditions=["congenital"])
        for conditions in (["pad", "pacemaker_icd"], ["not_sure"], ["none"], None):
            assert not asks("cv_stable", cv_conditions=conditions)


class TestBrain:
    def test_raised_pressure_in_the_past_or_a_medicine_for_it(self) -> None:
        assert man(neu_icp="past") == {"R-NEU-02"}
        assert man(med_list=medicines("Diamox")) == {"R-NEU-02"}
        assert man(neu_icp="current", med_list=medicines("Diamox")) == {"R-NEU-01"}

    def test_not_sure_stays_open(self) -> None:
        assert man(neu_icp="not_sure") == {"R-NEU-02:unknown"}
        assert man(neu_icp="not_sure", med_list=medicines("Diamox")) == {"R-NEU-02:unknown"}


class TestBladderAndThyroid:
    def test_a_bladder_medicine_speaks_against_no_diagnosis(self) -> None:
        assert man(med_list=medicines("oxybutynin")) == {"R-URO-01"}
        assert man(med_list=medicines("oxybutynin"), uro_dx="ic_bps") == {"R-URO-03"}

    def test_bladder_symptoms_are_open_only_by_their_own_question(self) -> None:
        assert man(uro_symptoms="not_sure") == {"R-URO-01:unknown"}
        assert man(med_list=medicines("oxybutynin"), uro_dx="not_sure") == {"R-URO-03:unknown"}

    def test_an_antithyroid_medicine_speaks_whatever_was_answered(self) -> None:
        assert man(end_thyroid="hyper_controlled") == {"R-END-02"}
        assert man(med_list=medicines("methimazole")) == {"R-END-02"}
        assert man(med_list=medicines("methimazole"), end_thyroid="hyper_uncontrolled") == {"R-END-01", "R-END-02"}


class TestSleepApnea:
    @pytest.mark.parametrize("signs", [["pauses"], ["snore", "sleepy"]])
    def test_pauses_or_two_signs(self, signs: list[str]) -> None:
        assert man(air_sleep_signs=signs) == {"R-AIR-03"}

    def test_one_sign_needs_a_large_body(self) -> None:
        assert man(air_sleep_signs=["snore"]) == set()
        assert man(air_sleep_signs=["snore"], dem_weight_kg=112) == {"R-AIR-03", "R-DEM-05"}

    def test_not_sure_counts_as_not_found(self) -> None:
        assert man(air_osa="not_sure", air_sleep_signs=["pauses"]) == {"R-AIR-01:unknown", "R-AIR-03"}

    @pytest.mark.parametrize(("answer", "rule"), [("yes_treated", "R-AIR-02"), ("yes_untreated", "R-AIR-01")])
    def test_known_sleep_apnea_is_not_hidden(self, answer: str, rule: str) -> None:
        assert man(air_osa=answer, air_sleep_signs=["pauses", "not_sure"]) == {rule}

    def test_signs_not_sure_or_no_answer_stay_open_and_mild(self) -> None:
        assert man(air_sleep_signs=["not_sure"]) == {"R-AIR-03:unknown"}
        assert man(air_osa=None, air_sleep_signs=["pauses"]) == {"R-AIR-01:unknown", "R-AIR-03:unknown", BLANK}


class TestPregnancy:
    def test_a_late_period_without_reliable_prevention(self) -> None:
        assert woman(prg_lmp="2025-12-03", prg_method="not_active") == {"R-PRG-04"}
        assert woman(prg_lmp="2025-12-04", prg_method="not_active") == set()
        assert woman(prg_lmp="2025-12-03", prg_method="pill_patch_ring") == set()
        assert woman(prg_lmp="2025-12-03", prg_method="not_active", prg_now="not_sure") == {"R-PRG-02"}

    @pytest.mark.parametrize("method", ["condom_other", "none", "not_sure"])
    def test_less_reliable_prevention(self, method: str) -> None:
        assert woman(prg_method=method) == {"R-PRG-05"}

    def test_a_nausea_medicine_speaks_unless_pregnant(self) -> None:
        diclegis = {"med_list": medicines("Diclegis")}
        assert "R-PRG-09" in man(**diclegis)
        for answer in ("no", "maybe", "not_sure", None):
            assert "R-PRG-09" in woman(**diclegis, prg_now=answer)
        assert "R-PRG-09" not in woman(**diclegis, prg_now="yes")

    def test_who_is_asked(self) -> None:
        assert not asks("prg_possible")
        for sex in ("intersex", "prefer_not", None):
            assert asks("prg_possible", dem_sex_birth=sex)
        assert asks("prg_possible", "V09", dem_dob=None)
        assert asks("prg_possible", "V09", dem_dob="1970-01-16")
        assert not asks("prg_possible", "V09", dem_dob="1969-01-15")

    def test_a_pregnancy_now_is_asked_unless_none_is_possible(self) -> None:
        for answer in ("yes", "not_sure", None):
            assert asks("prg_now", "V09", prg_possible=answer)
        for answer in ("no_surgery", "no_menopause", "no_other"):
            assert not asks("prg_now", "V09", prg_possible=answer)


class TestAlcohol:
    def test_limits_for_men(self) -> None:
        assert man(sub_alcohol_days=7, sub_alcohol_drinks=2) == set()
        assert man(sub_alcohol_days=5, sub_alcohol_drinks=3) == {"R-SUB-01"}
        assert man(sub_alcohol_days=1, sub_alcohol_drinks=4) == set()
        assert man(sub_alcohol_days=1, sub_alcohol_drinks=5) == {"R-SUB-01"}

    @pytest.mark.parametrize("sex", ["female", "intersex", "prefer_not", None])
    def test_limits_for_everyone_else(self, sex: str | None) -> None:
        for week in ((4, 2), (1, 4)):
            assert "R-SUB-01" in woman(dem_sex_birth=sex, sub_alcohol_days=week[0], sub_alcohol_drinks=week[1])
        assert "R-SUB-01" not in woman(dem_sex_birth=sex, sub_alcohol_days=7, sub_alcohol_drinks=1)

    def test_no_days_are_no_drinks(self) -> None:
        assert woman(sub_alcohol_days=0, sub_alcohol_drinks=9) == set()

    def test_a_missing_number_stays_open_unless_the_other_decides(self) -> None:
        assert woman(sub_alcohol_days=3, sub_alcohol_drinks=None) == {"R-SUB-01:unknown", BLANK}
        assert woman(sub_alcohol_days=None, sub_alcohol_drinks=4) == {"R-SUB-01", BLANK}

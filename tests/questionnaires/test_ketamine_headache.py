"""How the ketamine questionnaire reads headache, its warning signs and its treatment."""

from tests.questionnaires.intake_patients import asks, assessed, days, man, medicines, preventives

BLANK = "R-DATA-01"


class TestWarningSigns:
    def test_a_weak_immune_system_by_answer_or_by_medicine(self) -> None:
        assert man(rf_immune="yes") == {"R-RF-18"}
        assert man(med_list=medicines("azathioprine")) == {"R-RF-18"}

    def test_jaw_pain_matters_from_50(self) -> None:
        assert "R-RF-19" in man(dem_dob="1976-01-15", rf_gca="yes")
        assert "R-RF-19:unknown" in man(dem_dob="1976-01-15", rf_gca="not_sure")
        assert man(dem_dob="1976-01-16", rf_gca="yes") == set()

    def test_jaw_pain_is_asked_where_the_age_is_unknown(self) -> None:
        assert asks("rf_gca", dem_dob=None)
        assert not asks("rf_gca")
        assert "R-RF-19:unknown" in man(dem_dob=None, rf_gca="yes")
        assert "R-RF-19:unknown" not in man(dem_dob=None, rf_gca="no")


class TestMigraineFeatures:
    def test_none_of_these_means_no_feature(self) -> None:
        assert man(ha_features=["none"]) == {"R-HA-05"}

    def test_two_pain_features_with_nausea_or_with_light_and_sound(self) -> None:
        assert man(ha_features=["one_side", "throbbing", "nausea"]) == set()
        assert man(ha_features=["one_side", "throbbing", "light", "sound"]) == set()

    def test_one_pain_feature_or_light_without_sound_fails(self) -> None:
        assert man(ha_features=["one_side", "nausea"]) == {"R-HA-05"}
        assert man(ha_features=["one_side", "throbbing", "light"]) == {"R-HA-05"}

    def test_short_attacks_or_few_fail_and_long_ones_do_not(self) -> None:
        assert man(ha_length="under_4h") == {"R-HA-05"}
        assert man(ha_five_attacks="no") == {"R-HA-05"}
        assert man(ha_length="over_72h") == set()

    def test_not_sure_leaves_it_open_unless_enough_is_ticked(self) -> None:
        assert man(ha_features=["not_sure"]) == {"R-HA-05:unknown"}
        assert man(ha_features=["one_side", "not_sure"]) == {"R-HA-05:unknown"}
        assert man(ha_features=["one_side", "throbbing", "nausea", "not_sure"]) == set()
        assert man(ha_features=["not_sure"], ha_five_attacks="no") == {"R-HA-05"}

    def test_the_length_of_an_aura_is_asked_unless_there_is_none(self) -> None:
        assert not asks("ha_aura_length", ha_aura=["none"])
        assert asks("ha_aura_length", ha_aura=["speech"])
        assert asks("ha_aura_length", ha_aura=["not_sure"])
        assert asks("ha_aura_length", ha_aura=None)


class TestFailedPreventives:
    def test_too_soon_and_could_not_take_are_no_failures(self) -> None:
        assert man(pv_matrix=preventives("could_not_take", "now_too_soon", "helped")) == {"R-PV-01"}

    def test_a_count_that_not_sure_cannot_change_is_settled(self) -> None:
        settled = assessed("V01", pv_matrix=preventives("no_help", "side_effects", "no_help", "not_sure"))
        assert {finding.code for finding in settled.findings} == {"R-HA-01", "R-PV-03"}

    def test_a_count_that_it_can_change_stays_open(self) -> None:
        assert man(pv_matrix=preventives("no_help", "side_effects", "not_sure")) == {"R-PV-02:unknown"}
        assert man(pv_matrix=preventives("not_sure")) == {"R-PV-01:unknown", "R-PV-02:unknown"}
        assert man(pv_matrix=preventives("no_help", "not_sure")) == {"R-PV-02"}


class TestOveruse:
    def test_a_mix_needs_two_classes_that_count(self) -> None:
        assert "R-MOH-06" in man(am_days=days(triptan=5, simple=5), am_any_days=10)
        assert "R-MOH-06" not in man(am_days=days(simple=9, ditan=5, gepant=9), am_any_days=12)
        assert "R-MOH-06" not in man(am_days=days(triptan=5, simple=5), am_any_days=9)

    def test_a_mix_yields_to_a_class_at_its_line(self) -> None:
        found = man(am_days=days(triptan=10, simple=5), am_any_days=12)
        assert found == {"R-MOH-01", "R-MOH-10"}

    def test_not_sure_or_blank_days_are_voiced_once(self) -> None:
        assert man(am_days=days(opioid="not_sure")) == {"R-MOH-90"}
        assert man(am_days=None, am_butalbital_days=0) == {"R-MOH-90", BLANK}

    def test_overuse_headache_needs_overuse_that_was_found(self) -> None:
        assert "R-MOH-10" in man(am_days=days(triptan=12), am_any_days=12)
        assert "R-MOH-10" not in man(am_days=days(triptan=12), am_any_days=12, am_over_3mo="no")
        assert man(am_days=days(triptan="not_sure"), am_any_days=12) == {"R-MOH-90"}

    def test_overuse_headache_stays_open_where_the_duration_is_not_sure(self) -> None:
        overuse = {"am_days": days(triptan=12), "am_any_days": 12}
        assert man(**overuse, am_over_3mo="not_sure") == {"R-MOH-01", "R-MOH-10:unknown"}
        assert man(am_days=days(triptan="not_sure"), am_any_days=12, am_over_3mo="not_sure") == {"R-MOH-90"}
        assert man(**overuse, am_over_3mo="not_sure", ha_days=14, ha_migraine_days=9) == {"R-MOH-01", "R-HA-02"}

    def test_unknown_days_beside_found_overuse_change_nothing(self) -> None:
        found = man(am_days=days(triptan=12, opioid="not_sure"), am_any_days=12)
        assert found == {"R-MOH-01", "R-MOH-10", "R-MOH-90"}

    def test_butalbital_is_asked_unless_mixed_pills_are_a_known_zero(self) -> None:
        assert not asks("am_butalbital_days", am_days=days())
        assert asks("am_butalbital_days", am_days=days(combination=1))
        assert asks("am_butalbital_days", am_days=days(combination="not_sure"))
        assert asks("am_butalbital_days", am_days=None)

"""How the ketamine questionnaire reads blood pressure, and the want of it."""

import pytest

from tests.questionnaires.intake_patients import asks, man, woman

BLANK = "R-DATA-01"


class TestBloodPressure:
    @pytest.mark.parametrize(
        ("upper", "lower", "rule"),
        [
            (181, 80, "R-BP-01"),
            (120, 121, "R-BP-01"),
            (180, 120, "R-BP-02"),
            (160, 70, "R-BP-02"),
            (120, 100, "R-BP-02"),
            (159, 99, "R-BP-03"),
            (140, 70, "R-BP-03"),
            (120, 90, "R-BP-03"),
            (139, 89, "R-BP-04"),
            (120, 80, "R-BP-04"),
            (130, 70, "R-BP-04"),
        ],
    )
    def test_the_highest_tier_of_either_number_and_only_that(self, upper: int, lower: int, rule: str) -> None:
        found = man(bp_sys=upper, bp_dia=lower)
        assert {each for each in found if each.startswith("R-BP-")} == {rule}

    def test_below_every_line_nothing_is_found(self) -> None:
        assert man(bp_sys=129, bp_dia=79) == set()

    def test_one_number_alone(self) -> None:
        tiers = {each for each in man(bp_sys=175, bp_dia=None) if each.startswith("R-BP-")}
        assert tiers == {"R-BP-01:unknown", "R-BP-02"}
        assert {each for each in man(bp_sys=190, bp_dia=None) if each.startswith("R-BP-")} == {"R-BP-01"}
        assert {each for each in man(bp_sys=120, bp_dia=None) if each.startswith("R-BP-")} == {
            "R-BP-01:unknown",
            "R-BP-02:unknown",
        }

    def test_severe_from_160_110_in_pregnancy_and_after(self) -> None:
        for change in ({"prg_now": "yes"}, {"prg_now": "maybe"}, {"prg_now": "not_sure"}):
            assert "R-BP-01" in woman(bp_sys=160, bp_dia=90, **change)
        for change in ({"prg_recent": "yes"}, {"prg_recent": "not_sure"}):
            assert "R-BP-01" in woman(bp_sys=130, bp_dia=110, **change)
        assert "R-BP-02" in woman(bp_sys=160, bp_dia=90)

    def test_a_blank_about_pregnancy_counts_as_no_for_that(self) -> None:
        found = woman(bp_sys=160, bp_dia=90, prg_now=None, prg_recent=None)
        assert "R-BP-02" in found
        assert not {"R-BP-01", "R-BP-01:unknown"} & found

    def test_a_low_number_stands_outside_the_ladder(self) -> None:
        assert {"R-BP-05", "R-BP-03"} <= man(bp_sys=145, bp_dia=49)
        assert "R-BP-05" not in man(bp_sys=90, bp_dia=50)


class TestNoRecentReading:
    @pytest.mark.parametrize(
        "changes",
        [
            {"bp_known": "no"},
            {"bp_known": "not_sure"},
            {"bp_date": "2025-12-15"},
            {"bp_date": None},
            {"bp_sys": None, "bp_dia": None},
        ],
    )
    @pytest.mark.parametrize(
        ("history", "rule"),
        [
            ("no", "R-BP-06"),
            ("yes_controlled", "R-BP-07"),
            ("yes_uncontrolled", "R-BP-07"),
            ("not_sure", "R-BP-07"),
            (None, "R-BP-07"),
        ],
    )
    def test_exactly_one_of_the_two_speaks(self, changes: dict[str, object], history: str | None, rule: str) -> None:
        found = man(**changes, cv_htn_dx=history)
        assert {each[:7] for each in found} & {"R-BP-06", "R-BP-07"} == {rule}
        assert rule in found

    def test_a_blank_whether_one_is_known_is_no_reading(self) -> None:
        assert man(bp_known=None) == {"R-BP-06", BLANK}

    def test_a_reading_of_30_days_with_one_number_is_enough(self) -> None:
        assert man(bp_date="2025-12-16") == set()
        assert "R-BP-06" not in man(bp_dia=None)

    def test_numbers_are_asked_for_only_by_a_known_yes(self) -> None:
        assert asks("bp_sys")
        for answer in ("no", "not_sure", None):
            assert not asks("bp_sys", bp_known=answer)

"""The charts' numbers against the lines that rules draw."""

import pytest

from screener.definition.model import Level
from screener.engine.answers import BLANK, Cells
from tests.summary.builders import HERE, SETTINGS, Setting, questionnaire, summary


def gauges(**answers):
    return {gauge.label: gauge for chart in summary(answers=answers).charts for gauge in chart.gauges}


class TestLines:
    def test_they_are_read_from_the_rules_and_their_settings(self):
        top = gauges(bp=Cells({"sys": 164, "dia": 98}))["Top number"]
        assert [(line.words, line.level, line.rule) for line in top.thresholds] == [
            ("below 90", Level.REVIEW, "R-BP-05"),
            ("from 160", Level.EXCLUDE, "R-BP-02"),
            ("above 180", Level.URGENT, "R-BP-01"),
        ]

    def test_a_moved_setting_moves_the_line(self):
        moved = {**SETTINGS, "moh": 12}
        settings = {name: Setting(name, value, None, None, None, (), None, HERE) for name, value in moved.items()}
        made = summary(of=questionnaire(settings=settings), answers={"am_days": Cells({"triptan": 3, "simple": 0})})
        assert [line.at for chart in made.charts for gauge in chart.gauges for line in gauge.thresholds] == [12.0]

    def test_a_comparison_that_needs_another_answer_draws_none(self):
        assert gauges(am_days=Cells({"triptan": 3, "simple": 12}))["Plain pain pills"].thresholds == ()

    def test_a_band_has_two_ends_told_as_one(self):
        days = gauges(ha_days=20)["How many days do you have head pain?"]
        assert days.told == "review below 8, caution from 8 and below 15"


class TestAGauge:
    @pytest.mark.parametrize(
        ("top", "reached"),
        [(89, Level.REVIEW), (90, None), (159, None), (160, Level.EXCLUDE), (180, Level.EXCLUDE), (181, Level.URGENT)],
    )
    def test_it_knows_the_gravest_line_that_it_has_reached(self, top, reached):
        assert gauges(bp=Cells({"sys": top, "dia": 70}))["Top number"].reached is reached

    @pytest.mark.parametrize(
        ("days", "reached"),
        [(7, Level.REVIEW), (8, Level.CAUTION), (14, Level.CAUTION), (15, None), (20, None)],
    )
    def test_a_band_is_reached_only_within(self, days, reached):
        assert gauges(ha_days=days)["How many days do you have head pain?"].reached is reached

    @pytest.mark.parametrize(("triptan", "reached"), [(9, None), (10, Level.CAUTION)])
    def test_a_line_is_reached_where_its_rule_begins_to_speak(self, triptan, reached):
        assert gauges(am_days=Cells({"triptan": triptan, "simple": 1}))["Triptans"].reached is reached

    def test_a_silent_half_has_no_value_and_says_so(self):
        bottom = gauges(bp=Cells({"sys": 118, "dia": BLANK}))["Bottom number"]
        assert (bottom.value, bottom.words, bottom.reached) == (None, "Left blank", None)


class TestCharts:
    def test_kinds_without_days_or_pressure_are_not_drawn(self):
        assert summary(answers={"pulse": 72}).charts == ()

    def test_what_was_not_asked_is_not_drawn(self):
        assert summary(answers={"ha_days": 20}, asked=("pulse",)).charts == ()

    def test_rows_at_zero_are_named_and_not_drawn(self):
        (chart,) = summary(answers={"am_days": Cells({"triptan": 0, "simple": 4})}).charts
        assert [gauge.label for gauge in chart.gauges] == ["Plain pain pills"]
        assert chart.zero == ("Triptans",)

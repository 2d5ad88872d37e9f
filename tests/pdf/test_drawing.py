"""Small drawings, and that they tell levels apart in gray."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from screener.definition.model import Disposition
from screener.engine.answers import NOT_SURE, Cells
from screener.pdf.drawing import BARS, FILLS, gauge, heights, mark, ticks, trend
from tests.summary.builders import sent_case, summary

(PRESSURE,) = summary(answers={"bp": Cells({"sys": 164, "dia": 98})}).charts
TOP = PRESSURE.gauges[0]


def lightness(color: str) -> float:
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class TestMarks:
    @pytest.mark.parametrize("disposition", Disposition)
    def test_each_disposition_has_a_shape_of_its_own(self, disposition):
        shapes = {str(mark(one, "x")) for one in Disposition}
        assert len(shapes) == len(Disposition)
        assert f"<title>Mark: {disposition.title()}</title>" in mark(disposition, disposition.title())


class TestAGauge:
    def test_it_is_shapes_alone(self):
        assert "<text" not in gauge(PRESSURE, TOP)

    def test_its_title_cannot_break_out(self):
        hostile = replace(TOP, alternative="</title><image href='http://example.org'/>")
        assert "<image" not in gauge(PRESSURE, hostile)

    def test_a_value_beyond_the_scale_stays_within_the_drawing(self):
        far = gauge(PRESSURE, replace(TOP, value=999.0))
        assert max(float(number) for number in re.findall(r'd="M([\d.]+)', far)) <= 180

    def test_graver_zones_are_darker(self):
        fills = [lightness(FILLS[level]) for level in ("caution", "review", "exclude", "urgent")]
        assert all(lighter > darker for lighter, darker in pairwise(fills))

    def test_bars_that_reached_a_graver_line_are_darker(self):
        fills = [lightness(BARS[level]) for level in (None, "caution", "review", "exclude", "urgent")]
        assert all(lighter > darker for lighter, darker in pairwise(fills))


class TestTicks:
    def test_they_stand_where_the_lines_do(self):
        assert [words for _, words in ticks(TOP)] == ["90", "160", "180"]

    def test_one_too_close_to_the_one_before_is_left_out(self):
        near = tuple(replace(line, at=90.0 + step) for step, line in enumerate(TOP.thresholds))
        assert [words for _, words in ticks(replace(TOP, thresholds=near))] == ["90"]


EARLIER = tuple(
    sent_case(str(days), days, bp=Cells({"sys": 164, "dia": 98}), ha_days=said)
    for days, said in ((90, 24), (60, 22), (30, NOT_SURE))
)
OVER_TIME = summary(answers={"bp": Cells({"sys": 118, "dia": 70}), "ha_days": 31}, before=EARLIER).over_time
TREND = next(one for one in OVER_TIME.drawn if one.label.startswith("How many"))


class TestATrend:
    def test_is_shapes_alone_that_each_lie_within_it(self):
        drawn = trend(TREND)
        assert "<text" not in drawn
        assert all(0 <= float(x) <= 180 for x in re.findall(r'cx="([\d.-]+)"', drawn))
        assert all(0 <= float(y) <= 54 for y in re.findall(r'cy="([\d.-]+)"', drawn))

    def test_joins_what_is_known_and_rings_what_is_not(self):
        drawn = trend(TREND)
        assert [run.count(",") for run in re.findall(r'points="([^"]*)"', drawn)] == [2, 1]
        assert (drawn.count('class="dot"'), drawn.count('class="gap"')) == (3, 1)

    def test_has_a_line_for_each_of_the_rules(self):
        assert trend(TREND).count('class="line"') == len({line.at for _, line in TREND.lines})

    def test_its_title_cannot_break_out(self):
        assert "<image" not in trend(replace(TREND, alternative="</title><image href='http://example.org'/>"))

    def test_numbers_beside_it_do_not_run_together_and_the_gravest_stays(self):
        top = next(one for one in OVER_TIME.drawn if one.label == "Top number")
        roomy = replace(top, lines=tuple((30 * place, line) for place, (_, line) in enumerate(top.lines)))
        assert [line.at for _, line in top.lines] == [90, 160, 180]
        assert [words for _, words in heights(roomy)] == ["90", "160", "180"]
        assert [words for _, words in heights(top)] == ["180", "90"]

"""Small drawings, and that they tell levels apart in gray."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from screener.definition.model import Disposition
from screener.engine.answers import Cells
from screener.pdf.drawing import BARS, FILLS, gauge, mark, ticks
from tests.summary.builders import summary

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

"""The map of pages and of the ways between them."""

import re
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

from screener.codebook.drawing import draw
from screener.codebook.paths import PathMap, paths
from tests.codebook.samples import sample

SVG = "{http://www.w3.org/2000/svg}"


@cache
def found() -> PathMap:
    return paths(sample())


class TestTheStops:
    def test_every_page_is_one_in_order(self) -> None:
        assert [stop.step for stop in found().stops] == list(sample().steps)

    def test_a_page_under_a_condition_is_only_for_some(self) -> None:
        assert {stop.step: stop.is_for_all for stop in found().stops} == {
            "you_basics": True,
            "you_private": False,
            "health_history": False,
            "health_medicines": False,
        }

    def test_a_follow_up_on_the_same_page_is_told_there(self) -> None:
        private = found().stops[1]
        assert private.only_for_some == 1
        assert private.follow_ups[0].startswith(
            "“Are you pregnant?”, if the answer to “Could you be pregnant?” is “Yes, it is possible”"
        )


class TestTheWays:
    def test_they_lead_from_deciding_pages_to_later_ones(self) -> None:
        assert [(way.start, way.end) for way in found().ways] == [
            ("you_basics", "you_private"),
            ("you_private", "health_history"),
            ("you_private", "health_medicines"),
        ]

    def test_each_says_what_it_opens_and_when(self) -> None:
        first, second, _ = found().ways
        assert first.opens_page
        assert first.reasons == ("this page, if “Age” is 18 years or more, or “Age” is not known",)
        assert second.reasons[0].startswith("all of “Your health”, if")


class TestTheDrawing:
    def test_it_shows_every_page_and_way(self) -> None:
        drawn = ElementTree.fromstring(draw(found(), title="Ways <through>"))  # noqa: S314 - drawn here
        assert drawn.findtext(f"{SVG}title") == "Ways <through>"
        assert len(drawn.findall(f".//{SVG}rect")) == len(found().stops)
        assert len(drawn.findall(f"{SVG}g/{SVG}g")) == len(found().ways)

    def test_ways_that_overlap_run_apart(self) -> None:
        lanes = [int(lane) for lane in re.findall(r"H(\d+)q6 0", draw(found(), title="Ways"))]
        assert len(lanes) == 3
        assert len(set(lanes)) == 2, "the first ends where the others begin; those two overlap"

    def test_it_takes_on_hostile_words(self) -> None:
        stop = replace(found().stops[0], title="<script>", chapter="&")
        drawn = draw(PathMap((stop,), ()), title="x")
        assert "<script>" not in drawn
        assert ElementTree.fromstring(drawn) is not None  # noqa: S314 - drawn here

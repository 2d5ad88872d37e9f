"""Magnified: by the browser's zoom to 400 %, and by larger letters alone. Nothing is cut off or pushed aside."""

from collections.abc import Callable

import pytest

from screener.definition.reading import read_folder
from tests.browser.conftest import KETAMINE, Screen
from tests.browser.looking import TOO_WIDE
from tests.browser.pages import tour
from tests.browser.patients import Patient

OpenScreen = Callable[..., Screen]

AT_400_PERCENT = {"width": 320, "height": 256}
"""What is left of a window of 1280 by 1024."""
LETTERS = "size => { document.documentElement.style.fontSize = size }"
AS_EVER, TWICE_AS_LARGE = "", "225%"
"""Of the browser's own 16 pixels; the pages' own size is 112.5 %."""

CUT_OFF = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.checkVisibility() && one.textContent.trim())
  .filter(one => !one.closest(".aside, .skip, svg, option, progress, dialog"))
  .filter(one => { const place = one.getBoundingClientRect(); return place.width > 0 && (
    place.left < -0.5 || place.right > document.documentElement.clientWidth + 0.5 ||
    (getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1)) })
  .map(one => one.outerHTML.slice(0, 120))"""
"""What is laid out beyond the window, or cut off within its own box."""


def look_closely(screen: Screen, name: str) -> None:
    """The page at 400 %, and on a phone with letters of twice the size."""
    page = screen.page
    usual = page.viewport_size
    assert usual is not None
    for size, letters in ((AT_400_PERCENT, AS_EVER), (usual, TWICE_AS_LARGE)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.evaluate(LETTERS, letters)
        assert page.evaluate(TOO_WIDE) == 0, (name, letters)
        assert page.evaluate(CUT_OFF) == [], (name, letters)
    page.set_viewport_size(usual)
    page.evaluate(LETTERS, AS_EVER)


class TestMagnified:
    def test_every_kind_of_question_keeps_within_the_window(self, open_screen: OpenScreen) -> None:
        screen = open_screen()
        for name in tour(screen):
            look_closely(screen, name)

    @pytest.mark.slow
    @pytest.mark.parametrize("language", ["en", "es"])
    def test_the_whole_intake_keeps_within_the_window(self, open_screen: OpenScreen, language: str) -> None:
        questionnaire = read_folder(KETAMINE)
        vignette = next(each for each in questionnaire.vignettes if each.id == "V14")
        screen = open_screen(locale=language)
        for name in Patient(screen, questionnaire, vignette, makes_slips=True).walk():
            look_closely(screen, name)

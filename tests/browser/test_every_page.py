"""Every page in every light: nothing for axe, nothing rude, nothing too wide, nothing too small to touch."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from screener.web.appearance import Light
from tests.browser.conftest import Screen
from tests.browser.pages import tour

OpenScreen = Callable[..., Screen]

SMALL_TARGETS = """() => [...document.querySelectorAll(
    ["a", "button", "input", "summary", "select"].map(tag => `main ${tag}`) + ",header button,header summary")]
  .filter(one => one.closest("p, li") === null || one.tagName === "BUTTON")
  .map(one => one.closest("label.choice") ?? one)
  .filter(one => one.checkVisibility() && !one.matches(".aside"))
  .map(one => [one.outerHTML.slice(0, 80), Math.round(one.getBoundingClientRect().height)])
  .filter(([, height]) => height < 44)"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

BRIGHTEST = {Light.STANDARD: 1.0, Light.DIM_WARM: 0.15, Light.DIM_DARK: 0.08, Light.HIGH_CONTRAST: 0.15}
"""How bright a page may be on average, as a share of white."""


def mean_luminance(picture: bytes) -> float:
    """The average relative luminance of a picture."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").resize((130, 280))
    linear = [value / 3294.6 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in range(256)]
    weights = (0.2126, 0.7152, 0.0722)
    counts = image.histogram()
    pixels = image.width * image.height
    return sum(
        weight * sum(counts[256 * band + value] * linear[value] for value in range(256)) / pixels
        for band, weight in enumerate(weights)
    )


class TestEveryPage:
    @pytest.mark.parametrize("light", Light)
    def test_has_nothing_for_axe_and_is_as_dim_as_was_chosen(self, open_screen: OpenScreen, light: Light) -> None:
        screen = open_screen(width=390)
        brightness = {}
        for name in tour(screen, light):
            screen.look_through(f"{name} in {light}")
            if screen.page.locator(f"html.{light}").count():
                brightness[name] = mean_luminance(screen.page.screenshot())
        assert brightness
        assert {name: value for name, value in brightness.items() if value > BRIGHTEST[light]} == {}
        print(f"{light}: mean luminance {sum(brightness.values()) / len(brightness):.3f}")  # noqa: T201

    def test_fits_a_narrow_screen_and_a_thumb(self, open_screen: OpenScreen) -> None:
        screen = open_screen(width=320, height=568)
        for name in tour(screen):
            assert screen.page.evaluate(TOO_WIDE) == 0, name
            assert screen.page.evaluate(SMALL_TARGETS) == [], name

    def test_follows_the_browsers_wish_until_a_light_is_chosen(self, open_screen: OpenScreen) -> None:
        paper = "() => getComputedStyle(document.body).backgroundColor"
        assert open_screen(color_scheme="light").go("/").evaluate(paper) == "rgb(243, 241, 234)"
        assert open_screen(color_scheme="dark").go("/").evaluate(paper) == "rgb(23, 27, 25)"

    def test_passes_axe_under_the_browsers_wishes(self, open_screen: OpenScreen) -> None:
        for wishes in ({"color_scheme": "dark"}, {"contrast": "more"}, {"forced_colors": "active"}):
            screen = open_screen(**wishes)
            screen.come_in()
            screen.go("/intake/step/you_basics")
            screen.press("continue")
            screen.look_through(str(wishes))

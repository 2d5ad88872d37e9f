"""The whole real intake in a browser, from the private link to the copy of what was sent."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from itertools import combinations, product

import pytest

from screener.definition.model import Questionnaire
from screener.definition.reading import read_folder
from screener.web.appearance import Light
from tests.browser.conftest import KETAMINE, Screen
from tests.browser.hands import Hand, Keys, Pointer
from tests.browser.looking import BRIGHTEST, TOO_WIDE, Brightness
from tests.browser.patients import Patient

OpenScreen = Callable[..., Screen]
HANDS: dict[str, type[Hand]] = {"keys": Keys, "pointer": Pointer}
WIDTHS = {"phone": {"width": 390, "is_mobile": True, "has_touch": True}, "desk": {"width": 1280, "height": 800}}


@dataclass(frozen=True)
class Way:
    """One way through: who, and how."""

    vignette: str
    light: Light
    hand: str
    scripts: bool
    language: str
    screen: str


WAYS = (
    Way("V23", Light.STANDARD, "keys", True, "en", "phone"),
    Way("V14", Light.STANDARD, "pointer", False, "es", "desk"),
    Way("V39", Light.DIM_WARM, "keys", True, "es", "desk"),
    Way("V31", Light.DIM_WARM, "pointer", False, "en", "phone"),
    Way("V22", Light.DIM_DARK, "keys", False, "en", "desk"),
    Way("V18", Light.DIM_DARK, "pointer", True, "es", "phone"),
    Way("V19", Light.HIGH_CONTRAST, "keys", False, "es", "phone"),
    Way("V41", Light.HIGH_CONTRAST, "pointer", True, "en", "desk"),
)
"""Every two settings meet in at least one of them."""


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return read_folder(KETAMINE)


def patient_on(way: Way, open_screen: OpenScreen, questionnaire: Questionnaire, *, makes_slips: bool) -> Patient:
    screen = open_screen(locale=way.language, java_script_enabled=way.scripts, **WIDTHS[way.screen])
    vignette = next(each for each in questionnaire.vignettes if each.id == way.vignette)
    return Patient(screen, questionnaire, vignette, HANDS[way.hand](), makes_slips)


class TestTheWays:
    def test_bring_every_two_settings_together(self) -> None:
        settings = [field.name for field in fields(Way)][1:]
        for one, other in combinations(settings, 2):
            met = {(getattr(way, one), getattr(way, other)) for way in WAYS}
            assert met == set(product(*({getattr(way, name) for way in WAYS} for name in (one, other))))


class TestTheWholeIntake:
    def test_is_filled_in_by_the_keys_alone_on_a_phone(
        self, open_screen: OpenScreen, questionnaire: Questionnaire
    ) -> None:
        way = Way("V01", Light.DIM_DARK, "keys", True, "en", "phone")
        patient = patient_on(way, open_screen, questionnaire, makes_slips=False)
        names = list(patient.walk(way.light))
        assert names[-2:] == ["sent", "copy"]
        assert len(patient.steps) > 20
        assert patient.screen.troubles == []

    @pytest.mark.slow
    @pytest.mark.parametrize("way", WAYS, ids=str)
    def test_has_nothing_for_axe_fits_and_is_as_dim_as_was_chosen(
        self, open_screen: OpenScreen, questionnaire: Questionnaire, way: Way
    ) -> None:
        patient = patient_on(way, open_screen, questionnaire, makes_slips=True)
        brightness = Brightness()
        for name in patient.walk(way.light):
            screen = patient.screen
            if name != "confirm":
                assert screen.page.locator(f"html.{way.light}[lang={way.language}]").count() == 1, name
            screen.look_through(f"{name} in {way}")
            assert screen.page.evaluate(TOO_WIDE) == 0, name
            brightness.measure(name, screen.page.screenshot(caret="initial"))
        assert brightness.over(BRIGHTEST[way.light]) == {}
        assert brightness.white == []
        print(f"{way.light}: {brightness}")  # noqa: T201

"""A submission becomes an example patient in a browser: light and dark, by pointer and by the keys alone."""

from datetime import timedelta

import pytest

from screener.cli.demo_patients import send_one
from screener.clock import SystemClock
from screener.definition.reading import read_folder
from screener.services.permissions import Role
from tests.browser.conftest import KETAMINE, House
from tests.browser.hands import Hand, Keys, Pointer
from tests.browser.looking import TOO_WIDE
from tests.browser.test_authoring import OpenScreen, at_the_workshop
from tests.web.clinics import OPERATOR


@pytest.fixture(scope="module")
def reference(house: House) -> str:
    """Of what somebody with several medicines sent."""
    questionnaire = read_folder(KETAMINE)
    vignette = next(each for each in questionnaire.vignettes if each.id == "V02")
    now = SystemClock().now() - timedelta(minutes=5)
    return send_one(house.services, questionnaire, vignette, name="Ann Thistlewood", now=now, actor=OPERATOR)


class TestASubmissionAsAnExample:
    @pytest.mark.parametrize(
        ("scheme", "hand"),
        [
            pytest.param("light", Pointer(), id="light, by pointer"),
            pytest.param("dark", Keys(), id="dark, by the keys alone", marks=pytest.mark.slow),
        ],
    )
    def test_is_looked_at_and_kept(
        self, open_screen: OpenScreen, house: House, reference: str, scheme: str, hand: Hand
    ) -> None:
        screen, _ = at_the_workshop(open_screen, house, Role.DIRECTOR, name="Dana Whitfield", scheme=scheme)
        screen.go(f"/staff/submissions/{reference}")
        hand.press(screen, "a[href$='/example']")
        address = screen.page.url
        for width in (390, 1280):
            screen.page.set_viewport_size({"width": width, "height": 900})
            screen.page.goto(address)
            for folded in screen.page.locator("main details").all():
                folded.evaluate("one => { one.open = true }")
            screen.look_through(f"an example, {scheme}, {width}")
            assert screen.page.evaluate(TOO_WIDE) == 0
            assert "Thistlewood" not in screen.page.inner_text("main section >> nth=-1")
        hand.fill(screen, {"called": [f"REAL-{scheme}"], "title": ["Several medicines"]})
        hand.press(screen, "form[action$='/example'][method=post] button")
        text = screen.page.inner_text("main")
        assert f"Kept REAL-{scheme} as an example patient" in text
        screen.look_through(f"the draft with the example, {scheme}")

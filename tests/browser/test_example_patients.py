"""A submission becomes an example patient in a browser, by pointer and by the keys alone."""

from datetime import timedelta

import pytest

from screener.cli.demo_patients import send_one
from screener.clock import SystemClock
from screener.definition.reading import read_folder
from screener.services.permissions import Role
from tests.browser.conftest import KETAMINE, House
from tests.browser.hands import Hand, Keys, Pointer
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
    @pytest.mark.slow
    @pytest.mark.parametrize("hand", [pytest.param(Pointer(), id="pointer"), pytest.param(Keys(), id="the keys alone")])
    def test_is_looked_at_and_kept(self, open_screen: OpenScreen, house: House, reference: str, hand: Hand) -> None:
        name = f"REAL-{type(hand).__name__}"
        screen, _ = at_the_workshop(open_screen, house, Role.DIRECTOR, name="Dana Whitfield")
        screen.go(f"/staff/submissions/{reference}")
        hand.press(screen, "a[href$='/example']")
        screen.page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
        screen.look_every_way("a submission as an example, opened")
        hand.fill(screen, {"called": [name], "title": ["Several medicines"]})
        hand.press(screen, "form[action$='/example'][method=post] button")
        assert f"Kept {name} as an example patient" in screen.page.inner_text("main")
        screen.go(f"/staff/submissions/{reference}/example")
        hand.fill(screen, {"called": [name]})
        hand.press(screen, "form[action$='/example'][method=post] button")
        assert f"There is an example patient {name} already" in screen.page.inner_text(".summary")
        screen.look_every_way("an example that is refused")

"""The clinician's desk in a browser: sign in, take, read, decide, add to it, also by the keys alone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from screener.cli.demo_patients import send_one
from screener.clock import SystemClock
from screener.definition.reading import read_folder
from screener.services.permissions import Role
from tests.browser.conftest import KETAMINE, House, Screen
from tests.web.clinics import OPERATOR
from tests.web.staff import PASSWORD, add_member

OpenScreen = Callable[..., Screen]
GRAVE = "V06"


@pytest.fixture(scope="module")
def reference(house: House) -> str:
    """Of what somebody with very high blood pressure sent."""
    questionnaire = read_folder(KETAMINE)
    vignette = next(each for each in questionnaire.vignettes if each.id == GRAVE)
    now = SystemClock().now() - timedelta(minutes=5)
    return send_one(house.services, questionnaire, vignette, name="Ann Thistlewood", now=now, actor=OPERATOR)


def signed_in(open_screen: OpenScreen, house: House, scheme: str, **wishes: object) -> Screen:
    """A clinician at the desk."""
    member = add_member(house.app.extensions["screener"], Role.CLINICIAN, has_password=True)
    screen = open_screen(width=1280, height=900, color_scheme=scheme, **wishes)
    screen.go("/staff/")
    screen.look_through(f"sign in, {scheme}")
    screen.page.fill("#email", member.email)
    screen.page.fill("#password", "wrong one")
    screen.follow("main button:has-text('Sign in')")
    screen.look_through(f"sign in again, {scheme}")
    screen.page.fill("#password", PASSWORD)
    screen.follow("main button:has-text('Sign in')")
    return screen


class TestTheDesk:
    def test_takes_reads_decides_and_adds_to_it(self, open_screen: OpenScreen, house: House, reference: str) -> None:
        screen = signed_in(open_screen, house, "light")
        screen.go("/staff/queue/?words=Thistlewood")
        screen.follow("main button:has-text('Take') >> nth=0")
        page = screen.page
        assert page.url.endswith(f"/staff/submissions/{reference}")
        assert "Contact the patient today" in page.inner_text("section.verdict")
        screen.follow("main a:has-text('Decide')")
        page.check("[name=outcome][value=proceed]")
        screen.follow("main button:has-text('Sign')")
        assert "write why it does not stand" in page.inner_text(".summary")
        screen.look_through("a decision without reasons")
        for box in page.locator("textarea[name^=reason-]").all():
            box.fill("Measured again today: 128/82.")
        screen.follow("main button:has-text('Sign')")
        assert re.search("Decided: Proceed", page.inner_text("main"))
        screen.follow("main a:has-text('Add to the decision')")
        page.check("[name=outcome][value=not_now]")
        page.fill("#note", "The patient called: a new medicine.")
        for box in page.locator("textarea[name^=reason-]").all():
            box.fill("")
        screen.follow("main button:has-text('Sign')")
        assert "Before that: Proceed" in page.inner_text("main")
        screen.look_through("an addendum")

    def test_works_by_the_keys_alone_and_without_scripts(
        self, open_screen: OpenScreen, house: House, reference: str
    ) -> None:
        screen = signed_in(open_screen, house, "dark", java_script_enabled=False)
        screen.go(f"/staff/submissions/{reference}/decision/")
        for _ in range(60):
            screen.page.keyboard.press("Tab")
            if screen.page.evaluate("document.activeElement.id") == "note":
                return
        raise AssertionError("the keys do not come to the note")

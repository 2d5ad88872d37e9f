"""Where a form begins and ends otherwise: without an invitation, with a no, on the clinic's tablet."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error as PlaywrightError

from screener.services.permissions import Role
from screener.web.appearance import Light
from tests.browser.conftest import KETAMINE, House, Screen
from tests.web.staff import PASSWORD, add_member

OpenScreen = Callable[..., Screen]


def choose(screen: Screen, light: Light) -> None:
    screen.go("/")
    screen.follow(f"main button[value={light}]")


class TestTheOtherPages:
    @pytest.mark.parametrize("light", Light)
    def test_have_nothing_for_axe(self, open_screen: OpenScreen, light: Light) -> None:
        screen = open_screen()
        choose(screen, light)
        screen.go("/begin")
        screen.look_through("begin")
        screen.follow("main form button:has-text('Go on')")
        screen.look_through("begin, with blanks")
        screen.page.fill("#name", "Ann Lee")
        for part, value in (("month", "6"), ("day", "2"), ("year", "1983")):
            screen.page.fill(f"#born-{part}", value)
        screen.follow("main form button:has-text('Go on')")
        screen.look_through("the code to write down")
        screen.go("/tablet/over")
        screen.look_through("the tablet is over")

    @pytest.mark.parametrize("light", Light)
    def test_of_who_says_no_are_calm_too(self, open_screen: OpenScreen, light: Light) -> None:
        screen = open_screen()
        screen.come_in(light, KETAMINE.name)
        page = screen.go("/intake/step/before_start")
        page.evaluate("document.getElementById('ending').showModal()")
        screen.look_through("about to end")
        page.keyboard.press("Enter")
        page.check("[name=adm_consent_screen][value=no]")
        screen.press("continue")
        screen.press("anyway")
        assert page.url.endswith("/intake/declined")
        screen.look_through("declined")


class TestTheTablet:
    def test_shows_nothing_of_the_form_when_one_goes_back(self, open_screen: OpenScreen, house: House) -> None:
        member = add_member(house.app.extensions["screener"], Role.MANAGER, has_password=True)
        screen = open_screen(width=1024, height=768)
        page = screen.go("/staff/")
        page.fill("#email", member.email)
        page.fill("#password", PASSWORD)
        screen.follow("main button:has-text('Sign in')")
        screen.go("/staff/invitations/")
        page.fill("#name", "Ann Lee")
        page.fill("#born", "1983-06-02")
        page.select_option("#questionnaire", KETAMINE.name)
        screen.follow("main button:has-text('Make a private link')")
        page.click("summary >> nth=0")
        screen.follow("main button:has-text('Hand over this tablet') >> nth=0")
        for part, value in (("month", "6"), ("day", "2"), ("year", "1983")):
            page.fill(f"#born-{part}", value)
        screen.follow("main button:has-text('Go on')")
        screen.go("/intake/step/you")
        screen.go("/intake/step/before_start")
        page.fill("[name=adm_language]", "Klingon")
        screen.go("/intake/leave")
        screen.follow("main button:has-text('Close')")
        assert page.url.endswith("/tablet/over")
        for _ in range(6):
            with suppress(PlaywrightError):  # the browser itself has nothing for an address that was posted to
                page.go_back()
            page.wait_for_timeout(300)
            page.wait_for_load_state()
            said = page.content()
            assert "Klingon" not in said
            assert "This form is not watched around the clock. If you may" not in said
        screen.go("/staff/invitations/")
        assert page.url.endswith("/staff/sign-in") or "/staff/sign-in" in page.url

"""What the script adds for comfort, and that everything works without it."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, Response, Route

from tests.browser.conftest import House, Screen
from tests.browser.looking import mean_luminance
from tests.browser.pages import fill_conditions, fill_medicines, fill_you

OpenScreen = Callable[..., Screen]


def at_medicines(screen: Screen) -> Screen:
    """A patient who has come to the last page."""
    screen.come_in()
    screen.go("/intake/step/you_basics")
    fill_you(screen)
    screen.press("continue")
    screen.press("continue")
    screen.page.check("[name=preg_possible][value=male]")
    screen.press("continue")
    fill_conditions(screen)
    screen.press("continue")
    screen.follow("main .buttons a")
    return screen


class TestFollowUps:
    def test_appear_and_go_at_once_and_lose_no_typing(self, open_screen: OpenScreen) -> None:
        screen = open_screen()
        screen.come_in()
        screen.go("/intake/step/you_basics")
        fill_you(screen)
        screen.press("continue")
        screen.press("continue")
        page = screen.page
        assert page.locator("#q-preg_now").count() == 0
        page.fill("#goals", "Fewer bad days")
        page.check("[name=preg_possible][value=yes]")
        page.locator("#q-preg_now").wait_for()
        assert page.input_value("#goals") == "Fewer bad days"
        assert "More questions" in page.inner_text("#changes")
        order = page.eval_on_selector_all("#questions > [id^='q-']", "all => all.map(one => one.id)")
        assert order[:2] == ["q-preg_possible", "q-preg_now"]
        page.check("[name=preg_possible][value=male]")
        page.locator("#q-preg_now").wait_for(state="detached")
        assert screen.troubles == []


class TestWhatIsTyped:
    NOT_YET = "What you typed last is not kept yet."

    def at_goals(self, screen: Screen) -> Page:
        """A page with a box for a text."""
        screen.come_in()
        screen.go("/intake/step/you_basics")
        fill_you(screen)
        screen.press("continue")
        screen.press("continue")
        screen.page.locator("#goals").wait_for()
        return screen.page

    def kept_anew(self, page: Page) -> str:
        """What the page offers when it is opened once more."""
        page.evaluate("() => document.getElementById('step').remove()")  # this page has no more to say
        page.goto(page.url)
        assert "Not saved yet" in page.inner_text("main")
        return page.input_value("#goals")

    def test_that_a_browser_brings_back_replaces_nothing_newer_unasked(self, open_screen: OpenScreen) -> None:
        page = self.at_goals(open_screen())
        address = page.url
        page.fill("#goals", "Sleep")
        page.goto(address.rpartition("/step/")[0])
        page.goto(address)
        page.check("[name=preg_possible][value=no]")
        page.fill("#goals", "Sleep and work")
        page.locator("[name=then][value=later]:visible").last.click()
        page.wait_for_url(lambda url: url != address)
        page.evaluate("history.go(-3)")
        page.wait_for_url(address)
        page.wait_for_function("document.getElementById('goals').value === 'Sleep'")
        page.check("[name=preg_possible][value=no]")
        page.locator("main [name=then][value=continue]:visible").last.click()
        page.get_by_text("Which answers are right?").wait_for()

    def test_is_kept_without_another_key_once_the_network_is_back(self, open_screen: OpenScreen) -> None:
        page = self.at_goals(open_screen())
        assert page.inner_text("#keeping") == ""
        page.context.set_offline(True)
        page.locator("#goals").press_sequentially("Sleep")
        page.locator("#keeping[data-state=away]").wait_for()
        assert self.NOT_YET in page.inner_text("#keeping")
        page.context.set_offline(False)
        page.locator("#keeping[data-state=kept]").wait_for(timeout=1500)
        assert page.inner_text("#keeping") == "What you type is kept as you go."
        assert self.kept_anew(page) == "Sleep"

    def test_is_kept_without_another_key_once_the_server_is_back(self, open_screen: OpenScreen) -> None:
        page = self.at_goals(open_screen())
        asked: list[str] = []
        page.route("**/draft", lambda route: (asked.append(route.request.url), route.abort("connectionrefused"))[1])
        page.locator("#goals").press_sequentially("Sleep")
        page.locator("#keeping[data-state=away]").wait_for()
        page.wait_for_timeout(2500)
        assert len(asked) == 2
        page.unroute_all()
        page.locator("#keeping[data-state=kept]").wait_for()
        assert self.kept_anew(page) == "Sleep"

    def test_is_sent_once_more_by_a_page_that_goes_while_it_is_under_way(self, open_screen: OpenScreen) -> None:
        page = self.at_goals(open_screen())
        held: list[Route] = []
        page.route("**/draft", lambda route: held.append(route) if not held else route.continue_())
        page.locator("#goals").press_sequentially("Sleep")
        page.wait_for_timeout(3500)
        assert len(held) == 1
        page.goto(f"{page.url.split('/step/')[0]}/about")
        page.go_back()
        assert page.input_value("#goals") == "Sleep"

    def test_is_kept_of_somebody_who_never_pauses(self, open_screen: OpenScreen) -> None:
        page = self.at_goals(open_screen())
        for _ in range(3):
            page.locator("#goals").press_sequentially("z" * 5, delay=900)
        assert page.get_attribute("#keeping", "data-state") == "kept"

    def test_says_plainly_that_a_page_is_not_kept(self, open_screen: OpenScreen) -> None:
        page = self.at_goals(open_screen())
        page.eval_on_selector("[name=page-of]", "field => (field.value = '')")
        page.eval_on_selector("[name=page-pass]", "field => (field.value = '')")
        page.locator("#goals").press_sequentially("Sleep")
        page.locator("#keeping[data-state=refused]").wait_for()
        assert page.inner_text("#keeping") == f"{self.NOT_YET} Please save this page."


class TestNoneOfThese:
    def test_clears_the_others_and_they_clear_it(self, open_screen: OpenScreen) -> None:
        page = at_medicines(open_screen()).go("/intake/step/health_history")
        page.check("[name=hx_conditions][value=stroke]")
        page.check("[name=hx_conditions][value=none]")
        assert not page.is_checked("[name=hx_conditions][value=stroke]")
        page.check("[name=hx_conditions][value=angina]")
        assert not page.is_checked("[name=hx_conditions][value=none]")


class TestTheNamesOfMedicines:
    def test_are_offered_and_taken_by_keyboard(self, open_screen: OpenScreen) -> None:
        screen = at_medicines(open_screen())
        page = screen.page
        page.locator("#med_list-0-name").press_sequentially("suma")
        page.locator("[role=option]").first.wait_for()
        screen.look_through("names on offer")
        page.keyboard.press("ArrowDown")
        active = page.get_attribute("#med_list-0-name", "aria-activedescendant")
        assert page.get_attribute(f"#{active}", "aria-selected") == "true"
        page.keyboard.press("Enter")
        assert page.input_value("#med_list-0-name") == "sumatriptan"
        assert page.get_attribute("#med_list-0-name", "aria-expanded") == "false"
        assert page.url.endswith("/health_medicines")

    def test_are_counted_aloud_and_stay_under_a_finger_that_explores(self, open_screen: OpenScreen) -> None:
        page = at_medicines(open_screen()).page
        page.locator("#med_list-0-name").press_sequentially("suma")
        page.locator("[role=option]").first.wait_for()
        page.locator(".combo [role=status]", has_text="One name of a medicine below").wait_for(state="attached")
        page.evaluate("document.activeElement.blur()")  # what a screen reader's touch does: the focus goes nowhere
        assert page.locator("[role=option]").count() == 1
        page.locator("[role=option]").click()
        assert page.input_value("#med_list-0-name") == "sumatriptan"
        page.locator("#med_list-0-name").press_sequentially("x")
        page.locator(".combo [role=status]", has_text="No name of a medicine fits").wait_for(state="attached")
        page.keyboard.press("Backspace")
        page.locator("[role=option]").first.wait_for()
        page.locator("h1").click()
        assert page.locator("[role=option]").count() == 0


class TestAnotherLight:
    def test_comes_without_leaving_the_page(self, open_screen: OpenScreen) -> None:
        screen = open_screen()
        screen.come_in()
        page = screen.go("/intake/step/you_basics")
        page.fill("#dem_name", "Ann Lee")
        page.click("summary:has-text('Light')")
        page.click("header [value=dim-dark]")
        page.locator("html.dim-dark").wait_for()
        assert page.input_value("#dem_name") == "Ann Lee"
        assert screen.go("/intake").locator("html.dim-dark").count() == 1


class TestEnter:
    def test_saves_the_page_and_nothing_else(self, open_screen: OpenScreen) -> None:
        screen = open_screen()
        screen.come_in()
        page = screen.go("/intake/step/you_basics")
        page.fill("#dem_name", "Ann Lee")
        page.press("#dem_name", "Enter")
        page.locator(".summary").wait_for()
        assert page.evaluate("document.activeElement.className") == "summary"


class TestTheKeyboardAlone:
    def test_is_enough_from_the_link_to_the_reference(self, open_screen: OpenScreen) -> None:
        screen = open_screen(width=1280)
        page = screen.page
        screen.come_in()
        screen.go("/intake/step/you_basics")
        for _ in range(200):
            if "/sent" in page.url:
                break
            by_keyboard(screen)
        assert page.inner_text(".reference")
        assert screen.troubles == []


def by_keyboard(screen: Screen) -> None:
    """One press of Tab, and what a person would do there with the keyboard."""
    page = screen.page
    page.keyboard.press("Tab")
    at = page.evaluate(
        """() => { const one = document.activeElement; return {
          tag: one.tagName, type: one.type, name: one.name, value: one.value, checked: one.checked,
          group: one.type === "radio" && !!document.querySelector(`[name="${one.name}"]:checked`),
          inMain: !!one.closest("main"), words: one.textContent.trim() } }"""
    )
    if not at["inMain"]:
        return
    match at["type"]:
        case "radio" if not at["group"]:
            page.keyboard.press("Space")
        case "text" if not at["value"] and not at["name"].endswith(("-cm", "-lb")):
            page.keyboard.type(TYPED.get(at["name"].rsplit("-", 1)[-1], "4"))
        case "checkbox" if at["name"] in {"hx_conditions", "med_list-none"} and not at["checked"]:
            page.keyboard.press("Space")
        case "submit" if at["words"] in {"Save and continue", "Send my answers"}:
            with page.expect_navigation():
                page.keyboard.press("Enter")
        case _ if at["tag"] == "A" and at["words"] == "Continue":
            with page.expect_navigation():
                page.keyboard.press("Enter")


TYPED = {
    "dem_name": "Ann Lee",
    "month": "6",
    "day": "2",
    "year": "1983",
    "ft": "5",
    "in": "10",
    "kg": "70",
    "sys": "120",
    "dia": "80",
    "name": "",
    "dose": "",
    "tablets": "",
    "strength": "",
    "signature": "Ann Lee",
}
"""What is typed into a box, by the last part of its name."""


class TestWithoutScripts:
    def test_everything_works(self, open_screen: OpenScreen) -> None:
        screen = at_medicines(open_screen(java_script_enabled=False))
        fill_medicines(screen)
        screen.press("continue")
        screen.page.check("[name=med_list-0-confirmed][value=yes]")
        screen.press("continue")
        screen.page.fill("#signature", "Ann Lee")
        screen.follow("button:has-text('Send my answers')")
        assert screen.page.inner_text(".reference")
        assert screen.troubles == []


class TestTheFirstPage:
    def test_weighs_less_than_sixty_kilobytes_without_its_fonts(self, open_screen: OpenScreen, house: House) -> None:
        screen = open_screen()
        answers: list[Response] = []
        screen.page.on("response", lambda answer: answers.append(answer))
        for path in ("/", f"/i/{house.invite().url_token}"):
            answers.clear()
            screen.go(path)
            screen.page.wait_for_load_state("networkidle")
            weights = {each.url: len(each.body()) for each in answers if "/fonts/" not in each.url}
            assert 10_000 < sum(weights.values()) < 60_000, weights
            assert screen.troubles == []

    @pytest.mark.parametrize("light", ["dim-dark", "dim-warm"])
    def test_never_flashes_brighter_than_the_light_that_was_chosen(self, open_screen: OpenScreen, light: str) -> None:
        screen = open_screen()
        screen.come_in(light)
        cast = screen.page.context.new_cdp_session(screen.page)
        frames: list[bytes] = []
        cast.on("Page.screencastFrame", lambda frame: seen(cast, frame, frames))
        cast.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
        for path in ("/intake", "/intake/step/you_basics", "/intake/about", "/break"):
            screen.go(path)
            screen.page.wait_for_timeout(120)
        cast.send("Page.stopScreencast")
        brightest = max(mean_luminance(frame) for frame in frames)
        print(f"{light}: the brightest of {len(frames)} frames has {brightest:.3f}")  # noqa: T201
        assert brightest < 0.09


def seen(cast: CDPSession, frame: dict[str, Any], frames: list[bytes]) -> None:
    """Keeps a frame, and asks for the next."""
    frames.append(base64.b64decode(frame["data"]))
    cast.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

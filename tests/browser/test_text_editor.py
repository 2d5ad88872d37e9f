"""The text of a draft in the editor, and in the plain field that it stands in for."""

import pytest

from screener.definition.source_files import MAIN
from screener.services import authoring
from screener.services.permissions import Role
from tests.browser.conftest import KETAMINE, House, Screen
from tests.browser.hands import Pointer
from tests.browser.test_authoring import BASE, OpenScreen, at_the_workshop


def at_the_text(open_screen: OpenScreen, house: House, scheme: str = "light", **wishes: object) -> tuple[Screen, str]:
    """An author at the text of a new draft of the ketamine set; and the draft's id."""
    screen, _ = at_the_workshop(open_screen, house, Role.AUTHOR, name=f"Quinn {scheme}", scheme=scheme, **wishes)
    Pointer().press(screen, f"form[action$='/start/{KETAMINE.name}'] button")
    draft_id = screen.page.url.partition("/drafts/")[2].partition("/")[0]
    screen.go(f"{BASE}/drafts/{draft_id}/text")
    return screen, draft_id


def text_of(house: House, draft_id: str) -> str:
    with house.services.reading() as work:
        return authoring.open_draft(work, draft_id=draft_id).files[MAIN].decode()


def the_line_about_age(house: House, draft_id: str) -> int:
    text = text_of(house, draft_id)
    return text[: text.index("when: age < settings.age_min")].count("\n") + 1


class TestTheEditor:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_underlines_a_mistake_and_says_it_in_words(
        self, open_screen: OpenScreen, house: House, scheme: str
    ) -> None:
        screen, draft_id = at_the_text(open_screen, house, scheme)
        before = text_of(house, draft_id)
        page = screen.page
        page.click(".cm-content")
        page.keyboard.press("Control+Home")
        page.keyboard.type("tittle: Wrong\n")
        underlined = page.locator(".cm-lintRange-error").first
        underlined.wait_for()
        underlined.hover()
        assert "did you mean title?" in page.locator(".cm-tooltip-lint").inner_text()
        assert "did you mean title?" in page.inner_text("#problems")
        screen.look_through(f"a mistake underlined, {scheme}")
        screen.follow("#writing button:text-is('Save')")
        assert text_of(house, draft_id) == "tittle: Wrong\n" + before

    def test_goes_to_the_next_problem_and_says_it(self, open_screen: OpenScreen, house: House) -> None:
        screen, _ = at_the_text(open_screen, house)
        page = screen.page
        page.click(".cm-content")
        page.keyboard.press("Control+Home")
        page.keyboard.type("tittle: Wrong\n")
        page.locator(".cm-lintRange-error").first.wait_for()
        page.keyboard.press("Control+End")
        page.keyboard.press("F8")
        page.locator(".cm-announced", has_text="did you mean title?").wait_for(state="attached")

    def test_completes_keys_names_and_choices(self, open_screen: OpenScreen, house: House) -> None:
        screen, draft_id = at_the_text(open_screen, house)
        page = screen.go(f"{BASE}/drafts/{draft_id}/text?line={the_line_about_age(house, draft_id)}")
        page.locator("#in-words", has_text="less than 18 years").wait_for()
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        for typed, offered in (("impl", "implied out by"), ("dem_sex_b", "dem_sex_birth"), (" is femal", "female")):
            page.keyboard.type(typed)
            page.locator(".cm-tooltip-autocomplete li", has_text=offered).first.wait_for()
            page.wait_for_timeout(100)  # what comes up under one's fingers is not taken by accident
            page.keyboard.press("Enter")
        assert "\n    implied out by: dem_sex_birth is female\n" in page.input_value("#text")

    def test_says_a_condition_in_words(self, open_screen: OpenScreen, house: House) -> None:
        screen, draft_id = at_the_text(open_screen, house)
        page = screen.go(f"{BASE}/drafts/{draft_id}/text?line={the_line_about_age(house, draft_id)}")
        page.locator("#in-words", has_text="less than 18 years").wait_for()
        page.locator(".cm-activeLine", has_text="age < settings.age_min").hover(position={"x": 90, "y": 8})
        page.locator(".cm-in-words", has_text="less than 18 years").wait_for()
        screen.look_through("a condition in words")
        page.keyboard.press("F2")
        page.locator(".cm-announced", has_text="In words:").wait_for(state="attached")

    def test_is_left_by_escape_and_tab(self, open_screen: OpenScreen, house: House) -> None:
        screen, _ = at_the_text(open_screen, house)
        page = screen.page
        page.click(".cm-content")
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent.trim()") == "Save"

    def test_saves_what_was_not_touched_byte_for_byte(self, open_screen: OpenScreen, house: House) -> None:
        screen, draft_id = at_the_text(open_screen, house)
        before = text_of(house, draft_id)
        screen.page.click(".cm-content")
        screen.follow("#writing button:text-is('Save')")
        assert "Nothing changed." in screen.page.inner_text("main")
        assert text_of(house, draft_id) == before


class TestWithoutScripts:
    def test_the_plain_field_saves(self, open_screen: OpenScreen, house: House) -> None:
        screen, draft_id = at_the_text(open_screen, house, java_script_enabled=False)
        before = text_of(house, draft_id)
        screen.page.focus("#text")
        screen.page.keyboard.press("Control+End")
        screen.page.keyboard.type("# a remark\n")
        screen.follow("#writing button:text-is('Save')")
        assert text_of(house, draft_id) == before + "# a remark\n"
        screen.look_through("a text without scripts")

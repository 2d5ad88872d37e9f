"""Two ways of filling in a page: by pointer, and by the keys alone."""

from collections.abc import Iterator
from typing import Any, Protocol

from playwright.sync_api import Locator, Page

from tests.browser.conftest import Screen
from tests.journeys.typing import Fields

MOST_TABS = 400

AT = """() => { const one = document.activeElement; return {
  tag: one.localName, type: one.type ?? "", name: one.name ?? "", value: one.value ?? "", checked: !!one.checked } }"""


class Hand(Protocol):
    """How somebody works a page."""

    def fill(self, screen: Screen, fields: Fields) -> None:
        """Gives the fields these values, and no others."""

    def press(self, screen: Screen, what: str) -> None:
        """Presses what leads to another page, and waits for it."""


class Pointer:
    """Clicks and taps, wherever on the page."""

    def fill(self, screen: Screen, fields: Fields) -> None:
        for name, values in fields.items():
            for box, at in boxes(screen.page, name):
                match at["type"]:
                    case "radio" | "checkbox" as kind:
                        is_wanted = at["value"] in values
                        if is_wanted != at["checked"] and (is_wanted or kind == "checkbox"):
                            box.set_checked(is_wanted)
                    case "select-one":
                        box.select_option(values or [""])
                    case _:
                        box.fill(values[0])

    def press(self, screen: Screen, what: str) -> None:
        screen.follow(what)


class Keys:
    """Tab, space, arrows, letters, Enter; never a pointer."""

    def fill(self, screen: Screen, fields: Fields) -> None:
        page = screen.page
        wanted = {name: values for name, values in fields.items() if differs(page, name, values)}
        for at in stops(page):
            if not wanted:
                return
            if at["name"] in wanted:
                self.set(page, at, wanted[at["name"]])
                if not differs(page, at["name"], wanted[at["name"]]):
                    del wanted[at["name"]]

    def set(self, page: Page, at: dict[str, Any], values: list[str]) -> None:
        """Works the field that has the focus."""
        match at["type"]:
            case "radio" | "select-one":
                self.choose(page, values[0])
            case "checkbox":
                if at["checked"] != (at["value"] in values):
                    page.keyboard.press("Space")
            case _:
                page.keyboard.press("Control+a")
                page.keyboard.press("Delete")
                page.keyboard.type(values[0])

    def choose(self, page: Page, value: str) -> None:
        """Goes through the choices with the arrows, as often as there may be choices."""
        at = page.evaluate(AT)
        if at["type"] == "radio" and at["value"] == value:
            page.keyboard.press("Space")
        for _ in range(30):
            if page.evaluate(AT)["value"] == value:
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not come to {value}")

    def press(self, screen: Screen, what: str) -> None:
        page = screen.page
        for _ in stops(page):
            if page.evaluate("what => document.activeElement.matches(what)", what):
                with page.expect_navigation():
                    page.keyboard.press("Enter")
                return


def stops(page: Page) -> Iterator[dict[str, Any]]:
    """Where the focus is now, and where it comes with each Tab, round and round."""
    yield page.evaluate(AT)
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        yield page.evaluate(AT)
    raise AssertionError("the keys do not come to everything")


def boxes(page: Page, name: str) -> Iterator[tuple[Locator, dict[str, Any]]]:
    """The fields of that name, and how each stood before any of them was touched: asked for all at once."""
    found = page.locator(f"main [name='{name}']")
    states = found.evaluate_all("all => all.map(({ type, value, checked }) => ({ type, value, checked: !!checked }))")
    yield from ((found.nth(number), state) for number, state in enumerate(states))


def differs(page: Page, name: str, values: list[str]) -> bool:
    """Whether the fields of that name say something else."""
    states = [state for _, state in boxes(page, name)]
    said = [state["value"] for state in states if state["type"] not in {"radio", "checkbox"} or state["checked"]]
    return bool(states) and sorted(said) != sorted(values)

"""Whatever is posted to a page gets a page: never a failure of ours, never markup of theirs."""

import random

import pytest

from tests.web.clinics import Browser, Clinic

NASTY = (
    "",
    "\x00",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "'; drop table intake; --",
    "x" * 5000,
    "\u202etxet",
    "\ufffe\uffff",
    "9" * 400,
    "-1",
    "1e999",
    "not_sure",
    "blank",
    "..%2f..",
    "🙂" * 50,
)
BUTTONS = (
    "continue",
    "anyway",
    "later",
    "break",
    "add:med_list",
    "remove:med_list:7",
    "fill:pv_tried",
    "add:nothing",
    "?",
)


class TestAnyPost:
    @pytest.mark.parametrize("seed", range(12))
    def test_gets_a_page_without_its_markup(self, everything: Clinic, seed: int) -> None:
        chance = random.Random(seed)
        browser = everything.patient()
        for step in ("you_basics", "you_private", "health_history", "health_medicines"):
            for _ in range(6):
                if browser.go(f"/intake/step/{step}").path == f"/intake/step/{step}":
                    scribble(browser, chance)
            if browser.go(f"/intake/step/{step}").path == f"/intake/step/{step}":
                tidy = browser.page.fields(browser.page.form("step"))
                browser.send(
                    {name: [] for name in tidy if not name.startswith(("page-", "csrf"))}, form="step", button="anyway"
                )


def scribble(browser: Browser, chance: random.Random) -> None:
    """Writes nonsense into some fields of the page, and sends it by some button."""
    names = [element.get("name", "") for element in browser.page.form("step").iter() if element.get("name")]
    written = {
        name: [chance.choice(NASTY) for _ in range(chance.choice((1, 1, 2)))]
        for name in names
        if name not in {"csrf_token", "then"} and chance.random() < 0.5
    }
    page = browser.send(written, form="step", button=chance.choice(BUTTONS))
    assert page.status in {200, 409, 422}
    assert not page.has(".//main//img")
    assert not page.has(".//main//script")
    assert "49" not in page.heading

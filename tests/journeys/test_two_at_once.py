"""One patient, two tabs, the same page at the same moment: an answer that is not kept is on a page that says so."""

import pytest

from tests.together import run_together
from tests.web.clinics import Browser, Clinic, Page

ROUNDS = 100
STEP = "before_start"


def second_tab(clinic: Clinic, first: Browser) -> Browser:
    """The same browser's cookies in a client of its own, so that both can send at once."""
    other = clinic.visitor()
    cookie = first.client.get_cookie("session")
    assert cookie is not None
    other.client.set_cookie("session", cookie.value)
    other.invitation = first.invitation
    return other


def typed(page: Page, language: str) -> dict[str, list[str]]:
    """The page with everything answered, and one text of its own."""
    answers = {
        "adm_emergency_ack": ["yes"],
        "adm_who_fills": ["self"],
        "adm_consent_screen": ["yes"],
        "adm_decision": ["yes"],
        "adm_contact": ["phone"],
        "adm_language": [language],
        "adm_needs": ["none"],
    }
    return {**page.fields(page.form("step")), **answers, "then": ["anyway"]}


class TestTwoSaves:
    @pytest.mark.slow
    def test_lose_no_answer_without_a_page_that_says_so(self, either_clinic: Clinic) -> None:
        lost = saved_twice = told = 0
        for number in range(ROUNDS):
            tabs = [first := either_clinic.patient(), second_tab(either_clinic, first)]
            forms = [typed(tab.go(f"/intake/step/{STEP}"), f"tab {number} {side}") for side, tab in enumerate(tabs)]

            def send(side: int, tabs: list[Browser] = tabs, forms: list[dict[str, list[str]]] = forms) -> Page:
                answer = tabs[side].client.post(f"/intake/step/{STEP}", data=forms[side], follow_redirects=True)
                return Page(answer)

            pages = run_together([lambda: send(0), lambda: send(1)])
            kept = either_clinic.view(first).raw_answers["adm_language"]
            for side, page in enumerate(pages):
                is_kept = kept == f"tab {number} {side}"
                is_told = page.status == 409 and f"tab {number} {side}" in page.text
                lost += not is_kept and not is_told
                told += is_told
                saved_twice += is_kept and is_told
        assert (lost, saved_twice) == (0, 0)
        assert told == ROUNDS, "of two saves from the same page one is told, in every round"

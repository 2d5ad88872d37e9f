"""*Back* and *Reload*: a page that was sent is answered by an address, so the browser never asks to send it twice."""

import pytest
from werkzeug.test import TestResponse

from tests.web.clinics import Browser, Clinic, Page, Typed
from tests.web.test_steps import BASICS, past_the_basics

STEP = "/intake/step/basics"


def post(patient: Browser, path: str, typed: Typed) -> TestResponse:
    """Sends the page as it stands, with more typed on it, and stops at the answer."""
    data = {**patient.page.fields(patient.page.form("step")), **typed}
    return patient.client.post(path, data=data)


def reopened(patient: Browser, answer: TestResponse) -> Page:
    """The address that answered, opened twice: it says the same."""
    assert answer.status_code == 303
    first, again = (patient.go(answer.location).words(".//main") for _ in range(2))
    assert first == again
    return patient.page


class TestAPageThatWasNotSaved:
    @pytest.mark.parametrize(
        "typed",
        [
            {"dem_name": "Ann L"},
            {"dem_name": "Ann L", "dem_dob-month": "13", "then": "continue"},
            {"dem_name": "Ann L", "light": "dim-dark"},
            {"dem_name": "Ann L", "language": "es"},
            {"dem_name": "Ann L", "then": "fill:dem_weight"},
        ],
    )
    def test_is_reached_by_an_address_with_what_was_typed(self, patient: Browser, typed: Typed) -> None:
        patient.go(STEP)
        page = reopened(patient, post(patient, STEP, typed))
        assert page.typed("dem_name") == ["Ann L"]

    def test_says_there_what_is_wrong_with_it(self, patient: Browser) -> None:
        patient.go(STEP)
        page = reopened(patient, post(patient, STEP, {"dem_dob-month": "13", "then": "continue"}))
        assert (page.status, page.has(".//div[@role='alert']")) == (422, True)

    def test_says_elsewhere_only_that_it_is_not_saved(self, patient: Browser) -> None:
        patient.go(STEP)
        post(patient, STEP, {"dem_dob-month": "13", "then": "continue"})
        page = patient.go(STEP)
        assert (page.status, page.typed("dem_dob-month")) == (200, ["13"])
        assert "not saved yet" in page.words(".//main")

    def test_that_asks_for_more_is_reached_by_an_address(self, patient: Browser) -> None:
        past_the_basics(patient)
        patient.answer("thunderclap", {"rf_thunderclap": "no"})
        patient.answer("mood", {"mood_thoughts": "no"})
        patient.go("/intake/step/allergies")
        page = reopened(patient, post(patient, "/intake/step/allergies", {"al_any": "yes", "then": "continue"}))
        assert page.shows("al_which")

    def test_that_clashes_with_another_tab_is_reached_by_an_address(self, clinic: Clinic, patient: Browser) -> None:
        patient.go(STEP)
        opened = patient.page
        patient.answer("basics", BASICS)
        patient.page = opened
        page = reopened(patient, post(patient, STEP, {**BASICS, "dem_name": "Anna Lee", "then": "continue"}))
        assert (page.status, page.heading) == (409, "Which answers are right?")
        patient.send({}, button="anyway")
        assert clinic.view(patient).raw_answers["dem_name"] == "Anna Lee"

    def test_with_another_row_has_it_once(self, patient: Browser) -> None:
        past_the_basics(patient)
        patient.answer("thunderclap", {"rf_thunderclap": "no"})
        patient.answer("mood", {"mood_thoughts": "no"})
        patient.answer("allergies", {"al_any": "no"})
        patient.go("/intake/step/listed")
        typed = {"med_list-0-name": "Imitrex", "then": "add:med_list"}
        page = reopened(patient, post(patient, "/intake/step/listed", typed))
        assert page.text.count("remove:med_list:") == 2


class TestAPageThatWasSavedBefore:
    def test_and_is_sent_again_by_going_back_loses_nothing(self, clinic: Clinic, patient: Browser) -> None:
        patient.go(STEP)
        opened = patient.page
        post(patient, STEP, {**BASICS, "then": "continue"})
        patient.page = opened
        page = reopened(patient, post(patient, STEP, {**BASICS, "dem_name": "Anna Lee", "dem_dob-month": "13"}))
        assert page.typed("dem_name") == ["Anna Lee"]
        assert clinic.view(patient).raw_answers["dem_name"] == "Ann Lee"


class TestWhatAPageBroughtAbout:
    def test_is_help_at_an_address_of_its_own(self, patient: Browser) -> None:
        past_the_basics(patient)
        patient.go("/intake/step/thunderclap")
        answer = post(patient, "/intake/step/thunderclap", {"rf_thunderclap": "yes", "then": "continue"})
        page = reopened(patient, answer)
        assert page.path == "/intake/step/thunderclap/news"
        assert "Call 911 now." in page.text

    def test_is_told_also_to_somebody_who_leaves(self, patient: Browser) -> None:
        past_the_basics(patient)
        page = patient.answer("thunderclap", {"rf_thunderclap": "yes"}, "later")
        assert "Call 911 now." in page.text
        assert page.has(".//main//a[@href='/intake/leave']")

    def test_is_no_page_where_there_is_nothing_to_tell(self, patient: Browser) -> None:
        past_the_basics(patient)
        patient.answer("thunderclap", {"rf_thunderclap": "no"})
        assert patient.go("/intake/step/thunderclap/news").path == "/intake/step/mood"

    def test_is_not_asked_of_a_page_that_is_not_there(self, patient: Browser) -> None:
        assert patient.go("/intake/step/nothing/news").path == "/intake/other"

"""Answers that do not seem to fit together, on the patient's pages: one tap, and never an alarm before the question."""

import pytest

from screener.definition.names import RuleId
from screener.services import submissions
from tests.web.clinics import Browser, Clinic, Page

BASICS = {
    "dem_name": "Ann Lee",
    "dem_dob-month": "6",
    "dem_dob-day": "2",
    "dem_dob-year": "1983",
    "dem_height_cm-cm": "170",
    "dem_weight_kg-kg": "70",
}
HISTORY = {
    "hx_conditions": ["none"],
    "pv_tried-beta": "never",
    "pv_tried-botox": "never",
    "am_days-triptan": "0",
    "am_days-simple": "0",
    "ha_days": "4",
}
SWAPPED = {**HISTORY, "bp-sys": "86", "bp-dia": "138"}
ONCE_MORE = "/intake/step/health_history/once-more"
ASKED = "You wrote 86 over 138. Did you swap them?"


@pytest.fixture
def patient(everything: Clinic) -> Browser:
    """Someone who has come to the page of the pressure."""
    browser = everything.patient()
    browser.answer("you_basics", BASICS)
    browser.answer("you_private", {"preg_possible": "no"})
    return browser


def say(patient: Browser, button: str) -> Page:
    return patient.send({}, button=button)


class TestASwappedPressure:
    def test_is_asked_about_with_what_was_answered(self, patient: Browser, everything: Clinic) -> None:
        page = patient.answer("health_history", SWAPPED)
        assert (page.path, page.status, page.heading) == (ONCE_MORE, 200, "Please look once more")
        assert page.words(".//h2") == ASKED
        assert "138" in page.words(".//dl")
        assert "Please read this first" not in page.text
        assert everything.view(patient).raw_answers["bp"] == {"sys": 86, "dia": 138}

    def test_is_swapped_by_one_tap(self, patient: Browser, everything: Clinic) -> None:
        patient.answer("health_history", SWAPPED)
        page = say(patient, "swap")
        assert page.path == "/intake/step/health_medicines"
        assert everything.view(patient).raw_answers["bp"] == {"sys": 138, "dia": 86}

    def test_can_be_swapped_by_who_goes_back_after_saying_that_it_is_right(
        self, patient: Browser, everything: Clinic
    ) -> None:
        asked = patient.answer("health_history", SWAPPED)
        say(patient, "right")
        data = {**asked.fields(next(form for form in asked.tree.iter("form") if form.get("action") == ONCE_MORE))}
        patient.take(patient.client.post(ONCE_MORE, data={**data, "then": ["swap"]}, follow_redirects=True))
        assert everything.view(patient).raw_answers["bp"] == {"sys": 138, "dia": 86}

    def test_brings_help_where_it_is_right(self, patient: Browser) -> None:
        patient.answer("health_history", SWAPPED)
        page = say(patient, "right")
        assert page.path == "/intake/step/health_history/news"
        assert page.heading == "Please read this first"
        assert patient.go("/intake/step/health_history/once-more").path == "/intake/step/health_medicines"

    def test_brings_help_where_the_patient_goes_on_without_a_word(self, patient: Browser) -> None:
        page = patient.answer("health_history", SWAPPED)
        form = page.tree.findall(".//main//form")[-1]
        data = {**page.fields(form), "then": ["pass"]}
        passed = patient.take(patient.client.post(ONCE_MORE, data=data, follow_redirects=True))
        assert passed.heading == "Please read this first"

    def test_brings_help_where_the_patient_saves_and_leaves(self, patient: Browser) -> None:
        page = patient.answer("health_history", SWAPPED, button="later")
        assert page.heading == "Please read this first"

    def test_can_be_changed_on_its_page(self, patient: Browser) -> None:
        page = patient.answer("health_history", SWAPPED)
        links = [link.get("href", "") for link in page.tree.findall(".//main//section//a")]
        assert links == ["/intake/step/health_history#q-bp"]
        assert (
            patient.answer("health_history", {"bp-sys": "138", "bp-dia": "86"}).path == "/intake/step/health_medicines"
        )

    def test_keeps_help_away_from_whoever_looks_for_it_meanwhile(self, patient: Browser) -> None:
        patient.answer("health_history", SWAPPED)
        assert patient.go("/intake/step/health_history/news").heading != "Please read this first"

    def test_answered_after_a_change_in_another_tab_is_asked_again(self, patient: Browser, everything: Clinic) -> None:
        page = patient.answer("health_history", SWAPPED)
        patient.answer("health_history", {"bp-sys": "87", "bp-dia": "138"})
        patient.page = page
        assert say(patient, "right").words(".//h2") == "You wrote 87 over 138. Did you swap them?"

    def test_is_asked_at_an_address_that_back_and_reload_open(self, patient: Browser) -> None:
        patient.answer("health_history", SWAPPED)
        assert patient.go(ONCE_MORE).words(".//h2") == ASKED


class TestBeforeSending:
    def test_it_is_asked_again_and_nobody_is_held(self, patient: Browser, everything: Clinic) -> None:
        patient.answer("health_history", SWAPPED, button="later")
        patient.go("/intake")
        finish(patient)
        page = patient.go("/intake/check")
        assert ASKED in page.text
        page = patient.send({"signature": "Ann Lee"}, form="sending")
        assert page.path == "/intake/sent"

    def test_what_was_confirmed_is_not_asked_again_and_is_recorded(self, patient: Browser, everything: Clinic) -> None:
        patient.answer("health_history", SWAPPED)
        say(patient, "right")
        finish(patient)
        page = patient.go("/intake/check")
        assert ASKED not in page.text
        patient.send({"signature": "Ann Lee"}, form="sending")
        with everything.services.reading() as work:
            sent = submissions.own(work, intake_id=everything.view(patient).id)
        assert list(sent.confirmed) == [RuleId("R-CHK-01")]

    def test_it_can_be_swapped_there(self, patient: Browser, everything: Clinic) -> None:
        patient.answer("health_history", SWAPPED, button="later")
        finish(patient)
        patient.go("/intake/check")
        page = say(patient, "swap")
        assert page.path == "/intake/check"
        assert ASKED not in page.text
        assert everything.view(patient).raw_answers["bp"] == {"sys": 138, "dia": 86}


def finish(patient: Browser) -> None:
    """The pages behind the pressure."""
    typed = {"med_list-none": "yes", "notice": "yes", "consent": "yes", "consent-signature": "Ann Lee"}
    patient.answer("health_medicines", typed, button="anyway")


class TestASlip:
    @pytest.mark.parametrize("then", ["", "nothing", "swap"])
    def test_in_what_is_sent_is_no_crash(self, patient: Browser, then: str) -> None:
        page = patient.answer("health_history", SWAPPED)
        token = page.fields(page.form())["csrf_token"]
        sent = patient.client.post(ONCE_MORE, data={"csrf_token": token, "then": then, "check": "R-NO-1"})
        assert sent.status_code == 303

    def test_in_the_address_leads_to_the_list_of_pages(self, patient: Browser) -> None:
        assert patient.go("/intake/step/nowhere/once-more").path == "/intake/other"
        assert patient.go("/intake/step/health_medicines/once-more").path == "/intake/other"


class TestALineThatCannotBeWhatItShould:
    def test_is_pointed_out_once_and_kept_as_it_was_typed(self, everything: Clinic) -> None:
        browser = everything.patient()
        browser.answer("you_basics", BASICS)
        page = browser.answer("you_private", {"preg_possible": "no", "nickname": "not an email"})
        assert "does not look like an e-mail address" in page.words(".//div[@role='alert']")
        assert page.typed("nickname") == ["not an email"]
        assert browser.send({}, form="step", button="continue").path == "/intake/step/health_history"
        assert everything.view(browser).raw_answers["nickname"] == "not an email"

    def test_is_pointed_out_under_an_agreement(self, patient: Browser, everything: Clinic) -> None:
        patient.answer("health_history", HISTORY, button="anyway")
        typed = {"med_list-none": "yes", "notice": "yes", "consent": "yes", "consent-signature": "x"}
        page = patient.answer("health_medicines", typed)
        assert "does not look like a name" in page.words(".//div[@role='alert']")
        patient.send({}, form="step", button="continue")
        assert everything.view(patient).raw_answers["consent"] == {"agreed": "yes", "signature": "x"}

    def test_as_the_last_signature_is_pointed_out_and_holds_nobody(self, patient: Browser) -> None:
        patient.answer("health_history", HISTORY, button="anyway")
        finish(patient)
        patient.go("/intake/check")
        page = patient.send({"signature": "x"}, form="sending")
        assert page.status == 422
        assert "does not look like a name" in page.words(".//div[@role='alert']")
        assert page.fields(page.form("sending"))["signature"] == ["x"]
        again = patient.go(page.answer.request.full_path)
        assert again.fields(again.form("sending"))["signature"] == ["x"]
        assert patient.send({}, form="sending").path == "/intake/sent"
        assert patient.go("/intake/copy").text.count("Signed: x") == 1

    def test_as_the_last_signature_can_be_put_right(self, patient: Browser) -> None:
        patient.answer("health_history", HISTORY, button="anyway")
        finish(patient)
        patient.go("/intake/check")
        patient.send({"signature": "?"}, form="sending")
        assert patient.send({"signature": "Ann Lee"}, form="sending").path == "/intake/sent"

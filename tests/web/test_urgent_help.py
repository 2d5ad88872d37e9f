"""What a patient reads whose answers cannot wait."""

from collections.abc import Iterator

import pytest

from screener.services import alerts
from tests.questionnaires.intake_patients import FOLDER
from tests.web.clinics import Browser, Clinic, Page, make_settings, publish
from tests.web.test_going_back import past_the_basics
from tests.web.test_languages import speaking, walked

PRESSURE = {"bp_known": "yes", "bp_sys": "205", "bp_dia": "125"}


def calls(browser: Browser, within: str = ".//main/div[@class='calls']") -> list[str]:
    """The numbers to call, in their order."""
    found = browser.page.tree.find(within)
    return [] if found is None else [str(link.get("href")) for link in found.iter("a")]


@pytest.fixture
def ketamine(sqlite_url: str) -> Iterator[Clinic]:
    settings = make_settings(sqlite_url)
    publish(settings, FOLDER)
    with Clinic.opened(settings, FOLDER.name) as opened:
        yield opened


@pytest.fixture
def unreachable(sqlite_url: str) -> Iterator[Clinic]:
    """A clinic that has given no telephone number."""
    settings = make_settings(sqlite_url, clinic_phone="")
    publish(settings, FOLDER)
    with Clinic.opened(settings, FOLDER.name) as opened:
        yield opened


def before(clinic: Clinic, step: str, language: str = "en") -> Browser:
    """A patient who has come to this page, and left the others open."""
    patient = speaking(clinic.patient(), language)
    patient.go("/intake/step/before_start")
    for page in walked(patient, {"adm_emergency_ack": "yes", "adm_consent_screen": "yes"}):
        if page.path == f"/intake/step/{step}":
            return patient
    raise AssertionError(f"no page {step}")


def said(patient: Browser, step: str, typed: dict[str, str]) -> Page:
    """The page after these answers, also to what only some of them ask."""
    while not patient.answer(step, typed, "anyway").path.endswith("/news"):
        assert patient.at(step)
    return patient.page


class TestSeveralThings:
    def test_the_gravest_is_told_alone_and_the_others_are_folded(self, ketamine: Clinic) -> None:
        patient = before(ketamine, "heart_now")
        page = said(patient, "heart_now", {"cv_symptoms": "today", **PRESSURE})
        assert "call 911 now" in page.words(".//main/div[@class='help']")
        assert calls(patient) == ["tel:911"]
        assert "Sit and rest" not in page.words(".//main/div[@class='help']")
        folded = "First do what stands above. That blood pressure is very high. Sit and rest"
        assert folded in page.words(".//main/details")

    def test_what_an_earlier_page_called_for_stands_above_what_is_milder(self, ketamine: Clinic) -> None:
        patient = before(ketamine, "warning_sudden")
        patient.answer("warning_sudden", {"rf_thunderclap": "within_7d"}, "anyway")
        patient.go("/intake/step/warning_changes")
        page = patient.answer("warning_changes", {"rf_injury": "within_7d"}, "anyway")
        assert "call 911 now" in page.words(".//main/div[@class='help']")
        assert "needs a medical check today" in page.words(".//main/details")

    def test_suicide_comes_with_988_first(self, ketamine: Clinic) -> None:
        patient = before(ketamine, "mind_safety")
        page = said(patient, "mind_safety", {"sui_passive": "yes", "sui_active": "yes", "sui_now": "yes"})
        assert page.words(".//main/div[@class='help']").startswith("Call or text 988 now")
        assert calls(patient)[:3] == ["tel:988", "sms:988", "tel:911"]


class TestWhy:
    def test_the_page_says_which_answer_it_is_about_and_leads_back_to_it(self, patient: Browser) -> None:
        past_the_basics(patient)
        page = patient.answer("thunderclap", {"rf_thunderclap": "yes"})
        assert page.words(".//main/div[@class='card']").startswith("Why you see this page")
        assert page.words(".//main/div[@class='card']/p/strong") == "Yes"
        link = next(each for each in page.tree.iter("a") if each.text == "I ticked the wrong box")
        assert link.get("href") == "/intake/step/thunderclap#q-rf_thunderclap"
        assert patient.go("/intake/step/thunderclap").has(".//*[@id='q-rf_thunderclap']")

    def test_a_number_was_typed_and_not_ticked(self, ketamine: Clinic) -> None:
        page = said(before(ketamine, "heart_now"), "heart_now", PRESSURE)
        assert "This is not what I meant" in page.words(".//main/div[@class='card']")
        assert "ticked" not in page.words(".//main/div[@class='card']")

    def test_an_answer_taken_back_leaves_the_alert_to_somebody(self, clinic: Clinic, patient: Browser) -> None:
        past_the_basics(patient)
        patient.answer("thunderclap", {"rf_thunderclap": "yes"})
        patient.answer("thunderclap", {"rf_thunderclap": "no"})
        with clinic.services.reading() as work:
            (alert,) = alerts.standing(work)
        assert alert.reference == clinic.view(patient).reference

    def test_the_page_says_when_the_clinic_was_told_and_claims_no_more(self, patient: Browser) -> None:
        past_the_basics(patient)
        page = patient.answer("thunderclap", {"rf_thunderclap": "yes"})
        assert "put on the clinic’s list: Thursday, 12:00 PM." in page.text
        assert "We cannot tell whether anyone has seen it." in page.text


class TestWithoutANumber:
    @pytest.mark.parametrize(
        ("language", "instead"),
        [
            ("en", "Go to the nearest emergency room, or call 911."),
            ("es", "Vaya a la sala de emergencias más cercana, o llame al 911."),
        ],
    )
    def test_nobody_is_told_to_call_the_clinic(self, unreachable: Clinic, language: str, instead: str) -> None:
        patient = before(unreachable, "heart_now", language)
        page = said(patient, "heart_now", PRESSURE)
        help_ = page.words(".//main/div[@class='help']")
        assert instead in help_
        assert "the clinic" not in help_
        assert "la clínica" not in help_
        assert calls(patient) == ["tel:911"]
        assert page.has(".//main/div[@class='calls']/a[@class='button']")

    def test_a_clinic_with_a_number_is_called(self, ketamine: Clinic) -> None:
        patient = before(ketamine, "heart_now")
        page = said(patient, "heart_now", PRESSURE)
        assert "Call (555) 010-0199 or your doctor." in page.words(".//main/div[@class='help']")
        assert calls(patient) == ["tel:5550100199", "tel:911"]


class TestTheEmergencyNotice:
    def refused(self, clinic: Clinic, **more: str) -> Browser:
        patient = clinic.patient()
        typed = {"adm_emergency_ack": "no", "adm_consent_screen": "yes", **more}
        patient.answer("before_start", typed, "anyway")
        return patient

    def test_a_no_is_answered_by_what_to_do_and_asked_once_more(self, ketamine: Clinic) -> None:
        patient = self.refused(ketamine)
        assert patient.page.path == "/intake/step/before_start/news"
        assert patient.page.heading == "Nobody watches this form"
        assert calls(patient) == ["tel:911", "tel:988", "sms:988"]
        link = next(each for each in patient.page.tree.iter("a") if each.text == "Yes: I will change my answer")
        assert link.get("href") == "/intake/step/before_start#q-adm_emergency_ack"

    def test_nobody_is_held(self, ketamine: Clinic) -> None:
        patient = self.refused(ketamine)
        ahead = next(each for each in patient.page.tree.iter("a") if each.text == "Continue")
        assert patient.go(str(ahead.get("href"))).path == "/intake/step/you"
        again = {"adm_emergency_ack": "no", "adm_consent_screen": "yes"}
        assert patient.answer("before_start", again, "anyway").path == "/intake/step/you"

    def test_a_yes_leads_on(self, ketamine: Clinic) -> None:
        patient = ketamine.patient()
        typed = {"adm_emergency_ack": "yes", "adm_consent_screen": "yes"}
        assert patient.answer("before_start", typed, "anyway").path == "/intake/step/you"

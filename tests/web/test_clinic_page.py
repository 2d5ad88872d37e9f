"""The clinic's page of settings: who may change them, what is refused, and where they are seen."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from screener.app import create_app
from screener.jobs.mailing import reminder_letter
from screener.jobs.running import work_off
from screener.services import clinic_settings, invitations, letters
from screener.services.invitations import IssuedInvitation
from screener.services.permissions import PERMISSIONS, Permission, Role
from screener.services.reminders import Reminder
from screener.services.unit_of_work import Services, UnitOfWork
from screener.web.clinic import board
from tests.web.clinics import BORN, OPERATOR, Browser, Clinic, make_settings
from tests.web.staff import sign_in
from tests.web.test_intake import walked

PAGE = "/staff/clinic/"


@pytest.fixture
def desk(clinic: Clinic) -> Browser:
    browser = clinic.visitor()
    sign_in(browser.client, Role.MANAGER)
    browser.go(PAGE)
    return browser


def foot(browser: Browser, path: str = "/code") -> str:
    return browser.go(path).words(".//footer[@class='foot']")


class TestThePage:
    @pytest.mark.parametrize("role", Role)
    def test_is_for_those_who_may(self, clinic: Clinic, role: Role) -> None:
        browser = clinic.visitor()
        sign_in(browser.client, role)
        may = Permission.MANAGE_CLINIC in PERMISSIONS[role]
        assert browser.go(PAGE).status == (200 if may else 403)

    def test_says_that_there_is_no_number_to_call(self, sqlite_url: str) -> None:
        with Clinic.opened(make_settings(sqlite_url, clinic_phone=""), "headache-visit") as clinic:
            browser = clinic.visitor()
            sign_in(browser.client, Role.MANAGER)
            assert "No telephone number" in browser.go(PAGE).text
            browser.send({"phone": "(555) 010-0177"})
            assert "No telephone number" not in browser.go(PAGE).text

    def test_says_where_each_word_comes_from(self, desk: Browser) -> None:
        assert "Now: “Harbor Clinic”, from the server's settings." in desk.page.text.replace("&#39;", "'")
        desk.send({"name": "Haven"})
        assert "Now: “Haven”, chosen here." in desk.page.text
        assert desk.page.fields(desk.page.form())["phone"] == [""]

    def test_puts_back_what_is_emptied(self, desk: Browser) -> None:
        desk.send({"name": "Haven"})
        desk.send({"name": ""})
        assert desk.page.words(".//*[@class='brand']") == "Harbor Clinic"

    def test_asks_for_the_password_after_a_while(self, clinic: Clinic, desk: Browser) -> None:
        clinic.later(minutes=16)
        desk.send({"name": "Haven"})
        assert "Haven" not in clinic.visitor().go("/code").text

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, desk: Browser) -> None:
        desk.send({"name": "<b>Haven</b>", "phone": "soon"})
        assert desk.page.status == 422
        assert "write it as it is dialed" in desk.page.text
        fields = desk.page.fields(desk.page.form())
        assert (fields["name"], fields["phone"]) == (["<b>Haven</b>"], ["soon"])

    def test_tells_the_second_of_two_and_loses_nothing(self, clinic: Clinic, desk: Browser) -> None:
        other = clinic.visitor()
        sign_in(other.client, Role.DIRECTOR)
        other.go(PAGE)
        desk.send({"name": "Haven"})
        other.send({"name": "Hamlet"})
        assert other.page.status == 409
        assert "Somebody else changed these settings" in other.page.text
        assert "Now: “Haven”" in other.page.text
        other.send({})
        assert other.page.words(".//*[@class='brand']") == "Hamlet"

    def test_leaves_what_somebody_else_changed_meanwhile(self, clinic: Clinic, desk: Browser) -> None:
        other = clinic.visitor()
        sign_in(other.client, Role.DIRECTOR)
        other.go(PAGE)
        desk.send({"name": "Haven"})
        other.send({"reach": "We answer on weekdays."})
        assert other.page.status == 200
        assert other.page.words(".//*[@class='brand']") == "Haven"
        assert "We answer on weekdays." in other.page.text

    @pytest.mark.parametrize("version", ["", "-1", "x", "9" * 4000, "٣"])
    def test_takes_a_version_of_nobodys_for_an_old_one(self, desk: Browser, version: str) -> None:
        desk.send({"name": "Haven", "version": version})
        assert desk.page.status == 409


class TestHowLongThingsLast:
    def test_is_said_to_patients_and_holds(self, clinic: Clinic, desk: Browser, patient: Browser) -> None:
        desk.send({"idle_minutes": "10"})
        assert "not used for 10 minutes" in foot(patient, "/intake")
        clinic.later(minutes=9)
        assert patient.go("/intake").path == "/intake"
        clinic.later(minutes=9)
        assert patient.go("/intake").path == "/intake"
        clinic.later(minutes=11)
        assert patient.go("/intake").path == "/away"

    def test_is_kept_and_says_that_nothing_deletes_yet(self, desk: Browser) -> None:
        assert "Nothing is deleted by age" in desk.page.text
        desk.send({"finished_days": "3650"})
        assert "Now: 3650, chosen here." in desk.page.text


class TestTheWords:
    def test_stand_on_patients_pages_beside_the_help_that_stays(self, clinic: Clinic, desk: Browser) -> None:
        desk.send({"name": "Haven", "phone": "(555) 010-0123", "emergency": "Nurses: <i>press 1</i>."})
        visitor = clinic.visitor()
        words = foot(visitor)
        assert visitor.page.words(".//*[@class='brand']") == "Haven"
        assert "Nurses: <i>press 1</i>." in words
        assert "(555) 010-0123" in words
        assert visitor.page.has(".//footer//a[@href='tel:911']")
        assert visitor.page.has(".//footer//a[@href='tel:988']")

    def test_are_spanish_on_spanish_pages_where_there_are_some(self, clinic: Clinic, desk: Browser) -> None:
        desk.send({"emergency": "Press 1."})
        visitor = clinic.visitor()
        visitor.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "es"
        visitor.go("/code")
        assert visitor.page.words(".//footer//p[@lang='en']") == "Press 1."
        desk.send({"emergency_es": "Marque 1."})
        assert "Marque 1." in foot(visitor)
        assert not visitor.page.has(".//footer//p[@lang]")

    def test_reach_other_processes_within_seconds(self, clinic: Clinic, desk: Browser) -> None:
        with Services(clinic.services.settings) as services:
            other = create_app(clinic.services.settings, clock=clinic.clock, services=services)
            client = other.test_client()
            assert "Harbor Clinic" in client.get("/code").text
            desk.send({"name": "Haven"})
            with other.app_context():
                board().until = 0  # as when its two seconds are over
            assert "Haven" in client.get("/code").text

    def test_are_as_last_seen_while_the_database_is_away(self, clinic: Clinic, desk: Browser, tmp_path: Path) -> None:
        desk.send({"name": "Haven"})
        visitor = clinic.visitor()
        visitor.go("/code")
        with clinic.app.app_context():
            board().until = 0
        clinic.services.close()
        (tmp_path / "screener.db").rename(tmp_path / "away.db")
        assert "Haven" in visitor.go("/code").text

    def test_are_printed_in_a_copy_made_after_they_changed(
        self, clinic: Clinic, desk: Browser, patient: Browser
    ) -> None:
        walked(patient).go("/intake/check")
        patient.send({"signature": "Ann Lee"})
        assert "Harbor Clinic" in printed(clinic, patient)
        desk.send({"name": "Haven"})
        assert "Haven" in printed(clinic, patient)

    def test_stand_in_letters_and_mail(self, clinic: Clinic, desk: Browser) -> None:
        desk.send({"name": "Haven", "phone": "(555) 010-0123"})
        with clinic.services.unit_of_work() as work:
            letter = letters.with_link(work, clinic_invitation(work, clinic), language="en", now=clinic.clock.now())
            words = clinic_settings.of(work)
        assert "Haven" in str(letter)
        mail = reminder_letter(words, Reminder("ann@home.example", "2026-01-29"))
        assert "Haven" in mail.subject
        assert "(555) 010-0123" in mail.text


def printed(clinic: Clinic, patient: Browser) -> str:
    patient.client.get("/intake/copy.pdf")
    work_off(clinic.services, clinic.clock)
    copy = patient.client.get("/intake/copy.pdf")
    return "".join(page.extract_text() for page in PdfReader(BytesIO(copy.data)).pages)


def clinic_invitation(work: UnitOfWork, clinic: Clinic) -> IssuedInvitation:
    return invitations.issue(
        work, slug=clinic.slug, patient_name="Ann Lee", date_of_birth=BORN, now=clinic.clock.now(), actor=OPERATOR
    )

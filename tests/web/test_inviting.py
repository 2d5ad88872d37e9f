"""The front desk: invitations, letters, and the clinic's tablet."""

import re

import pytest

from screener.services.permissions import Role
from tests.web.clinics import Browser, Clinic
from tests.web.staff import sign_in
from tests.web.test_intake import walked


@pytest.fixture
def desk(clinic: Clinic) -> Browser:
    """A member of the front desk, at the invitations."""
    browser = clinic.visitor()
    sign_in(browser.client, Role.MANAGER)
    browser.go("/staff/invitations/")
    return browser


def invite(desk: Browser, **typed: str) -> str:
    """The link that was made."""
    desk.send({"name": "Ann Lee", "born": "1983-06-02", "questionnaire": "headache-visit", **typed}, form=None)
    found = re.search(r"/i/[\w-]{20,}", desk.page.text)
    return found[0] if found else ""


def act(desk: Browser, words: str) -> None:
    """Presses the first button with these words."""
    form = next(
        each
        for each in desk.page.tree.iter("form")
        if any(" ".join("".join(one.itertext()).split()) == words for one in each.iter("button"))
    )
    desk.take(desk.client.post(form.get("action") or "", data=desk.page.fields(form), follow_redirects=True))


class TestInviting:
    def test_shows_the_link_once(self, clinic: Clinic, desk: Browser) -> None:
        link = invite(desk)
        patient = clinic.visitor()
        patient.go(link)
        patient.send({"born-month": "6", "born-day": "2", "born-year": "1983"})
        assert patient.page.path == "/intake/about"
        assert link not in desk.go("/staff/invitations/").text

    def test_follows_how_far_it_has_come(self, clinic: Clinic, desk: Browser) -> None:
        patient = clinic.patient()
        assert "Begun" in desk.go("/staff/invitations/").text
        walked(patient).go("/intake/check")
        patient.send({"signature": "Ann Lee"})
        page = desk.go("/staff/invitations/")
        assert [state.text for state in page.tree.findall(".//span[@class='state good']")] == ["Sent"]

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"name": " "}, "Type the patient"),
            ({"born": ""}, "Give the date of birth."),
            ({"born": "2983-06-02"}, "birth"),
        ],
    )
    def test_says_what_is_missing(self, desk: Browser, typed: dict[str, str], words: str) -> None:
        invite(desk, **typed)
        assert desk.page.status == 422
        assert words in desk.page.words(".//div[@class='summary']")

    def test_makes_a_new_link_and_the_old_one_leads_nowhere(self, clinic: Clinic, desk: Browser) -> None:
        old = invite(desk)
        act(desk, "New link")
        assert "The link is new." in desk.page.text
        patient = clinic.visitor()
        patient.go(old)
        patient.send({"born-month": "6", "born-day": "2", "born-year": "1983"})
        assert patient.page.status == 422

    def test_prints_the_letter(self, desk: Browser) -> None:
        invite(desk)
        form = next(each for each in desk.page.tree.iter("form") if "letter.pdf" in (each.get("action") or ""))
        answer = desk.client.post(form.get("action") or "", data=desk.page.fields(form))
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")

    def test_closes_a_link_and_erases_for_a_wrong_person(self, clinic: Clinic, desk: Browser) -> None:
        patient = clinic.patient()
        walked(patient)
        desk.go("/staff/invitations/")
        act(desk, "Wrong person: close and erase")
        assert "Nothing that was typed in this form is kept." in desk.page.text
        assert patient.go("/intake").path == "/away"

    def test_does_not_tell_the_front_desk_whether_there_was_something_to_erase(
        self, clinic: Clinic, desk: Browser
    ) -> None:
        walked(clinic.patient())
        desk.go("/staff/invitations/")
        for _ in range(2):  # the second time as after a patient who said no to the screening
            act(desk, "Wrong person: close and erase")
            assert "Closed. Nothing that was typed in this form is kept." in desk.page.text


class TestTheTablet:
    @pytest.fixture
    def tablet(self, desk: Browser) -> Browser:
        """In the patient's hands, who has confirmed the birth date."""
        invite(desk)
        act(desk, "Hand over this tablet")
        assert desk.page.path.startswith("/i/")
        desk.send({"born-month": "6", "born-day": "2", "born-year": "1983"})
        assert desk.page.path == "/intake/about"
        return desk

    def test_has_no_member_signed_in(self, tablet: Browser) -> None:
        assert tablet.go("/staff/invitations/").path == "/staff/sign-in"

    def test_asks_for_itself_back_once_the_form_is_sent_and_keeps_nothing(self, tablet: Browser) -> None:
        walked(tablet).go("/intake/check")
        page = tablet.send({"signature": "Ann Lee"})
        assert page.path == "/intake/sent"
        assert page.answer.headers["Refresh"].endswith("url=/tablet/over")
        assert "hand the tablet back" in page.text
        over = tablet.go("/tablet/over")
        assert "Please hand the tablet back" in over.text
        assert over.answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
        for gone in ("/intake", "/intake/sent", "/intake/copy"):
            assert tablet.go(gone).path == "/away"

    def test_asks_for_itself_back_from_who_leaves_or_falls_asleep(self, clinic: Clinic, tablet: Browser) -> None:
        clinic.later(minutes=31)
        assert tablet.go("/intake").path == "/tablet/over"

    def test_on_a_patients_own_phone_nothing_of_this_happens(self, clinic: Clinic, patient: Browser) -> None:
        walked(patient).go("/intake/check")
        page = patient.send({"signature": "Ann Lee"})
        assert "Refresh" not in page.answer.headers
        assert "tablet" not in page.text
        clinic.later(minutes=31)
        assert patient.go("/intake").path == "/away"

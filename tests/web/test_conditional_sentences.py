"""Sentences that hold only sometimes: each page says them where the program knows them, and nowhere else."""

from io import BytesIO

import pytest

from screener.services import accounts
from screener.services.jobs import JobKind
from screener.services.permissions import Role
from screener.web.background import KINDS
from tests.web.clinics import OPERATOR, Browser, Clinic
from tests.web.staff import sign_in
from tests.web.test_intake import sent, walked
from tests.web.test_steps import BASICS

KEPT = "Every page that you saved is kept."


def leave(patient: Browser) -> None:
    page = patient.go("/intake/leave")
    patient.client.post("/leave", data=page.fields(page.tree))


class TestABreak:
    def test_says_what_is_kept_to_a_patient_who_is_inside(self, patient: Browser) -> None:
        assert KEPT in patient.go("/break").text

    def test_says_nothing_of_it_to_anybody_else(self, clinic: Clinic, patient: Browser, visitor: Browser) -> None:
        clinic.later(minutes=40)
        for browser in (patient, visitor):
            assert "There is no hurry." in browser.go("/break").text
            assert KEPT not in browser.page.text


class TestComingBackLater:
    def test_says_that_pages_are_kept_once_there_are_any(self, patient: Browser) -> None:
        assert KEPT not in patient.go("/intake/leave").words(".//main")
        patient.answer("basics", BASICS)
        assert KEPT in patient.go("/intake/leave").words(".//main")

    def test_says_that_something_is_not_saved_where_it_is_not(self, patient: Browser) -> None:
        patient.answer("basics", BASICS)
        assert "not saved yet" not in patient.go("/intake/leave").text
        patient.answer("thunderclap", {"rf_thunderclap": []})
        patient.answer("basics", {**BASICS, "dem_dob-month": "13"})
        assert "not saved yet" in patient.go("/intake/leave").text

    def test_is_not_offered_for_a_form_that_was_sent(self, patient: Browser) -> None:
        sent(patient)
        assert patient.go("/intake/leave").path == "/intake/sent"


class TestAPageAboutAFormThatIsClosed:
    @pytest.mark.parametrize("path", ["/left", "/away"])
    def test_is_not_shown_while_it_is_open(self, patient: Browser, path: str) -> None:
        assert patient.go(path).path == "/intake"
        leave(patient)
        assert patient.go(path).path == path

    def test_of_another_patient_is_not_shown_where_none_is_open(self, visitor: Browser) -> None:
        assert visitor.go("/other-form").path == "/away"

    def test_is_not_shown_to_a_member_who_is_inside(self, clinic: Clinic, visitor: Browser) -> None:
        assert "You are signed out" in visitor.go("/staff/signed-out").text
        sign_in(visitor.client, Role.CLINICIAN)
        assert visitor.go("/staff/signed-out?away").path == "/staff/"


class TestAMembersSessionThatIsOver:
    def test_is_not_said_to_have_been_left_alone_where_it_was_ended_elsewhere(
        self, clinic: Clinic, visitor: Browser
    ) -> None:
        member = sign_in(visitor.client, Role.CLINICIAN)
        with clinic.services.unit_of_work() as work:
            accounts.disable(work, member_id=member.id, now=clinic.clock.now(), actor=OPERATOR)
        assert "ended on another device or by a colleague" in visitor.go("/staff/").text


class TestSigningInAgain:
    def test_speaks_of_what_was_typed_only_where_a_form_was_sent(self, clinic: Clinic, visitor: Browser) -> None:
        sign_in(visitor.client, Role.ADMIN)
        assert "What you typed" not in visitor.go("/staff/again").text

    def test_says_that_a_file_has_to_be_chosen_again(self, clinic: Clinic, visitor: Browser) -> None:
        sign_in(visitor.client, Role.ADMIN)
        token = visitor.go("/staff/clinic/").fields(visitor.page.tree)["csrf_token"]
        clinic.later(minutes=20)
        picture = (BytesIO(b"a picture"), "logo.png")
        for data, words in (
            ({}, "What you typed goes on with it."),
            ({"picture": picture}, "Choose the file once more"),
        ):
            answer = visitor.client.post("/staff/clinic/logo", data={"csrf_token": token, **data})
            assert words in visitor.take(answer).text


class TestALockedDoor:
    def test_says_nothing_of_a_form_that_may_not_be_there(self, visitor: Browser) -> None:
        for _ in range(8):
            visitor.go("/code")
            page = visitor.send({"code": "22222-22222", "born-month": "6", "born-day": "2", "born-year": "1983"})
        assert page.status == 429
        assert "this form is closed" not in page.text
        assert "no other try is possible" in page.text


class TestTheBackground:
    def test_knows_each_kind_of_work_so_that_nothing_waits_unseen(self) -> None:
        assert set(KINDS) == set(JobKind)


class TestErasing:
    def test_twice_does_not_say_that_nothing_had_been_typed(self, clinic: Clinic, patient: Browser) -> None:
        walked(patient)
        desk = clinic.visitor()
        sign_in(desk.client, Role.CLINICIAN)
        for words in ("what was typed is erased", "There is nothing to erase"):
            page = desk.go("/staff/invitations/")
            form = next(form for form in page.tree.iter("form") if "erase" in page.fields(form))
            desk.take(desk.client.post(form.get("action") or "", data=page.fields(form), follow_redirects=True))
            assert words in desk.page.text

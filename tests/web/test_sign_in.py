"""The staff's way in and out, over HTTP."""

import pytest
from flask import request
from markupsafe import escape

from screener.services import accounts, sign_in_tries
from screener.services.permissions import Permission, Role
from screener.web.access import actor, permit
from tests.web.clinics import Browser, Clinic
from tests.web.staff import OPERATOR, PASSWORD, add_member, let_in

EMAIL = "dana@clinic.example"


@pytest.fixture
def clinic_with_staff(clinic: Clinic) -> Clinic:
    add_member(clinic.app.extensions["screener"], Role.CLINICIAN, email=EMAIL, has_password=True)
    return clinic


@pytest.fixture
def desk(clinic_with_staff: Clinic) -> Browser:
    return clinic_with_staff.visitor()


def type_in(browser: Browser, email: str = EMAIL, password: str = PASSWORD) -> None:
    browser.go("/staff/sign-in")
    browser.send({"email": email, "password": password})


class TestSigningIn:
    def test_leads_to_the_first_page(self, desk: Browser) -> None:
        type_in(desk)
        assert (desk.page.path, desk.page.heading) == ("/staff/", "Good to see you, Dana")

    def test_takes_the_address_in_any_case(self, desk: Browser) -> None:
        type_in(desk, email=" Dana@Clinic.example ")
        assert desk.page.path == "/staff/"

    def test_goes_on_to_where_one_was_going(self, desk: Browser) -> None:
        desk.go("/staff/?from=letter")
        assert desk.page.path == "/staff/sign-in"
        desk.send({"email": EMAIL, "password": PASSWORD})
        assert desk.page.answer.request.full_path == "/staff/?from=letter"

    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example/", "//evil.example/staff/", "/intake", "/staff/\\evil"]
    )
    def test_goes_to_nobody_elses_page(self, desk: Browser, elsewhere: str) -> None:
        desk.go("/staff/sign-in")
        desk.send({"email": EMAIL, "password": PASSWORD, "then": elsewhere})
        assert desk.page.path == "/staff/"

    @pytest.mark.parametrize(("email", "password"), [(EMAIL, "something else"), ("nobody@clinic.example", PASSWORD)])
    def test_says_the_same_for_a_wrong_password_and_for_nobody(self, desk: Browser, email: str, password: str) -> None:
        type_in(desk, email, password)
        assert desk.page.status == 422
        assert "The e-mail address or the password is wrong." in desk.page.text
        assert password not in desk.page.text

    def test_gives_a_new_cookie_each_time(self, desk: Browser) -> None:
        ids = set()
        for _ in range(2):
            type_in(desk)
            with desk.client.session_transaction() as cookie:
                ids.add(cookie["staff"])
                assert set(cookie) <= {"staff", "csrf_token"}
        assert len(ids) == 2

    def test_is_refused_to_who_was_disabled(self, clinic_with_staff: Clinic, desk: Browser) -> None:
        now = clinic_with_staff.clock.now()
        with clinic_with_staff.services.unit_of_work() as work:
            account = accounts.find_by_email(work, email=EMAIL, now=now)
            assert account is not None
            accounts.disable(work, member_id=account.member.id, now=now, actor=OPERATOR)
        type_in(desk)
        assert "The e-mail address or the password is wrong." in desk.page.text


class TestAKnownDevice:
    def test_stays_open_while_a_colleague_guesses_from_the_same_place(self, clinic: Clinic, desk: Browser) -> None:
        type_in(desk)
        cookie = next(each for each in desk.client._cookies.values() if each.key == "device")
        assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Strict", "/")
        stranger = clinic.visitor()
        for _ in range(35):
            type_in(stranger, password="wrong guess")
        assert stranger.page.status == 429
        type_in(desk)
        assert desk.page.path == "/staff/"

    def test_stays_known_after_signing_out(self, clinic: Clinic, desk: Browser) -> None:
        type_in(desk)
        token = desk.page.fields(desk.page.tree.find(".//form"))["csrf_token"][0]  # type: ignore[arg-type]
        desk.client.post("/staff/sign-out", data={"csrf_token": token})
        stranger = clinic.visitor()
        for _ in range(12):
            type_in(stranger, password="wrong guess")
        type_in(desk)
        assert desk.page.path == "/staff/"

    def test_is_one_no_more_once_a_patient_had_it(self, desk: Browser) -> None:
        type_in(desk)
        assert '"cookies"' in desk.client.get("/tablet/over").headers["Clear-Site-Data"]


class TestManyWrongTriesFromEverywhere:
    @pytest.mark.parametrize("email", [EMAIL, "nobody@clinic.example"])
    def test_ask_for_a_code_first(self, clinic_with_staff: Clinic, desk: Browser, email: str) -> None:
        with clinic_with_staff.services.unit_of_work() as work:
            for number in range(work.settings.sign_in_tries_in_all):
                moment = clinic_with_staff.clock.now()
                sign_in_tries.count(work, email=email, address=f"198.51.100.{number}", now=moment)
        type_in(desk, email=email)
        assert desk.page.status == 429
        assert "Try again in 1 minute with a code of your authenticator." in desk.page.text
        clinic_with_staff.later(minutes=1)
        desk.send({"email": email, "password": "wrong guess", "code": ""})
        assert "There were many wrong tries at this address." in desk.page.text
        desk.send({"email": email, "password": "wrong guess", "code": "123456"})
        assert "The e-mail address or the password is wrong." in desk.page.text


class TestGuessing:
    def test_closes_the_account_for_a_time(self, clinic_with_staff: Clinic, desk: Browser) -> None:
        for number in range(10):
            type_in(desk, password=f"wrong guess {number}")
            assert desk.page.status == 422
        type_in(desk)
        assert desk.page.status == 429
        assert "Try again in 15 minutes" in desk.page.text
        clinic_with_staff.later(minutes=15)
        type_in(desk)
        assert desk.page.path == "/staff/"

    def test_closes_an_account_that_is_none_of_ours_just_so(self, desk: Browser) -> None:
        for _ in range(10):
            type_in(desk, email="nobody@clinic.example")
            assert desk.page.status == 422
        type_in(desk, email="nobody@clinic.example")
        assert "Try again in 15 minutes" in desk.page.text

    def test_at_one_account_leaves_the_others_open(self, clinic_with_staff: Clinic, desk: Browser) -> None:
        add_member(clinic_with_staff.app.extensions["screener"], email="rob@clinic.example", has_password=True)
        for _ in range(11):
            type_in(desk, password="wrong guess")
        type_in(desk, email="rob@clinic.example")
        assert desk.page.path == "/staff/"


class TestSigningOut:
    def test_ends_the_session_on_the_server(self, desk: Browser) -> None:
        type_in(desk)
        with desk.client.session_transaction() as cookie:
            kept = cookie["staff"]
        token = desk.page.fields(desk.page.tree.find(".//form"))["csrf_token"][0]  # type: ignore[arg-type]
        left = desk.client.post("/staff/sign-out", data={"csrf_token": token})
        assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
        with desk.client.session_transaction() as cookie:
            assert "staff" not in cookie
            cookie["staff"] = kept
        assert desk.go("/staff/").path == "/staff/signed-out"

    def test_happens_by_itself_after_half_an_hour_away(self, clinic_with_staff: Clinic, desk: Browser) -> None:
        type_in(desk)
        clinic_with_staff.later(minutes=29)
        assert desk.go("/staff/").path == "/staff/"
        clinic_with_staff.later(minutes=31)
        assert "it was not used for a while" in desk.go("/staff/").text

    def test_happens_by_itself_after_twelve_hours_of_use(self, clinic_with_staff: Clinic, desk: Browser) -> None:
        type_in(desk)
        for _ in range(28):
            clinic_with_staff.later(minutes=25)
            assert desk.go("/staff/").path == "/staff/"
        clinic_with_staff.later(minutes=25)
        assert desk.go("/staff/").path == "/staff/signed-out"

    def test_happens_where_a_patient_comes_in(self, clinic_with_staff: Clinic, desk: Browser) -> None:
        """A device handed to a patient is no desk any more."""
        type_in(desk)
        desk.come_in(clinic_with_staff.invite())
        assert desk.go("/staff/").path == "/staff/sign-in"


class TestWhatNeedsAFreshSignIn:
    @pytest.fixture
    def signed(self, clinic_with_staff: Clinic, desk: Browser) -> Clinic:
        """A form that may be sent only shortly after a sign-in."""

        @permit(Permission.DECIDE, fresh=True)
        def decide() -> str:
            assert "again-password" not in request.form
            told = ", ".join(request.form.getlist("reason"))
            return f"<!doctype html><title>Done</title><h1>{escape(told)} by {escape(actor())}</h1>"

        clinic_with_staff.app.add_url_rule("/staff/trial", "trial", decide, methods=["GET", "POST"])
        type_in(desk)
        return clinic_with_staff

    def decide(self, desk: Browser) -> None:
        token = desk.page.fields(desk.page.tree.find(".//form"))["csrf_token"][0]  # type: ignore[arg-type]
        desk.take(desk.client.post("/staff/trial", data={"csrf_token": token, "reason": ["pulse & <b>", "age"]}))

    def test_goes_through_at_once(self, signed: Clinic, desk: Browser) -> None:
        self.decide(desk)
        assert desk.page.status == 200

    def test_asks_for_the_password_later_and_loses_nothing(self, signed: Clinic, desk: Browser) -> None:
        signed.later(minutes=16)
        desk.go("/staff/")
        self.decide(desk)
        assert (desk.page.status, desk.page.heading) == (401, "Sign in again")
        desk.send({"again-password": "wrong again and again"})
        assert (desk.page.status, "The password is wrong." in desk.page.text) == (422, True)
        desk.send({"again-password": PASSWORD})
        assert desk.page.heading.startswith("pulse & <b>, age by staff:")

    def test_stays_open_for_a_while_afterwards(self, signed: Clinic, desk: Browser) -> None:
        signed.later(minutes=16)
        desk.go("/staff/trial")
        assert desk.page.path == "/staff/again"
        desk.send({"again-password": PASSWORD})
        assert desk.page.path == "/staff/trial"
        signed.later(minutes=14)
        desk.go("/staff/")
        self.decide(desk)
        assert desk.page.status == 200

    def test_is_not_opened_by_using_the_pages(self, signed: Clinic, desk: Browser) -> None:
        for _ in range(4):
            signed.later(minutes=5)
            desk.go("/staff/")
        self.decide(desk)
        assert desk.page.status == 401

    def test_counts_wrong_passwords_like_any_others(self, signed: Clinic, desk: Browser) -> None:
        signed.later(minutes=16)
        desk.go("/staff/again")
        for _ in range(10):
            desk.send({"again-password": "wrong again and again"})
            assert desk.page.status == 422
        desk.send({"again-password": PASSWORD})
        assert desk.page.status == 429


class TestANewSession:
    def test_is_nobodys_by_guessing(self, clinic: Clinic) -> None:
        browser = clinic.visitor()
        with browser.client.session_transaction() as cookie:
            cookie["staff"] = "A" * 43
        assert browser.go("/staff/").path == "/staff/signed-out"

    def test_ends_when_the_account_is_disabled(self, clinic: Clinic) -> None:
        browser = clinic.visitor()
        house = clinic.app.extensions["screener"]
        member = add_member(house)
        let_in(browser.client, member)
        assert browser.go("/staff/").path == "/staff/"
        with clinic.services.unit_of_work() as work:
            accounts.disable(work, member_id=member.id, now=clinic.clock.now(), actor=OPERATOR)
        assert browser.go("/staff/").path == "/staff/signed-out"

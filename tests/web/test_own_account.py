"""What members do about their own accounts: password, authenticator, recovery codes, sessions, set-up link."""

from dataclasses import dataclass

import pyotp
import pytest

from screener.services import set_up
from screener.services.accounts import StaffMember
from screener.services.permissions import Role
from screener.web.house import House
from tests.web.clinics import Browser, Clinic, make_settings
from tests.web.conftest import VISIT
from tests.web.staff import OPERATOR, PASSWORD, add_member, let_in, set_up_factor

EMAIL = "dana@clinic.example"
NEXT = "velvet harpoon orchard"


@dataclass
class Desk:
    """A clinic, a member with a password, and a browser in which they are signed in."""

    clinic: Clinic
    house: House
    member: StaffMember
    browser: Browser

    def press(self, words: str, typed: dict[str, str] | None = None) -> None:
        """Sends the form whose button says so."""
        for form in self.browser.page.tree.iterfind(".//main//form"):
            if any("".join(button.itertext()) == words for button in form.iter("button")):
                data = {**self.browser.page.fields(form), **(typed or {})}
                action = form.get("action") or self.browser.page.path
                self.browser.take(self.browser.client.post(action, data=data, follow_redirects=True))
                return
        raise AssertionError(f"no button {words!r} on {self.browser.page.path}")


@pytest.fixture
def desk(clinic: Clinic) -> Desk:
    house: House = clinic.app.extensions["screener"]
    member = add_member(house, Role.CLINICIAN, email=EMAIL, has_password=True)
    browser = clinic.visitor()
    let_in(browser.client, member)
    return Desk(clinic, house, member, browser)


def type_in(browser: Browser, password: str = PASSWORD) -> None:
    browser.go("/staff/sign-in")
    browser.send({"email": EMAIL, "password": password})


class TestChangingThePassword:
    def change(self, desk: Desk, present: str = PASSWORD, password: str = NEXT, again: str | None = None) -> None:
        desk.browser.go("/staff/account/password")
        again = password if again is None else again
        desk.browser.send({"present": present, "password": password, "password-again": again})

    def test_signs_out_everywhere_else(self, desk: Desk) -> None:
        other = desk.clinic.visitor()
        let_in(other.client, desk.member)
        self.change(desk)
        assert "Your password was changed." in desk.browser.page.text
        assert other.go("/staff/").path == "/staff/signed-out"
        type_in(other)
        assert other.page.status == 422
        type_in(other, NEXT)
        assert other.page.path == "/staff/"

    @pytest.mark.parametrize(
        ("present", "password", "again", "words"),
        [
            ("not my password", NEXT, NEXT, "That is not your present password."),
            (PASSWORD, "too short", "too short", "Too short"),
            (PASSWORD, "harbor clinic dana", "harbor clinic dana", "Too easy to guess"),
            (PASSWORD, NEXT, NEXT + "s", "The two are not the same."),
        ],
    )
    def test_is_refused_with_a_reason(self, desk: Desk, present: str, password: str, again: str, words: str) -> None:
        self.change(desk, present, password, again)
        assert (desk.browser.page.status, words in desk.browser.page.text) == (422, True)
        other = desk.clinic.visitor()
        type_in(other)
        assert other.page.path == "/staff/"

    def test_counts_a_wrong_present_password_like_any_other(self, desk: Desk) -> None:
        for _ in range(10):
            self.change(desk, "not my password")
        self.change(desk)
        assert (desk.browser.page.status, "Your password was changed." in desk.browser.page.text) == (422, False)


class TestAnAuthenticator:
    def test_is_set_up_with_a_first_code_and_asked_for_from_then_on(self, desk: Desk) -> None:
        desk.browser.go("/staff/account/")
        desk.press("Set up an authenticator")
        key = desk.browser.page.words(".//main//span[@class='mono']").replace(" ", "")
        desk.press("Use this authenticator", {"code": "000000"})
        assert "That code is wrong" in desk.browser.page.text
        desk.press("Use this authenticator", {"code": pyotp.TOTP(key).at(desk.clinic.clock.now())})
        assert desk.browser.page.heading == "Your recovery codes"
        codes = ["".join(item.itertext()) for item in desk.browser.page.tree.iterfind(".//ul[@class='codes']/li")]
        assert len(codes) == 10
        assert codes[0] not in desk.browser.go("/staff/account/").text

        other = desk.clinic.visitor()
        type_in(other)
        assert other.page.heading == "Type a code"
        assert other.go("/staff/account/").path == "/staff/sign-in/code"
        other.send({"code": codes[0]})
        assert other.page.path == "/staff/"

    def test_s_codes_are_accepted_once_over_http_too(self, desk: Desk) -> None:
        secret = set_up_factor(desk.house, desk.member)
        desk.clinic.later(minutes=1)
        code = pyotp.TOTP(secret).at(desk.clinic.clock.now())
        first, second = desk.clinic.visitor(), desk.clinic.visitor()
        for browser in (first, second):
            type_in(browser)
            browser.send({"code": code})
        assert first.page.path == "/staff/"
        assert (second.page.status, "was used already" in second.page.text) == (422, True)

    def test_is_asked_for_when_signing_in_again(self, desk: Desk) -> None:
        secret = set_up_factor(desk.house, desk.member)
        desk.clinic.later(minutes=16)
        desk.browser.go("/staff/account/")
        desk.press("Make new recovery codes")
        assert desk.browser.page.heading == "Sign in again"
        desk.press("Go on", {"again-password": PASSWORD})
        assert "That code is wrong" in desk.browser.page.text
        code = pyotp.TOTP(secret).at(desk.clinic.clock.now())
        desk.press("Go on", {"again-password": PASSWORD, "again-code": code})
        assert desk.browser.page.heading == "Your recovery codes"


class TestOutsideTheDemonstration:
    @pytest.fixture
    def strict(self, sqlite_url: str) -> Clinic:
        settings = make_settings(sqlite_url, demo=False, public_url="https://localhost")
        clinic = Clinic.opened(settings, VISIT)
        clinic.app.config["PREFERRED_URL_SCHEME"] = "https"
        return clinic

    def test_nobody_comes_in_before_an_authenticator_is_set_up(self, strict: Clinic) -> None:
        house: House = strict.app.extensions["screener"]
        add_member(house, email=EMAIL, has_password=True)
        browser = strict.visitor()
        browser.client.environ_base["HTTP_REFERER"] = "https://localhost/staff/sign-in"
        type_in(browser)
        assert browser.page.heading == "Set up an authenticator"
        assert browser.go("/staff/").heading == "Set up an authenticator"
        key = browser.page.words(".//main//span[@class='mono']").replace(" ", "")
        browser.send({"code": pyotp.TOTP(key).at(strict.clock.now())})
        assert browser.page.heading == "Your recovery codes"
        assert browser.go("/staff/").heading.startswith("Good to see you")


class TestTheListOfSessions:
    def test_shows_this_one_and_the_others(self, desk: Desk) -> None:
        let_in(desk.clinic.app.test_client(), desk.member)
        assert desk.browser.go("/staff/account/").text.count("Firefox on Linux") == 2
        assert desk.browser.page.text.count("This one") == 1

    def test_ends_the_others(self, desk: Desk) -> None:
        other = desk.clinic.visitor()
        let_in(other.client, desk.member)
        desk.browser.go("/staff/account/")
        desk.press("Sign out everywhere else")
        assert "Signed out elsewhere: 1." in desk.browser.page.text
        assert other.go("/staff/").path == "/staff/signed-out"
        assert desk.browser.go("/staff/").path == "/staff/"


class TestASetUpLink:
    @pytest.fixture
    def token(self, desk: Desk) -> str:
        return self.issue(desk)

    def issue(self, desk: Desk) -> str:
        with desk.house.services.unit_of_work() as work:
            return set_up.issue_link(work, member_id=desk.member.id, now=desk.clinic.clock.now(), actor=OPERATOR)

    def choose(self, browser: Browser, token: str) -> None:
        browser.go(f"/staff/set-up/{token}")
        browser.send({"password": NEXT, "password-again": NEXT})

    def test_gives_a_password_and_ends_every_session(self, desk: Desk, token: str) -> None:
        visitor = desk.clinic.visitor()
        self.choose(visitor, token)
        assert "Your password is set." in visitor.page.text
        assert desk.browser.go("/staff/").path == "/staff/signed-out"
        type_in(visitor, NEXT)
        assert visitor.page.path == "/staff/"

    def test_works_once(self, desk: Desk, token: str) -> None:
        self.choose(desk.clinic.visitor(), token)
        assert desk.clinic.visitor().go(f"/staff/set-up/{token}").status == 410

    def test_is_not_used_up_by_being_opened_or_by_a_weak_password(self, desk: Desk, token: str) -> None:
        visitor = desk.clinic.visitor()
        for _ in range(3):
            visitor.go(f"/staff/set-up/{token}")
        visitor.send({"password": "password1234", "password-again": "password1234"})
        assert "Too easy to guess" in visitor.page.text
        self.choose(visitor, token)
        assert "Your password is set." in visitor.page.text

    def test_is_over_after_three_days(self, desk: Desk, token: str) -> None:
        desk.clinic.later(hours=72)
        assert desk.clinic.visitor().go(f"/staff/set-up/{token}").heading == "This link opens nothing"

    def test_is_void_once_another_was_made(self, desk: Desk, token: str) -> None:
        self.issue(desk)
        assert desk.clinic.visitor().go(f"/staff/set-up/{token}").status == 410

    def test_does_not_take_the_authenticator_away(self, desk: Desk, token: str) -> None:
        set_up_factor(desk.house, desk.member)
        visitor = desk.clinic.visitor()
        self.choose(visitor, token)
        type_in(visitor, NEXT)
        assert visitor.page.heading == "Type a code"

    def test_opens_an_account_that_tries_had_locked(self, desk: Desk, token: str) -> None:
        visitor = desk.clinic.visitor()
        for _ in range(11):
            type_in(visitor, "wrong guess")
        assert visitor.page.status == 429
        self.choose(visitor, token)
        type_in(visitor, NEXT)
        assert visitor.page.path == "/staff/"

    @pytest.mark.parametrize("token", ["nothing", "A" * 43, "%00", "é"])
    def test_that_is_none_says_the_same(self, desk: Desk, token: str) -> None:
        assert desk.clinic.visitor().go(f"/staff/set-up/{token}").status == 410

"""Everybody's accounts, as who manages them sees them."""

import re

import pytest

from screener.services import accounts, sign_in_tries
from screener.services.accounts import StaffMember
from screener.services.permissions import Role
from screener.web.house import House
from tests.web.clinics import Browser, Clinic
from tests.web.staff import add_member, set_up_factor, sign_in
from tests.web.test_inviting import act

NEW = {"name": "Noor Haddad", "email": "noor@clinic.example", "roles": "clinician"}


@pytest.fixture
def desk(clinic: Clinic) -> Browser:
    """An administrator at the accounts."""
    browser = clinic.visitor()
    sign_in(browser.client, Role.ADMIN, name="Alex Pereira")
    browser.go("/staff/accounts/")
    return browser


@pytest.fixture
def other(clinic: Clinic) -> StaffMember:
    """Somebody else."""
    return add_member(clinic.app.extensions["screener"], Role.CLINICIAN, name="Ines Moreau", has_password=True)


def add(desk: Browser, **typed: str) -> None:
    form = desk.page.tree.find(".//form[@class='card narrow']")
    assert form is not None
    desk.take(desk.client.post("/staff/accounts/", data={**desk.page.fields(form), **NEW, **typed}))


def state_of(clinic: Clinic, member: StaffMember) -> accounts.Account:
    house: House = clinic.app.extensions["screener"]
    with house.services.reading() as work:
        return accounts.by_id(work, member_id=member.id, now=house.clock.now())


class TestAddingSomebody:
    def test_gives_a_link_with_which_they_come_in(self, clinic: Clinic, desk: Browser) -> None:
        add(desk)
        link = re.search(r"/staff/set-up/[\w-]{20,}", desk.page.text)
        assert link
        guest = clinic.visitor()
        guest.go(link[0])
        assert "Noor Haddad" in guest.page.text
        guest.send({"password": "velvet harpoon orchard", "password-again": "velvet harpoon orchard"})
        assert guest.page.path.startswith("/staff/sign-in")
        assert link[0] not in desk.go("/staff/accounts/").text

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"name": ""}, "Type a name"),
            ({"email": "noor"}, "Type an e-mail address"),
            ({"roles": ""}, "Choose at least one role"),
            ({"roles": "emperor"}, "Choose at least one role"),
        ],
    )
    def test_says_what_is_missing_and_keeps_what_was_typed(
        self, desk: Browser, typed: dict[str, str], words: str
    ) -> None:
        add(desk, **typed)
        assert desk.page.status == 422
        assert words in desk.page.text
        kept = {each.get("name"): each.get("value") for each in desk.page.tree.iter("input")}
        assert (kept["name"] or kept["email"]) in ("Noor Haddad", "noor@clinic.example")

    def test_refuses_an_address_twice(self, desk: Browser) -> None:
        add(desk)
        desk.go("/staff/accounts/")
        add(desk, name="Somebody Else")
        assert desk.page.status == 422
        assert "already" in desk.page.text


class TestChangingAnAccount:
    def test_changes_roles(self, clinic: Clinic, desk: Browser, other: StaffMember) -> None:
        desk.go(f"/staff/accounts/{other.id}")
        form = desk.page.tree.find(".//form[@class='card narrow']")
        assert form is not None
        data = {**desk.page.fields(form), "roles": ["author", "director"]}
        desk.take(desk.client.post(f"/staff/accounts/{other.id}/roles", data=data, follow_redirects=True))
        assert state_of(clinic, other).member.roles == {Role.AUTHOR, Role.DIRECTOR}
        assert "The roles are changed." in desk.page.text

    def test_closes_it_and_opens_it_again(self, clinic: Clinic, desk: Browser, other: StaffMember) -> None:
        desk.go(f"/staff/accounts/{other.id}")
        act(desk, "Close the account")
        assert state_of(clinic, other).state == "disabled"
        assert "Closed" in desk.go("/staff/accounts/").text
        desk.go(f"/staff/accounts/{other.id}")
        act(desk, "Open it again")
        assert state_of(clinic, other).state == "active"

    def test_takes_an_authenticator_away(self, clinic: Clinic, desk: Browser, other: StaffMember) -> None:
        set_up_factor(clinic.app.extensions["screener"], other)
        desk.go(f"/staff/accounts/{other.id}")
        act(desk, "Take the authenticator away")
        assert not state_of(clinic, other).has_factor

    def test_forgives_wrong_tries(self, clinic: Clinic, desk: Browser, other: StaffMember) -> None:
        house: House = clinic.app.extensions["screener"]
        with house.services.unit_of_work() as work:
            for _ in range(work.settings.sign_in_tries):
                sign_in_tries.count(work, email=other.email, address="192.0.2.7", now=house.clock.now())
        desk.go(f"/staff/accounts/{other.id}")
        act(desk, "Forgive the wrong tries")
        assert not state_of(clinic, other).is_locked

    def test_makes_a_new_link(self, desk: Browser, other: StaffMember) -> None:
        desk.go(f"/staff/accounts/{other.id}")
        act(desk, "Make a new link to choose a password")
        assert re.search(r"/staff/set-up/[\w-]{20,}", desk.page.text)


class TestOnesOwnAccount:
    def test_is_changed_by_somebody_else(self, clinic: Clinic, desk: Browser) -> None:
        own = desk.page.tree.findall(".//main//td/../th/a")
        desk.go(next(link.get("href") or "" for link in own if link.text == "Alex Pereira"))
        assert "somebody else changes your roles" in " ".join(desk.page.text.split())
        assert not desk.page.tree.findall(".//main//form")

    def test_of_the_last_who_manages_accounts_stays_open(self, clinic: Clinic, desk: Browser) -> None:
        second = clinic.visitor()
        member = sign_in(second.client, Role.ADMIN, name="Second Admin")
        desk.go(f"/staff/accounts/{member.id}")
        act(desk, "Close the account")
        assert state_of(clinic, member).state == "disabled"


class TestSomebodyWithoutThePermission:
    def test_is_kept_out(self, clinic: Clinic) -> None:
        browser = clinic.visitor()
        sign_in(browser.client, Role.DIRECTOR)
        assert browser.go("/staff/accounts/").status == 403

    def test_an_address_of_nobody_leads_nowhere(self, desk: Browser) -> None:
        assert desk.go("/staff/accounts/nobody").status == 404

"""Every route against everybody: whoever the sign does not name stays outside. New routes are covered as they come."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from screener.services.member_sessions import Stage
from screener.services.permissions import PERMISSIONS, Permission, Role
from screener.web.access import Access, access_of
from screener.web.staff_door import Permit
from tests.web.clinics import Clinic
from tests.web.staff import add_member, let_in, sign_in

PUBLIC_TO_STAFF = {"sign_in.show", "sign_in.enter", "sign_in.leave", "sign_in.left", "set_up.show", "set_up.choose"}
"""Staff addresses that anybody may open; a new one is put here on purpose, or not at all."""


@dataclass(frozen=True)
class Door:
    """A route and one method by which it is entered."""

    rule: Rule
    method: str
    sign: Access | Permit | None

    def knock(self, client: FlaskClient) -> tuple[int, str]:
        """The status, and where one is sent."""
        answer = client.open(address(self.rule), method=self.method)
        return answer.status_code, answer.location or ""


def address(rule: Rule) -> str:
    """An address of the route; nothing is there, which is told only to who may know."""
    values = {name: "1" if name.endswith("number") else "nothing" for name in rule.arguments}
    path: str = rule.rule
    for name in rule.arguments:
        kinds = [part for part in path.split("<") if part.split(">")[0].split(":")[-1] == name]
        whole = "<" + kinds[0].split(">")[0] + ">"
        path = path.replace(whole, "1" if whole.startswith(("<int:", "<float:")) else values[name])
    return path


def doors(app: Flask) -> Iterator[Door]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Door(rule, method, access_of(app, rule.endpoint))


@pytest.fixture
def app(clinic: Clinic) -> Flask:
    """The signs are tried, so forms need no token; and a view that fails inside was entered."""
    clinic.app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return clinic.app


def staff_doors(app: Flask) -> list[Door]:
    return [door for door in doors(app) if isinstance(door.sign, Permit)]


class TestTheTableOfPermissions:
    def test_names_every_role(self) -> None:
        assert set(PERMISSIONS) == set(Role)

    def test_gives_every_permission_to_somebody(self) -> None:
        assert frozenset().union(*PERMISSIONS.values()) == set(Permission)

    def test_keeps_whoever_manages_accounts_from_reading_about_patients(self) -> None:
        about_patients = {Permission.READ_SUBMISSIONS, Permission.MANAGE_PATIENTS, Permission.INVITE}
        assert not PERMISSIONS[Role.ADMIN] & about_patients


class TestTheStaffsSigns:
    def test_stand_on_every_staff_address(self, app: Flask) -> None:
        for door in doors(app):
            if door.rule.rule.startswith("/staff") and door.rule.endpoint not in PUBLIC_TO_STAFF:
                is_for_staff = isinstance(door.sign, Permit) or door.sign is Access.HALFWAY
                assert is_for_staff, door.rule

    def test_stand_on_staff_addresses_alone(self, app: Flask) -> None:
        for door in staff_doors(app):
            assert door.rule.rule.startswith("/staff/"), door.rule

    def test_are_refused_where_one_was_forgotten(self, app: Flask) -> None:
        app.view_functions["staff.home"] = lambda: "open"
        client = app.test_client()
        sign_in(client, *Role)
        assert client.get("/staff/").status_code == 404


class TestTheStaffsDoors:
    def test_are_shut_to_nobody_in_particular(self, app: Flask) -> None:
        for door in staff_doors(app):
            status, location = door.knock(app.test_client())
            assert (status, location.split("?")[0]) == (303, "/staff/sign-in"), door

    def test_are_shut_to_a_patient(self, clinic: Clinic, app: Flask) -> None:
        app.config["WTF_CSRF_ENABLED"] = True
        client = clinic.patient().client
        app.config["WTF_CSRF_ENABLED"] = False
        for door in staff_doors(app):
            status, location = door.knock(client)
            assert (status, location.split("?")[0]) == (303, "/staff/sign-in"), door

    @pytest.mark.parametrize("stage", [Stage.CODE, Stage.SET_UP])
    def test_are_shut_to_a_password_without_a_second_factor(self, app: Flask, stage: Stage) -> None:
        client = app.test_client()
        let_in(client, add_member(app.extensions["screener"], *Role), stage=stage)
        for door in staff_doors(app):
            status, location = door.knock(client)
            assert status == 303, door
            assert location.startswith("/staff/sign-in"), door

    @pytest.mark.parametrize("role", Role)
    def test_open_to_a_role_by_the_table_and_to_no_other(self, app: Flask, role: Role) -> None:
        house = app.extensions["screener"]
        member = add_member(house, role)
        tried = 0
        for door in staff_doors(app):
            assert isinstance(door.sign, Permit)
            client = app.test_client()
            let_in(client, member)
            status, location = door.knock(client)
            is_allowed = PERMISSIONS[role].issuperset(door.sign.permissions)
            assert (status == 403) == (not is_allowed), (door, status)
            assert not (is_allowed and location.startswith("/staff/sign-in")), (door, location)
            tried += 1
        assert tried == len(staff_doors(app))


class TestThePatientsDoors:
    def test_are_shut_to_staff(self, app: Flask) -> None:
        client = app.test_client()
        sign_in(client, *Role)
        for door in doors(app):
            if door.sign is Access.PATIENT:
                # The script that keeps what is typed hears at once that it is not kept.
                is_draft = door.rule.endpoint == "steps.draft"
                assert door.knock(client) == ((409, "") if is_draft else (303, "/away")), door


class TestHalfwayDoors:
    def test_are_shut_to_everybody_else(self, clinic: Clinic, app: Flask) -> None:
        client = app.test_client()
        sign_in(client, *Role)
        for door in doors(app):
            if door.sign is Access.HALFWAY:
                for who in (client, app.test_client()):
                    status, location = door.knock(who)
                    assert status == 303, door
                    assert location.split("?")[0] in {"/staff/sign-in", "/staff/", "/staff/signed-out"}, door

"""Members for tests: made without a password, and let in without typing one."""

import itertools

import pyotp
from flask.testing import FlaskClient

from screener.services import accounts, member_sessions, passwords, second_factor, set_up
from screener.services.accounts import StaffMember
from screener.services.auditing import Actor
from screener.services.member_sessions import Stage
from screener.services.permissions import Role
from screener.web.house import House
from screener.web.staff_door import STAFF_ID

OPERATOR = Actor("operator", "test")
PASSWORD = "lantern quartz meadow"
HASHED = passwords.hashed(PASSWORD)
_numbers = itertools.count(1)


def add_member(
    house: House,
    *roles: Role,
    name: str = "Dana Whitfield",
    email: str | None = None,
    has_password: bool = False,
) -> StaffMember:
    """A new member with these roles (a clinician, if none are named)."""
    now = house.clock.now()
    with house.services.unit_of_work() as work:
        member = accounts.add(
            work,
            email=email or f"member{next(_numbers)}@clinic.example",
            name=name,
            roles=roles or (Role.CLINICIAN,),
            now=now,
            actor=OPERATOR,
        )
        if has_password:
            set_up.keep_password(work, member_id=member.id, hashed=HASHED, now=now, actor=OPERATOR)
    return member


def let_in(client: FlaskClient, member: StaffMember, *, stage: Stage = Stage.IN) -> str:
    """Signs the client in as the member; gives the session's id."""
    house: House = client.application.extensions["screener"]
    with house.services.unit_of_work() as work:
        session_id = member_sessions.start(
            work, member_id=member.id, stage=stage, device="Firefox on Linux", now=house.clock.now()
        )
    with client.session_transaction() as session:
        session[STAFF_ID] = session_id
    return session_id


def sign_in(client: FlaskClient, *roles: Role, **named: object) -> StaffMember:
    """Makes a member with these roles and signs the client in as them."""
    member = add_member(client.application.extensions["screener"], *roles, **named)  # type: ignore[arg-type]
    let_in(client, member)
    return member


def set_up_factor(house: House, member: StaffMember) -> str:
    """Puts an authenticator in force; gives its secret. Its code of this half minute is spent."""
    now = house.clock.now()
    with house.services.unit_of_work() as work:
        second_factor.propose(work, member=member)
        secret = second_factor.proposal(work, member=member).secret
        second_factor.confirm(work, member=member, typed=pyotp.TOTP(secret).at(now), now=now)
    return secret

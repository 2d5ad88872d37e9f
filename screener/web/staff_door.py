"""The staff's door: who is in, whether they may, and whether they proved it lately.

Inside, `g.staff` is the member and `g.staff_session` their session.
"""

from dataclasses import dataclass
from typing import cast

from flask import g, request, session

from screener.errors import Refusal
from screener.services import member_sessions
from screener.services.accounts import StaffMember
from screener.services.member_sessions import NOTED_EVERY, StaffSession, Stage
from screener.services.permissions import NotPermittedError, Permission
from screener.web import signing_again
from screener.web.house import now, services

STAFF_ID = "staff"
"""Under this key the cookie carries a member's session."""


@dataclass(frozen=True, slots=True)
class Permit:
    """The sign on a staff view."""

    permissions: tuple[Permission, ...] = ()
    """All of these; none: every member."""
    is_fresh: bool = False
    """Whether only shortly after a sign-in."""


class StaffSignedOutError(Refusal):
    """No member is signed in, or the session has ended."""


class HalfwayError(Refusal):
    """The password was right, but the sign-in is not finished."""

    def __init__(self, stage: Stage) -> None:
        super().__init__("Sign in first.")
        self.stage = stage


class StaleSignInError(Refusal):
    """The sign-in was too long ago for this."""


def member() -> StaffMember:
    """The member who is signed in."""
    return cast(StaffMember, g.staff)


def staff_session_id() -> str | None:
    """The id that the cookie carries."""
    kept = session.get(STAFF_ID)
    return kept if isinstance(kept, str) else None


def admit_member(needed: Permit) -> None:
    """Lets the session's member in, or raises one of the refusals above, or `NotPermittedError`."""
    found = look_and_keep()
    if found is None:
        raise StaffSignedOutError
    if found.stage is not Stage.IN:
        raise HalfwayError(found.stage)
    g.staff, g.staff_session = found.member, found
    for permission in needed.permissions:
        if not found.member.may(permission):
            raise NotPermittedError(permission)
    if needed.is_fresh and now() >= found.fresh_until:
        prove_again(staff_session_id())


def admit_halfway() -> None:
    """Lets in a member whose password was right, and nobody else."""
    found = look_and_keep()
    if found is None or found.stage is Stage.IN:
        raise StaffSignedOutError
    g.staff, g.staff_session = found.member, found


def look_and_keep() -> StaffSession | None:
    """The session if it is in force, kept alive if it was last used over a minute ago."""
    session_id = staff_session_id()
    if session_id is None:
        return None
    with services().reading() as work:
        found = member_sessions.look(work, session_id=session_id, now=now())
    if found is not None and now() - found.noted_at >= NOTED_EVERY:
        with services().unit_of_work() as work:
            member_sessions.keep_alive(work, session_id=session_id, now=now())
    return found


def prove_again(session_id: str | None) -> None:
    """Goes on where the form itself carries the password; else raises `StaleSignInError`, whose page asks for it."""
    if session_id is None or not signing_again.is_offered():
        raise StaleSignInError
    signing_again.prove(member(), session_id)
    request.form = signing_again.without_proof(request.form)

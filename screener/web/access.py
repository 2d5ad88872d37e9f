"""A sign on each door: every view says who may enter, and a view without a sign lets nobody in.

A patient's session lives on the server; the cookie carries its id. It is kept
alive by use, at most once a minute, so that reading pages does not queue up to
write. Members' sessions are alike, and `staff_door` lets them in.
"""

import enum
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from flask import Flask, current_app, g, request, session
from werkzeug.exceptions import NotFound

from screener.errors import Refusal
from screener.services import sessions
from screener.services.auditing import Actor
from screener.services.permissions import Permission
from screener.services.sessions import Session
from screener.web.clinic import clinic
from screener.web.house import now, services
from screener.web.staff_door import Permit, admit_halfway, admit_member, member

SESSION_ID = "id"
"""Under this key the cookie carries the patient's session."""


class Access(enum.Enum):
    """Who may enter."""

    PUBLIC = "public"
    PATIENT = "patient"
    HALFWAY = "halfway"
    """A member whose password was right, and whose second factor is still asked for."""


class SignedOutError(Refusal):
    """Nobody is signed in, or the session has ended."""


View = TypeVar("View", bound=Callable[..., object])


def sign(access: Access | Permit) -> Callable[[View], View]:
    """Puts the sign on a view."""

    def put(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return put


def permit(*permissions: Permission, fresh: bool = False) -> Callable[[View], View]:
    """Puts a sign on a staff view: members who have all of these permissions; with none, every member.

    With `fresh`, somebody who signed in more than `fresh_minutes` ago is asked
    for the password first; a form that was sent is kept meanwhile and goes on.
    """
    return sign(Permit(permissions, fresh))


def actor() -> Actor:
    """The member who is signed in, as the audit knows them."""
    return member().actor


def access_of(app: Flask, endpoint: str) -> Access | Permit | None:
    """The sign on an endpoint's view; None where it was forgotten."""
    return getattr(app.view_functions[endpoint], "access", None)


def guard() -> None:
    """Before each request: lets in whom the sign names."""
    if request.endpoint is None:
        return
    match access_of(current_app, request.endpoint):
        case Access.PUBLIC:
            return
        case Access.PATIENT:
            admit_patient()
        case Access.HALFWAY:
            admit_halfway()
        case Permit() as needed:
            admit_member(needed)
        case _:
            raise NotFound


def admit_patient() -> None:
    """Lets the session's patient in as `g.intake_id`, or raises `SignedOutError`."""
    session_id = session.get(SESSION_ID)
    found = look_and_keep(session_id) if isinstance(session_id, str) else None
    if found is None:
        raise SignedOutError
    g.intake_id = found.intake_id
    g.session_ends_at = found.ends_at


def is_inside() -> bool:
    """Whether a patient's session is in force in this browser; looking does not keep it alive."""
    session_id = session.get(SESSION_ID)
    if not isinstance(session_id, str):
        return False
    with services().reading() as work:
        return sessions.look(work, session_id=session_id, now=now()) is not None


def look_and_keep(session_id: str) -> Session | None:
    """The session if it is in force, kept alive if it was last used over a minute ago."""
    with services().reading() as work:
        found = sessions.look(work, session_id=session_id, now=now())
    idle = timedelta(minutes=clinic().idle_minutes)
    if found is not None and found.ends_at - now() < idle - timedelta(minutes=1):
        with services().unit_of_work() as work:
            return sessions.stay(work, session_id=session_id, now=now())
    return found


def init_access(app: Flask) -> None:
    """Hangs the guard in front of every view."""
    sign(Access.PUBLIC)(app.view_functions["static"])
    app.before_request(guard)

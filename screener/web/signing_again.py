"""Proving again who one is, in the midst of things: the password rides along with the form that needs it.

So nothing typed is lost: the page that asks for the password carries the form's
own fields, and sends all of them to where the form was going.
"""

from collections.abc import Iterator
from typing import Any

from flask import request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from screener.services import sign_in
from screener.services.accounts import StaffMember
from screener.web.house import now, services
from screener.web.known_devices import shown_mark

FIELDS = "again-"
"""With this begin the fields of the proof."""
PASSWORD, CODE = f"{FIELDS}password", f"{FIELDS}code"
NOT_CARRIED = frozenset({"csrf_token"})


def is_offered() -> bool:
    """Whether the form that was sent carries a proof."""
    return request.method == "POST" and PASSWORD in request.form


def prove(member: StaffMember, session_id: str) -> None:
    """Weighs the proof and notes it. Raises `SignInWrongError`, `CodeWrongError`, `SignInLockedError`."""
    password, address = request.form.get(PASSWORD, ""), request.remote_addr or ""
    with services().unit_of_work() as work:
        attempt = sign_in.begin(
            work, email=member.email, address=address, mark=shown_mark(), code=request.form.get(CODE, ""), now=now()
        )
    weighed = sign_in.weigh(attempt, password)
    with services().unit_of_work() as work:
        sign_in.finish_again(work, attempt, weighed, typed=request.form.get(CODE, ""), session_id=session_id, now=now())


def without_proof(form: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    """The form as its view expects it: no view ever sees the password."""
    return ImmutableMultiDict(pair for pair in pairs(form) if not pair[0].startswith(FIELDS))


def carried() -> tuple[tuple[str, str], ...]:
    """The fields of the form that was sent, for carrying along."""
    return tuple(pair for pair in pairs(without_proof(request.form)) if pair[0] not in NOT_CARRIED)


def pairs(form: MultiDict[str, str]) -> Iterator[Any]:
    """Names and values, in order."""
    return iter(form.items(multi=True))

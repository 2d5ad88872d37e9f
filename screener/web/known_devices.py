"""The cookie by which a device is known on which a member has signed in before.

It outlives the session, and opens nothing.
"""

from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from screener.services.sign_in import Entered
from screener.web.house import settings

KEPT_FOR = timedelta(days=400)
"""As long as browsers keep a cookie at all."""
MARK_LETTERS = 1000


def name() -> str:
    """The cookie's name."""
    return "device" if settings().demo else "__Host-device"


def shown_mark() -> str:
    """What the browser shows of itself; empty: nothing."""
    return request.cookies.get(name(), "")[:MARK_LETTERS]


def put_mark(answer: Response, entered: Entered) -> Response:
    """Has the browser keep the mark of who has just come in."""
    if entered.mark:
        answer.set_cookie(
            name(),
            entered.mark,
            max_age=KEPT_FOR,
            path="/",
            secure=not settings().demo,
            httponly=True,
            samesite="Strict",
        )
    return answer

"""How a member comes in and goes."""

import math
from typing import assert_never

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from screener.services import member_sessions, sign_in
from screener.services.member_sessions import Stage
from screener.services.permissions import NotPermittedError
from screener.services.second_factor import CodeWrongError
from screener.services.sign_in import Entered, SignInWrongError
from screener.services.sign_in_tries import SignInLockedError
from screener.web import signing_again
from screener.web.access import Access, permit, sign
from screener.web.appearance import OWN_PATH
from screener.web.devices import device
from screener.web.house import now, services
from screener.web.known_devices import put_mark, shown_mark
from screener.web.staff_door import (
    STAFF_ID,
    StaffSignedOutError,
    StaleSignInError,
    look_and_keep,
    staff_session_id,
)

blueprint = Blueprint("sign_in", __name__, url_prefix="/staff")

TYPED_LETTERS = 254
FORGET = '"cache", "storage"'
"""Leaving clears what the browser kept of us, but for the mark by which the device is known: it opens nothing."""
CODE_LETTERS = 40


@blueprint.get("/sign-in")
@sign(Access.PUBLIC)
def show() -> str:
    """Asks for address and password."""
    return page()


@blueprint.post("/sign-in")
@sign(Access.PUBLIC)
def enter() -> Response | tuple[str, int]:
    """Weighs them; lets in, or says that they do not match."""
    try:
        entered = weigh(request.form.get("email", "")[:TYPED_LETTERS], request.form.get("password", ""))
    except SignInWrongError as wrong:
        return page(problem=str(wrong)), 422
    except SignInLockedError as locked:
        return page(problem=locked_words(locked), needs_code=locked.needs_code), 429
    match entered.stage:
        case Stage.IN:
            return take(entered, then=after_sign_in())
        case Stage.CODE:
            return take(entered, then=url_for("second_step.show", then=after_sign_in()))
        case Stage.SET_UP:
            return take(entered, then=url_for("second_step.show_set_up", then=after_sign_in()))
        case _:
            assert_never(entered.stage)


def weigh(email: str, password: str) -> Entered:
    """Counts, weighs and settles one try, the weighing outside of both transactions."""
    with services().unit_of_work() as work:
        attempt = sign_in.begin(
            work,
            email=email,
            address=request.remote_addr or "",
            mark=shown_mark(),
            code=request.form.get("code", "")[:CODE_LETTERS],
            now=now(),
        )
    weighed = sign_in.weigh(attempt, password)
    with services().unit_of_work() as work:
        return sign_in.finish(work, attempt, weighed, device=device(request.user_agent.string), now=now())


def take(entered: Entered, *, then: str) -> Response:
    """Goes on as the new session."""
    put_in_cookie(entered)
    return put_mark(redirect(then, code=303), entered)


def put_in_cookie(entered: Entered) -> None:
    """Puts the new session into a cookie that holds nothing else: what was there before is forgotten."""
    session.clear()
    session[STAFF_ID] = entered.session_id


def page(*, problem: str | None = None, needs_code: bool = False) -> str:
    """The page with what was typed, but for the password."""
    return render_template(
        "staff/sign_in.html",
        email=request.form.get("email", "")[:TYPED_LETTERS],
        problem=problem,
        needs_code=needs_code or "code" in request.form,
        then=after_sign_in(),
        is_chosen="chosen" in request.args,
    )


def after_sign_in() -> str:
    """Where the member was going: a staff page of ours, or the first."""
    then = request.values.get("then", "")
    return then if OWN_PATH.match(then) and then.startswith("/staff/") else url_for("staff.home")


def locked_words(locked: SignInLockedError) -> str:
    """When one may try again, and with what."""
    code = " with a code of your authenticator" if locked.needs_code else ""
    if locked.until is None:
        return f"There were many wrong tries at this address. Try again{code}."
    minutes = max(1, math.ceil((locked.until - now()).total_seconds() / 60))
    words = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return (
        f"Too many tries. Try again in {words}{code}. A device on which you signed in before is not held up by others."
    )


@blueprint.post("/sign-out")
@sign(Access.PUBLIC)
def leave() -> Response:
    """Ends the session on the server, and has the browser forget everything."""
    if session_id := staff_session_id():
        with services().unit_of_work() as work:
            member_sessions.end(work, session_id=session_id, now=now())
    session.clear()
    answer = redirect(url_for(".left"), code=303)
    answer.headers["Clear-Site-Data"] = FORGET
    return answer


@blueprint.get("/signed-out")
@sign(Access.PUBLIC)
def left() -> Response | str:
    """Says that one is out: on purpose, or because the session has ended otherwise."""
    if look_and_keep() is not None:
        return redirect(url_for("staff.home"), code=303)
    return render_template("staff/signed_out.html", is_away="away" in request.args)


@blueprint.get("/again")
@permit()
def again() -> str:
    """Asks for the password before a page that needs a fresh sign-in."""
    return again_page(action=url_for(".prove"), fields=(("then", after_sign_in()),))


@blueprint.post("/again")
@permit(fresh=True)
def prove() -> Response:
    """Whoever comes through the door has just proved it."""
    return redirect(after_sign_in(), code=303)


def again_page(*, action: str, fields: tuple[tuple[str, str], ...], problem: str | None = None) -> str:
    """Asks for the password, and carries the fields along."""
    return render_template(
        "staff/again.html", action=action, fields=fields, problem=problem, has_files=bool(request.files)
    )


@blueprint.app_errorhandler(StaleSignInError)
def ask_again(refusal: StaleSignInError) -> Response | tuple[str, int]:
    """A form that was sent stays as it was typed; an address is returned to."""
    if request.method != "POST":
        return redirect(url_for("sign_in.again", then=request.full_path.rstrip("?")), code=303)
    return again_page(action=request.full_path.rstrip("?"), fields=signing_again.carried()), 401


@blueprint.app_errorhandler(SignInWrongError)
@blueprint.app_errorhandler(CodeWrongError)
def say_wrong(refusal: SignInWrongError | CodeWrongError) -> tuple[str, int]:
    """The proof that rode along was wrong: asks once more."""
    words = str(refusal) if isinstance(refusal, CodeWrongError) else "The password is wrong."
    return again_page(action=request.full_path.rstrip("?"), fields=signing_again.carried(), problem=words), 422


@blueprint.app_errorhandler(SignInLockedError)
def say_locked(refusal: SignInLockedError) -> tuple[str, int]:
    """Too many proofs were wrong."""
    words = locked_words(refusal)
    return again_page(action=request.full_path.rstrip("?"), fields=signing_again.carried(), problem=words), 429


@blueprint.app_errorhandler(StaffSignedOutError)
def show_signed_out(refusal: StaffSignedOutError) -> Response:
    """Nobody is in: to the sign-in, and back afterwards."""
    if request.method != "GET" or staff_session_id() is None:
        then = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("sign_in.show", then=then), code=303)
    return redirect(url_for("sign_in.left", away=""), code=303)


@blueprint.app_errorhandler(NotPermittedError)
def show_not_permitted(refusal: NotPermittedError) -> tuple[str, int]:
    """Says which permission is missing."""
    return render_template("staff/not_permitted.html", words=str(refusal)), 403

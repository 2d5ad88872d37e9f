"""The second step of a sign-in: a code, or first of all an authenticator to take codes from."""

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.services import second_factor, sign_in
from screener.services.member_sessions import Stage
from screener.services.second_factor import CodeWrongError
from screener.services.sign_in import HalfwayOverError
from screener.services.sign_in_tries import SignInLockedError
from screener.web.access import Access, sign
from screener.web.devices import device
from screener.web.house import now, services
from screener.web.known_devices import put_mark, shown_mark
from screener.web.qr import qr_code
from screener.web.sign_in import after_sign_in, locked_words, put_in_cookie, take
from screener.web.staff_door import HalfwayError, member, staff_session_id

blueprint = Blueprint("second_step", __name__, url_prefix="/staff/sign-in")

CODE_LETTERS = 40


@blueprint.get("/code")
@sign(Access.HALFWAY)
def show() -> str:
    """Asks for a code of the authenticator."""
    must_be(Stage.CODE)
    return code_page()


@blueprint.post("/code")
@sign(Access.HALFWAY)
def enter() -> Response | tuple[str, int]:
    """Lets in with the code."""
    must_be(Stage.CODE)
    try:
        with services().unit_of_work() as work:
            entered = sign_in.finish_with_code(
                work,
                session_id=staff_session_id() or "",
                typed=typed_code(),
                address=request.remote_addr or "",
                device=device(request.user_agent.string),
                mark=shown_mark(),
                now=now(),
            )
    except CodeWrongError as wrong:
        return code_page(problem=str(wrong)), 422
    except SignInLockedError as locked:
        return code_page(problem=locked_words(locked)), 429
    return take(entered, then=after_sign_in())


def code_page(*, problem: str | None = None) -> str:
    """The page for a code."""
    return render_template("staff/code.html", problem=problem, then=after_sign_in())


@blueprint.get("/authenticator")
@sign(Access.HALFWAY)
def show_set_up() -> str:
    """Shows what to scan, and asks for a first code."""
    must_be(Stage.SET_UP)
    return set_up_page()


@blueprint.post("/authenticator")
@sign(Access.HALFWAY)
def set_up() -> Response | tuple[str, int]:
    """Puts the authenticator in force, lets in, and shows the recovery codes this once."""
    must_be(Stage.SET_UP)
    try:
        with services().unit_of_work() as work:
            entered, codes = sign_in.finish_with_set_up(
                work,
                session_id=staff_session_id() or "",
                typed=typed_code(),
                address=request.remote_addr or "",
                device=device(request.user_agent.string),
                mark=shown_mark(),
                now=now(),
            )
    except CodeWrongError as wrong:
        return set_up_page(problem=str(wrong)), 422
    except SignInLockedError as locked:
        return set_up_page(problem=locked_words(locked)), 429
    put_in_cookie(entered)
    shown = render_template("staff/recovery_codes.html", codes=codes, then=after_sign_in(), member=g.pop("staff"))
    return put_mark(make_response(shown), entered)


def set_up_page(*, problem: str | None = None) -> str:
    """The page with the picture to scan."""
    with services().reading() as work:
        proposed = second_factor.proposal(work, member=member())
    return render_template(
        "staff/authenticator.html",
        proposed=proposed,
        picture=qr_code(proposed.uri),
        problem=problem,
        then=after_sign_in(),
        action=url_for(".set_up"),
        is_first=True,
    )


def must_be(stage: Stage) -> None:
    """Raises `HalfwayError` for somebody who is at the other step, which then shows."""
    if g.staff_session.stage is not stage:
        raise HalfwayError(g.staff_session.stage)


def typed_code() -> str:
    """What was typed as a code."""
    return request.form.get("code", "")[:CODE_LETTERS]


@blueprint.app_errorhandler(HalfwayError)
def show_halfway(refusal: HalfwayError) -> Response:
    """To the step that is next."""
    is_code = refusal.stage is Stage.CODE
    return redirect(url_for("second_step.show" if is_code else "second_step.show_set_up"), code=303)


@blueprint.errorhandler(HalfwayOverError)
def show_over(refusal: HalfwayOverError) -> Response:
    """The password was too long ago."""
    return redirect(url_for("sign_in.show"), code=303)

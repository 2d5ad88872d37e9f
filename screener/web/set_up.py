"""How a member chooses a password, by a link that somebody who manages accounts has made.

As with patients' links, opening one changes nothing, and the form on it posts to
an address without the token.
"""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from screener.services import passwords, set_up
from screener.services.passwords import WeakPasswordError
from screener.services.set_up import LinkOverError
from screener.web.access import Access, sign
from screener.web.clinic import clinic
from screener.web.house import now, services

blueprint = Blueprint("set_up", __name__, url_prefix="/staff/set-up")

TOKEN_LETTERS = 64


@blueprint.get("/<token>")
@sign(Access.PUBLIC)
def show(token: str) -> Response:
    """Whom the link is for, and a form for their password."""
    page = make_response(choose_page(token))
    page.headers["Referrer-Policy"] = "strict-origin"  # the address holds the token
    return page


@blueprint.post("/choose")
@sign(Access.PUBLIC)
def choose() -> AnyResponse | tuple[str, int]:
    """Uses the link up for the password that was typed."""
    token, password = request.form.get("token", "")[:TOKEN_LETTERS], request.form.get("password", "")
    problem = password_problem(token, password)
    if problem is not None:
        return choose_page(token, problem=problem), 422
    hashed = passwords.hashed(password)
    with services().unit_of_work() as work:
        set_up.choose_password(work, token=token, hashed=hashed, now=now())
    return redirect(url_for("sign_in.show", chosen=""), code=303)


def password_problem(token: str, password: str) -> tuple[str, str] | None:
    """What is wrong with the password, and in which field. Raises `LinkOverError`."""
    with services().reading() as work:
        member = set_up.by_link(work, token=token, now=now())
    try:
        set_up.check_password(password, member=member, clinic_name=clinic().name)
    except WeakPasswordError as weak:
        return "password", str(weak)
    is_same = passwords.plain_bytes(password) == passwords.plain_bytes(request.form.get("password-again", ""))
    return None if is_same else ("password-again", "The two are not the same. Type the password twice.")


def choose_page(token: str, *, problem: tuple[str, str] | None = None) -> str:
    """The form. Raises `LinkOverError`."""
    with services().reading() as work:
        member = set_up.by_link(work, token=token, now=now())
    return render_template(
        "staff/set_up.html", token=token, member=member, problem=problem, least=passwords.LEAST, most=passwords.MOST
    )


@blueprint.errorhandler(LinkOverError)
def show_over(refusal: LinkOverError) -> tuple[str, int]:
    """The same for a link that was never made."""
    return render_template("staff/link_over.html", words=str(refusal)), 410

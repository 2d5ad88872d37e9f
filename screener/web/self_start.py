"""Beginning without an invitation, where the clinic allows it."""

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from screener.services import invitations, self_start, sessions
from screener.services.invitations import InvitationLockedError
from screener.services.patients import BadPatientError
from screener.web.access import SESSION_ID, Access, sign
from screener.web.forms.dates import TypedDate
from screener.web.house import now, services, settings
from screener.web.invitations import show_locked

blueprint = Blueprint("self_start", __name__, url_prefix="/begin")

NAME_LETTERS = 200
CODE = "own_code"
"""Under this key the cookie carries the code until its page was read."""


@blueprint.get("")
@sign(Access.PUBLIC)
def begin() -> str:
    """Who are you?"""
    must_be_on()
    return render_template("invitations/begin.html", name="", born=TypedDate(), problem=None)


@blueprint.post("")
@sign(Access.PUBLIC)
def begun() -> Response | tuple[str, int]:
    """An invitation of one's own, and in."""
    must_be_on()
    name, born = request.form.get("name", "")[:NAME_LETTERS].strip(), TypedDate.posted(request.form, "born")
    if not name:
        return ask_again(name, born, gettext("Type your name."))
    if not born.is_date:
        return ask_again(name, born, gettext("Type your date of birth, with four digits for the year."))
    try:
        return enter(name, born)
    except BadPatientError:
        return ask_again(name, born, gettext("Please check your name and your date of birth."))


def enter(name: str, born: TypedDate) -> Response:
    """Issues, redeems, and shows the code to come back with."""
    address = request.remote_addr or ""
    with services().unit_of_work() as work:
        issued = self_start.begin(work, name=name, born=born.date, address=address, now=now())
        intake_id = invitations.redeem(
            work, token_or_code=issued.url_token, date_of_birth_text=born.iso, address=address, now=now()
        )
        session_id = sessions.start(work, intake_id=intake_id, now=now())
    session.clear()
    session[SESSION_ID] = session_id
    session[CODE] = issued.code
    return redirect(url_for(".code"), code=303)


@blueprint.get("/code")
@sign(Access.PUBLIC)
def code() -> Response | str:
    """The code to write down, shown once."""
    shown = session.pop(CODE, None)
    if shown is None:
        return redirect(url_for("invitations.start"), code=303)
    return render_template("invitations/own_code.html", code=shown)


def ask_again(name: str, born: TypedDate, problem: str) -> tuple[str, int]:
    """The same page with what was typed and what is wrong with it."""
    return render_template("invitations/begin.html", name=name, born=born, problem=problem), 422


def must_be_on() -> None:
    """Nothing is there unless the clinic switched it on."""
    if not settings().self_start:
        abort(404)


blueprint.register_error_handler(InvitationLockedError, show_locked)

"""How a patient goes: on purpose, or by being away. What was typed on the page is kept either way."""

from flask import Blueprint, jsonify, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from screener.services import sessions
from screener.services.sessions import Session
from screener.web.access import SESSION_ID, Access, SignedOutError, is_inside, sign
from screener.web.forms.dates import TypedDate
from screener.web.house import now, services
from screener.web.left_pages import LEFT, OtherPatientError, show_other_patient, show_signed_out
from screener.web.tablet import is_handed_over

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/session")
@sign(Access.PUBLIC)
def seconds_left() -> Response:
    """How many seconds the session still has, for the script; looking does not keep it alive."""
    with services().reading() as work:
        return told(sessions.look(work, session_id=own_id(), now=now()))


@blueprint.post("/session")
@sign(Access.PUBLIC)
def stay() -> Response:
    """Keeps the session alive, since somebody said that they are still here; one that is over stays over."""
    with services().unit_of_work() as work:
        return told(sessions.stay(work, session_id=own_id(), now=now()))


def own_id() -> str:
    """What the cookie says; of nobody, what is no session's id."""
    session_id = session.get(SESSION_ID)
    return session_id if isinstance(session_id, str) else ""


def told(found: Session | None) -> Response:
    """How many seconds are left, for the script."""
    return jsonify(seconds=max(0, int((found.ends_at - now()).total_seconds())) if found else 0)


@blueprint.post("/leave")
@sign(Access.PUBLIC)
def leave() -> Response:
    """Ends the session on the server, and forgets it here."""
    if session_id := session.get(SESSION_ID):
        with services().unit_of_work() as work:
            sessions.end(work, session_id=session_id, now=now())
    if is_handed_over():
        return redirect(url_for("tablet.over"), code=303)
    session.clear()
    return redirect(url_for(".left"), code=303)


@blueprint.get("/left")
@sign(Access.PUBLIC)
def left() -> Response | str:
    """How to come back."""
    if is_inside():
        return redirect(url_for("intake.tasks"), code=303)
    return render_template("sessions/left.html")


@blueprint.get("/away")
@sign(Access.PUBLIC)
def away() -> Response | str:
    """Nobody is signed in here any more; how to go on."""
    if is_handed_over():
        return redirect(url_for("tablet.over"), code=303)
    if is_inside():
        return redirect(url_for("intake.tasks"), code=303)
    with services().reading() as work:
        ending = sessions.find_ending(work, session_id=own_id(), now=now())
    return render_template("sessions/away.html", born=TypedDate(), ending=ending, is_kept=session.get(LEFT))


@blueprint.get("/other-form")
@sign(Access.PUBLIC)
def other_form() -> Response | str:
    """The page that was sent is not of the form that is open here; names neither."""
    if not is_inside():
        return redirect(url_for(".away"), code=303)
    return render_template("sessions/other_form.html", is_kept=session.get(LEFT))


blueprint.app_errorhandler(SignedOutError)(show_signed_out)
blueprint.app_errorhandler(OtherPatientError)(show_other_patient)

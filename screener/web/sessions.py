"""How a patient goes: on purpose, or by being away. What was typed on the page is kept either way."""

from flask import Blueprint, jsonify, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from screener.definition.names import StepId
from screener.services import drafts, sessions
from screener.services.sessions import Session
from screener.web.access import SESSION_ID, Access, SignedOutError, sign
from screener.web.forms.dates import TypedDate
from screener.web.house import now, services
from screener.web.tablet import is_handed_over

blueprint = Blueprint("sessions", __name__)

NOT_TYPED = frozenset({"csrf_token", "light", "language", "page-photo"})


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
def left() -> str:
    """How to come back."""
    return render_template("sessions/left.html")


@blueprint.get("/away")
@sign(Access.PUBLIC)
def away() -> Response | str:
    """The session has ended by itself; how to go on."""
    if is_handed_over():
        return redirect(url_for("tablet.over"), code=303)
    return render_template("sessions/away.html", born=TypedDate())


@blueprint.app_errorhandler(SignedOutError)
def show_signed_out(refusal: SignedOutError) -> Response:
    """Keeps what was typed, if the browser's last session says whose it is, and explains."""
    step_id = (request.view_args or {}).get("step_id")
    if request.endpoint in {"steps.answer", "steps.draft"} and isinstance(step_id, str):
        keep_typed(StepId(step_id))
    return redirect(url_for("sessions.away"), code=303)


def keep_typed(step_id: StepId) -> None:
    """Keeps the page as a draft of the session's last owner; a stranger's is let go."""
    session_id = session.get(SESSION_ID)
    if not isinstance(session_id, str):
        return
    with services().unit_of_work() as work:
        owner = sessions.find_owner(work, session_id=session_id, now=now())
        if owner is not None:
            mark = request.form.get("page-mark")
            drafts.keep(work, intake_id=owner, step_id=step_id, typed=typed_fields(), page=mark, now=now())


def typed_fields() -> dict[str, tuple[str, ...]]:
    """What the page says of itself and its answers."""
    return {name: tuple(texts) for name, texts in request.form.lists() if name not in NOT_TYPED}

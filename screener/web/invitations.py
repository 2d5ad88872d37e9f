"""How a patient comes in: by a private link or a typed code, and the birth date.

Opening a link changes nothing and tells nothing: mail scanners open links. The
form on it posts to an address without the token, so the token is in no later
address and no log.
"""

import math

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from screener.definition.names import StepId
from screener.services import drafts, intake, sessions
from screener.services.intake import IntakeState, IntakeView
from screener.services.invitations import (
    InvitationExpiredError,
    InvitationLockedError,
    InvitationWrongError,
    redeem,
)
from screener.web.access import SESSION_ID, Access, sign
from screener.web.forms.dates import TypedDate
from screener.web.house import now, services, settings
from screener.web.tablet import begin_hand_over, is_handed_over

blueprint = Blueprint("invitations", __name__)

CODE_LETTERS = 40
"""A code has ten; more than this is nobody's."""


@blueprint.get("/")
@sign(Access.PUBLIC)
def start() -> str:
    """Where people arrive without a link."""
    return render_template("invitations/start.html", may_begin=bool(settings().self_start))


@blueprint.get("/i/<token>")
@sign(Access.PUBLIC)
def link(token: str) -> Response:
    """A private link: the same page whether or not there is such a link."""
    page = make_response(
        render_template("invitations/confirm.html", token=token, code="", born=TypedDate(), problem=None)
    )
    # The address holds the token, so not even our own style sheet's request may carry it. `origin` alone
    # is still enough for the form token's check over https.
    page.headers["Referrer-Policy"] = "strict-origin"
    return page


@blueprint.get("/code")
@sign(Access.PUBLIC)
def code() -> str:
    """For who has a letter rather than a link."""
    return render_template("invitations/confirm.html", token=None, code="", born=TypedDate(), problem=None)


@blueprint.post("/confirm")
@sign(Access.PUBLIC)
def confirm() -> AnyResponse | tuple[str, int]:
    """Tries a link or code with a birth date; right ones begin or resume the intake."""
    token = request.form.get("token", "")[:CODE_LETTERS]
    typed_code = request.form.get("code", "")[:CODE_LETTERS]
    born = TypedDate.posted(request.form, "born")
    if problem := what_is_missing(token or typed_code, born):
        return ask_again(born, problem)
    try:
        return enter(token or typed_code, born.iso)
    except InvitationWrongError:
        return ask_again(born, gettext("That did not match. Please check it and try again."))


def what_is_missing(token_or_code: str, born: TypedDate) -> str | None:
    """What to say before a try is spent on it."""
    if not token_or_code:
        return gettext("Type the code from your letter.")
    return None if born.is_date else gettext("Type your date of birth, with four digits for the year.")


def ask_again(born: TypedDate, problem: str) -> tuple[str, int]:
    """The same page with what was typed and what is wrong with it."""
    typed = {name: request.form.get(name, "")[:CODE_LETTERS] for name in ("token", "code")}
    return render_template("invitations/confirm.html", **typed, born=born, problem=problem), 422


def enter(token_or_code: str, born: str) -> AnyResponse:
    """Begins or resumes the intake under a new session. Raises the refusals of `redeem`."""
    with services().unit_of_work() as work:
        intake_id = redeem(
            work,
            token_or_code=token_or_code,
            date_of_birth_text=born,
            address=request.remote_addr or "",
            now=now(),
        )
        session_id = sessions.start(work, intake_id=intake_id, now=now())
        view = intake.open_intake(work, intake_id=intake_id, now=now())
        typed = drafts.find_newest(work, intake_id=intake_id)
    was_handed_over = is_handed_over()
    session.clear()  # and with it the old form token
    session[SESSION_ID] = session_id
    if was_handed_over:
        begin_hand_over()
    return redirect(first_page(view, typed), code=303)


def first_page(view: IntakeView, typed: StepId | None) -> str:
    """Where one goes on: the page that was being typed, what one should know first, or the list of pages."""
    if view.state is IntakeState.DECLINED:
        return url_for("declining.declined")
    if typed is not None:
        return url_for("steps.show", step_id=typed)
    return url_for("intake.tasks" if view.sent_steps else "intake.about")


def show_locked(refusal: InvitationLockedError) -> tuple[str, int]:
    """Too many tries: when to try again, and whom to call."""
    minutes = math.ceil((refusal.until - now()).total_seconds() / 60) if refusal.until else None
    return render_template("invitations/locked.html", minutes=minutes), 429


def show_expired(refusal: InvitationExpiredError) -> tuple[str, int]:
    """The link has ended; the clinic can send another."""
    return render_template("errors/expired.html"), 410


blueprint.register_error_handler(InvitationLockedError, show_locked)
blueprint.register_error_handler(InvitationExpiredError, show_expired)

"""How a patient comes in: by a private link or a typed code, and the birth date.

Opening a link changes nothing and tells nothing: mail scanners open links. The
form on it posts to an address without the token, so the token is in no later
address and no log.
"""

import math
from collections.abc import Callable
from datetime import datetime
from typing import TypedDict

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from screener.definition.names import StepId
from screener.services import drafts, intake, sessions
from screener.services.intake import IntakeId, IntakeState, IntakeView
from screener.services.invitations import (
    InvitationExpiredError,
    InvitationLockedError,
    InvitationWrongError,
    ProofNeededError,
    begin_again,
    redeem,
    send_code,
)
from screener.services.later_links import CODE_MINUTES
from screener.services.unit_of_work import UnitOfWork
from screener.web.access import SESSION_ID, Access, sign
from screener.web.forms.dates import TypedDate
from screener.web.house import now, services, settings
from screener.web.tablet import begin_hand_over, handed_link

blueprint = Blueprint("invitations", __name__)

CODE_LETTERS = 40
"""A code has ten; more than this is nobody's."""

Enter = Callable[[UnitOfWork], IntakeId]
"""Lets somebody in to an intake, or refuses."""


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
    proof = request.form.get("proof", "")[:CODE_LETTERS]
    return tried(lambda work: redeem(work, **posted(), proof=proof))


@blueprint.post("/confirm/send-code")
@sign(Access.PUBLIC)
def send() -> AnyResponse | tuple[str, int]:
    """Sends a code to the patient's e-mail address, for a link that needs a proof; and asks for it."""
    return tried(lambda work: send_code(work, **posted()))


@blueprint.post("/confirm/begin-again")
@sign(Access.PUBLIC)
def begin_new() -> AnyResponse | tuple[str, int]:
    """Begins a new, empty intake, for who cannot prove more."""
    return tried(lambda work: begin_again(work, **posted()))


class Posted(TypedDict):
    """What a door is tried with."""

    token_or_code: str
    date_of_birth_text: str
    address: str
    now: datetime


def posted() -> Posted:
    """As it was posted."""
    token, typed_code = (request.form.get(name, "")[:CODE_LETTERS] for name in ("token", "code"))
    born = TypedDate.posted(request.form, "born")
    return Posted(
        token_or_code=token or typed_code, date_of_birth_text=born.iso, address=request.remote_addr or "", now=now()
    )


def tried(let_in: Enter) -> AnyResponse | tuple[str, int]:
    """In, or the page that says what is wrong or missing."""
    born = TypedDate.posted(request.form, "born")
    if problem := what_is_missing(born):
        return ask_again(born, problem)
    try:
        return enter(let_in)
    except InvitationWrongError:
        return ask_again(born, not_matched())
    except ProofNeededError as needed:
        return ask_for_proof(born, needed)


def what_is_missing(born: TypedDate) -> str | None:
    """What to say before a try is spent on it."""
    if not request.form.get("token") and not request.form.get("code", "").strip():
        return gettext("Type the code from your letter.")
    return None if born.is_date else gettext("Type your date of birth, with four digits for the year.")


def not_matched() -> str:
    """True of a wrong birth date, and of a link that was cut off, replaced or never was: which it is, is not told."""
    if request.form.get("token"):
        return gettext(
            "This link and this date of birth do not open a form. Check the date of birth. If it is right, part of the"
            " link may be missing, or there may be a newer one: open the newest one that the clinic gave you from its"
            " message, or call the clinic."
        )
    return gettext(
        "This code and this date of birth do not open a form. Check both: a code has ten letters and digits. If they"
        " are right, there may be a newer code: use the newest one that the clinic gave you, or call the clinic."
    )


def ask_again(born: TypedDate, problem: str) -> tuple[str, int]:
    """The same page with what was typed and what is wrong with it."""
    typed = {name: request.form.get(name, "")[:CODE_LETTERS] for name in ("token", "code")}
    return render_template("invitations/confirm.html", **typed, born=born, problem=problem), 422


def ask_for_proof(born: TypedDate, needed: ProofNeededError) -> tuple[str, int]:
    """What else opens what was answered before."""
    typed = {name: request.form.get(name, "")[:CODE_LETTERS] for name in ("token", "code")}
    problem = gettext("This code does not open the answers. Check it, or choose another way.")
    page = render_template(
        "invitations/proof.html",
        **typed,
        born=born,
        needed=needed,
        minutes=CODE_MINUTES,
        problem=problem if needed.is_wrong else None,
    )
    return page, 422 if needed.is_wrong else 401


def enter(let_in: Enter) -> AnyResponse:
    """Begins or resumes the intake under a new session. Raises the refusals of `redeem`."""
    with services().unit_of_work() as work:
        intake_id = let_in(work)
        session_id = sessions.start(work, intake_id=intake_id, now=now())
        view = intake.open_intake(work, intake_id=intake_id, now=now())
        typed = drafts.find_newest(work, intake_id=intake_id)
    handed_over = handed_link()
    session.clear()  # and with it the old form token
    session[SESSION_ID] = session_id
    if handed_over:
        begin_hand_over(handed_over)
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
    minutes = max(1, math.ceil((refusal.until - now()).total_seconds() / 60))
    return render_template("invitations/locked.html", minutes=minutes), 429


def show_expired(refusal: InvitationExpiredError) -> tuple[str, int]:
    """The link has ended; the clinic can send another."""
    return render_template("errors/expired.html"), 410


blueprint.register_error_handler(InvitationLockedError, show_locked)
blueprint.register_error_handler(InvitationExpiredError, show_expired)

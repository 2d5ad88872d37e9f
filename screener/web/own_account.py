"""One's own account: password, authenticator, recovery codes, and where one is signed in."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.services import member_sessions, passwords, second_factor, set_up, sign_in
from screener.services.passwords import WeakPasswordError
from screener.services.second_factor import CodeWrongError, NothingProposedError
from screener.services.sign_in import SignInWrongError
from screener.services.sign_in_tries import SignInLockedError
from screener.web.access import actor, permit
from screener.web.clinic import clinic
from screener.web.house import now, services
from screener.web.known_devices import shown_mark
from screener.web.qr import qr_code
from screener.web.second_step import typed_code
from screener.web.sign_in import locked_words
from screener.web.staff_door import member, staff_session_id

blueprint = Blueprint("own_account", __name__, url_prefix="/staff/account")

Problem = tuple[str, str]
"""A field's id, and what is wrong with it."""


@blueprint.get("/")
@permit()
def show() -> str:
    """How one's account stands."""
    with services().reading() as work:
        lines = member_sessions.listing(work, member_id=member().id, session_id=own_session(), now=now())
        codes_left = second_factor.count_recovery_codes(work, member=member())
    return render_template("staff/account.html", sessions=lines, codes_left=codes_left)


@blueprint.get("/password")
@permit()
def show_password() -> str:
    """Asks for the present password and the next."""
    return password_page()


@blueprint.post("/password")
@permit()
def change_password() -> Response | tuple[str, int]:
    """Weighs the present password, keeps the next, and ends the other sessions."""
    problem = problem_with_new() or problem_with_present()
    if problem is not None:
        return password_page(problem=problem), 422
    hashed = passwords.hashed(request.form["password"])
    with services().unit_of_work() as work:
        set_up.keep_password(work, member_id=member().id, hashed=hashed, now=now(), actor=actor(), but=own_session())
    flash("Your password was changed. You are signed out everywhere else.")
    return redirect(url_for(".show"), code=303)


def problem_with_new() -> Problem | None:
    """What is wrong with the new password."""
    password = request.form.get("password", "")
    try:
        set_up.check_password(password, member=member(), clinic_name=clinic().name)
    except WeakPasswordError as weak:
        return "password", str(weak)
    is_same = passwords.plain_bytes(password) == passwords.plain_bytes(request.form.get("password-again", ""))
    return None if is_same else ("password-again", "The two are not the same. Type the new password twice.")


def problem_with_present() -> Problem | None:
    """What is wrong with the present password; it is counted like any other try."""
    try:
        with services().unit_of_work() as work:
            attempt = sign_in.begin(
                work, email=member().email, address=request.remote_addr or "", mark=shown_mark(), now=now()
            )
        weighed = sign_in.weigh(attempt, request.form.get("present", ""))
        with services().unit_of_work() as work:
            sign_in.settle(work, attempt, weighed, now=now())
    except SignInWrongError:
        return "present", "That is not your present password."
    except SignInLockedError as locked:
        return "present", locked_words(locked)
    return None


def password_page(*, problem: Problem | None = None) -> str:
    """The form, with nothing that was typed."""
    return render_template("staff/password.html", problem=problem, least=passwords.LEAST)


@blueprint.post("/sessions")
@permit()
def end_others() -> Response:
    """Signs out everywhere else."""
    with services().unit_of_work() as work:
        count = member_sessions.end_others(work, member=member(), session_id=own_session(), now=now())
    flash(f"Signed out elsewhere: {count}.")
    return redirect(url_for(".show"), code=303)


@blueprint.post("/recovery-codes")
@permit(fresh=True)
def renew_codes() -> str:
    """Makes fresh recovery codes and shows them this once."""
    with services().unit_of_work() as work:
        codes = second_factor.renew_recovery_codes(work, member=member(), now=now())
    return render_template("staff/recovery_codes.html", codes=codes, then=url_for(".show"), member=member())


@blueprint.post("/authenticator/new")
@permit(fresh=True)
def propose() -> Response:
    """Begins with a new authenticator; the one before it stays in force until a code of the new one was typed."""
    with services().unit_of_work() as work:
        second_factor.propose(work, member=member())
    return redirect(url_for(".show_authenticator"), code=303)


@blueprint.get("/authenticator")
@permit(fresh=True)
def show_authenticator() -> str:
    """Shows what to scan, and asks for a first code."""
    return authenticator_page()


@blueprint.post("/authenticator")
@permit(fresh=True)
def confirm() -> str | tuple[str, int]:
    """Puts it in force, and shows the recovery codes this once."""
    try:
        with services().unit_of_work() as work:
            codes = second_factor.confirm(work, member=member(), typed=typed_code(), now=now())
    except CodeWrongError as wrong:
        return authenticator_page(problem=str(wrong)), 422
    return render_template("staff/recovery_codes.html", codes=codes, then=url_for(".show"), member=member())


def authenticator_page(*, problem: str | None = None) -> str:
    """The page with the picture to scan."""
    with services().reading() as work:
        proposed = second_factor.proposal(work, member=member())
    return render_template(
        "staff/authenticator.html",
        proposed=proposed,
        picture=qr_code(proposed.uri),
        problem=problem,
        then=url_for(".show"),
        action=url_for(".confirm"),
        is_first=not g.staff_session.has_factor,
    )


def own_session() -> str:
    """The id of the session at hand."""
    return staff_session_id() or ""


@blueprint.errorhandler(NothingProposedError)
def show_nothing(refusal: NothingProposedError) -> Response:
    """The authenticator was confirmed meanwhile."""
    return redirect(url_for(".show"), code=303)

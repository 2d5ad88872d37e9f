"""What is done in the background: how much waits, what went wrong, and trying again."""

from typing import Final

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from screener.services import jobs
from screener.services.jobs import JobKind, NoJobError
from screener.services.permissions import Permission
from screener.web.access import permit
from screener.web.house import now, services
from screener.web.staff_door import member

blueprint = Blueprint("background", __name__, url_prefix="/staff/background")

KINDS: Final = {
    JobKind.RENDER: "A PDF of a submission",
    JobKind.COPY: "A patient's own copy, as a PDF",
    JobKind.REASSESS: "Judging past submissions",
    JobKind.NOTICE: "A mail to staff about something urgent",
    JobKind.REMINDER: "A reminder to a patient, by mail",
    JobKind.PUBLISH: "Publishing a draft at its set time",
    JobKind.REFUSAL: "A mail about a draft that was not published",
    JobKind.UNCONFIRMED: "Telling of an answer that its patient was asked about",
    JobKind.GUESSED: "A mail to staff about guesses at their account",
    JobKind.NEW_LINK: "A mail to a patient about a new link",
    JobKind.LINK_CODE: "A code to a patient, by mail",
}


@blueprint.get("/")
@permit(Permission.MANAGE_WORK)
def show() -> str:
    """How much waits by kind, and what is in trouble. It names nobody: a job holds an identifier alone."""
    with services().reading() as work:
        found = jobs.in_trouble(work)
    kinds = tuple(kind for kind in KINDS if kind in found.waiting or kind in found.failed)
    return render_template("background/show.html", found=found, kinds=kinds, words=KINDS)


@blueprint.post("/<job_id>")
@permit(Permission.MANAGE_WORK)
def try_again(job_id: str) -> Response:
    """Lets one that was given up be tried from the beginning."""
    try:
        with services().unit_of_work() as work:
            jobs.ask_again(work, job_id=job_id, now=now())
    except NoJobError:
        flash("It was not given up any more: somebody asked for it again, it is done, or it was cleared away.")
    else:
        flash("It is tried again now.")
    return redirect(url_for("background.show"), code=303)


def given_up() -> int:
    """How many jobs nobody tries any more, for who looks after them; on their first page."""
    if not member().may(Permission.MANAGE_WORK):
        return 0
    with services().reading() as work:
        return jobs.given_up(work)

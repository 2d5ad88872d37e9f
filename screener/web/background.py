"""What is done in the background: how much waits, what went wrong, and trying again."""

from collections import Counter
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
TELLING: Final = frozenset({JobKind.NOTICE, JobKind.UNCONFIRMED})
"""Kinds that are asked for when somebody answers something urgent: beside the audit's times they would tell who."""
MAILS: Final = TELLING | {JobKind.REMINDER, JobKind.NEW_LINK, JobKind.LINK_CODE, JobKind.GUESSED, JobKind.REFUSAL}
A_MAIL: Final = "A mail"


@blueprint.get("/")
@permit(Permission.MANAGE_WORK)
def show() -> str:
    """How much waits by kind, and what is in trouble. It names nobody: a job holds an identifier alone.

    Who may not read what patients sent sees mails that failed, and neither which nor since when.
    """
    may_read = member().may(Permission.READ_SUBMISSIONS)
    with services().reading() as work:
        found = jobs.in_trouble(work)
    words = KINDS if may_read else {**KINDS, **dict.fromkeys(MAILS, A_MAIL)}
    waiting, failed = Counter[str](), Counter[str]()
    for kind, said in words.items():
        waiting[said] += found.waiting.get(kind, 0) if may_read or kind not in TELLING else 0
        failed[said] += found.failed.get(kind, 0)
    return render_template(
        "background/show.html",
        counts=tuple((said, waiting[said], failed[said]) for said in waiting if waiting[said] or failed[said]),
        trouble=found.trouble,
        words=words,
        timeless=frozenset() if may_read else MAILS,
    )


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

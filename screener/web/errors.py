"""Known "no"s and their pages: one table. Anything else is a bug: it is logged, and says so calmly."""

from collections.abc import Mapping

from flask import Flask, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from screener.engine.answer_problems import BadAnswersError
from screener.errors import Refusal
from screener.services.accounts import NoAccountError
from screener.services.intake import (
    AlreadySentError,
    DeclinedError,
    IntakeExpiredError,
    NoIntakeError,
    RevisionOverError,
    StepNotOnPathError,
)
from screener.services.invitations import NoInvitationError
from screener.services.patients import NoPatientError
from screener.services.photos import NoPhotoError
from screener.services.reassessing import NoReassessmentError
from screener.services.revisions import NoRevisionError
from screener.services.submissions import NoSubmissionError
from screener.services.triage import NoCaseError
from screener.services.unit_of_work import UnavailableError

Page = tuple[str, int]

REFUSALS: Mapping[type[Refusal], Page] = {
    UnavailableError: ("errors/unavailable.html", 503),
    IntakeExpiredError: ("errors/expired.html", 410),
    NoIntakeError: ("errors/not_found.html", 404),
    NoAccountError: ("errors/not_found.html", 404),
    NoPhotoError: ("errors/not_found.html", 404),
    NoSubmissionError: ("errors/not_found.html", 404),
    NoRevisionError: ("errors/not_found.html", 404),
    NoCaseError: ("errors/not_found.html", 404),
    NoPatientError: ("errors/not_found.html", 404),
    NoInvitationError: ("errors/not_found.html", 404),
    NoReassessmentError: ("errors/not_found.html", 404),
    BadAnswersError: ("errors/bad_request.html", 400),
}
"""The page and status for each refusal that any view may meet."""

ELSEWHERE: Mapping[type[Refusal], str] = {
    AlreadySentError: "intake.sent",
    StepNotOnPathError: "intake.not_asked",
    DeclinedError: "declining.declined",
    RevisionOverError: "intake.tasks",
}
"""The endpoint that explains, where the refusal has an address of its own."""

STATUSES: Mapping[int, str] = {
    400: "errors/bad_request.html",
    403: "errors/forbidden.html",
    404: "errors/not_found.html",
    405: "errors/not_found.html",
    413: "errors/too_large.html",
    429: "errors/too_many.html",
    503: "errors/unavailable.html",
}
"""The page for each status; others have the one for what nobody foresaw."""


def show_refusal(refusal: Refusal) -> Response | tuple[str, int]:
    """The page of the nearest class in the tables."""
    for sort in type(refusal).__mro__:
        if sort in ELSEWHERE:
            return redirect(url_for(ELSEWHERE[sort]), code=303)
        if sort in REFUSALS:
            template, status = REFUSALS[sort]
            return render_template(template), status
    raise refusal


def show_foreign_host(error: SecurityError) -> Response:
    """A request for another host: without our address there are no links, so no page."""
    return Response("This host is not served here.\n", status=400, mimetype="text/plain")


def show_status(error: HTTPException) -> Response | tuple[str, int]:
    """A calm page for an HTTP error; redirects pass as they are."""
    code = error.code or 500
    if code < 400:
        return error.get_response()
    return render_template(STATUSES.get(code, "errors/unforeseen.html")), code


def show_out_of_date(error: CSRFError) -> tuple[str, int]:
    """The form's token does not fit the browser's session: a page left open, or cookies switched off."""
    return render_template("errors/out_of_date.html", has_cookies=bool(request.cookies)), 400


def show_broken(error: Exception) -> tuple[str, int]:
    """A request that broke off, or was cut into chunks wrongly."""
    return render_template(STATUSES[400]), 400


def show_unforeseen(error: Exception) -> tuple[str, int]:
    """A bug: logged by Flask before it comes here."""
    return render_template("errors/unforeseen.html"), 500


def init_errors(app: Flask) -> None:
    """Hangs up the tables."""
    app.register_error_handler(Refusal, show_refusal)
    app.register_error_handler(CSRFError, show_out_of_date)
    app.register_error_handler(ParseException, show_broken)
    app.register_error_handler(SecurityError, show_foreign_host)
    app.register_error_handler(HTTPException, show_status)
    app.register_error_handler(500, show_unforeseen)

"""A patient's own copy as a PDF: rendered ahead by a worker, so that nobody waits for it; while it is not, says so."""

from flask import Blueprint, Response, g, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from screener.services import own_copies, submissions
from screener.services.intake import IntakeState
from screener.services.own_copies import Outlook
from screener.web.access import Access, sign
from screener.web.clinic import clinic
from screener.web.house import now, services
from screener.web.intakes import any_state
from screener.web.languages import language

blueprint = Blueprint("own_copies", __name__, url_prefix="/intake")

AGAIN_SECONDS = 5
"""After which a page that waits for the PDF looks again, by itself and without a script."""


@blueprint.get("/copy.pdf")
@sign(Access.PATIENT)
def pdf() -> AnyResponse:
    """What was sent, to keep; while it is rendered, a page that looks again."""
    with services().unit_of_work() as work:
        view = any_state(work)
        if view.state is not IntakeState.SENT:
            return redirect(url_for("intake.check"), code=303)
        submission = submissions.own(work, intake_id=g.intake_id)
        found = own_copies.download(work, submission, language=language(), words=clinic(), now=now())
    if isinstance(found, Outlook):
        is_soon = found is Outlook.SOON
        waiting = render_template("intake/copy_awaited.html", is_soon=is_soon)
        return make_response(waiting, 202, {"Refresh": str(AGAIN_SECONDS)} if is_soon else {})
    headers = {"Content-Disposition": f'attachment; filename="{submission.reference}.pdf"'}
    return Response(found, mimetype="application/pdf", headers=headers)


@blueprint.post("/copy.pdf")
@sign(Access.PATIENT)
def ask_again() -> AnyResponse:
    """Lets it be tried from the beginning, at once."""
    with services().unit_of_work() as work:
        if any_state(work).state is not IntakeState.SENT:
            return redirect(url_for("intake.check"), code=303)
        own_copies.ask_again(work, intake_id=g.intake_id, language=language(), now=now())
    return redirect(url_for(".pdf"), code=303)

"""A submission on the screen, beside what the same patient sent before."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from screener.pdf.drawing import gauge, numbered_trend
from screener.services import asking_again, photos, reading, triage
from screener.services.permissions import Permission
from screener.web.access import actor, permit
from screener.web.house import now, services, settings
from screener.web.staff_door import member

blueprint = Blueprint("submissions", __name__, url_prefix="/staff/submissions/<reference>")


@blueprint.get("")
@permit(Permission.READ_SUBMISSIONS)
def show(reference: str) -> str | Response:
    """Everything, what matters first; of a form that was not sent, how far it has come."""
    with services().unit_of_work() as work:
        if triage.line(work, reference=reference).entry.submission_id is None:
            return redirect(url_for("triage.unfinished", reference=reference), code=303)
        found = reading.read(work, reference=reference, actor=actor(), now=now())
        pictures = photos.of_intake(work, intake_id=found.view.intake_id)
        names = triage.names(work)
        chain = asking_again.chain(work, reference=reference)
    return render_template(
        "submissions/show.html",
        chain=chain,
        can_sign=settings().signing_file is not None,
        photos=pictures,
        gauge=gauge,
        found=found,
        summary=found.summary,
        line=found.line,
        names=names,
        me=member().id,
        manage_patients=Permission.MANAGE_PATIENTS,
    )


@blueprint.get("/earlier")
@permit(Permission.READ_SUBMISSIONS)
def earlier(reference: str) -> str:
    """Side by side, with trends."""
    with services().unit_of_work() as work:
        found = reading.earlier(work, reference=reference, actor=actor(), now=now())
    return render_template(
        "submissions/earlier.html", found=found, compared=found.compared, reference=reference, trend=numbered_trend
    )

"""Figures about a questionnaire: counts of five and more, and nothing about anybody."""

from flask import Blueprint, render_template, request

from screener.definition.model import Reason
from screener.services import revisions, small_groups
from screener.services.permissions import Permission
from screener.web.access import permit
from screener.web.house import now, services

blueprint = Blueprint("analytics", __name__, url_prefix="/staff/analytics")

STRETCHES = ((7, "The last week"), (30, "The last 30 days"), (90, "The last 90 days"), (365, "The last year"))
"""Days, and how they are said."""
USUAL = 90
REASONS = {
    Reason.BLANK: "left blank",
    Reason.NOT_SURE: "not sure",
    Reason.DECLINED: "rather not say",
    Reason.TO_DISCUSS: "will discuss",
    Reason.UNREADABLE: "could not be read",
    Reason.UNRECOGNIZED: "not recognized",
}


@blueprint.get("/")
@permit(Permission.READ_ANALYTICS)
def show() -> str:
    """The figures of one questionnaire in one stretch of time."""
    days = request.args.get("days", USUAL, type=int)
    days = days if days in dict(STRETCHES) else USUAL
    with services().reading() as work:
        slugs = tuple(revision.slug for revision in revisions.all_current(work))
        wanted = request.args.get("questionnaire", "")
        slug = wanted if wanted in slugs else next(iter(slugs), None)
        found = small_groups.figures(work, slug=slug, days=days, now=now()) if slug else None
    return render_template(
        "analytics/show.html", found=found, slugs=slugs, days=days, stretches=STRETCHES, reasons=REASONS
    )

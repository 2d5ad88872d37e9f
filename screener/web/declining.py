"""The end for who says no to the screening, and the way back for whose finger slipped."""

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from screener.services import consent, intake
from screener.services.intake import IntakeState
from screener.web.access import Access, sign
from screener.web.house import now, services

blueprint = Blueprint("declining", __name__, url_prefix="/intake/declined")


@blueprint.get("")
@sign(Access.PATIENT)
def declined() -> Response | str:
    """Thanks, and what happens now."""
    with services().reading() as work:
        view = intake.open_intake(work, intake_id=g.intake_id, now=now())
    if view.state is not IntakeState.DECLINED:
        return redirect(url_for("intake.tasks"), code=303)
    return render_template("intake/declined.html")


@blueprint.post("")
@sign(Access.PATIENT)
def take_up() -> Response:
    """The no was a slip: the form begins anew."""
    with services().unit_of_work() as work:
        consent.take_up_again(work, intake_id=g.intake_id, now=now())
    return redirect(url_for("intake.tasks"), code=303)

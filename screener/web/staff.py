"""The first page after the sign-in: what one may do here."""

from flask import Blueprint, Flask, g, render_template

from screener.services import alerts, contacts
from screener.services.accounts import StaffMember
from screener.services.alerts import AlertView
from screener.services.member_sessions import Stage
from screener.services.permissions import Permission
from screener.services.triage import IntakeId
from screener.summary.model import ContactLine
from screener.web.access import permit
from screener.web.background import given_up
from screener.web.house import now, services, settings
from screener.web.navigation import entries

blueprint = Blueprint("staff", __name__, url_prefix="/staff")


@blueprint.get("/")
@permit()
def home() -> str:
    """One card for each room that is open to the member."""
    return render_template("staff/home.html", given_up=given_up())


def standing_alerts() -> tuple[AlertView, ...]:
    """What nobody has acknowledged, for who may: it stands on every page of theirs."""
    found: StaffMember | None = g.get("staff")
    if found is None or g.staff_session.stage is not Stage.IN or not found.may(Permission.ACKNOWLEDGE_URGENT):
        return ()
    with services().reading() as work:
        return alerts.standing(work)


def contact_of(intake_id: IntakeId) -> tuple[ContactLine, ...]:
    """How to reach the patient of an alert, for who may answer it; nothing for who may not read what patients sent."""
    found: StaffMember | None = g.get("staff")
    if found is None or not found.may(Permission.READ_SUBMISSIONS):
        return ()
    with services().reading() as work:
        return contacts.of_intake(work, intake_id, now())


def init_staff(app: Flask) -> None:
    """What every staff page may use."""
    app.jinja_env.globals.update(
        navigation=entries,
        standing_alerts=standing_alerts,
        contact_of=contact_of,
        is_demo=lambda: settings().demo,
    )
    app.register_blueprint(blueprint)

"""The first page after the sign-in: what one may do here."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, render_template

from screener.web.access import permit
from screener.web.house import settings
from screener.web.navigation import entries

blueprint = Blueprint("staff", __name__, url_prefix="/staff")


@blueprint.get("/")
@permit()
def home() -> str:
    """One card for each room that is open to the member."""
    return render_template("staff/home.html")


def moment(at: datetime) -> str:
    """A moment as the clinic's clock says it: `Jan 15, 2026, 12:00 PM`."""
    there = at.astimezone(clinic_zone())
    return f"{there:%b} {there.day}, {there:%Y}, {there.hour % 12 or 12}:{there:%M} {there:%p}"


def clinic_zone() -> ZoneInfo:
    """The clinic's time zone; UTC where none is set."""
    return ZoneInfo(settings().time_zone or "UTC")


def init_staff(app: Flask) -> None:
    """What every staff page may use."""
    app.jinja_env.filters.update(moment=moment)
    app.jinja_env.globals.update(navigation=entries, is_demo=lambda: settings().demo)
    app.register_blueprint(blueprint)

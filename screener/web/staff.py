"""The first page after the sign-in: what one may do here."""

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


def init_staff(app: Flask) -> None:
    """What every staff page may use."""
    app.jinja_env.globals.update(navigation=entries, is_demo=lambda: settings().demo)
    app.register_blueprint(blueprint)

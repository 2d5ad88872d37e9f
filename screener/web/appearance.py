"""How bright the pages are: chosen by the patient before anything bright is painted, and remembered by a cookie."""

import enum
import re

from flask import Blueprint, Response, abort, g, redirect, render_template, request, session, url_for
from flask_babel import LazyString, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from screener.web.access import SESSION_ID, Access, is_inside, sign
from screener.web.fonts import FACES, woff2
from screener.web.house import settings

blueprint = Blueprint("appearance", __name__)

COOKIE = "light"
YEAR_SECONDS = 365 * 24 * 3600
OWN_PATH = re.compile(r"/(?:[A-Za-z0-9_.~%-][A-Za-z0-9_.~%/-]*)?(?:\?[A-Za-z0-9_.~%=&-]*)?\Z")


class Light(enum.StrEnum):
    """The themes; `calm.css` has one block of colors for each."""

    STANDARD = "standard"
    DIM_WARM = "dim-warm"
    DIM_DARK = "dim-dark"
    HIGH_CONTRAST = "high-contrast"


LIGHT_WORDS: dict[Light, LazyString] = {
    Light.STANDARD: lazy_gettext("Standard"),
    Light.DIM_WARM: lazy_gettext("Dim warm"),
    Light.DIM_DARK: lazy_gettext("Dim dark"),
    Light.HIGH_CONTRAST: lazy_gettext("High contrast"),
}
PAPERS = {
    Light.STANDARD: "#f3f1ea",
    Light.DIM_WARM: "#332a21",
    Light.DIM_DARK: "#171b19",
    Light.HIGH_CONTRAST: "#0c0e0d",
}
"""Each theme's page color, for the browser's own frame."""


def chosen_light() -> Light | None:
    """The theme that was chosen, by this very request or before; None leaves it to the browser's own wishes."""
    just_now: Light | None = g.get("light")
    return just_now or light_named(request.cookies.get(COOKIE))


def light_named(name: str | None) -> Light | None:
    """The theme of that name, or None."""
    return Light(name) if name in set(Light) else None


def remember(answer: AnyResponse, light: Light) -> None:
    """Puts the choice into the browser for a year."""
    answer.set_cookie(
        COOKIE, light, max_age=YEAR_SECONDS, secure=not settings().demo, httponly=True, samesite="Lax", path="/"
    )


@blueprint.post("/appearance")
@sign(Access.PUBLIC)
def choose() -> AnyResponse:
    """Changes the light and goes back to the page."""
    light = light_named(request.form.get("light"))
    if light is None:
        abort(400)
    answer = redirect(page_before(), code=303)
    remember(answer, light)
    return answer


def page_before() -> str:
    """The page that the form stood on, as the form says: never one of another site."""
    back = request.form.get("back", "/")
    return back if OWN_PATH.match(back) else "/"


@blueprint.get("/break")
@sign(Access.PUBLIC)
def take_break() -> str:
    """A page with nearly nothing on it."""
    step_id = request.args.get("step")
    if SESSION_ID not in session:
        back = url_for("invitations.start")
    else:
        back = url_for("steps.show", step_id=step_id) if step_id else url_for("intake.tasks")
    return render_template("appearance/break.html", back=back, is_inside=is_inside())


@blueprint.get("/fonts/<face>.woff2")
@sign(Access.PUBLIC)
def font(face: str) -> Response:
    """One face of the typeface."""
    if face not in FACES:
        abort(404)
    return Response(woff2(face), mimetype="font/woff2")

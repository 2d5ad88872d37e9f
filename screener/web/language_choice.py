"""Which language the pages speak: chosen on every page, remembered by a cookie."""

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from screener.web.access import Access, sign
from screener.web.appearance import YEAR_SECONDS, page_before
from screener.web.house import settings
from screener.web.languages import COOKIE, language_named

blueprint = Blueprint("language_choice", __name__)


@blueprint.post("/language")
@sign(Access.PUBLIC)
def choose() -> Response:
    """Changes the language and goes back to the page."""
    language = language_named(request.form.get("language"))
    if language is None:
        abort(400)
    answer = redirect(page_before(), code=303)
    remember(answer, language)
    return answer


def remember(answer: Response, language: str) -> None:
    """Puts the choice into the browser for a year."""
    answer.set_cookie(
        COOKIE, language, max_age=YEAR_SECONDS, secure=not settings().demo, httponly=True, samesite="Lax", path="/"
    )

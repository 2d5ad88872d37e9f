"""The interface's own words: English in the source, other languages from catalogs."""

from flask import Flask, request
from flask_babel import Babel, get_locale

LANGUAGES = ("en",)
"""Languages that the interface speaks; the first is the one to fall back to."""


def choose() -> str:
    """The language of this request."""
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def language() -> str:
    """The tag for `<html lang>`."""
    return str(get_locale() or LANGUAGES[0]).replace("_", "-")


def init_languages(app: Flask) -> None:
    """Gives templates `_()`, and dates and numbers their form."""
    Babel(app, default_locale=LANGUAGES[0], locale_selector=choose)

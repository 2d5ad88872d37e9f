"""The interface's own words: English in the source, other languages from catalogs beside this file.

After a change of the English words, a translator is shown what is new by

    pybabel extract -F screener/web/translations/babel.cfg -k lazy_gettext --add-location=file -o messages.pot .
    pybabel update -i messages.pot -l es -d screener/web/translations --no-fuzzy-matching --ignore-obsolete
"""

from babel.support import NullTranslations
from flask import Flask, g, request
from flask_babel import Babel, Domain, get_locale

from screener.catalogs import LANGUAGES, catalog, locale_of

COOKIE = "language"
OWN_NAMES = {"en": "English", "es": "Español"}
"""Each language by the name that its speakers know it by."""


class Catalogs(Domain):
    """The words of the request's language, from the text file that translators edit: nothing has to be compiled."""

    def get_translations(self) -> NullTranslations:
        """Of this request."""
        return catalog(language())


def choose() -> str:
    """The locale of this request: a language as it is written in the United States, with a point in 1.5."""
    return locale_of(chosen() or request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0])


def chosen() -> str | None:
    """The language that was chosen, by this very request or before; None leaves it to the browser's own wishes."""
    just_now: str | None = g.get("language")
    return just_now or language_named(request.cookies.get(COOKIE))


def note_choice() -> None:
    """A form may be sent by a button that chooses the language: its answer is in that language already."""
    g.language = language_named(request.form.get("language"))


def language_named(name: str | None) -> str | None:
    """The language, if the interface speaks it."""
    return name if name in LANGUAGES else None


def others() -> tuple[tuple[str, str], ...]:
    """The languages that the page could be in instead, each with its own name."""
    spoken = language()
    return tuple((name, OWN_NAMES[name]) for name in LANGUAGES if name != spoken)


def language() -> str:
    """The language of this request: for `<html lang>`, and as files are named."""
    locale = get_locale()
    return locale.language if locale else LANGUAGES[0]


def init_languages(app: Flask) -> None:
    """Gives templates `_()`, and dates and numbers their form."""
    Babel(app, default_locale=f"{LANGUAGES[0]}_US", locale_selector=choose).domain_instance = Catalogs()
    app.before_request(note_choice)

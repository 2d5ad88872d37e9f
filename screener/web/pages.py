"""What every template may use. Everything is escaped, and a name that is not there is an error."""

import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Flask, request, session, url_for
from flask_babel import lazy_gettext
from jinja2 import StrictUndefined

from screener.config import Settings
from screener.web.access import SESSION_ID
from screener.web.appearance import LIGHT_WORDS, PAPERS, chosen_light
from screener.web.clinic_words import clinical
from screener.web.forms.asking import Offer
from screener.web.languages import language
from screener.web.markdown import markdown

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
STATIC = Path(__file__).resolve().parent / "static"

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")

YES_NO = (Offer("yes", lazy_gettext("Yes")), Offer("no", lazy_gettext("No")))
AGREE = (Offer("yes", lazy_gettext("I agree")), Offer("no", lazy_gettext("I do not agree")))


def init_pages(app: Flask, settings: Settings) -> None:
    """Sets up the templates."""
    environment = app.jinja_env
    environment.autoescape = True
    environment.undefined = StrictUndefined
    environment.finalize = printable
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(dialed=dialed, clinical=clinical, markdown=lambda text: markdown(clinical(text)))
    environment.globals.update(
        clinic={"name": settings.clinic_name, "phone": settings.clinic_phone},
        lights=LIGHT_WORDS,
        papers=PAPERS,
        light=chosen_light,
        language=language,
        static=static,
        here=here,
        is_signed_in=is_signed_in,
        yes_no_offers=YES_NO,
        agree_offers=AGREE,
    )


def printable(value: object) -> object:
    """A text without characters that no page may hold; what was typed may have them."""
    return UNPRINTABLE.sub("", value) if isinstance(value, str) and UNPRINTABLE.search(value) else value


def static(name: str) -> str:
    """The address of a file of ours, new when its bytes are."""
    return url_for("static", filename=name, v=mark_of(name))


@cache
def mark_of(name: str) -> str:
    """A few letters that stand for a file's bytes."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def here() -> str:
    """The page's own address, to come back to; the start for one that was posted."""
    path: str = request.full_path.rstrip("?")
    return path if request.method == "GET" else "/"


def is_signed_in() -> bool:
    """Whether a patient's session is in the cookie; whether it is in force is the guard's business."""
    return SESSION_ID in session


def dialed(phone: str) -> str:
    """A phone number as a `tel:` link takes it."""
    return re.sub(r"[^0-9+*#,]", "", phone)

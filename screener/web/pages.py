"""What every template may use. Everything is escaped, and a name that is not there is an error."""

import hashlib
import re
from datetime import datetime
from functools import cache
from pathlib import Path

from flask import Flask, g, request, session, url_for
from flask_babel import lazy_gettext
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from screener.services.patient_words import numbers_in
from screener.shipped import shipped
from screener.summary.foreign_text import in_block, like, plain
from screener.web.access import SESSION_ID
from screener.web.appearance import LIGHT_WORDS, PAPERS, chosen_light
from screener.web.clinic_words import clinical
from screener.web.forms.asking import Offer
from screener.web.house import now
from screener.web.languages import language, others
from screener.web.markdown import markdown

TEMPLATES = shipped("templates")
STATIC = Path(__file__).resolve().parent / "static"

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")

YES_NO = (Offer("yes", lazy_gettext("Yes")), Offer("no", lazy_gettext("No")))
AGREE = (Offer("yes", lazy_gettext("I agree")), Offer("no", lazy_gettext("I do not agree")))


def init_pages(app: Flask) -> None:
    """Sets up the templates."""

    def in_markup(text: str) -> Markup:
        """The text's paragraphs, lists and headings."""
        return in_block(text, markdown(plain(clinical(text))))

    environment = app.jinja_env
    environment.autoescape = True
    environment.undefined = StrictUndefined
    environment.finalize = printable
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(dialed=dialed, clinical=clinical, markdown=in_markup, plain=plain)
    environment.globals.update(
        lights=LIGHT_WORDS,
        papers=PAPERS,
        light=chosen_light,
        language=language,
        other_languages=others,
        static=static,
        here=here,
        is_signed_in=is_signed_in,
        numbers_in=numbers_in,
        seconds_left=seconds_left,
        yes_no_offers=YES_NO,
        agree_offers=AGREE,
    )


def printable(value: object) -> object:
    """A text without characters that no page may hold; what was typed may have them."""
    if not isinstance(value, str) or not UNPRINTABLE.search(value):
        return value
    return like(value, UNPRINTABLE.sub("", value))


def static(name: str) -> str:
    """The address of a file of ours, new when its bytes are."""
    return url_for("static", filename=name, v=mark_of(name))


@cache
def mark_of(name: str) -> str:
    """A few letters that stand for a file's bytes."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def here() -> str:
    """The page's own address, to come back to. One that answers a form has the address of the page that sent it."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    match request.endpoint:
        case "steps.answer":
            return url_for("steps.show", **(request.view_args or {}))
        case "intake.send":
            return url_for("intake.check")
        case "invitations.confirm":
            token = sent_token()
            return url_for("invitations.link", token=token) if token else url_for("invitations.code")
        case _:
            return url_for("invitations.start")


def sent_token() -> str:
    """The link that a form was about; none where what was sent cannot be read."""
    try:
        return request.form.get("token", "")
    except (HTTPException, OSError):
        return ""


def is_signed_in() -> bool:
    """Whether a patient's session is in the cookie; whether it is in force is the guard's business."""
    return SESSION_ID in session


def seconds_left() -> int:
    """How long the patient's session lasts if nothing happens: seconds; 0 where nobody is signed in."""
    ends_at: datetime | None = g.get("session_ends_at")
    return max(1, int((ends_at - now()).total_seconds())) if ends_at else 0


def dialed(phone: str) -> str:
    """A phone number as a `tel:` link takes it."""
    return re.sub(r"[^0-9+*#,]", "", phone)

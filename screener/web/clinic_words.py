"""The clinic's own words in a questionnaire's texts: its name, its phone, when it answers."""

from flask_babel import gettext

from screener.definition.placeholders import fill
from screener.web.foreign_text import like
from screener.web.house import settings


def clinical(text: str) -> str:
    """The text with them filled in."""
    clinic = settings()
    filled = fill(
        text,
        clinic_name=clinic.clinic_name,
        clinic_phone=clinic.clinic_phone or gettext("the clinic"),
        clinic_reach_sentence=clinic.clinic_reach_sentence,
    )
    return like(text, filled)

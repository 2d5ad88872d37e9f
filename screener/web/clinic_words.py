"""The clinic's own words in a questionnaire's texts: its name, its phone, when it answers."""

from flask_babel import gettext

from screener.definition.placeholders import fill
from screener.web.clinic import clinic
from screener.web.foreign_text import like


def clinical(text: str) -> str:
    """The text with them filled in."""
    words = clinic()
    filled = fill(
        text,
        clinic_name=words.name,
        clinic_phone=words.phone or gettext("the clinic"),
        clinic_reach_sentence=words.reach,
    )
    return like(text, filled)

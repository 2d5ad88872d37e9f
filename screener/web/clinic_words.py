"""The clinic's own words in a questionnaire's texts: its name, its phone, when it answers."""

from screener.services import patient_words
from screener.web.clinic import clinic
from screener.web.languages import language


def clinical(text: str, *, urgent: bool = False) -> str:
    """The text with them filled in, in the language of the page."""
    return patient_words.clinical(text, clinic(), language(), urgent=urgent)

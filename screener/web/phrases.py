"""The words around an answer, in the language of the page."""

from screener.services.patient_words import phrases_in
from screener.summary.phrases import Phrases
from screener.web.languages import language


def phrases() -> Phrases:
    """As the patient reads them; the summary for clinicians has its own."""
    return phrases_in(language())

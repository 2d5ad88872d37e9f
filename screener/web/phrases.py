"""The words around an answer, in the language of the page."""

from flask_babel import get_locale, gettext

from screener.summary.phrases import Phrases


def phrases() -> Phrases:
    """As the patient reads them; the summary for clinicians has its own."""
    return Phrases(
        locale=str(get_locale() or "en_US"),
        blank=gettext("Not answered"),
        not_sure=gettext("Not sure"),
        declined=gettext("I would rather not say"),
        to_discuss=gettext("I will talk about this in person"),
        unrecognized=gettext("Not a medicine we know"),
        pending=gettext("Not answered yet"),
        not_asked=gettext("Not asked"),
        agreed=gettext("I agree"),
        not_agreed=gettext("I do not agree"),
        signed=gettext("signed “{}”"),
        typed=gettext("typed as {}"),
        day=gettext("{} day"),
        days=gettext("{} days"),
    )

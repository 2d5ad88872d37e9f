"""What a patient reads, in their language: the questionnaire, the words around an answer, and the clinic's own.

Pages and what is rendered ahead take the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from screener.catalogs import catalog, locale_of
from screener.definition.model import Questionnaire
from screener.definition.placeholders import fill
from screener.definition.translating import in_language
from screener.services.clinic_settings import ClinicSettings
from screener.services.intake_views import IntakeView
from screener.services.unit_of_work import UnitOfWork
from screener.summary.foreign_text import ForeignText, like
from screener.summary.phrases import Phrases


def view_in(work: UnitOfWork, view: IntakeView, language: str) -> IntakeView:
    """The intake with its questionnaire in that language."""
    questionnaire = questionnaire_in(work, view.questionnaire, language)
    steps = tuple(questionnaire.steps[step.id] for step in view.path.steps)
    return replace(view, questionnaire=questionnaire, path=replace(view.path, steps=steps))


def questionnaire_in(work: UnitOfWork, questionnaire: Questionnaire, language: str) -> Questionnaire:
    """The questionnaire in patients' words; made once a process for each language."""
    written = questionnaire.language
    if language == written:
        return questionnaire
    made = f"{questionnaire.sha256} {language}"
    return work.library.get(
        made, lambda: in_language(questionnaire, language, words=own_words(language), mark=foreign(written))
    )


def foreign(language: str) -> Callable[[str], str]:
    """Marks a text that is shown as it was written."""
    return lambda text: ForeignText.of(text, language)


def own_words(language: str) -> Mapping[str, str]:
    """What a questionnaire says without an author's words for it."""
    gettext = catalog(language).gettext
    return {"Yes": gettext("Yes"), "No": gettext("No")}


def phrases_in(language: str) -> Phrases:
    """The words around an answer; the summary for clinicians has its own."""
    gettext = catalog(language).gettext
    return Phrases(
        locale=locale_of(language),
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


def clinical(text: str, clinic: ClinicSettings, language: str) -> str:
    """A text of the questionnaire with the clinic's own words in it: its name, its phone, when it answers."""
    gettext = catalog(language).gettext
    filled = fill(
        text,
        clinic_name=clinic.name,
        clinic_phone=clinic.phone or gettext("the clinic"),
        clinic_reach_sentence=clinic.reach,
    )
    return like(text, filled)

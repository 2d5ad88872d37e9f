"""What a patient reads, in their language: the questionnaire, the words around an answer, and the clinic's own.

Pages and what is rendered ahead take the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from screener.catalogs import catalog, locale_of
from screener.definition.model import Questionnaire
from screener.definition.placeholders import fill, without
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
        unreadable=gettext("We could not read it"),
        not_understood=gettext("you typed: {}, we could not read it"),
        ticked=gettext("ticked: {}"),
        pending=gettext("Not answered yet"),
        not_asked=gettext("Not asked"),
        agreed=gettext("I agree"),
        not_agreed=gettext("I do not agree"),
        signed=gettext("signed “{}”"),
        typed=gettext("typed as {}"),
        day=gettext("{} day"),
        days=gettext("{} days"),
    )


def clinical(text: str, clinic: ClinicSettings, language: str, *, urgent: bool = False) -> str:
    """A text of the questionnaire with the clinic's own words in it: its name, its phone, when it answers.

    Where the clinic has given no phone, a sentence with it says instead what can be done without one.
    """
    told = text if clinic.phone else without(text, "clinic_phone", way_without_phone(language, urgent=urgent))
    filled = fill(told, clinic_name=clinic.name, clinic_phone=clinic.phone, clinic_reach_sentence=clinic.reach)
    return like(text, filled.strip())


def way_without_phone(language: str, *, urgent: bool) -> str:
    """What a patient can do where no phone of the clinic is known."""
    gettext = catalog(language).gettext
    if urgent:
        return gettext("Go to the nearest emergency room, or call 911.")
    return gettext("Ask the clinic in the way that you usually reach it.")


def numbers_in(text: str) -> tuple[str, ...]:
    """Whom a text says to call, in its order: `911`, `988`, `clinic`; the clinic also where it says when it answers."""
    marks = (("911", "911"), ("988", "988"), ("clinic", "{clinic_phone}"), ("clinic", "{clinic_reach_sentence}"))
    found = sorted((text.index(mark), whom) for whom, mark in marks if mark in text)
    return tuple(dict.fromkeys(whom for _, whom in found))

"""A page of the draft as patients will see it, in any language and light, with anybody's answers; and what follows."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from flask import g, render_template, request, url_for
from flask_babel import force_locale

from screener.catalogs import LANGUAGES, locale_of
from screener.definition.model import Questionnaire, Step
from screener.definition.names import StepId
from screener.definition.translating import in_language
from screener.engine.answers import Answers
from screener.engine.coercion import BadAnswersError, read_answers, write_answers
from screener.engine.path import path
from screener.services.intake import IntakeId, IntakeState, IntakeView
from screener.services.patient_words import own_words
from screener.services.permissions import Permission
from screener.services.revisions import Revision, RevisionId
from screener.web.access import permit
from screener.web.appearance import Light, light_named
from screener.web.authoring.rooms import Bench, bench, blueprint
from screener.web.authoring.witnesses import shown
from screener.web.house import now, today
from screener.web.remarking import propose_medicines
from screener.web.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Choice:
    """What is being looked at."""

    step: Step
    vignette: str
    language: str
    light: Light

    @property
    def query(self) -> dict[str, str]:
        """For the address."""
        return {"step": self.step.id, "vignette": self.vignette, "language": self.language, "light": self.light.value}


def chosen(questionnaire: Questionnaire) -> Choice:
    """What the address asks for; the first of each where it asks for nothing that there is."""
    asked = request.args
    steps = questionnaire.steps
    step = steps.get(StepId(asked.get("step", ""))) or next(iter(steps.values()))
    vignette = asked.get("vignette", "")
    spoken = asked.get("language", "")
    return Choice(
        step=step,
        vignette=vignette if any(each.id == vignette for each in questionnaire.vignettes) else "",
        language=spoken if spoken in languages(questionnaire) else questionnaire.language,
        light=light_named(asked.get("light")) or Light.STANDARD,
    )


def languages(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The languages that a page of it can be shown in."""
    return tuple(name for name in LANGUAGES if name == questionnaire.language or name in questionnaire.translations)


@blueprint.get("/drafts/<draft_id>/try")
@permit(Permission.EDIT_QUESTIONNAIRES)
def try_out(draft_id: str) -> str:
    """Which page to look at, and what follows from an example patient's answers."""
    found = bench(draft_id)
    questionnaire = found.checked.questionnaire
    if questionnaire is None:
        return render_template("authoring/unreadable.html", bench=found, draft=found.draft, here="try_out")
    choice = chosen(questionnaire)
    answers = view_of(questionnaire, said_by(questionnaire, choice)).answers
    return render_template(
        "authoring/try.html",
        bench=found,
        draft=found.draft,
        choice=choice,
        languages=languages(questionnaire),
        lights=tuple(Light),
        questionnaire=questionnaire,
        person=shown(questionnaire, answers, today(questionnaire)),
        here="try_out",
    )


@blueprint.get("/drafts/<draft_id>/preview")
@permit(Permission.EDIT_QUESTIONNAIRES)
def preview(draft_id: str) -> str:
    """One page exactly as patients will see it, and what follows."""
    return preview_page(bench(draft_id))


@blueprint.post("/drafts/<draft_id>/preview")
@permit(Permission.EDIT_QUESTIONNAIRES)
def answer_preview(draft_id: str) -> str:
    """The same with what was answered on it. Saves nothing."""
    return preview_page(bench(draft_id))


def preview_page(found: Bench) -> str:
    """The page in the patients' own layout."""
    questionnaire, draft_id = found.checked.questionnaire, found.draft.id
    if questionnaire is None:
        return render_template("authoring/unreadable.html", bench=found, draft=found.draft, here="try_out")
    choice = chosen(questionnaire)
    g.light = choice.light
    with force_locale(locale_of(choice.language)):
        sheet = sheet_of(questionnaire, choice)
        return render_template(
            "authoring/preview.html",
            sheet=sheet,
            step=sheet.step,
            rules=questionnaire.rules,
            person=shown(questionnaire, sheet.answers, today(questionnaire)),
            is_asked=any(step.id == choice.step.id for step in steps_on_path(questionnaire, sheet.answers)),
            vignette=choice.vignette,
            version=found.draft.version,
            address=f"{url_for('.answer_preview', draft_id=draft_id)}?{urlencode(choice.query)}",
            keep=url_for(".keep_witness", draft_id=draft_id),
            back=f"{url_for('.try_out', draft_id=draft_id)}?{urlencode(choice.query)}",
        )


def steps_on_path(questionnaire: Questionnaire, answers: Answers) -> tuple[Step, ...]:
    """The pages that these answers lead through."""
    return path(questionnaire, answers, today(questionnaire)).steps


def sheet_of(questionnaire: Questionnaire, choice: Choice) -> Sheet:
    """The page with the answers of the example patient, and those just typed on it."""
    spoken = in_language(questionnaire, choice.language, words=own_words(choice.language))
    view = view_of(spoken, said_by(questionnaire, choice))
    sheet = Sheet(view, spoken.steps[choice.step.id], today(questionnaire), request.form if request.form else None)
    propose_medicines(sheet)
    return sheet


def said_by(questionnaire: Questionnaire, choice: Choice) -> dict[str, object]:
    """The raw answers of the example patient that was chosen."""
    found = next((each for each in questionnaire.vignettes if each.id == choice.vignette), None)
    return dict(found.answers) if found else {}


def view_of(questionnaire: Questionnaire, raw: dict[str, object]) -> IntakeView:
    """An intake that nobody began, with these answers."""
    try:
        answers = read_answers(questionnaire, raw)
    except BadAnswersError:
        answers = Answers({})
    moment = now()
    return IntakeView(
        id=IntakeId("none"),
        reference="",
        revision=Revision(RevisionId("none"), questionnaire.slug, 0, questionnaire.sha256, moment),
        questionnaire=questionnaire,
        raw_answers=write_answers(answers),
        answers=answers,
        version=0,
        sent_steps=frozenset(questionnaire.steps) if raw else frozenset(),
        path=path(questionnaire, answers, today(questionnaire)),
        state=IntakeState.OPEN,
        submission_reference=None,
        expires_at=moment + timedelta(days=1),
    )

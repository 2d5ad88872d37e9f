"""A published questionnaire laid open for members: the table, the form on paper, the map of its paths."""

from flask import Blueprint, render_template, request
from flask_babel import force_locale

from screener.catalogs import LANGUAGES, locale_of
from screener.codebook.describing import describe
from screener.codebook.drawing import draw
from screener.codebook.paper import on_paper
from screener.codebook.paths import paths
from screener.definition.model import Questionnaire
from screener.definition.translating import in_language
from screener.services import revisions
from screener.services.patient_words import own_words
from screener.services.revisions import Revision
from screener.web.access import permit
from screener.web.house import services

blueprint = Blueprint("codebooks", __name__, url_prefix="/staff/codebooks/<slug>")


def published(slug: str) -> tuple[Revision, Questionnaire]:
    """The current revision and its questionnaire. Raises `NoRevisionError`."""
    with services().reading() as work:
        revision = revisions.current(work, slug)
        return revision, revisions.questionnaire_of(work, revision)


@blueprint.get("/")
@permit()
def table(slug: str) -> str:
    """All that is asked and all that follows, as one table."""
    revision, questionnaire = published(slug)
    return render_template("codebooks/table.html", revision=revision, codebook=describe(questionnaire))


@blueprint.get("/paths")
@permit()
def map_of_paths(slug: str) -> str:
    """Which answers lead where, as a picture and in words."""
    revision, questionnaire = published(slug)
    found = paths(questionnaire)
    drawn = draw(found, title=f"The pages of {questionnaire.title}, and which answers lead to which")
    names = {step.id: step.title for step in questionnaire.steps.values()}
    return render_template(
        "codebooks/paths.html", revision=revision, title=questionnaire.title, map=found, names=names, drawn=drawn
    )


@blueprint.get("/paper")
@permit()
def paper(slug: str) -> str:
    """The form to print and to fill in with a pen, in the language asked for."""
    revision, questionnaire = published(slug)
    offered = tuple(name for name in LANGUAGES if name == questionnaire.language or name in questionnaire.translations)
    wanted = request.args.get("language", "")
    spoken = wanted if wanted in offered else questionnaire.language
    with force_locale(locale_of(spoken)):
        said = in_language(questionnaire, spoken, words=own_words(spoken))
        form = on_paper(said, language=spoken)
        return render_template("codebooks/paper.html", revision=revision, form=form, spoken=spoken, offered=offered)

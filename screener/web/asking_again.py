"""Choosing what to ask a patient again, and the link to just that."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from screener.definition.model import Section
from screener.services import asking_again, reading
from screener.services.asking_again import NothingToAskError
from screener.services.permissions import Permission
from screener.services.reading import Reading
from screener.summary.answer_words import words
from screener.web.access import actor, permit
from screener.web.house import now, services, settings

blueprint = Blueprint("asking_again", __name__, url_prefix="/staff/submissions/<reference>/again")


@dataclass(frozen=True, slots=True)
class Group:
    """A section with what may be asked again of it: value, words, and what was said."""

    section: Section
    offers: tuple[tuple[str, str, str], ...]


@blueprint.get("")
@permit(Permission.DECIDE)
def form(reference: str) -> str:
    """Every question that was asked; what could not be ruled out is ticked."""
    return page(reference)


def page(reference: str, *, problem: str | None = None) -> str:
    """The page, with what is wrong with it."""
    with services().unit_of_work() as work:
        found = reading.read(work, reference=reference, actor=actor(), now=now())
    ticked = {ask.question for ask in found.summary.agenda}
    groups = tuple(groups_of(found))
    return render_template(
        "submissions/again.html",
        found=found,
        reference=found.view.reference,
        groups=groups,
        ticked=ticked,
        problems=((None, problem),) if problem else (),
    )


@blueprint.post("")
@permit(Permission.DECIDE)
def ask(reference: str) -> str | tuple[str, int]:
    """Makes the link, shown this once."""
    try:
        with services().unit_of_work() as work:
            issued = asking_again.ask(
                work, reference=reference, questions=request.form.getlist("question"), now=now(), actor=actor()
            )
    except NothingToAskError as refusal:
        return page(reference, problem=str(refusal)), 422
    link = f"{settings().public_url}/i/{issued.url_token}"
    return render_template("submissions/asked_again.html", issued=issued, link=link, reference=reference)


def groups_of(found: Reading) -> Iterator[Group]:
    """What was asked, by section, in the order asked."""
    view = found.view
    allowed = frozenset(asking_again.offered(view.questionnaire))
    for section in view.questionnaire.sections:
        asked = [each for step in section.steps for each in step.questions if each.id in view.raw_answers]
        offers = tuple(
            (str(each.id), each.text, "; ".join(words(each, view.answers.to(each.id))))
            for each in asked
            if each.id in allowed
        )
        if offers:
            yield Group(section, offers)

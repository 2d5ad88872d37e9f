"""Choosing what to ask a patient again, or before an infusion, and the link to just that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request, url_for

from screener.definition.model import Section
from screener.definition.names import QuestionId
from screener.services import asking_again, reading
from screener.services.asking_again import NothingToAskError
from screener.services.clinic_day import clinic_day
from screener.services.permissions import Permission
from screener.services.reading import Reading
from screener.summary.answer_words import words
from screener.summary.phrases import ENGLISH
from screener.web.access import actor, permit
from screener.web.house import now, services, settings

blueprint = Blueprint("asking_again", __name__, url_prefix="/staff/submissions/<reference>/again")
NO_DAY = "That is not a day. Type it as 2026-01-31."


@dataclass(frozen=True, slots=True)
class Offer:
    """A question that may be asked again, and what was said to it."""

    question: QuestionId
    text: str
    said: str
    is_ticked: bool
    good: str | None
    """Until when the answer stands, where a day of an infusion is given."""


@dataclass(frozen=True, slots=True)
class Group:
    """A section with what may be asked again of it."""

    section: Section
    offers: tuple[Offer, ...]

    @property
    def ticked(self) -> int:
        """How many it proposes to ask."""
        return sum(offer.is_ticked for offer in self.offers)


@blueprint.get("")
@permit(Permission.DECIDE)
def form(reference: str) -> str:
    """Every question that was asked; what could not be ruled out is ticked."""
    return page(reference)


@blueprint.get("/before-infusion")
@permit(Permission.DECIDE)
def before_infusion(reference: str) -> str | tuple[str, int]:
    """The same before an infusion on `day`: what has expired by then is ticked, and what could not be ruled out."""
    typed = request.args.get("day")
    if typed is None:
        return page(reference, is_before_infusion=True)
    try:
        return page(reference, is_before_infusion=True, day=date.fromisoformat(typed))
    except ValueError:
        return page(reference, is_before_infusion=True, problem=NO_DAY, at="day"), 422


def page(
    reference: str,
    *,
    is_before_infusion: bool = False,
    day: date | None = None,
    problem: str | None = None,
    at: str | None = None,
) -> str:
    """The page, with what is wrong with it; without a day, that of the next appointment or today."""
    with services().unit_of_work() as work:
        found = reading.read(work, reference=reference, actor=actor(), now=now())
        view = found.view
        infusion = (day or likely_day(found)) if is_before_infusion else None
        last_days = asking_again.good_until(work, view) if infusion else {}
    return render_template(
        "submissions/again.html",
        found=found,
        reference=view.reference,
        groups=tuple(groups_of(found, last_days, infusion)),
        infusion=infusion,
        due=sum(has_expired(last, infusion) for last in last_days.values()),
        action=url_for(".ask", reference=reference, sort="infusion" if infusion else None),
        problems=((at, problem),) if problem else (),
        day_problem=problem if at == "day" else None,
    )


def likely_day(found: Reading) -> date:
    """The patient's next appointment; today where none is ahead."""
    today = clinic_day(settings(), found.view.questionnaire, now())
    appointment = found.line.entry.appointment
    return appointment if appointment and appointment > today else today


@blueprint.post("")
@permit(Permission.DECIDE)
def ask(reference: str) -> str | tuple[str, int]:
    """Makes the link, shown this once."""
    is_before_infusion = request.args.get("sort") == "infusion"
    try:
        with services().unit_of_work() as work:
            issued = asking_again.ask(
                work,
                reference=reference,
                questions=request.form.getlist("question"),
                now=now(),
                actor=actor(),
                sort="before infusion" if is_before_infusion else "ask again",
            )
    except NothingToAskError as refusal:
        return page(reference, is_before_infusion=is_before_infusion, problem=str(refusal)), 422
    link = f"{settings().public_url}/i/{issued.url_token}"
    return render_template("submissions/asked_again.html", issued=issued, link=link, reference=reference)


def has_expired(last: date | None, infusion: date | None) -> bool:
    """Whether an answer that stands until `last` does not stand any more on the day of the infusion."""
    return last is not None and infusion is not None and last < infusion


def groups_of(found: Reading, last_days: Mapping[QuestionId, date], infusion: date | None) -> Iterator[Group]:
    """What was asked, by section, in the order asked."""
    view = found.view
    open_ = {ask.question for ask in found.summary.agenda}
    allowed = frozenset(asking_again.offered(view.questionnaire))
    for section in view.questionnaire.sections:
        asked = [each for step in section.steps for each in step.questions if each.id in view.raw_answers]
        offers = tuple(
            Offer(
                each.id,
                each.text,
                "; ".join(words(each, view.answers.to(each.id))),
                each.id in open_ or has_expired(last_days.get(each.id), infusion),
                good_words(last_days.get(each.id), infusion),
            )
            for each in asked
            if each.id in allowed
        )
        if offers:
            yield Group(section, offers)


def good_words(last: date | None, infusion: date | None) -> str | None:
    """`Good until Dec 3, 2026`; None where it stands for good."""
    words = "Expired after" if has_expired(last, infusion) else "Good until"
    return None if last is None else f"{words} {ENGLISH.date(last)}"

"""One page of questions: shown, sent, pointed at once, saved, and on to the next.

A page that is sent is answered by an address, never by a page: *Back* and
*Reload* open what can be opened, and the browser never asks whether to send a
form twice. What was sent and could not be saved is a draft by then, and the
address says which one: the page is made again from it.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import format_datetime
from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from screener.definition.model import Choices, OneChoice, Step, YesNo
from screener.definition.names import StepId
from screener.engine.answers import BLANK
from screener.services import confirming, drafts, intake, photos
from screener.services.clinic_day import clinic_zone
from screener.services.intake import (
    AlreadySentError,
    Answered,
    IntakeState,
    IntakeView,
    QuestionsChangedError,
    Reading,
    StaleAnswersError,
    StepNotOnPathError,
)
from screener.services.news import misses_notice, news_of_step
from screener.services.photos import KeptPhoto
from screener.services.unit_of_work import UnitOfWork
from screener.services.urgent import Help, first_noticed
from screener.summary.answer_words import Lines, words
from screener.web import language_choice, sent_photos
from screener.web.access import Access, sign
from screener.web.appearance import Light, light_named, remember
from screener.web.differing import differing
from screener.web.going_on import RESTS, next_place, once_more, place_after, resting_place
from screener.web.house import now, services, settings, today
from screener.web.intakes import any_state, opened
from screener.web.languages import language, language_named
from screener.web.left_pages import must_be_own, pass_for, show_left_open, typed_fields
from screener.web.page_fields import Notice
from screener.web.phrases import phrases
from screener.web.progress import progress_of
from screener.web.remarking import Remarks, lay_saved_faults, propose_medicines
from screener.web.sent_photos import PhotoProblem
from screener.web.sheet import Sheet
from screener.web.unsaved import as_posted, asked_of, says_more

blueprint = Blueprint("steps", __name__, url_prefix="/intake/step")

Page = Response | tuple[str, int]


@blueprint.get("/<step_id>")
@sign(Access.PATIENT)
def show(step_id: str) -> Page:
    """The page as it was saved; or as it was typed, where it could not be."""
    with services().reading() as work:
        view = opened(work)
        typed = drafts.of_step(work, intake_id=g.intake_id, step_id=StepId(step_id))
    step = open_step(view, step_id)
    kept = next((each for each in typed if each.page and each.page == request.args.get("page")), None)
    is_sent, kept = kept is not None, kept or next((each for each in typed if says_more(view, step, each)), None)
    if kept is None:
        sheet = Sheet(view, step, today(view.questionnaire))
        lay_saved_faults(sheet)
        return page(sheet, version=view.version)
    sheet = Sheet(view, step, today(view.questionnaire), as_posted(kept))
    g.after = kept.stamp
    g.elsewhere = [each.page for each in typed if each.answers != kept.answers and says_more(view, step, each)]
    if sheet.page.version < view.moved_at:
        return page(sheet, version=view.version, notice=Notice.MOVED)[0], 409
    if kept.is_late:
        return page(sheet, version=sheet.page.version, notice=Notice.LATE)
    if is_sent:
        return as_sent(sheet, kept)
    # A draft keeps the version that its page was made from: what was saved since is not overwritten unasked.
    return page(sheet, version=sheet.page.version, notice=Notice.UNSAVED)


def as_sent(sheet: Sheet, kept: drafts.Draft) -> Page:
    """The page that was just sent and is not saved, with what kept it from being saved."""
    if "then" not in kept.typed or sheet.page.is_action:
        return page(sheet, version=sheet.page.version)
    if stale := find_stale(sheet):
        return show_stale(sheet, stale, kept)
    remarks = Remarks(sheet)
    if sheet.page.then == "continue" and remarks.all:
        return page(sheet, version=sheet.page.version, remarks=remarks)
    if sheet.unseen:
        sheet.show_all()
        return page(sheet, version=sheet.page.version, notice=Notice.NEWS)
    return page(sheet, version=sheet.page.version)


@blueprint.post("/<step_id>")
@sign(Access.PATIENT)
def answer(step_id: str) -> Response:
    """Saves the page, unless there is something to point out; then it is shown again, once, as it was typed."""
    sheet = posted_sheet(step_id)
    light = light_named(request.form.get("light"))
    if light is not None:
        return in_other_light(sheet, light)
    wished = language_named(request.form.get("language"))
    if wished is not None:
        return in_other_language(sheet, wished)
    if sheet.page.is_action:
        return again(sheet)
    if sheet.page.then == "saved":
        return keep_saved(sheet)
    remarks = Remarks(sheet)
    match sheet.page.then:
        case "later" | "break":
            return pause(sheet, remarks)
        case "anyway":
            return finish(sheet)
        case _:
            return again(sheet) if remarks.all else finish(sheet)


@blueprint.post("/<step_id>/draft")
@sign(Access.PATIENT)
def draft(step_id: str) -> tuple[str, int]:
    """Keeps the page as it is being typed: for the script, who hears whether it is kept. Saves no answer."""
    sheet = posted_sheet(step_id)
    return "", 204 if keep_typed(sheet, sheet.page.mark) else 409


@blueprint.post("/<step_id>/questions")
@sign(Access.PATIENT)
def questions(step_id: str) -> str:
    """The page's questions as they would stand after what was just answered: for the script. Saves nothing."""
    sheet = posted_sheet(step_id)
    propose_medicines(sheet)
    return render_template("steps/questions.html", sheet=sheet)


def posted_sheet(step_id: str) -> Sheet:
    """What was sent. Raises `OtherPatientError`, and what `opened` raises."""
    with services().reading() as work:
        must_be_own(any_state(work).reference)
        view = opened(work)
    return Sheet(view, open_step(view, step_id), today(view.questionnaire), request.form)


def open_step(view: IntakeView, step_id: str) -> Step:
    """The step without what is taken over, if its turn has come. Raises `StepNotOnPathError`."""
    if not progress_of(view).is_open(StepId(step_id)):
        raise StepNotOnPathError
    return asked_of(view, view.questionnaire.steps[StepId(step_id)])


def page(
    sheet: Sheet, *, version: int, remarks: Remarks | None = None, notice: Notice | None = None
) -> tuple[str, int]:
    """The page; not saved, if there are remarks."""
    propose_medicines(sheet)
    if remarks is not None:
        remarks.lay()
    photo_problem = sent_photos.find_problem()
    mark = secrets.token_hex(8)
    body = render_template(
        "steps/step.html",
        sheet=sheet,
        step=sheet.step,
        section=next(each for each in sheet.questionnaire.sections if each.id == sheet.step.section),
        progress=progress_of(sheet.view),
        remarks=remarks,
        reminded=remarks.keys if remarks else sorted(sheet.page.reminded),
        notice=notice,
        version=version,
        mark=mark,
        after=g.get("after", ""),
        page_pass=pass_for(sheet.view.reference, sheet.step.id, mark),
        elsewhere=g.get("elsewhere", ()),
        photos=photos_on(sheet),
        photo_problem=photo_problem,
        photo_bound=sent_photos.megabytes(),
        came_from="check" if "check" in {request.args.get("from"), sheet.page.came_from} else "",
    )
    return body, 422 if photo_problem or (remarks and remarks.all) else 200


def photos_on(sheet: Sheet) -> tuple[KeptPhoto, ...]:
    """The photos that were added to the page."""
    if sheet.step.photo is None:
        return ()
    with services().reading() as work:
        return tuple(each for each in photos.of_intake(work, intake_id=g.intake_id) if each.step_id == sheet.step.id)


def again(sheet: Sheet) -> Response:
    """To the page once more, as it was typed: it is a draft from now on."""
    action = sheet.page.action
    mark, photo = keep_sent(sheet), sent_photos.keep_photo(sheet.step)
    # A new row has the cursor, and that is where the page opens: a browser follows an anchor or a cursor, not both.
    anchor = f"q-{action.question}" if action and action.verb != "add" else None
    return to_draft(sheet, mark, photo=photo, anchor=anchor)


def to_draft(sheet: Sheet, mark: str, *, photo: PhotoProblem | None = None, anchor: str | None = None) -> Response:
    """To the page as it was just sent and kept, with what was wrong with its photo."""
    came_from = {"from": sheet.page.came_from} if sheet.page.came_from else {}
    problem = {sent_photos.QUERY: photo.value} if photo else {}
    values: dict[str, Any] = {"page": mark, "_anchor": anchor, **came_from, **problem}
    return redirect(url_for("steps.show", step_id=sheet.step.id, **values), code=303)


def keep_sent(sheet: Sheet) -> str:
    """Keeps what was sent until the page is saved, and gives the mark of the page that it is kept as.

    A page that was saved before and is sent once more, as after *Back*, is
    another page from now on.
    """
    mark = sheet.page.mark or secrets.token_hex(8)
    if keep_typed(sheet, mark):
        return mark
    mark = secrets.token_hex(8)
    keep_typed(sheet, mark)
    return mark


def keep_typed(sheet: Sheet, mark: str) -> bool:
    """Keeps what was typed on the page with that mark; tells whether it is kept."""
    with services().unit_of_work() as work:
        return drafts.keep(
            work,
            intake_id=g.intake_id,
            step_id=sheet.step.id,
            typed={**typed_fields(), "page-mark": (mark,)} if mark else typed_fields(),
            page=mark or None,
            after=sheet.page.after,
            now=now(),
        )


def in_other_light(sheet: Sheet, light: Light) -> Response:
    """The page in another light, with everything that was typed."""
    answer = again(sheet)
    remember(answer, light)
    return answer


def in_other_language(sheet: Sheet, wished: str) -> Response:
    """The page in another language, with everything that was typed."""
    answer = again(sheet)
    language_choice.remember(answer, wished)
    return answer


def pause(sheet: Sheet, remarks: Remarks) -> Response:
    """Saves the page if it is whole, else keeps it as typed; then lets the patient rest or leave."""
    if remarks.all or sheet.unseen:
        mark = keep_sent(sheet)
        if photo := sent_photos.keep_photo(sheet.step):
            return to_draft(sheet, mark, photo=photo, anchor="photos")
        return redirect(resting_place(sheet.step, sheet.page.then), code=303)
    return save(sheet)


def finish(sheet: Sheet) -> Response:
    """Saves the page, unless that would ask something that has not stood on it."""
    return again(sheet) if sheet.unseen else save(sheet)


def save(sheet: Sheet) -> Response:
    """Saves, and goes on; by way of help or news where there is some."""
    try:
        with services().unit_of_work() as work:
            answered = saved(work, sheet)
            drafts.let_go(
                work, intake_id=g.intake_id, step_id=sheet.step.id, typed=typed_fields(), after=sheet.page.after
            )
    except (StaleAnswersError, QuestionsChangedError):
        return again(sheet)
    view, then = answered.view, sheet.page.then
    photo = None if view.state is IntakeState.DECLINED else sent_photos.keep_photo(sheet.step)
    is_asked_again = misses_notice(view, sheet.step.id) and not misses_notice(sheet.view, sheet.step.id)
    if answered.urgent or answered.dropped or is_asked_again:
        values = {"from": sheet.page.came_from, "then": then if then in RESTS else "", sent_photos.QUERY: photo}
        said: dict[str, Any] = {name: value for name, value in values.items() if value}
        return redirect(url_for("steps.news", step_id=sheet.step.id, **said), code=303)
    if answered.asked:
        return redirect(once_more(sheet.step.id, sheet.page.came_from, photo), code=303)
    return redirect(place_after(sheet.step, view, sheet.page.came_from, then, photo), code=303)


def saved(work: UnitOfWork, sheet: Sheet) -> Answered:
    """What came of saving the page."""
    return intake.answer(
        work,
        intake_id=g.intake_id,
        step_id=sheet.step.id,
        entered=sheet.entered,
        version=sheet.page.version,
        reading=Reading(language(), sheet.page.mark),
        goes_on=sheet.page.then not in RESTS,
        now=now(),
    )


@blueprint.get("/<step_id>/news")
@sign(Access.PATIENT)
def news(step_id: str) -> Response | str:
    """What the page brought about as it is saved: help that is needed now, answers that will not be used any more."""
    with services().reading() as work:
        view = any_state(work)
        step = view.questionnaire.steps.get(StepId(step_id))
        if step is None:
            raise StepNotOnPathError
        told = news_of_step(work, view=view, step_id=step.id, now=now())
        asked = () if told.urgent else confirming.to_ask(work, view=view, step_id=step.id, now=now())
        noticed_at = first_noticed(work, view)
    if view.state is IntakeState.SENT:
        raise AlreadySentError
    came_from, then = "check" if request.args.get("from") == "check" else "", request.args.get("then", "")
    place = place_after(step, view, came_from, then, sent_photos.find_problem())
    if asked and then not in RESTS:
        place = once_more(step.id, came_from, sent_photos.find_problem())
    if told.is_empty:
        return redirect(place, code=303)
    questionnaire = view.questionnaire
    return render_template(
        "steps/news.html",
        messages=[questionnaire.messages[each.message] for each in told.urgent],
        reasons=list(reasons(view, told.urgent[:1])),
        noticed=told_time(noticed_at) if noticed_at else "",
        misses_notice=told.misses_notice,
        notice=questionnaire.emergency_notice,
        step=step,
        dropped=[questionnaire.questions[name].text for name in told.dropped],
        place=place,
    )


@dataclass(frozen=True, slots=True)
class Reason:
    """An answer that called for help, and where it can be changed."""

    question: str
    said: Lines
    place: str
    is_ticked: bool
    """Whether a box was ticked, and nothing typed or left open."""


def reasons(view: IntakeView, told: Iterable[Help]) -> Iterator[Reason]:
    """The answers behind the help, those that decided it first."""
    for name in (name for each in told for name in each.because):
        question = view.questionnaire.questions[name]
        if question.step in view.sent_steps and name not in view.carried:
            place = url_for("steps.show", step_id=question.step, _anchor=f"q-{name}")
            answer = view.answers.to(name)
            is_ticked = isinstance(question.kind, YesNo | OneChoice | Choices) and answer != BLANK
            yield Reason(question.text, words(question, answer, phrases()), place, is_ticked)


def told_time(at: datetime) -> str:
    """A moment by the clinic's clock, in the language of the page."""
    there = at.astimezone(clinic_zone(settings()))
    return format_datetime(there, "EEEE, h:mm a" if language() == "en" else "EEEE, H:mm", locale=language())


def find_stale(sheet: Sheet) -> StaleAnswersError | None:
    """Both answers, where the page was saved in another tab with others since it was made."""
    with services().reading() as work:
        return intake.find_stale(
            work,
            intake_id=g.intake_id,
            step_id=sheet.step.id,
            entered=sheet.entered,
            version=sheet.page.version,
            now=now(),
        )


def show_stale(sheet: Sheet, stale: StaleAnswersError, kept: drafts.Draft) -> tuple[str, int]:
    """Both answers side by side: what was saved in another tab, and what was just typed and is a draft meanwhile."""
    body = render_template(
        "steps/stale.html",
        step=sheet.step,
        differing=list(differing(sheet.step, stale)),
        typed={name: texts for name, texts in kept.typed.items() if name not in {"page-version", "then"}},
        version=stale.version,
        page_pass=pass_for(sheet.view.reference, sheet.step.id, kept.page),
    )
    return body, 409


def keep_saved(sheet: Sheet) -> Response:
    """What was saved in another tab stands; what stood beside it is let go, as its writer wished, and no more."""
    with services().unit_of_work() as work:
        drafts.let_go(work, intake_id=g.intake_id, step_id=sheet.step.id, typed=typed_fields())
    return redirect(next_place(sheet.step, sheet.view, sheet.page.came_from), code=303)


blueprint.register_error_handler(CSRFError, show_left_open)

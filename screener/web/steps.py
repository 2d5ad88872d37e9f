"""One page of questions: shown, sent, pointed at once, saved, and on to the next."""

import secrets
from dataclasses import replace
from typing import Any

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from screener.definition.model import Step
from screener.definition.names import StepId
from screener.errors import Refusal
from screener.services import drafts, intake, photos
from screener.services.intake import (
    Answered,
    IntakeState,
    IntakeView,
    QuestionsChangedError,
    Reading,
    StaleAnswersError,
    StepNotOnPathError,
)
from screener.services.photos import KeptPhoto
from screener.services.unit_of_work import UnitOfWork
from screener.web import language_choice
from screener.web.access import Access, SignedOutError, admit_patient, sign
from screener.web.appearance import Light, light_named, remember
from screener.web.differing import differing
from screener.web.errors import show_out_of_date, show_refusal
from screener.web.forms.fields import Posted
from screener.web.house import now, services, today
from screener.web.intakes import opened
from screener.web.languages import language, language_named
from screener.web.page_fields import Notice
from screener.web.progress import progress_of
from screener.web.remarking import Remarks, propose_medicines
from screener.web.sessions import typed_fields
from screener.web.sheet import Sheet

blueprint = Blueprint("steps", __name__, url_prefix="/intake/step")

Page = Response | tuple[str, int]


@blueprint.get("/<step_id>")
@sign(Access.PATIENT)
def show(step_id: str) -> Page:
    """The page as it was saved; or as it was typed, where it could not be."""
    return shown(step_id)


def shown(step_id: str) -> tuple[str, int]:
    """The page, with what was typed and not saved."""
    with services().reading() as work:
        view = opened(work)
        kept = drafts.find(work, intake_id=g.intake_id, step_id=StepId(step_id))
    sheet = Sheet(view, open_step(view, step_id), today(view.questionnaire), as_posted(kept))
    came_from = request.args.get("from") or sheet.page.came_from
    if kept is None:
        return page(sheet, version=view.version, came_from=came_from)
    if sheet.page.version < view.moved_at:
        return page(sheet, version=view.version, came_from=came_from, notice=Notice.MOVED)
    # A draft keeps the version that its page was made from: what was saved since is not overwritten unasked.
    return page(sheet, version=sheet.page.version, came_from=came_from, notice=Notice.UNSAVED)


@blueprint.post("/<step_id>")
@sign(Access.PATIENT)
def answer(step_id: str) -> Page:
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
            return again(sheet, remarks) if remarks.all else finish(sheet)


@blueprint.errorhandler(CSRFError)
def show_once_more(error: CSRFError) -> Page:
    """A page from before its patient signed in anew: shown again as it was typed, with a form token that holds.

    Nothing is changed by it, and another patient's page is not shown.
    """
    try:
        admit_patient()
        sheet = posted_sheet((request.view_args or {})["step_id"])
    except SignedOutError:
        return redirect(url_for("sessions.away"), code=303)
    except Refusal as refusal:
        return show_refusal(refusal)
    if request.endpoint != "steps.answer" or sheet.page.reference != sheet.view.reference:
        return show_out_of_date(error)
    version, came_from = sheet.page.version, sheet.page.came_from
    return page(sheet, version=version, came_from=came_from, notice=Notice.ONCE_MORE)[0], 400


@blueprint.post("/<step_id>/draft")
@sign(Access.PATIENT)
def draft(step_id: str) -> tuple[str, int]:
    """Keeps the page as it is being typed: for the script. Saves no answer."""
    keep_draft(posted_sheet(step_id))
    return "", 204


@blueprint.post("/<step_id>/questions")
@sign(Access.PATIENT)
def questions(step_id: str) -> str:
    """The page's questions as they would stand after what was just answered: for the script. Saves nothing."""
    sheet = posted_sheet(step_id)
    propose_medicines(sheet)
    return render_template("steps/questions.html", sheet=sheet)


def posted_sheet(step_id: str) -> Sheet:
    """What was sent."""
    with services().reading() as work:
        view = opened(work)
    return Sheet(view, open_step(view, step_id), today(view.questionnaire), request.form)


def open_step(view: IntakeView, step_id: str) -> Step:
    """The step without what is taken over, if its turn has come. Raises `StepNotOnPathError`."""
    if not progress_of(view).is_open(StepId(step_id)):
        raise StepNotOnPathError
    step = view.questionnaire.steps[StepId(step_id)]
    return replace(step, questions=tuple(each for each in step.questions if each.id not in view.carried))


def as_posted(draft: drafts.Draft | None) -> Posted | None:
    """A draft as the form that it was."""
    return MultiDict((name, text) for name, texts in draft.typed.items() for text in texts) if draft else None


def page(
    sheet: Sheet, *, version: int, came_from: str, remarks: Remarks | None = None, notice: Notice | None = None
) -> tuple[str, int]:
    """The page; not saved, if there are remarks."""
    propose_medicines(sheet)
    if remarks is not None:
        remarks.lay()
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
        mark=sheet.page.mark or secrets.token_hex(8),
        photos=photos_on(sheet),
        photo_problem=g.get("photo_problem"),
        came_from="check" if came_from == "check" else "",
    )
    return body, 422 if remarks and remarks.all else 200


def photos_on(sheet: Sheet) -> tuple[KeptPhoto, ...]:
    """The photos that were added to the page."""
    if sheet.step.photo is None:
        return ()
    with services().reading() as work:
        return tuple(each for each in photos.of_intake(work, intake_id=g.intake_id) if each.step_id == sheet.step.id)


def again(sheet: Sheet, remarks: Remarks | None = None, *, notice: Notice | None = None) -> tuple[str, int]:
    """The page once more, as it was typed; kept as a draft meanwhile."""
    keep_draft(sheet)
    version, came_from = sheet.page.version, sheet.page.came_from
    return page(sheet, version=version, came_from=came_from, remarks=remarks, notice=notice)


def keep_draft(sheet: Sheet) -> None:
    """Keeps what was typed until the page is saved."""
    with services().unit_of_work() as work:
        drafts.keep(
            work,
            intake_id=g.intake_id,
            step_id=sheet.step.id,
            typed=typed_fields(),
            page=sheet.page.mark or None,
            now=now(),
        )


def in_other_light(sheet: Sheet, light: Light) -> Response:
    """The page in another light, with everything that was typed."""
    g.light = light
    answer = make_response(again(sheet))
    remember(answer, light)
    return answer


def in_other_language(sheet: Sheet, wished: str) -> Response:
    """The page in another language, with everything that was typed."""
    keep_draft(sheet)
    values: dict[str, Any] = {"from": sheet.page.came_from} if sheet.page.came_from else {}
    answer = redirect(url_for(".show", step_id=sheet.step.id, **values), code=303)
    language_choice.remember(answer, wished)
    return answer


def pause(sheet: Sheet, remarks: Remarks) -> Page:
    """Saves the page if it is whole, else keeps it as typed; then lets the patient rest or leave."""
    is_break = sheet.page.then == "break"
    place = url_for("appearance.take_break", step=sheet.step.id) if is_break else url_for("intake.leave")
    if remarks.all or sheet.unseen:
        keep_draft(sheet)
        return redirect(place, code=303)
    return save(sheet, place)


def finish(sheet: Sheet) -> Page:
    """Saves the page, unless that would ask something that has not stood on it."""
    if sheet.unseen:
        sheet.show_all()
        return again(sheet, notice=Notice.NEWS)
    return save(sheet)


def save(sheet: Sheet, place: str | None = None) -> Page:
    """Saves, and goes to that place or on; by way of help or news where there is some."""
    try:
        with services().unit_of_work() as work:
            answered = saved(work, sheet)
    except StaleAnswersError as stale:
        return show_stale(sheet, stale)
    except QuestionsChangedError:
        return show_moved(sheet)
    if answered.view.state is IntakeState.DECLINED:
        place = url_for("declining.declined")
    place = place or next_place(sheet, answered.view)
    if answered.urgent or answered.dropped:
        return show_news(sheet, answered, place), 200
    return redirect(place, code=303)


def saved(work: UnitOfWork, sheet: Sheet) -> Answered:
    """What came of saving the page."""
    return intake.answer(
        work,
        intake_id=g.intake_id,
        step_id=sheet.step.id,
        entered=sheet.entered,
        version=sheet.page.version,
        reading=Reading(language(), sheet.page.mark),
        now=now(),
    )


def next_place(sheet: Sheet, view: IntakeView) -> str:
    """Back to where a change link stood, on to the next page, or to the check of all answers.

    After a change, or where the questions have changed, pages that are done are not gone through again.
    """
    progress = progress_of(view)
    if sheet.page.came_from == "check" and progress.next is None:
        return url_for("intake.check", _anchor=f"a-{sheet.step.id}")
    leaps = sheet.page.came_from == "check" or view.moved_at
    following = progress.next if leaps else progress.after(sheet.step.id)
    if following is None:
        return url_for("intake.check")
    values: dict[str, Any] = {"step_id": following.id} | ({"from": "check"} if sheet.page.came_from else {})
    return url_for("steps.show", **values)


def show_news(sheet: Sheet, answered: Answered, place: str) -> str:
    """Help that is needed now, and answers that will not be used any more."""
    questionnaire = sheet.questionnaire
    return render_template(
        "steps/news.html",
        messages=[questionnaire.messages[code].text for code in answered.urgent],
        dropped=[questionnaire.questions[name].text for name in answered.dropped],
        place=place,
    )


def show_stale(sheet: Sheet, stale: StaleAnswersError) -> tuple[str, int]:
    """Both answers side by side: what was saved in another tab, and what was just typed, kept as a draft meanwhile."""
    keep_draft(sheet)
    body = render_template(
        "steps/stale.html",
        step=sheet.step,
        differing=list(differing(sheet.step, stale)),
        typed={name: texts for name, texts in typed_fields().items() if name not in {"page-version", "then"}},
        version=stale.version,
    )
    return body, 409


def show_moved(sheet: Sheet) -> tuple[str, int]:
    """The page as it asks now, with what was typed on it as it asked before; kept as a draft meanwhile."""
    keep_draft(sheet)
    body, _ = page(sheet, version=sheet.view.version, came_from=sheet.page.came_from, notice=Notice.MOVED)
    return body, 409


def keep_saved(sheet: Sheet) -> Response:
    """What was saved in another tab stands; what was typed here is let go, as its writer wished."""
    with services().unit_of_work() as work:
        drafts.drop(work, intake_id=g.intake_id, step_id=sheet.step.id, page=sheet.page.mark)
    return redirect(next_place(sheet, sheet.view), code=303)

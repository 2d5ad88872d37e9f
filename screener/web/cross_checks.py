"""What a patient is asked once more: answers that do not seem to fit together. Right, changed, or left as they are."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.definition.names import RuleId, StepId
from screener.services import confirming, cross_checks, intake
from screener.services.confirming import ChangedSinceAskedError
from screener.services.intake import Answered, IntakeView, Reading, StaleAnswersError, StepNotOnPathError
from screener.services.unit_of_work import UnitOfWork
from screener.web import sent_photos
from screener.web.access import Access, sign
from screener.web.asked_checks import to_ask
from screener.web.going_on import once_more, place_after
from screener.web.house import now, services
from screener.web.intakes import opened
from screener.web.languages import language

blueprint = Blueprint("cross_checks", __name__, url_prefix="/intake/step")


@blueprint.get("/<step_id>/once-more")
@sign(Access.PATIENT)
def show(step_id: str) -> Response | str:
    """What the page's answers leave to ask; with nothing, on to what comes after the page."""
    with services().reading() as work:
        view = opened(work)
        asked = to_ask(work, view, on_path(view, step_id), now())
    if not asked:
        return redirect(place_behind(view, step_id), code=303)
    return render_template(
        "steps/once_more.html",
        view=view,
        step=view.questionnaire.steps[StepId(step_id)],
        asked=asked,
        came_from=came_from(),
        photo=request.args.get(sent_photos.QUERY, ""),
    )


@blueprint.post("/<step_id>/once-more")
@sign(Access.PATIENT)
def say(step_id: str) -> Response:
    """What the patient says of it: that it is right, that it was swapped, or nothing."""
    check, version = RuleId(request.form.get("check", "")), posted_version()
    try:
        with services().unit_of_work() as work:
            answered = heed(work, on_path(opened(work), step_id), check, version)
    except (ChangedSinceAskedError, StaleAnswersError):
        return redirect(once_more(StepId(step_id), came_from(), sent_photos.find_problem()), code=303)
    if answered.urgent or answered.dropped:
        return redirect(url_for("steps.news", step_id=step_id, **query()), code=303)
    if request.form.get("then") == "pass":
        return redirect(place_behind(answered.view, step_id), code=303)
    return redirect(once_more(StepId(step_id), came_from(), sent_photos.find_problem()), code=303)


def heed(work: UnitOfWork, step_id: StepId, check: RuleId, version: int) -> Answered:
    """Does as the button says. Raises `ChangedSinceAskedError`, `StaleAnswersError`."""
    match request.form.get("then"):
        case "right":
            return confirming.confirm(
                work, intake_id=g.intake_id, check=check, step_id=step_id, version=version, now=now()
            )
        case "swap":
            return swap(work, check, version)
        case _:
            return confirming.pass_by(work, intake_id=g.intake_id, now=now())


def swap(work: UnitOfWork, check: RuleId, version: int) -> Answered:
    """Saves the answers the other way round. Raises `ChangedSinceAskedError` where there is nothing to swap."""
    view = opened(work)
    # Also one that was said to be right a moment ago: who goes back and thinks better of it is heard.
    found = {each.id: each for each in cross_checks.standing(work.settings, view, now())}.get(check)
    if found is None or not found.swap or version != view.version:
        raise ChangedSinceAskedError("Your answers changed in another tab. Please look at them once more.")
    return intake.answer(
        work,
        intake_id=g.intake_id,
        step_id=view.questionnaire.questions[found.swap[0]].step,
        entered=cross_checks.swapped_answers(view, found),
        version=version,
        reading=Reading(language()),
        now=now(),
    )


def on_path(view: IntakeView, step_id: str) -> StepId:
    """The step, if it was sent and is asked. Raises `StepNotOnPathError`."""
    if StepId(step_id) not in view.sent_steps or not view.path.is_on(StepId(step_id)):
        raise StepNotOnPathError
    return StepId(step_id)


def place_behind(view: IntakeView, step_id: str) -> str:
    """Where one goes from the page that was asked about."""
    step = view.questionnaire.steps[StepId(step_id)]
    return place_after(step, view, came_from(), "", sent_photos.find_problem())


def came_from() -> str:
    """`check` for whoever is reading all answers through."""
    return "check" if request.values.get("from") == "check" else ""


def query() -> dict[str, Any]:
    """What the address goes on saying."""
    photo = sent_photos.find_problem()
    values = {"from": came_from(), sent_photos.QUERY: photo.value if photo else ""}
    return {name: value for name, value in values.items() if value}


def posted_version() -> int:
    """The intake's version that the page was made from."""
    version = request.form.get("version", "")
    return int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else -1

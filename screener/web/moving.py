"""Going on with another revision: moved when a page of the form is opened, and told until it is read."""

from typing import Final

from flask import Blueprint, Flask, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.services import moving
from screener.web.access import Access, sign
from screener.web.house import now, services
from screener.web.intakes import in_page_language, opened
from screener.web.progress import progress_of

blueprint = Blueprint("moving", __name__, url_prefix="/intake/moved")

PAGES: Final = frozenset(
    {"intake.about", "intake.tasks", "intake.not_asked", "intake.check", "intake.send", "steps.show"}
)
"""Where somebody opens the form, or would send it. A page that is being saved is saved first: nothing typed is lost."""


def go_on() -> Response | None:
    """Before each of these pages: moves the intake if its revision is over, and tells of it."""
    if request.endpoint not in PAGES:
        return None
    with services().reading() as work:
        is_due, is_told = moving.is_due(work, intake_id=g.intake_id, now=now()), True
        if not is_due:
            is_told = moving.is_told(work, intake_id=g.intake_id)
    if is_due:
        with services().unit_of_work() as work:
            moving.move(work, intake_id=g.intake_id, now=now())
            is_told = moving.is_told(work, intake_id=g.intake_id)
    return None if is_told else redirect(url_for("moving.show"), code=303)


@blueprint.get("")
@sign(Access.PATIENT)
def show() -> Response | str:
    """What has changed, what does not fit, and what to go through again."""
    with services().reading() as work:
        view = opened(work)
        told = moving.find_told(work, view=view, now=now())
        earlier = in_page_language(work, told.earlier) if told else None
    if told is None or earlier is None:
        return redirect(url_for("intake.tasks"), code=303)
    return render_template(
        "intake/moved.html",
        view=view,
        lost=[earlier.questions[name].text for name in told.lost],
        is_unasked=any(name not in view.questionnaire.questions for name in told.lost),
        gone=[earlier.steps[step].title for step in told.gone],
        pages=[view.questionnaire.steps[step].title for step in told.pages],
        messages=[view.questionnaire.messages[code] for code in told.help],
    )


@blueprint.post("")
@sign(Access.PATIENT)
def seen() -> Response:
    """The patient has read it, and goes on where the form goes on."""
    with services().unit_of_work() as work:
        moving.see(work, intake_id=g.intake_id, now=now())
    with services().reading() as work:
        following = progress_of(opened(work)).next
    place = url_for("steps.show", step_id=following.id) if following else url_for("intake.check")
    return redirect(place, code=303)


def init_moving(app: Flask) -> None:
    """Hangs it behind the guard, who says whose intake it is."""
    app.before_request(go_on)

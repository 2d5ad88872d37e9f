"""Where one goes from a page that is saved: on, back to where one came from, or to rest."""

from typing import Any

from flask import url_for

from screener.definition.model import Step
from screener.definition.names import StepId
from screener.services.intake import IntakeState, IntakeView
from screener.web import sent_photos
from screener.web.progress import progress_of
from screener.web.sent_photos import PhotoProblem

RESTS = frozenset({"later", "break"})
"""The buttons after which one does not go on at once."""


def resting_place(step: Step, then: str) -> str:
    """Where one rests, or how to come back."""
    return url_for("appearance.take_break", step=step.id) if then == "break" else url_for("intake.leave")


def place_after(step: Step, view: IntakeView, came_from: str, then: str, photo: PhotoProblem | None = None) -> str:
    """Where one goes from a page that is saved: back to it, where its photo was not kept."""
    if view.state is IntakeState.DECLINED:
        return url_for("declining.declined")
    if photo is not None:
        values: dict[str, Any] = {"from": came_from} if came_from else {}
        return url_for("steps.show", step_id=step.id, photo=photo.value, _anchor="photos", **values)
    return resting_place(step, then) if then in RESTS else next_place(step, view, came_from)


def next_place(step: Step, view: IntakeView, came_from: str) -> str:
    """Back to where a change link stood, on to the next page, or to the check of all answers.

    After a change, or where the questions have changed, pages that are done are not gone through again.
    """
    progress = progress_of(view)
    if came_from == "check" and progress.next is None:
        return url_for("intake.check", _anchor=f"a-{step.id}")
    leaps = came_from == "check" or view.moved_at
    following = progress.next if leaps else progress.after(step.id)
    if following is None:
        return url_for("intake.check")
    values: dict[str, Any] = {"step_id": following.id} | ({"from": "check"} if came_from else {})
    return url_for("steps.show", **values)


def once_more(step_id: StepId, came_from: str, photo: PhotoProblem | None = None) -> str:
    """Where a saved page's answers are asked about that do not seem to fit together."""
    values = {"from": came_from, sent_photos.QUERY: photo.value if photo else ""}
    said: dict[str, Any] = {name: value for name, value in values.items() if value}
    return url_for("cross_checks.show", step_id=step_id, **said)

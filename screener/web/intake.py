"""Around the questions: what to know before, the list of pages, the check of all answers, sending, and after."""

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, g, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.definition.model import Information, Question
from screener.engine.answers import BLANK
from screener.engine.shapes import can_be_name
from screener.errors import Refusal
from screener.services import intake, later_links, submissions
from screener.services.intake import (
    ChangedSinceCheckedError,
    IntakeState,
    IntakeView,
    SignatureMissingError,
    StepsMissingError,
)
from screener.services.unit_of_work import UnitOfWork
from screener.summary.answer_words import Lines, words
from screener.web.access import Access, sign
from screener.web.asked_checks import to_ask
from screener.web.house import now, services
from screener.web.intakes import any_state, opened
from screener.web.languages import language
from screener.web.phrases import phrases
from screener.web.progress import Task, progress_of
from screener.web.tablet import READING_SECONDS, is_handed_over
from screener.web.unsaved import unsaved_steps

blueprint = Blueprint("intake", __name__, url_prefix="/intake")

SIGNATURE_LETTERS = 200
PROBLEMS: Final = {"signature": 422, "unlike": 422, "changed": 409, "unsaved": 409}
"""What may keep the answers from being sent, as the address of the check says it, and its status."""


@blueprint.get("/about")
@sign(Access.PATIENT)
def about() -> str:
    """What the patient should know, before the questions and at any time."""
    with services().reading() as work:
        view = any_state(work)
    return render_template("intake/about.html", view=view, progress=progress_of(view))


@blueprint.get("")
@sign(Access.PATIENT)
def tasks() -> str:
    """Every page that applies, with where it stands."""
    return task_list(is_lost=False)


@blueprint.get("/other")
@sign(Access.PATIENT)
def not_asked() -> str:
    """The same, for who opened a page that does not apply, or whose turn has not come."""
    return task_list(is_lost=True)


def task_list(*, is_lost: bool) -> str:
    """The list of pages."""
    with services().reading() as work:
        view, told = opened(work), later_links.told(work, intake_id=g.intake_id, now=now())
    return render_template("intake/tasks.html", view=view, progress=progress_of(view), is_lost=is_lost, told=told)


@blueprint.get("/leave")
@sign(Access.PATIENT)
def leave() -> str:
    """How to come back, before leaving."""
    with services().reading() as work:
        view = opened(work)
        has_unsaved = any(unsaved_steps(work, view))
    return render_template("intake/leave.html", view=view, has_unsaved=has_unsaved)


@blueprint.get("/check")
@sign(Access.PATIENT)
def check() -> tuple[str, int]:
    """Every answer in words, to be read through before signing; with what kept it from being sent."""
    return check_page(request.args.get("problem", ""))


def check_page(problem: str, signature: str = "") -> tuple[str, int]:
    """The same, with the signature as it was typed where it must be looked at again."""
    with services().reading() as work:
        view = opened(work)
        unsaved = tuple(unsaved_steps(work, view))
        asked = () if progress_of(view).next else to_ask(work, view, None, now())
    body = render_template(
        "intake/check.html",
        view=view,
        progress=progress_of(view),
        answers_of=lambda task: answers_of(view, task),
        unsaved=unsaved,
        asked=asked,
        problem=problem,
        signature=signature,
    )
    return body, PROBLEMS.get(problem, 200)


def answers_of(view: IntakeView, task: Task) -> Iterator[tuple[Question, Lines, bool]]:
    """The questions of one page with their answers in words, and whether a needed one is still open."""
    for question in view.questions_of(task.step):
        if not isinstance(question.kind, Information):
            given = view.answers.to(question.id)
            yield question, words(question, given, phrases()), question.required and given == BLANK


@blueprint.post("/send")
@sign(Access.PATIENT)
def send() -> Response | tuple[str, int]:
    """Sends the answers that were read through; sending again changes nothing."""
    version, signature = request.form.get("version", ""), request.form.get("signature", "")[:SIGNATURE_LETTERS]
    try:
        with services().unit_of_work() as work:
            if not knows_what_is_unsaved(work):
                return redirect(url_for(".check", problem="unsaved"), code=303)
            must_look_like_a_name(signature)
            intake.send(
                work,
                intake_id=g.intake_id,
                signature=signature,
                version=int(version) if version.isascii() and version.isdecimal() else -1,
                language=language(),
                now=now(),
            )
    except UnlikeANameError:
        return check_page("unlike", signature)
    except StepsMissingError:
        return redirect(url_for(".not_asked"), code=303)
    except SignatureMissingError:
        return redirect(url_for(".check", problem="signature"), code=303)
    except ChangedSinceCheckedError:
        return redirect(url_for(".check", problem="changed"), code=303)
    return redirect(url_for(".sent"), code=303)


class UnlikeANameError(Refusal):
    """What is typed as a signature cannot be a name, and the page that was sent has not said so yet."""


def must_look_like_a_name(signature: str) -> None:
    """Raises `UnlikeANameError`, once."""
    if signature.strip() and not can_be_name(signature) and "unlike" not in request.form:
        raise UnlikeANameError("What was typed does not look like a name.")


def knows_what_is_unsaved(work: UnitOfWork) -> bool:
    """Whether the page that was signed said of everything typed and not saved that it would not be sent."""
    view = any_state(work)
    if view.state is not IntakeState.OPEN:
        return True
    return {step.id for step in unsaved_steps(work, view)} <= set(request.form.get("unsaved", "").split())


@blueprint.get("/sent")
@sign(Access.PATIENT)
def sent() -> Response | str:
    """The reference to keep, what happens next, and what a rule says to the patient."""
    with services().reading() as work:
        view = any_state(work)
        if view.state is not IntakeState.SENT:
            return redirect(url_for(".tasks"), code=303)
        submission = submissions.own(work, intake_id=g.intake_id)
    messages = [view.questionnaire.messages[code] for code in submission.assessment.messages]
    page = make_response(
        render_template(
            "intake/sent.html", view=view, submission=submission, messages=messages, is_tablet=is_handed_over()
        )
    )
    if is_handed_over():
        page.headers["Refresh"] = f"{READING_SECONDS}; url={url_for('tablet.over')}"
    return page


@blueprint.get("/copy")
@sign(Access.PATIENT)
def copy() -> Response | str:
    """What was sent, in words, to be read or printed."""
    with services().reading() as work:
        view = any_state(work)
        if view.state is not IntakeState.SENT:
            return redirect(url_for(".check"), code=303)
        submission = submissions.own(work, intake_id=g.intake_id)
    return render_template(
        "intake/copy.html",
        view=view,
        submission=submission,
        progress=progress_of(view),
        answers_of=lambda task: answers_of(view, task),
    )


@blueprint.get("/medicines.json")
@sign(Access.PATIENT)
def medicines() -> Response:
    """The names that the questionnaire knows, for suggestions; what is typed never leaves the page for them."""
    with services().reading() as work:
        dictionary = any_state(work).questionnaire.dictionary
    names = {name for entry in dictionary.medicines for name in (entry.generic, *entry.brands)}
    return jsonify(sorted(names, key=str.casefold))

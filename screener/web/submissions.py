"""A submission: first what matters and why, then what to ask, then everything; and the decision."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.definition.names import RuleId
from screener.engine.what_if import Turn, turns
from screener.pdf.drawing import gauge, ticks
from screener.services import decisions, photos, submissions, summaries, triage
from screener.services.decisions import (
    OUTCOME_WORDS,
    BadDecisionError,
    DecidedMeanwhileError,
    DecisionProblem,
    Drafted,
    Outcome,
)
from screener.services.permissions import Permission
from screener.services.submissions import NoSubmissionError, SubmissionView
from screener.services.triage import NoCaseError
from screener.summary.answer_words import words
from screener.web.access import actor, permit
from screener.web.house import now, services
from screener.web.staff_door import member

blueprint = Blueprint("submissions", __name__, url_prefix="/staff/submissions/<reference>")

MOST_TURNS = 8
"""Single answers that would change the disposition: so many are shown."""


@blueprint.get("")
@permit(Permission.READ_SUBMISSIONS)
def show(reference: str) -> str:
    """The submission, or how far an unfinished form has come."""
    return page(reference)


def page(
    reference: str, *, drafted: Drafted | None = None, problems: tuple[DecisionProblem, ...] = (), news: str = ""
) -> str:
    """The page, with a decision that is being written. Raises `NoSubmissionError`."""
    with services().unit_of_work() as work:
        line = triage.line(work, reference=reference)
        try:
            view = submissions.by_reference(work, reference=reference, actor=actor(), now=now())
        except NoSubmissionError:
            return render_template("submissions/unfinished.html", line=line, me=member().id)
        pictures = photos.of_intake(work, intake_id=view.intake_id)
    return render_template(
        "submissions/show.html",
        view=view,
        line=line,
        summary=summaries.of_view(view),
        turns=tuple(turned(view))[:MOST_TURNS],
        photos=pictures,
        gauge=gauge,
        ticks=ticks,
        outcomes=tuple((outcome.value, said) for outcome, said in OUTCOME_WORDS.items()),
        signed_so_far=decisions.count_of(view),
        drafted=drafted or Drafted(None),
        decide=Permission.DECIDE,
        problems_shown=tuple((input_of(problem.place), problem.words) for problem in problems),
        places={problem.place: problem.words for problem in problems},
        news=news,
        me=member().id,
    )


def input_of(place: str) -> str:
    """The id of the input that a problem is about."""
    return place if place in {"outcome", "note"} else f"reason-{place}"


def turned(view: SubmissionView) -> "list[tuple[str, str, str]]":
    """What single answer would change the disposition: question, answer, and what it would be."""
    return [told(view, turn) for turn in turns(view.questionnaire, view.answers, view.assessment)]


def told(view: SubmissionView, turn: Turn) -> tuple[str, str, str]:
    """One of them in words."""
    question = view.questionnaire.questions[turn.reference.question]
    return question.text, "; ".join(words(question, turn.answer)), turn.disposition.value


@blueprint.post("/decision")
@permit(Permission.DECIDE, fresh=True)
def decide(reference: str) -> Response | tuple[str, int]:
    """Signs a decision, or an addendum."""
    drafted = Drafted(
        outcome=outcome_named(request.form.get("outcome", "")),
        note=request.form.get("note", ""),
        reasons={
            RuleId(name.removeprefix("reason-")): text
            for name, text in request.form.items()
            if name.startswith("reason-")
        },
    )
    signed = request.form.get("signed-so-far", "")
    try:
        with services().unit_of_work() as work:
            decisions.sign(
                work,
                reference=reference,
                drafted=drafted,
                signed_so_far=int(signed) if signed.isascii() and signed.isdecimal() and len(signed) < 5 else -1,
                member=member().id,
                name=member().name,
                now=now(),
                actor=actor(),
            )
    except BadDecisionError as bad:
        return page(reference, drafted=drafted, problems=bad.problems), 422
    except DecidedMeanwhileError as late:
        return page(reference, drafted=drafted, news=str(late)), 409
    return redirect(url_for(".show", reference=reference, _anchor="decision"), code=303)


def outcome_named(name: str) -> Outcome | None:
    """The outcome that was chosen."""
    return Outcome(name) if name in set(Outcome) else None


def is_no_case(refusal: NoCaseError) -> tuple[str, int]:
    """There is nothing by that reference."""
    del refusal
    return render_template("errors/not_found.html"), 404


blueprint.register_error_handler(NoCaseError, is_no_case)

"""Deciding: what, why, and past which findings. Signed with a fresh sign-in, and only ever added to."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from screener.definition.names import RuleId
from screener.services import decisions, reading
from screener.services.decisions import BadDecisionError, DecidedMeanwhileError, Drafted, Outcome
from screener.services.permissions import Permission
from screener.services.submissions import SubmissionView
from screener.web.access import actor, permit
from screener.web.house import now, services
from screener.web.staff_door import member

blueprint = Blueprint("decisions", __name__, url_prefix="/staff/submissions/<reference>/decision")

HINTS = {
    Outcome.PROCEED: "Nothing stands against it.",
    Outcome.PROCEED_WITH_CONDITIONS: "Write the conditions below.",
    Outcome.MORE_INFORMATION: "Write what is needed below.",
    Outcome.NOT_NOW: "No infusion for now.",
}
REASON = "reason-"


@blueprint.get("/")
@permit(Permission.DECIDE)
def form(reference: str) -> str:
    """What may be decided, beside the findings that need a reason."""
    with services().unit_of_work() as work:
        found = reading.read(work, reference=reference, actor=actor(), now=now())
    standing = found.view.decision
    drafted = Drafted(standing.outcome, "", dict(standing.reasons)) if standing else Drafted(None)
    return page(found, drafted)


@blueprint.post("/")
@permit(Permission.DECIDE, fresh=True)
def sign(reference: str) -> Response | tuple[str, int]:
    """Signs it, or shows the form again with everything that was typed."""
    drafted = drafted_of(request.form)
    problems: dict[str, str] = {}
    is_late = False
    try:
        with services().unit_of_work() as work:
            decisions.sign(
                work,
                reference=reference,
                drafted=drafted,
                signed_so_far=request.form.get("signed_so_far", -1, type=int),
                member=member().id,
                name=member().name,
                now=now(),
                actor=actor(),
            )
        return redirect(url_for("submissions.show", reference=reference), code=303)
    except BadDecisionError as refusal:
        problems = {problem.place: problem.words for problem in refusal.problems}
    except DecidedMeanwhileError:
        is_late = True
    with services().unit_of_work() as work:
        found = reading.read(work, reference=reference, actor=actor(), now=now())
    return page(found, drafted, problems, is_late=is_late), 409 if is_late else 422


def drafted_of(typed: MultiDict[str, str]) -> Drafted:
    """What was typed."""
    outcome = typed.get("outcome", "")
    return Drafted(
        Outcome(outcome) if outcome in tuple(Outcome) else None,
        typed.get("note", ""),
        {RuleId(name.removeprefix(REASON)): text for name, text in typed.items() if name.startswith(REASON)},
    )


def page(
    found: reading.Reading, drafted: Drafted, problems: dict[str, str] | None = None, *, is_late: bool = False
) -> str:
    """The form."""
    view: SubmissionView = found.view
    wrong = problems or {}
    return render_template(
        "decisions/form.html",
        found=found,
        summary=found.summary,
        drafted=drafted,
        problems=wrong,
        listed=[(place_of(place), words) for place, words in wrong.items()],
        signed_so_far=decisions.count_of(view),
        offers=[(outcome.value, words, HINTS[outcome]) for outcome, words in decisions.OUTCOME_WORDS.items()],
        is_late=is_late,
    )


def place_of(place: str) -> str:
    """The input that a problem belongs to."""
    return place if place in ("outcome", "note") else f"{REASON}{place}"

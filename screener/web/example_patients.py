"""Making an example patient of a submission: what is taken out, what the rules say, and where it goes."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from screener.definition.keeping_vignettes import next_name
from screener.definition.model import Agreement, Date, DecimalNumber, Rows, Text
from screener.definition.source_files import VIGNETTES
from screener.engine.example import Example, said_otherwise
from screener.engine.findings import Finding
from screener.services import example_patients
from screener.services.authoring import StaleDraftError
from screener.services.example_patients import SHIFTS, NotAnExampleError, Offer, Source
from screener.services.permissions import Permission
from screener.web.access import actor, permit
from screener.web.authoring.rooms import REFUSED, Page, today, version
from screener.web.authoring.witnesses import shown
from screener.web.house import now, services

blueprint = Blueprint("example_patients", __name__, url_prefix="/staff/submissions/<reference>/example")

FIELDS: Final = ("called", "title", "narrative")
TAKEN_OUT: Final[Mapping[type, str]] = {
    Text: "what was typed",
    Agreement: "the name under it",
    DecimalNumber: "the words in which it was typed; the number stays",
    Rows: "what was typed; medicines are called by their generic names, and dropped where we do not know them",
}
"""What goes of an answer, by its question's kind."""


@blueprint.get("")
@permit(Permission.READ_SUBMISSIONS, Permission.EDIT_QUESTIONNAIRES)
def preview(reference: str) -> str:
    """What would be kept, before anything is."""
    source = look(reference)
    offer = source.offer(request.args.get("draft"))
    try:
        return page(source, offer, made(source, offer))
    except NotAnExampleError as refused:
        return page(source, offer, None, why_not=str(refused))


@blueprint.post("")
@permit(Permission.READ_SUBMISSIONS, Permission.EDIT_QUESTIONNAIRES)
def keep(reference: str) -> Page:
    """Writes it into the draft, and goes there."""
    source = look(reference)
    offer = source.offer(request.form.get("draft"))
    example = None
    try:
        example = made(source, offer, days=shift())
        name, title, narrative = typed().values()
        files = example_patients.written(
            source.view, offer, example, name=name, title=title, narrative=narrative, today=today()
        )
        with services().unit_of_work() as work:
            saved = example_patients.keep(
                work, source.view, offer.draft_id, version=version(), files=files, name=name, now=now(), actor=actor()
            )
    except NotAnExampleError as refused:
        return page(source, offer, example, problem=(refused.field, str(refused))), 422
    except REFUSED as refused:
        return page(source, offer, example, problem=("", str(refused))), 422
    except StaleDraftError as refused:
        return page(source, offer, example, problem=("", f"{refused} Look again below, then keep it.")), 409
    flash(f"Kept {name} as an example patient. Read it once more before the draft is published.", "good")
    return redirect(
        url_for(
            "authoring.text", draft_id=saved.id, file=VIGNETTES, line=files[VIGNETTES].count(b"\n"), _anchor="line"
        ),
        code=303,
    )


def look(reference: str) -> Source:
    """The submission, recorded as read."""
    with services().unit_of_work() as work:
        return example_patients.look(work, reference=reference, actor=actor(), now=now())


def made(source: Source, offer: Offer, days: int | None = None) -> Example:
    """What is left of the person in that draft."""
    return example_patients.made(source, offer, today=today(), days=days)


def shift() -> int:
    """By how many days the page that was sent moved the dates. Aborts with 400."""
    days = request.form.get("days", "")
    return next((each for each in SHIFTS if str(each) == days), 0) or abort(400)


def typed() -> dict[str, str]:
    """What was typed about it."""
    return {name: request.form.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}


def page(
    source: Source,
    offer: Offer,
    example: Example | None,
    *,
    why_not: str = "",
    problem: tuple[str, str] | None = None,
) -> str:
    """The page; without an example, why there is none."""
    rarity = None
    if example is not None:
        with services().reading() as work:
            rarity = example_patients.counted(work, source.view, example)
    given = typed()
    if example is not None and not given["called"]:
        given["called"] = next_name(example.questionnaire.vignettes)
    return render_template(
        "submissions/example.html",
        source=source,
        view=source.view,
        offer=offer,
        example=example,
        rarity=rarity,
        judged_otherwise=said_otherwise(source.view.assessment, example.before) if example else (),
        why_not=why_not,
        problems=(problem,) if problem else (),
        given=given,
        compared=compared(example) if example else (),
        taken_out=[(each, TAKEN_OUT[type(each.kind)]) for each in example.taken_out] if example else (),
        moved=moved(example) if example else (),
        left=shown(example.questionnaire, example.answers, example.after.as_of) if example else None,
    )


def compared(example: Example) -> tuple[tuple[Finding, Finding | None], ...]:
    """Each finding of the person, with the example's, if there is one."""
    after = {each.code: each for each in example.after.findings}
    return tuple((each, after.get(each.code)) for each in example.before.findings)


def moved(example: Example) -> tuple[tuple[str, object, object], ...]:
    """The dates as they were and are: that of judging first."""
    person = example.person
    dates = (
        (question.text, person.to(question.id), example.answers.to(question.id))
        for question in example.questionnaire.questions.values()
        if isinstance(question.kind, Date) and example.answers.to(question.id) != person.to(question.id)
    )
    return (("The day on which it is judged", example.before.as_of, example.after.as_of), *dates)

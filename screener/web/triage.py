"""The triage queue: what waits, gravest first; taken, given back, set aside."""

import base64
import binascii
import json
from datetime import date, datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.definition.model import Disposition
from screener.services import revisions, triage
from screener.services.permissions import Permission
from screener.services.triage import AlreadyClaimedError, Filter, NoCaseError, NotYoursError, Place, View
from screener.web.access import actor, permit
from screener.web.house import now, services
from screener.web.staff_door import member

blueprint = Blueprint("triage", __name__, url_prefix="/staff/queue")

VIEW_WORDS: dict[View, str] = {
    "open": "Everything that waits",
    "free": "Taken by nobody",
    "mine": "Taken by me",
    "unfinished": "Unfinished and urgent",
    "decided": "Decided",
    "handled": "Set aside",
}
WORDS_LETTERS = 100


@blueprint.get("/")
@permit(Permission.READ_SUBMISSIONS)
def show() -> str:
    """One page of the queue."""
    return page()


def page(*, problem: str | None = None) -> str:
    """The page, with what went wrong."""
    wanted = wanted_here()
    with services().unit_of_work() as work:
        found = triage.page(
            work,
            wanted=wanted,
            member=member().id,
            now=now(),
            actor=actor(),
            after=place_named(request.args.get("after", "")),
        )
        slugs = tuple(each.slug for each in revisions.all_current(work))
    return render_template(
        "triage/show.html",
        page=found,
        wanted=wanted,
        views=tuple(VIEW_WORDS.items()),
        levels=(("", "Any level"), *((each.value, each.value.capitalize()) for each in reversed(Disposition))),
        slugs=(("", "Any questionnaire"), *((slug, slug) for slug in slugs)) if len(slugs) > 1 else (),
        older=url_for(".show", **own_filter(), after=name_of(found.next)) if found.next else None,
        problem=problem,
        me=member().id,
    )


def wanted_here() -> Filter:
    """The filter that this page's address asks for; what it cannot mean is passed over."""
    args = request.args
    view = args.get("view", "open")
    level, day = args.get("level", ""), args.get("day", "")
    return Filter(
        view=view if view in VIEW_WORDS else "open",
        level=Disposition(level) if level in set(Disposition) else None,
        slug=args.get("questionnaire") or None,
        day=day_named(day),
        words=" ".join(args.get("words", "")[:WORDS_LETTERS].split()),
    )


def day_named(text: str) -> date | None:
    """A day as a date box sends it."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-15") else None
    except ValueError:
        return None


def own_filter() -> dict[str, Any]:
    """The filter of this page's address, for the next one's."""
    return {name: text for name, text in request.args.items() if name != "after" and text}


def name_of(place: Place) -> str:
    """A place in the queue as an address holds it."""
    plain = [each.isoformat() if isinstance(each, datetime) else each for each in place]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def place_named(name: str) -> Place | None:
    """The reverse; None for anything else."""
    try:
        plain = json.loads(base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)))
        match plain:
            case [int(rank), str(day), str(at), str(intake)]:
                return rank, day, datetime.fromisoformat(at), intake
            case [str(at), str(intake)]:
                return datetime.fromisoformat(at), intake
    except (ValueError, binascii.Error, RecursionError):
        pass
    return None


@blueprint.post("/<reference>/claim")
@permit(Permission.CLAIM)
def claim(reference: str) -> Response | tuple[str, int]:
    """Takes a line; taking it over from a colleague names them."""
    try:
        with services().unit_of_work() as work:
            triage.claim(
                work,
                reference=reference,
                member=member().id,
                now=now(),
                actor=actor(),
                instead_of=request.form.get("instead-of", ""),
            )
    except (AlreadyClaimedError, NoCaseError) as refusal:
        return page(problem=str(refusal)), 409
    return redirect(url_for("submissions.show", reference=reference), code=303)


@blueprint.post("/<reference>/release")
@permit(Permission.CLAIM)
def release(reference: str) -> Response | tuple[str, int]:
    """Gives a line back."""
    try:
        with services().unit_of_work() as work:
            triage.release(work, reference=reference, member=member().id, now=now(), actor=actor())
    except (NotYoursError, NoCaseError) as refusal:
        return page(problem=str(refusal)), 409
    return redirect(url_for(".show"), code=303)


@blueprint.post("/<reference>/aside")
@permit(Permission.CLAIM)
def set_aside(reference: str) -> Response | tuple[str, int]:
    """An unfinished line that somebody has seen to."""
    try:
        with services().unit_of_work() as work:
            triage.set_aside(work, reference=reference, now=now(), actor=actor())
    except NoCaseError as refusal:
        return page(problem=str(refusal)), 409
    return redirect(url_for(".show"), code=303)

"""The triage queue: what waits, for whom, and who is at it."""

import base64
import binascii
import json
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from screener.definition.model import Disposition
from screener.services import contacts, reading, revisions, triage
from screener.services.gists import gists
from screener.services.permissions import Permission
from screener.services.triage import VIEWS, AlreadyClaimedError, Filter, NotYoursError, Place
from screener.web.access import actor, permit
from screener.web.house import now, services
from screener.web.staff_door import member
from screener.web.staff_words import find_day

blueprint = Blueprint("triage", __name__, url_prefix="/staff/queue")

VIEW_WORDS = {
    "open": "Everything open",
    "free": "Nobody is at it yet",
    "mine": "Mine",
    "unfinished": "Unfinished and urgent",
    "decided": "Decided",
    "handled": "Unfinished, seen to",
}


@blueprint.get("/")
@permit(Permission.READ_SUBMISSIONS)
def show() -> str:
    """One page of it."""
    wanted = filter_of(request.args)
    after = read_place(request.args.get("after", ""), wanted)
    with services().unit_of_work() as work:
        found = triage.page(work, wanted=wanted, member=member().id, now=now(), actor=actor(), after=after)
        names = triage.names(work)
        slugs = tuple(revision.slug for revision in revisions.all_current(work))
    with services().reading() as work:
        told = gists(work, (line.entry.submission_id for line in found.lines if line.entry.submission_id))
        reach = contacts.of_lines(work, (line.entry for line in found.lines), now())
    return render_template(
        "triage/queue.html",
        found=found,
        gists=told,
        contacts=reach,
        wanted=wanted,
        names=names,
        slugs=slugs,
        views=tuple(VIEW_WORDS.items()),
        view_words=VIEW_WORDS,
        levels=tuple(Disposition)[::-1],
        is_later=after is not None,
        next=write_place(found.next) if found.next else None,
        given={name: value for name, value in request.args.items() if name != "after"},
    )


@blueprint.get("/<reference>")
@permit(Permission.READ_SUBMISSIONS)
def unfinished(reference: str) -> str | Response:
    """An unfinished intake as it stands; what was sent has a page of its own."""
    with services().unit_of_work() as work:
        line = triage.line(work, reference=reference)
        if line.entry.submission_id is not None:
            return redirect(url_for("submissions.show", reference=line.entry.reference), code=303)
        found = reading.read_unfinished(work, reference=reference, actor=actor(), now=now())
        names = triage.names(work)
    return render_template("triage/unfinished.html", found=found, line=line, names=names)


@blueprint.post("/<reference>/claim")
@permit(Permission.CLAIM)
def claim(reference: str) -> Response:
    """Takes it, from nobody or from the colleague that the page named; then opens it."""
    try:
        with services().unit_of_work() as work:
            triage.claim(
                work,
                reference=reference,
                member=member().id,
                instead_of=request.form.get("instead_of", ""),
                now=now(),
                actor=actor(),
            )
    except AlreadyClaimedError as refusal:
        flash(str(refusal), "warm")
    return redirect(url_for("triage.unfinished", reference=reference), code=303)


@blueprint.post("/<reference>/release")
@permit(Permission.CLAIM)
def release(reference: str) -> Response:
    """Gives it back."""
    try:
        with services().unit_of_work() as work:
            triage.release(work, reference=reference, member=member().id, now=now(), actor=actor())
    except NotYoursError as refusal:
        flash(str(refusal), "warm")
    return redirect(url_for("triage.show"), code=303)


@blueprint.post("/<reference>/seen-to")
@permit(Permission.CLAIM)
def seen_to(reference: str) -> Response:
    """Takes an unfinished one off the queue."""
    with services().unit_of_work() as work:
        triage.set_aside(work, reference=reference, now=now(), actor=actor())
    return redirect(url_for("triage.show"), code=303)


def filter_of(given: MultiDict[str, str]) -> Filter:
    """What the address asks for; what makes no sense asks for nothing."""
    view = given.get("view", "open")
    level = given.get("level", "")
    return Filter(
        view=view if view in VIEWS else "open",
        level=Disposition(level) if level in tuple(Disposition) else None,
        slug=given.get("questionnaire") or None,
        day=find_day(given.get("day", "")),
        words=given.get("words", "").strip(),
    )


def write_place(place: Place) -> str:
    """A place in the queue, for an address."""
    plain = json.dumps([part.isoformat() if isinstance(part, datetime) else part for part in place])
    return base64.urlsafe_b64encode(plain.encode()).decode()


def read_place(written: str, wanted: Filter) -> Place | None:
    """A place from an address; None for anything that is none in this order."""
    try:
        match json.loads(base64.urlsafe_b64decode(written.encode())):
            case [int(rank), str(appointment), str(at), str(name)] if triage.is_from_the_gravest(wanted):
                return rank, appointment, aware(at), name
            case [str(at), str(name)] if not triage.is_from_the_gravest(wanted):
                return aware(at), name
            case _:
                return None
    except (ValueError, binascii.Error):
        return None


def aware(written: str) -> datetime:
    """A moment with its zone; raises `ValueError`."""
    found = datetime.fromisoformat(written)
    if found.tzinfo is None:
        raise ValueError("without a zone")
    return found

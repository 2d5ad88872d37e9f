"""Publishing a draft: now, or at a time that is set."""

import re
from datetime import date, datetime, time

from flask import flash, redirect, request, url_for

from screener.errors import Refusal
from screener.services import last_days, publishing, scheduling
from screener.services.clinic_clock import NoSuchMomentError, moment_of
from screener.services.clinic_day import clinic_zone
from screener.services.last_days import UnsuitableDayError
from screener.services.permissions import Permission
from screener.services.publishing import NotApprovableError, NotPublishableError
from screener.services.scheduling import UnsuitableMomentError
from screener.web.access import actor, permit
from screener.web.authoring.comparing import Look, look, must_compare, place_of, plain, refuse
from screener.web.authoring.kept import let_go
from screener.web.authoring.rooms import Page, blueprint, version
from screener.web.house import now, services, settings
from screener.web.staff_door import member
from screener.web.staff_words import day, find_day, moment

CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(:[0-5][0-9])?")


class TypedMomentError(Refusal):
    """No moment was typed; `field` names where."""

    def __init__(self, words: str, *, field: str) -> None:
        super().__init__(words)
        self.field = field


@blueprint.post("/drafts/<draft_id>/publish")
@permit(Permission.PUBLISH, fresh=True)
def publish(draft_id: str) -> Page:
    """The draft becomes the next revision, now or at the time that was chosen."""
    seen = look(draft_id)
    try:
        done = _set_time(seen) if request.form.get("when") == "then" else _publish(seen)
    except NotPublishableError as refused:
        return refuse(seen, *plain(refused.obstacles))
    except NotApprovableError as refused:
        return refuse(seen, ("", str(refused)))
    except TypedMomentError as refused:
        return refuse(seen, (refused.field, str(refused)))
    except (NoSuchMomentError, UnsuitableMomentError) as refused:
        return refuse(seen, ("clock", str(refused)))
    except UnsuitableDayError as refused:
        return refuse(seen, ("last-day", str(refused)))
    let_go(place_of(draft_id))
    return done


@blueprint.post("/drafts/<draft_id>/publish/cancel")
@permit(Permission.PUBLISH)
def cancel(draft_id: str) -> Page:
    """The draft is not published by itself any more."""
    with services().unit_of_work() as work:
        was_waiting = scheduling.cancel(work, draft_id=draft_id, now=now(), member=member())
    if was_waiting:
        flash("Canceled. The draft is published when somebody does, and not by itself.", "good")
    return redirect(url_for(".compare", draft_id=draft_id, _anchor="publish"), code=303)


def _publish(seen: Look) -> Page:
    if request.form.get("day") or request.form.get("clock"):
        raise TypedMomentError("You typed a day or a time: choose “At a set time”, or empty them.", field="when")
    last_day = typed_last_day()
    with services().unit_of_work() as work:
        revision = publishing.publish(
            work,
            draft_id=seen.bench.draft.id,
            version=version(),
            examination=seen.examination,
            compared=must_compare(seen),
            reason=request.form.get("reason", ""),
            now=now(),
            actor=actor(),
        )
        if last_day is not None and revision.number > 1:
            last_days.put(work, slug=revision.slug, day=last_day, now=now(), actor=actor())
    until = f" until {day(last_day)}" if last_day else ""
    flash(f"Published as revision {revision.number}. Patients who had begun stay on theirs{until}.", "good")
    return redirect(url_for(".revisions_page", slug=revision.slug), code=303)


def _set_time(seen: Look) -> Page:
    due_at, last_day = typed_moment(), typed_last_day()
    with services().unit_of_work() as work:
        scheduling.set_time(
            work,
            draft_id=seen.bench.draft.id,
            version=version(),
            examination=seen.examination,
            compared=must_compare(seen),
            reason=request.form.get("reason", ""),
            due_at=due_at,
            now=now(),
            member=member(),
            last_day=last_day,
        )
    flash(f"It will be published on {moment(due_at)}, if nothing stands in the way then.", "good")
    return redirect(url_for(".compare", draft_id=seen.bench.draft.id, _anchor="publish"), code=303)


def typed_moment() -> datetime:
    """The day and time in the form, by the clinic's clock. Raises `TypedMomentError`, `NoSuchMomentError`."""
    chosen, hours = find_day(request.form.get("day", "")), CLOCK.fullmatch(request.form.get("clock", "").strip())
    if chosen is None:
        raise TypedMomentError("Choose the day on which it is to be published.", field="day")
    if hours is None:
        raise TypedMomentError("Give a time, such as 08:00.", field="clock")
    return moment_of(clinic_zone(settings()), chosen, time(int(hours[1]), int(hours[2])))


def typed_last_day() -> date | None:
    """The last day for earlier revisions in the form, if one was chosen. Raises `TypedMomentError`."""
    typed = request.form.get("last-day", "").strip()
    found = find_day(typed)
    if typed and found is None:
        raise TypedMomentError("Choose a day of the calendar, or none.", field="last-day")
    return found

"""A last day for earlier revisions: by when forms that were begun on them must be sent, on the clinic's calendar.

After it, whoever opens an unfinished one goes on with the current revision
(`moving`). Nothing that was sent changes.
"""

from datetime import date, datetime, timedelta
from typing import Final

from screener.errors import Refusal
from screener.services import revisions
from screener.services.auditing import Actor, record
from screener.services.authoring_events import LastDayRemoved, LastDaySet
from screener.services.clinic_day import clinic_zone
from screener.services.revisions import Revision
from screener.services.unit_of_work import UnitOfWork
from screener.store import last_days

FURTHEST: Final = timedelta(days=366)


class UnsuitableDayError(Refusal):
    """That cannot be the last day of anything."""


def put(work: UnitOfWork, *, slug: str, day: date, now: datetime, actor: Actor) -> Revision:
    """Forms begun on revisions before the current one must be sent by that day, itself included.

    Raises `UnsuitableDayError`, `NoRevisionError`.
    """
    work.must_write()
    check(work, day, now, now=now)
    return keep(work, revision=must_have_earlier(revisions.current(work, slug)), day=day, now=now, actor=actor)


def keep(work: UnitOfWork, *, revision: Revision, day: date, now: datetime, actor: Actor) -> Revision:
    """The same for a day that was checked when it was chosen, and for this revision."""
    last_days.put(work.store, revision_id=revision.id, day=day, now=now, by=str(actor))
    record(work, LastDaySet(revision.id, day.isoformat()), now=now, actor=actor)
    return revision


def remove(work: UnitOfWork, *, slug: str, now: datetime, actor: Actor) -> None:
    """The revisions before the current one have no last day any more; who went on already stays where they are."""
    work.must_write()
    revision = revisions.current(work, slug)
    if last_days.remove(work.store, revision.id):
        record(work, LastDayRemoved(revision.id), now=now, actor=actor)


def must_have_earlier(revision: Revision) -> Revision:
    """Raises `UnsuitableDayError` for a first revision."""
    if revision.number == 1:
        raise UnsuitableDayError("There is no earlier revision.")
    return revision


def check(work: UnitOfWork, day: date, begins: datetime, *, now: datetime) -> None:
    """Raises `UnsuitableDayError` for a day before the one on which it begins, or too far off."""
    if not today(work, begins) <= day <= today(work, now) + FURTHEST:
        raise UnsuitableDayError("Choose a last day that is not over when it begins to count, within a year.")


def today(work: UnitOfWork, now: datetime) -> date:
    """The day at the clinic."""
    return now.astimezone(clinic_zone(work.settings)).date()


def ended_before(work: UnitOfWork, slug: str, now: datetime) -> int:
    """Revisions with a smaller number than this are over."""
    return last_days.ended_before(work.store, slug, today(work, now))

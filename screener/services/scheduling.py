"""Publishing at a set time: what may be published now may be set, and must still be publishable when its time comes.

It is this save of the draft, on top of this revision, by this member. Where one
of them has changed by then, it is not published, and whoever set it is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from screener.definition.model import Questionnaire
from screener.errors import Refusal
from screener.services import authoring, last_days, publishing, revisions
from screener.services.accounts import AccountState, StaffMember, by_id
from screener.services.auditing import PROGRAM, record
from screener.services.authoring import DraftView, NoDraftError, StaleDraftError
from screener.services.authoring_events import (
    PublicationCanceled,
    PublicationCarriedOut,
    PublicationRefused,
    PublicationScheduled,
)
from screener.services.jobs import JobKind, queue, went_wrong
from screener.services.permissions import Permission
from screener.services.publishing import Compared, Examination, NotApprovableError, NotPublishableError
from screener.services.revisions import Revision, RevisionId
from screener.services.unit_of_work import UnitOfWork
from screener.store import members, questionnaire_drafts, scheduled_publications
from screener.store import revisions as kept_revisions
from screener.store.authoring_tables import ScheduledPublication
from screener.store.names import ScheduledId

FURTHEST: Final = timedelta(days=366)


class State(StrEnum):
    """What became of it; the value is stored."""

    WAITING = scheduled_publications.WAITING
    PUBLISHED = scheduled_publications.PUBLISHED
    REFUSED = scheduled_publications.REFUSED
    CANCELED = scheduled_publications.CANCELED
    OVERTAKEN = scheduled_publications.OVERTAKEN


class UnsuitableMomentError(Refusal):
    """Nothing can be published at that moment."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A draft's set time, and what became of it."""

    id: ScheduledId
    version: int
    due_at: datetime
    set_at: datetime
    set_by: str
    """The member's name."""
    state: State
    ended_at: datetime | None
    canceled_by: str | None
    revision: int | None
    """The number that it was published as."""
    refusal: tuple[str, ...]
    """Why it was not published."""
    outdated: tuple[str, ...]
    """While it waits: why it will not be published, as things are."""
    last_day: date | None
    """Of the revisions before it, once it is published."""
    is_in_trouble: bool
    """Whether its time has come, and looking at it has failed so far."""


@dataclass(frozen=True, slots=True)
class Due:
    """A draft whose time has come, and what it is to be compared with."""

    draft: DraftView
    base: tuple[Revision, Questionnaire] | None
    is_outdated: bool
    """Whether it cannot be published any more, however sound it is."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Whom to tell that a draft was not published."""

    email: str
    name: str
    draft_id: str
    due_at: datetime


def set_time(
    work: UnitOfWork,
    *,
    draft_id: str,
    version: int,
    examination: Examination,
    compared: Compared,
    reason: str,
    due_at: datetime,
    now: datetime,
    member: StaffMember,
    last_day: date | None = None,
) -> ScheduledId:
    """The draft, as it is now, is to be published then, with a last day for earlier revisions if one is given.

    Raises `UnsuitableMomentError`, `UnsuitableDayError` (services.last_days), and what
    `publishing.must_be_publishable` does.
    """
    work.must_write()
    if not now < due_at <= now + FURTHEST:
        raise UnsuitableMomentError("Choose a time that is still to come, within a year.")
    if last_day is not None and compared.base is not None:
        last_days.check(work, last_day, due_at, now=now)
    ready = publishing.must_be_publishable(
        work, draft_id=draft_id, version=version, examination=examination, compared=compared, reason=reason
    )
    if any(row.state == State.WAITING for row in scheduled_publications.of_draft(work.store, draft_id)):
        raise UnsuitableMomentError("It is to be published at a set time already: cancel that first.")
    scheduled_id = scheduled_publications.add(
        work.store,
        draft_id=ready.draft.id,
        version=ready.draft.version,
        base_id=compared.base.id if compared.base else None,
        reason=ready.reason,
        due_at=due_at,
        now=now,
        by=member.id,
        last_day=last_day if compared.base else None,
    )
    event = PublicationScheduled(
        scheduled_id, ready.draft.id, ready.draft.sha256, compared.content_sha256, due_at.isoformat()
    )
    record(work, event, now=now, actor=member.actor)
    return scheduled_id


def cancel(work: UnitOfWork, *, draft_id: str, now: datetime, member: StaffMember) -> bool:
    """The draft is not to be published by itself any more; False where nothing waited."""
    work.must_write()
    waiting = next(iter(scheduled_publications.of_draft(work.store, draft_id)), None)
    if waiting is None or not scheduled_publications.end(
        work.store, waiting.id, state=State.CANCELED, now=now, canceled_by=member.id
    ):
        return False
    record(work, PublicationCanceled(ScheduledId(waiting.id)), now=now, actor=member.actor)
    return True


def ask_for_due(work: UnitOfWork, now: datetime) -> None:
    """Asks for the publication of each draft whose time has come."""
    for scheduled_id in scheduled_publications.due(work.store, now):
        queue(work, JobKind.PUBLISH, scheduled_id, now=now)


def find_due(work: UnitOfWork, *, scheduled_id: str) -> Due | None:
    """The draft to be published; None where that was done, refused or canceled meanwhile."""
    row = scheduled_publications.find(work.store, scheduled_id)
    if row is None or row.state != State.WAITING:
        return None
    draft = authoring.open_draft(work, draft_id=row.draft_id)
    current = kept_revisions.find_current(work.store, draft.slug)
    base = revisions.view_of(current) if current else None
    return Due(
        draft=draft,
        base=(base, revisions.questionnaire_of(work, base)) if base else None,
        is_outdated=any(_outdated(work, row, draft)),
    )


def carry_out(
    work: UnitOfWork, *, scheduled_id: str, examined: tuple[Examination, Compared | None] | None, now: datetime
) -> None:
    """Publishes it, or says why not: once, however often it is called. Looking at it took long, and was done before.

    `examined` is None for what `find_due` called outdated.
    """
    work.must_write()
    row = scheduled_publications.find(work.store, scheduled_id)
    if row is None:
        return
    questionnaire_drafts.find_locked(work.store, row.draft_id)
    if not scheduled_publications.end(work.store, scheduled_id, state=State.PUBLISHED, now=now):
        return
    own_id, setter = ScheduledId(scheduled_id), by_id(work, member_id=row.set_by, now=now)
    draft = authoring.open_draft(work, draft_id=row.draft_id)
    obstacles = (*_outdated(work, row, draft), *_may_not(setter.member, setter.state))
    if not obstacles and examined:
        published = _published(work, row, examined, setter.member, now)
        if isinstance(published, Revision):
            scheduled_publications.note(work.store, own_id, revision_id=published.id)
            if row.last_day is not None:
                last_days.keep(work, revision=published, day=row.last_day, now=now, actor=setter.member.actor)
            record(work, PublicationCarriedOut(own_id, published.id), now=now, actor=PROGRAM)
            return
        obstacles = published
    scheduled_publications.note(work.store, own_id, state=State.REFUSED.value, refusal="\n".join(obstacles))
    record(work, PublicationRefused(own_id), now=now, actor=PROGRAM)
    if work.settings.sends_mail:
        queue(work, JobKind.REFUSAL, own_id, now=now)


def find_refused(work: UnitOfWork, *, scheduled_id: str, now: datetime) -> Refused | None:
    """Whom to tell; None where they were told, or have no open account any more."""
    row = scheduled_publications.find(work.store, scheduled_id)
    if row is None or row.state != State.REFUSED or row.told_at is not None:
        return None
    account = by_id(work, member_id=row.set_by, now=now)
    if account.state is not AccountState.ACTIVE:
        return None
    return Refused(account.member.email, account.member.name, row.draft_id, row.due_at)


def was_told(work: UnitOfWork, *, scheduled_id: str, now: datetime) -> None:
    """Notes that a mail server took the notice."""
    work.must_write()
    scheduled_publications.note(work.store, scheduled_id, told_at=now)


def newest(work: UnitOfWork, *, draft_id: str) -> Scheduled | None:
    """The draft's newest set time, whatever became of it."""
    return next(iter(all_of(work, draft_id=draft_id)), None)


def all_of(work: UnitOfWork, *, draft_id: str) -> tuple[Scheduled, ...]:
    """Every set time that the draft had, the newest first."""
    rows = scheduled_publications.of_draft(work.store, draft_id)
    if not rows:
        return ()
    draft = authoring.open_draft(work, draft_id=draft_id)
    names = {row.id: row.name for row in members.everybody(work.store)}
    return tuple(_view(work, row, draft, names) for row in rows)


def _view(work: UnitOfWork, row: ScheduledPublication, draft: DraftView, names: dict[str, str]) -> Scheduled:
    is_waiting = row.state == State.WAITING
    return Scheduled(
        id=ScheduledId(row.id),
        version=row.version,
        due_at=row.due_at,
        set_at=row.set_at,
        set_by=names[row.set_by],
        state=State(row.state),
        ended_at=row.ended_at,
        canceled_by=names[row.canceled_by] if row.canceled_by else None,
        revision=revisions.by_id(work, RevisionId(row.revision_id)).number if row.revision_id else None,
        refusal=tuple(row.refusal.splitlines()),
        outdated=tuple(_outdated(work, row, draft)) if is_waiting else (),
        last_day=row.last_day,
        is_in_trouble=is_waiting and went_wrong(work, JobKind.PUBLISH, row.id),
    )


def _published(
    work: UnitOfWork,
    row: ScheduledPublication,
    examined: tuple[Examination, Compared | None],
    setter: StaffMember,
    now: datetime,
) -> Revision | tuple[str, ...]:
    """The revision, or why there is none: whatever `publish` refuses, it refuses before it writes."""
    examination, compared = examined
    if compared is None:
        return tuple(examination.obstacles())
    try:
        return publishing.publish(
            work,
            draft_id=row.draft_id,
            version=row.version,
            examination=examination,
            compared=compared,
            reason=row.reason,
            now=now,
            actor=setter.actor,
        )
    except NotPublishableError as refused:
        return refused.obstacles
    except (NotApprovableError, NoDraftError, StaleDraftError) as refused:
        return (str(refused),)


def _outdated(work: UnitOfWork, row: ScheduledPublication, draft: DraftView) -> Iterator[str]:
    """What has changed since the time was set."""
    if draft.state == "dropped":
        yield "The draft was given up."
    if draft.version != row.version:
        yield f"{draft.last.saved_by} has saved the draft since the time was set."
    current = kept_revisions.find_current(work.store, draft.slug)
    if current is not None and current.id != row.base_id:
        yield f"Revision {current.number} was published since the time was set."


def _may_not(setter: StaffMember, state: AccountState) -> Iterator[str]:
    if state is not AccountState.ACTIVE or not setter.may(Permission.PUBLISH):
        yield f"{setter.name}, who set the time, may not publish any more."

"""Drafts to be published at a set time, as kept."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from screener.store.authoring_tables import ScheduledPublication
from screener.store.database import Store
from screener.store.names import ScheduledId, new_id

WAITING, PUBLISHED, REFUSED, CANCELED, OVERTAKEN = "waiting", "published", "refused", "canceled", "overtaken"


def add(
    store: Store,
    *,
    draft_id: str,
    version: int,
    base_id: str | None,
    reason: str,
    due_at: datetime,
    now: datetime,
    by: str,
    last_day: date | None,
) -> ScheduledId:
    """Keeps a set time."""
    own_id = ScheduledId(new_id())
    store.session.add(
        ScheduledPublication(
            id=own_id,
            draft_id=draft_id,
            version=version,
            base_id=base_id,
            reason=reason,
            due_at=due_at,
            set_at=now,
            set_by=by,
            state=WAITING,
            ended_at=None,
            canceled_by=None,
            revision_id=None,
            refusal="",
            told_at=None,
            last_day=last_day,
        )
    )
    store.session.flush()
    return own_id


def find(store: Store, scheduled_id: str) -> ScheduledPublication | None:
    """The set time."""
    return store.session.get(ScheduledPublication, scheduled_id, populate_existing=True)


def of_draft(store: Store, draft_id: str) -> Sequence[ScheduledPublication]:
    """Every set time that the draft had, the newest first."""
    chosen = select(ScheduledPublication).where(ScheduledPublication.draft_id == draft_id)
    return store.session.scalars(
        chosen.order_by(ScheduledPublication.set_at.desc(), ScheduledPublication.id.desc())
    ).all()


def due(store: Store, now: datetime) -> Sequence[str]:
    """Whose time has come, the earliest first."""
    return store.session.scalars(
        select(ScheduledPublication.id)
        .where(ScheduledPublication.state == WAITING, ScheduledPublication.due_at <= now)
        .order_by(ScheduledPublication.due_at, ScheduledPublication.id)
    ).all()


def end(store: Store, scheduled_id: str, *, state: str, now: datetime, canceled_by: str | None = None) -> bool:
    """Ends the waiting; False where it had ended. One UPDATE decides between two, and holds the row."""
    changed = store.session.execute(
        update(ScheduledPublication)
        .where(ScheduledPublication.id == scheduled_id, ScheduledPublication.state == WAITING)
        .values(state=state, ended_at=now, canceled_by=canceled_by)
        .returning(ScheduledPublication.id)
    )
    return changed.one_or_none() is not None


def overtake(store: Store, draft_id: str, *, now: datetime) -> None:
    """The draft was published otherwise: nothing waits any more."""
    store.session.execute(
        update(ScheduledPublication)
        .where(ScheduledPublication.draft_id == draft_id, ScheduledPublication.state == WAITING)
        .values(state=OVERTAKEN, ended_at=now)
    )


def note(store: Store, scheduled_id: str, **values: str | datetime | None) -> None:
    """Notes what came of it."""
    store.session.execute(update(ScheduledPublication).where(ScheduledPublication.id == scheduled_id).values(**values))

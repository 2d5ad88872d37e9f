"""Last days of earlier revisions, as kept."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, func, select

from screener.store.authoring_tables import LastDay
from screener.store.database import Store
from screener.store.names import RevisionId
from screener.store.tables import Revision
from screener.store.upserting import insert_into


def put(store: Store, *, revision_id: RevisionId, day: date, now: datetime, by: str) -> None:
    """Keeps the last day of the revisions before this one, in place of another."""
    values = {"day": day, "set_at": now, "set_by": by}
    store.session.execute(
        insert_into(store, LastDay)
        .values(revision_id=revision_id, **values)
        .on_conflict_do_update(index_elements=[LastDay.revision_id], set_=values)
    )


def remove(store: Store, revision_id: RevisionId) -> bool:
    """Forgets it; False where there was none."""
    gone = store.session.execute(
        delete(LastDay).where(LastDay.revision_id == revision_id).returning(LastDay.revision_id)
    )
    return gone.one_or_none() is not None


def of_slug(store: Store, slug: str) -> Mapping[str, date]:
    """The last day that each revision set for those before it."""
    rows = store.session.execute(
        select(LastDay.revision_id, LastDay.day)
        .join(Revision, Revision.id == LastDay.revision_id)
        .where(Revision.slug == slug)
    )
    return {row.revision_id: row.day for row in rows}


def ended_before(store: Store, slug: str, today: date) -> int:
    """Revisions with a smaller number than this are over; 0 where none is."""
    newest = store.session.scalar(
        select(func.max(Revision.number))
        .join(LastDay, LastDay.revision_id == Revision.id)
        .where(Revision.slug == slug, LastDay.day < today)
    )
    return newest or 0

"""Forms of the workshop as they were typed, kept while they could not be saved."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from screener.store.authoring_tables import KeptForm
from screener.store.database import Store
from screener.store.upserting import insert_into


def put(store: Store, *, member_id: str, place: str, fields: bytes, now: datetime) -> None:
    """Keeps the form, in place of what was kept there before."""
    values = {"fields": fields, "kept_at": now}
    store.session.execute(
        insert_into(store, KeptForm)
        .values(member_id=member_id, place=place, **values)
        .on_conflict_do_update(index_elements=[KeptForm.member_id, KeptForm.place], set_=values)
    )


def of_member(store: Store, member_id: str) -> Sequence[KeptForm]:
    """All of the member's forms."""
    chosen = select(KeptForm).where(KeptForm.member_id == member_id).order_by(KeptForm.place)
    return store.session.scalars(chosen).all()


def drop(store: Store, *, member_id: str, place: str) -> None:
    """Forgets the form."""
    store.session.execute(delete(KeptForm).where(KeptForm.member_id == member_id, KeptForm.place == place))


def drop_before(store: Store, moment: datetime) -> None:
    """Forgets every form that was kept earlier."""
    store.session.execute(delete(KeptForm).where(KeptForm.kept_at < moment))

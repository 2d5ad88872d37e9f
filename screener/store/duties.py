"""Who is on duty when, as kept."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from screener.store.alert_tables import Duty
from screener.store.database import Store
from screener.store.names import DutyId, MemberId, new_id


def add(store: Store, *, member_id: MemberId, weekday: int, begins: int, ends: int) -> DutyId:
    """Keeps hours of duty."""
    own_id = DutyId(new_id())
    store.session.add(Duty(id=own_id, member_id=member_id, weekday=weekday, begins=begins, ends=ends))
    store.session.flush()
    return own_id


def everything(store: Store) -> Sequence[Duty]:
    """The whole rota, from Monday morning on."""
    return store.session.scalars(select(Duty).order_by(Duty.weekday, Duty.begins, Duty.id)).all()


def remove(store: Store, duty_id: str) -> bool:
    """Forgets hours of duty; False where there are none with that id."""
    return store.session.execute(delete(Duty).where(Duty.id == duty_id).returning(Duty.id)).one_or_none() is not None

"""Alerts and their notices as kept."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update

from screener.store.alert_tables import Alert, Notice
from screener.store.database import Store
from screener.store.names import AlertId, IntakeId, MemberId, new_id
from screener.store.upserting import insert_into


def add(store: Store, *, intake_id: IntakeId, sort: str, now: datetime, acknowledged_at: datetime | None) -> AlertId:
    """Keeps an alert."""
    own_id = AlertId(new_id())
    store.session.add(
        Alert(
            id=own_id,
            intake_id=intake_id,
            sort=sort,
            raised_at=now,
            acknowledged_at=acknowledged_at,
            acknowledged_by="",
            escalated_at=None,
        )
    )
    store.session.flush()
    return own_id


def standing(store: Store) -> Sequence[Alert]:
    """What nobody has acknowledged, the oldest first."""
    return store.session.scalars(
        select(Alert).where(Alert.acknowledged_at.is_(None)).order_by(Alert.raised_at, Alert.id)
    ).all()


def newest(store: Store, *, limit: int) -> Sequence[Alert]:
    """The newest, whatever became of them."""
    return store.session.scalars(select(Alert).order_by(Alert.raised_at.desc(), Alert.id).limit(limit)).all()


def find(store: Store, alert_id: str) -> Alert | None:
    """The alert."""
    return store.session.get(Alert, alert_id)


def of_intake(store: Store, intake_id: IntakeId) -> Sequence[Alert]:
    """The intake's alerts that nobody has acknowledged."""
    return store.session.scalars(
        select(Alert).where(Alert.intake_id == intake_id, Alert.acknowledged_at.is_(None))
    ).all()


def acknowledge(store: Store, alert_id: str, *, member_id: str, now: datetime) -> bool:
    """Notes who answers it; False where somebody already does. One UPDATE decides between two."""
    changed = store.session.execute(
        update(Alert)
        .where(Alert.id == alert_id, Alert.acknowledged_at.is_(None))
        .values(acknowledged_at=now, acknowledged_by=member_id)
        .returning(Alert.id)
    )
    return changed.one_or_none() is not None


def escalate(store: Store, alert_id: str, *, now: datetime) -> bool:
    """Notes that everybody is told now; False where that was done before."""
    changed = store.session.execute(
        update(Alert)
        .where(Alert.id == alert_id, Alert.escalated_at.is_(None), Alert.acknowledged_at.is_(None))
        .values(escalated_at=now)
        .returning(Alert.id)
    )
    return changed.one_or_none() is not None


def add_notice(store: Store, *, alert_id: AlertId, member_id: MemberId, now: datetime) -> str | None:
    """Keeps that a member is to be told; None where they were before."""
    added = store.session.execute(
        insert_into(store, Notice)
        .values(id=new_id(), alert_id=alert_id, member_id=member_id, asked_at=now, sent_at=None)
        .on_conflict_do_nothing(index_elements=[Notice.alert_id, Notice.member_id])
        .returning(Notice.id)
    )
    return added.scalar_one_or_none()


def find_notice(store: Store, notice_id: str) -> Notice | None:
    """The notice."""
    return store.session.get(Notice, notice_id)


def notices(store: Store, alert_ids: Iterable[str]) -> Sequence[Notice]:
    """The notices of these alerts, in the order of asking."""
    return store.session.scalars(
        select(Notice).where(Notice.alert_id.in_(tuple(alert_ids))).order_by(Notice.asked_at, Notice.id)
    ).all()


def was_sent(store: Store, notice_id: str, *, now: datetime) -> None:
    """Notes that a mail server took it."""
    store.session.execute(update(Notice).where(Notice.id == notice_id, Notice.sent_at.is_(None)).values(sent_at=now))

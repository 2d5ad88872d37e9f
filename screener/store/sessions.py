"""Patients' sessions as kept: the id only as a hash."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from screener.store.database import Store
from screener.store.names import IntakeId
from screener.store.sealing import secret_hash
from screener.store.tables import PatientSession

KEPT_FOR = timedelta(days=2)


def add(store: Store, *, session_id: str, intake_id: IntakeId, now: datetime) -> None:
    """Keeps a new session, and forgets those long over."""
    store.session.execute(delete(PatientSession).where(PatientSession.seen_at < now - KEPT_FOR))
    store.session.add(
        PatientSession(id_hash=secret_hash(session_id), intake_id=intake_id, started_at=now, seen_at=now, ended_at=None)
    )
    store.session.flush()


def find(store: Store, session_id: str) -> PatientSession | None:
    """The session, in force or not."""
    return store.session.get(PatientSession, secret_hash(session_id))


def touch(store: Store, session: PatientSession, now: datetime) -> None:
    """Notes that it is in use."""
    store.session.execute(update(PatientSession).where(PatientSession.id_hash == session.id_hash).values(seen_at=now))


def end(store: Store, *, session_id: str, now: datetime) -> None:
    """Ends it."""
    store.session.execute(
        update(PatientSession)
        .where(PatientSession.id_hash == secret_hash(session_id), PatientSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all(store: Store, *, intake_id: IntakeId, now: datetime) -> None:
    """Ends every session of the intake."""
    store.session.execute(
        update(PatientSession)
        .where(PatientSession.intake_id == intake_id, PatientSession.ended_at.is_(None))
        .values(ended_at=now)
    )

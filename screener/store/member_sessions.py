"""Members' sessions as kept: the id only as a hash."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from screener.store.account_tables import MemberSession
from screener.store.database import Store
from screener.store.names import MemberId
from screener.store.sealing import secret_hash

KEPT_FOR = timedelta(days=2)


def add(store: Store, *, session_id: str, member_id: MemberId, stage: str, device: str, now: datetime) -> None:
    """Keeps a new session, and forgets those long over."""
    store.session.execute(delete(MemberSession).where(MemberSession.seen_at < now - KEPT_FOR))
    store.session.add(
        MemberSession(
            id_hash=secret_hash(session_id),
            member_id=member_id,
            stage=stage,
            device=device,
            started_at=now,
            seen_at=now,
            fresh_at=now,
            ended_at=None,
        )
    )
    store.session.flush()


def find(store: Store, session_id: str) -> MemberSession | None:
    """The session, in force or not."""
    return store.session.get(MemberSession, secret_hash(session_id))


def of_member(store: Store, member_id: str) -> Sequence[MemberSession]:
    """The member's sessions that were not ended, last used first; some may be over."""
    return store.session.scalars(
        select(MemberSession)
        .where(MemberSession.member_id == member_id, MemberSession.ended_at.is_(None))
        .order_by(MemberSession.seen_at.desc(), MemberSession.id_hash)
    ).all()


def touch(store: Store, session: MemberSession, now: datetime) -> None:
    """Notes that it is in use."""
    store.session.execute(update(MemberSession).where(MemberSession.id_hash == session.id_hash).values(seen_at=now))


def freshen(store: Store, session: MemberSession, now: datetime) -> None:
    """Notes that the member has just proved who they are."""
    store.session.execute(
        update(MemberSession).where(MemberSession.id_hash == session.id_hash).values(seen_at=now, fresh_at=now)
    )


def end(store: Store, *, session_id: str, now: datetime) -> None:
    """Ends it."""
    store.session.execute(
        update(MemberSession)
        .where(MemberSession.id_hash == secret_hash(session_id), MemberSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all(store: Store, *, member_id: str, now: datetime, but: str | None = None) -> int:
    """Ends every session of the member, but for the one with that id; gives how many."""
    mine = [MemberSession.member_id == member_id, MemberSession.ended_at.is_(None)]
    if but is not None:
        mine.append(MemberSession.id_hash != secret_hash(but))
    return len(store.session.execute(update(MemberSession).where(*mine).values(ended_at=now).returning(1)).all())

"""Members' sessions, kept on the server: 256 random bits in the cookie, only their hash here.

A session has a stage: whoever typed a password still has to show the second
factor, and may do nothing else meanwhile. It ends after `session_idle_minutes`
without use, and `session_hours` after it started, by the server's clock.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from screener.config import Settings
from screener.services.account_events import SessionsEnded, SignedOut
from screener.services.accounts import AccountState, MemberId, StaffMember, member_of
from screener.services.auditing import record
from screener.services.unit_of_work import UnitOfWork
from screener.store import member_sessions, members
from screener.store.account_tables import MemberSession
from screener.store.sealing import secret_hash

ID_BYTES = 32
NOTED_EVERY = timedelta(minutes=1)
"""Use is noted no more often than this: each note costs a flush to disk."""
HALFWAY_FOR = timedelta(minutes=10)
"""So long the second step of a sign-in may take."""
DEVICE_LETTERS = 60


class Stage(StrEnum):
    """How far the sign-in has come."""

    CODE = "code"
    """The password was right; a code is asked for."""
    SET_UP = "set-up"
    """The password was right; an authenticator must be set up before anything else."""
    IN = "in"


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A session that is in force."""

    member: StaffMember
    stage: Stage
    ends_at: datetime
    """When it ends unless it is used."""
    fresh_until: datetime
    """Until then, what needs a fresh sign-in may be done."""
    noted_at: datetime
    has_factor: bool
    """Whether an authenticator is in force."""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One of a member's sessions, for their list."""

    device: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def start(work: UnitOfWork, *, member_id: MemberId, stage: Stage, device: str, now: datetime) -> str:
    """A new session; gives the id for the cookie, 43 characters. One for each stage: never reuse an id."""
    work.must_write()
    session_id = secrets.token_urlsafe(ID_BYTES)
    member_sessions.add(
        work.store,
        session_id=session_id,
        member_id=member_id,
        stage=stage.value,
        device=device[:DEVICE_LETTERS],
        now=now,
    )
    return session_id


def look(work: UnitOfWork, *, session_id: str, now: datetime) -> StaffSession | None:
    """The session while it is in force, without keeping it alive; None too where the account was disabled."""
    row = member_sessions.find(work.store, session_id)
    if row is None or row.ended_at is not None or now >= ends_at(work.settings, row):
        return None
    member = members.find(work.store, row.member_id)
    if member is None or member.state != AccountState.ACTIVE:
        return None
    return StaffSession(
        member_of(member),
        Stage(row.stage),
        ends_at(work.settings, row),
        row.fresh_at + timedelta(minutes=work.settings.fresh_minutes),
        row.seen_at,
        member.factor_since is not None,
    )


def keep_alive(work: UnitOfWork, *, session_id: str, now: datetime) -> None:
    """Notes that a session in force is in use."""
    work.must_write()
    row = member_sessions.find(work.store, session_id)
    if row is not None and row.ended_at is None and now < ends_at(work.settings, row):
        member_sessions.touch(work.store, row, now)


def freshen(work: UnitOfWork, *, session_id: str, now: datetime) -> None:
    """Notes that the session's member has just proved who they are."""
    row = member_sessions.find(work.store, session_id)
    if row is not None:
        member_sessions.freshen(work.store, row, now)


def end(work: UnitOfWork, *, session_id: str, now: datetime) -> None:
    """Ends the session on purpose; one that is over is no matter."""
    work.must_write()
    found = look(work, session_id=session_id, now=now)
    if found is None:
        return
    member_sessions.end(work.store, session_id=session_id, now=now)
    record(work, SignedOut(found.member.id), now=now, actor=found.member.actor)


def end_quietly(work: UnitOfWork, *, session_id: str, now: datetime) -> None:
    """Ends a session that another takes the place of."""
    member_sessions.end(work.store, session_id=session_id, now=now)


def end_others(work: UnitOfWork, *, member: StaffMember, session_id: str, now: datetime) -> int:
    """Ends the member's sessions but for this one; gives how many."""
    work.must_write()
    count = member_sessions.end_all(work.store, member_id=member.id, now=now, but=session_id)
    record(work, SessionsEnded(member.id, count), now=now, actor=member.actor)
    return count


def listing(work: UnitOfWork, *, member_id: MemberId, session_id: str, now: datetime) -> tuple[SessionLine, ...]:
    """The member's sessions in force, last used first."""
    this = secret_hash(session_id)
    return tuple(
        SessionLine(row.device, row.started_at, row.seen_at, row.id_hash == this)
        for row in member_sessions.of_member(work.store, member_id)
        if now < ends_at(work.settings, row) and row.stage == Stage.IN
    )


def ends_at(settings: Settings, row: MemberSession) -> datetime:
    """When the session ends unless it is used, and at the latest."""
    if row.stage != Stage.IN:
        return row.started_at + HALFWAY_FOR
    idle = row.seen_at + timedelta(minutes=settings.session_idle_minutes)
    return min(idle, row.started_at + timedelta(hours=settings.session_hours))

"""Patients' sessions, kept on the server: 256 random bits in the cookie, only their hash here.

A session ends after the clinic's `idle_minutes` without use, and `session_hours`
after it started, by the server's clock.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from screener.services import clinic_settings
from screener.services.auditing import Actor, SessionEnded, record
from screener.services.unit_of_work import UnitOfWork
from screener.store import intakes, sessions
from screener.store.names import IntakeId
from screener.store.tables import PatientSession

__all__ = ["Ending", "IntakeId", "Session", "end", "find", "find_ending", "look", "start", "stay"]

ID_BYTES = 32
NOTED_EVERY = timedelta(minutes=1)
"""Use is noted no more often than this: each note costs a flush to disk."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session that is in force."""

    intake_id: IntakeId
    ends_at: datetime
    """When it ends unless it is used: for the warning two minutes before."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a session ended by itself."""

    is_idle: bool
    """It was not used for a while; otherwise its longest time was over."""
    has_answers: bool
    """Whether its form can still be filled in, with all that was saved."""


def start(work: UnitOfWork, *, intake_id: IntakeId, now: datetime) -> str:
    """A new session; gives the id for the cookie, 43 characters. Make one at each redeeming: never reuse an id."""
    work.must_write()
    session_id = secrets.token_urlsafe(ID_BYTES)
    sessions.add(work.store, session_id=session_id, intake_id=intake_id, now=now)
    return session_id


def find(work: UnitOfWork, *, session_id: str, now: datetime) -> IntakeId | None:
    """Whose session this is, while it is in force. Being used keeps it alive, where `work` may write."""
    row = in_force(work, session_id, now)
    if row is None:
        return None
    if work.is_writing and now - row.seen_at >= NOTED_EVERY:
        sessions.touch(work.store, row, now)
    return IntakeId(row.intake_id)


def look(work: UnitOfWork, *, session_id: str, now: datetime) -> Session | None:
    """The session and when it ends, without keeping it alive: for the warning's timer."""
    row = in_force(work, session_id, now)
    return Session(IntakeId(row.intake_id), ends_at(work, row)) if row else None


def stay(work: UnitOfWork, *, session_id: str, now: datetime) -> Session | None:
    """Keeps the session alive as of now, and says until when; None where it is over."""
    work.must_write()
    row = in_force(work, session_id, now)
    if row is None:
        return None
    sessions.touch(work.store, row, now)
    return Session(IntakeId(row.intake_id), ends_at(work, row))


def find_ending(work: UnitOfWork, *, session_id: str, now: datetime) -> Ending | None:
    """How a session has ended by itself; None for one that is in force, was ended, or is not known (any more)."""
    row = sessions.find(work.store, session_id)
    if row is None or row.ended_at is not None or now < ends_at(work, row):
        return None
    intake = intakes.find(work.store, IntakeId(row.intake_id))
    has_answers = intake is not None and intake.state == "open" and now < intake.expires_at
    return Ending(is_idle=ends_at(work, row) < latest_end(work, row), has_answers=has_answers)


def end(work: UnitOfWork, *, session_id: str, now: datetime) -> None:
    """Ends the session; an unknown one is no matter."""
    work.must_write()
    row = in_force(work, session_id, now)
    if row is None:
        return
    intake_id = IntakeId(row.intake_id)
    sessions.end(work.store, session_id=session_id, now=now)
    record(work, SessionEnded(intake_id), now=now, actor=Actor("patient", intake_id))


def in_force(work: UnitOfWork, session_id: str, now: datetime) -> PatientSession | None:
    """The session, if it is neither ended nor over."""
    row = sessions.find(work.store, session_id)
    is_over = row is None or row.ended_at is not None or now >= ends_at(work, row)
    return None if is_over else row


def ends_at(work: UnitOfWork, row: PatientSession) -> datetime:
    """When the session ends unless it is used, and at the latest."""
    idle = row.seen_at + timedelta(minutes=clinic_settings.of(work).idle_minutes)
    return min(idle, latest_end(work, row))


def latest_end(work: UnitOfWork, row: PatientSession) -> datetime:
    """When the session ends however much it is used."""
    return row.started_at + timedelta(hours=work.settings.session_hours)

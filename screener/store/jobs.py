"""Jobs as kept: added once a key, taken by one worker at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from screener.store.choosing import chosen_once
from screener.store.database import Store
from screener.store.job_tables import Job
from screener.store.names import JobId, new_id
from screener.store.upserting import insert_into

WAITING, TAKEN, DONE, FAILED = "waiting", "taken", "done", "failed"


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job as it stands."""

    id: JobId
    kind: str
    subject: str
    state: str
    due_at: datetime
    attempts: int
    """How often it was taken since it was asked for, or last got on."""
    fault: str
    asked_at: datetime


def add(store: Store, *, kind: str, subject: str, key: str, due_at: datetime, now: datetime) -> None:
    """Keeps a job; where one has this key already, that one stands, whatever became of it."""
    store.session.execute(
        insert_into(store, Job)
        .values(
            id=new_id(),
            kind=kind,
            subject=subject,
            key=key,
            state=WAITING,
            due_at=due_at,
            attempts=0,
            taken_by="",
            fault="",
            asked_at=now,
            ended_at=None,
        )
        .on_conflict_do_nothing(index_elements=[Job.key])
    )


def take(store: Store, *, worker: str, until: datetime, now: datetime) -> JobRecord | None:
    """Takes the job that has been due longest, until then; None where nothing is due.

    What another worker took and did not end in its time is due again. Two
    workers at once never take the same.
    """
    found = store.session.scalars(
        select(Job)
        .where(Job.state.in_((WAITING, TAKEN)), Job.due_at <= now)
        .order_by(Job.due_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if found is None:
        return None
    found.state, found.due_at, found.taken_by, found.attempts = TAKEN, until, worker, found.attempts + 1
    store.session.flush()
    return record(found)


def end(store: Store, job_id: JobId, *, worker: str, state: str, due_at: datetime, fault: str, now: datetime) -> bool:
    """Puts a job that this worker holds into a state; False where another has taken it meanwhile."""
    ended = now if state in {DONE, FAILED} else None
    changed = store.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == TAKEN, Job.taken_by == worker)
        .values(state=state, due_at=due_at, fault=fault, ended_at=ended)
        .returning(Job.id)
    )
    return changed.one_or_none() is not None


def hold(store: Store, job_id: JobId, *, worker: str, until: datetime) -> bool:
    """Keeps a job in the hands of this worker until then; False where another has taken it meanwhile."""
    changed = store.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == TAKEN, Job.taken_by == worker)
        .values(due_at=until)
        .returning(Job.id)
    )
    return changed.one_or_none() is not None


def put_back(store: Store, job_id: JobId, *, worker: str, due_at: datetime) -> bool:
    """Lets a job that got on wait for its next turn; False where another has taken it meanwhile."""
    changed = store.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == TAKEN, Job.taken_by == worker)
        .values(state=WAITING, due_at=due_at, fault="", attempts=0)
        .returning(Job.id)
    )
    return changed.one_or_none() is not None


def clear(store: Store, state: str, *, ended_before: datetime, limit: int) -> int:
    """Removes jobs that ended in that state before then, those due first at first; gives how many those were."""
    old = (
        select(Job.id)
        .where(Job.state == state, Job.due_at < ended_before, Job.ended_at < ended_before)
        .order_by(Job.due_at, Job.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return len(store.session.execute(delete(Job).where(Job.id.in_(chosen_once(old))).returning(Job.id)).all())


def ask_again(store: Store, job_id: JobId, *, now: datetime) -> bool:
    """Lets a failed job be tried from the beginning; False where there is no such failed job."""
    changed = store.session.execute(
        update(Job).where(Job.id == job_id, Job.state == FAILED).values(**_from_the_beginning(now)).returning(Job.id)
    )
    return changed.one_or_none() is not None


def begin_again(store: Store, key: str, *, now: datetime) -> None:
    """The same by its key, also where it is done or is to be tried later; in hand or untried it stays as it is."""
    has_failed = (Job.state == WAITING) & (Job.fault != "")
    store.session.execute(
        update(Job)
        .where(Job.key == key, or_(Job.state.in_((DONE, FAILED)), has_failed))
        .values(**_from_the_beginning(now))
    )


def _from_the_beginning(now: datetime) -> dict[str, object]:
    return {"state": WAITING, "due_at": now, "attempts": 0, "fault": "", "ended_at": None}


def counts(store: Store) -> dict[tuple[str, str], int]:
    """How many jobs there are, by kind and state."""
    rows = store.session.execute(
        select(Job.kind, Job.state, func.count().label("number")).group_by(Job.kind, Job.state)
    )
    return {(row.kind, row.state): row.number for row in rows}


def in_trouble(store: Store, *, limit: int) -> Iterator[JobRecord]:
    """Jobs that failed, or went wrong and will be tried again; those that failed first, then the newest."""
    is_in_trouble: ColumnElement[bool] = or_(Job.state == FAILED, (Job.fault != "") & (Job.state != DONE))
    rows = store.session.scalars(
        select(Job).where(is_in_trouble).order_by(Job.state, Job.asked_at.desc(), Job.id).limit(limit)
    )
    yield from (record(row) for row in rows)


def find_by_key(store: Store, key: str) -> JobRecord | None:
    """The job that was asked for under this key."""
    row = store.session.scalars(select(Job).where(Job.key == key)).one_or_none()
    return record(row) if row else None


def record(row: Job) -> JobRecord:
    """The row as this room hands it out."""
    return JobRecord(JobId(row.id), row.kind, row.subject, row.state, row.due_at, row.attempts, row.fault, row.asked_at)

"""What is to be done later: asked for in the transaction that causes it, done by a worker, tried again where it fails.

A job is done at least once: a worker may die between doing it and saying so.
Whoever does one must be able to do it twice.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from typing import Final

from screener.errors import Refusal
from screener.services.unit_of_work import UnitOfWork
from screener.store import jobs
from screener.store.jobs import JobRecord
from screener.store.names import JobId

__all__ = [
    "JobId",
    "JobKind",
    "JobRecord",
    "NoJobError",
    "Outlook",
    "ask_again",
    "begin_again",
    "clear",
    "done",
    "failed",
    "has_failed",
    "hold",
    "in_trouble",
    "outlook",
    "queue",
    "take",
]

LEASE: Final = timedelta(minutes=2)
"""How long a worker may be silent before another one tries; while it lives it renews that."""
FIRST_WAIT: Final = timedelta(seconds=30)
"""After the first failure; doubled after each further one, up to `LONGEST_WAIT`."""
LONGEST_WAIT: Final = timedelta(hours=2)
MOST_ATTEMPTS: Final = 12
"""Together about nine hours; then somebody has to look."""
DIED: Final = "WorkerDied"
"""The fault of a job that ends whichever worker takes it: no worker is left to name one."""
CLEARED_AT_ONCE: Final = 500
"""Rows in one transaction: some milliseconds."""


class JobKind(StrEnum):
    """What there is to do; the value is stored."""

    RENDER = "render"
    """Render the summary of a submission, as it stands."""
    COPY = "copy"
    """Render what a patient sent, for the patient, in one language."""
    REASSESS = "reassess"
    """Judge past submissions by a draft, or by a mended revision."""
    NOTICE = "notice"
    """Tell a member of an alert, by e-mail."""
    REMINDER = "reminder"
    """Remind a patient of a form that is not finished, by e-mail."""
    PUBLISH = "publish"
    """Publish a draft whose set time has come."""
    UNCONFIRMED = "unconfirmed"
    """Give up waiting for a patient who was asked whether an answer is right: what is urgent is told."""
    REFUSAL = "refusal"
    """Tell who set it that a draft was not published, by e-mail."""
    GUESSED = "guessed"
    """Tell a member that somebody guesses at their account, by e-mail."""
    NEW_LINK = "new-link"
    """Tell a patient that the clinic made a link beside their own, by e-mail."""
    LINK_CODE = "link-code"
    """Send a patient the code that opens their answers by such a link."""


class NoJobError(Refusal):
    """There is no such job, or it has not failed."""


@dataclass(frozen=True, slots=True)
class Work:
    """How much there is to do, by kind, and what went wrong."""

    waiting: Mapping[str, int]
    failed: Mapping[str, int]
    trouble: tuple[JobRecord, ...]


def queue(
    work: UnitOfWork, kind: JobKind, subject: str, *, now: datetime, part: str = "", due_at: datetime | None = None
) -> None:
    """Asks for a job about the thing with this identifier; asking again for the same part of it changes nothing."""
    work.must_write()
    jobs.add(work.store, kind=kind, subject=subject, key=_key(kind, subject, part), due_at=due_at or now, now=now)


def begin_again(work: UnitOfWork, kind: JobKind, subject: str, *, now: datetime, part: str = "") -> None:
    """Asks for a job from the beginning, whatever became of it: done, given up, or put off after a failure."""
    queue(work, kind, subject, now=now, part=part)
    jobs.begin_again(work.store, _key(kind, subject, part), now=now)


class Outlook(Enum):
    """What is to be expected of a job that was asked for."""

    NONE = "none"
    """Nobody has asked for it."""
    SOON = "soon"
    """It waits for its turn, or is in hand."""
    LATER = "later"
    """It went wrong, and is tried again."""
    GIVEN_UP = "given up"
    """It went wrong too often, and is left to somebody who asks again."""
    DONE = "done"


def outlook(work: UnitOfWork, kind: JobKind, subject: str, *, part: str = "") -> Outlook:
    """What is to be expected of it."""
    found = jobs.find_by_key(work.store, _key(kind, subject, part))
    match found:
        case None:
            return Outlook.NONE
        case JobRecord(state=jobs.DONE):
            return Outlook.DONE
        case JobRecord(state=jobs.FAILED):
            return Outlook.GIVEN_UP
        case JobRecord(fault=""):
            return Outlook.SOON
        case _:
            return Outlook.LATER


def went_wrong(work: UnitOfWork, kind: JobKind, subject: str, *, part: str = "") -> bool:
    """Whether the job that was asked for has failed at least once since, and is not done."""
    found = jobs.find_by_key(work.store, _key(kind, subject, part))
    return found is not None and found.state != jobs.DONE and found.fault != ""


def has_failed(work: UnitOfWork, kind: JobKind, subject: str) -> bool:
    """Whether the job that was asked for has failed too often, and is left to somebody who looks."""
    found = jobs.find_by_key(work.store, _key(kind, subject, ""))
    return found is not None and found.state == jobs.FAILED


def _key(kind: JobKind, subject: str, part: str) -> str:
    return "/".join(filter(None, (kind.value, subject, part)))


def take(work: UnitOfWork, *, worker: str, now: datetime, lease: timedelta = LEASE) -> JobRecord | None:
    """The next job that is due, taken for this worker; None where nothing is.

    One that was taken too often, and never ended, is left to somebody who looks.
    """
    work.must_write()
    while (job := jobs.take(work.store, worker=worker, until=now + lease, now=now)) is not None:
        if job.attempts <= MOST_ATTEMPTS:
            return job
        fault = job.fault or DIED
        jobs.end(work.store, job.id, worker=worker, state=jobs.FAILED, due_at=now, fault=fault, now=now)
    return None


def hold(work: UnitOfWork, job: JobRecord, *, worker: str, now: datetime, lease: timedelta = LEASE) -> bool:
    """Tells the others that this worker is still at it; False where another has taken it meanwhile."""
    work.must_write()
    return jobs.hold(work.store, job.id, worker=worker, until=now + lease)


def done(work: UnitOfWork, job: JobRecord, *, worker: str, now: datetime, again_at: datetime | None = None) -> None:
    """Ends a job; with `again_at`, it got on and has more to do, behind whatever else is due by then.

    One that another took stays theirs.
    """
    work.must_write()
    if again_at is None:
        jobs.end(work.store, job.id, worker=worker, state=jobs.DONE, due_at=now, fault="", now=now)
    else:
        jobs.put_back(work.store, job.id, worker=worker, due_at=max(again_at, now))


def failed(work: UnitOfWork, job: JobRecord, *, worker: str, fault: str, now: datetime) -> bool:
    """Puts a job off after a failure, longer each time; after `MOST_ATTEMPTS` it is left to somebody who looks.

    Gives whether it is tried again.
    """
    work.must_write()
    state = jobs.FAILED if job.attempts >= MOST_ATTEMPTS else jobs.WAITING
    due_at = now + min(FIRST_WAIT * 2 ** (job.attempts - 1), LONGEST_WAIT)
    jobs.end(work.store, job.id, worker=worker, state=state, due_at=due_at, fault=fault, now=now)
    return state == jobs.WAITING


def clear(work: UnitOfWork, now: datetime) -> None:
    """Removes jobs that ended longer ago than the settings say, at most `CLEARED_AT_ONCE`; the others next time."""
    work.must_write()
    kept = ((jobs.DONE, work.settings.job_days), (jobs.FAILED, work.settings.failed_job_days))
    left = CLEARED_AT_ONCE
    for state, days in kept:
        left -= jobs.clear(work.store, state, ended_before=now - timedelta(days=days), limit=left)


def ask_again(work: UnitOfWork, *, job_id: str, now: datetime) -> None:
    """Lets a failed job be tried from the beginning. Raises `NoJobError`."""
    work.must_write()
    if not jobs.ask_again(work.store, JobId(job_id), now=now):
        raise NoJobError("There is no failed job with that id.")


def given_up(work: UnitOfWork) -> int:
    """How many jobs nobody tries any more."""
    return sum(_by_kind(jobs.counts(work.store), jobs.FAILED).values())


def in_trouble(work: UnitOfWork, *, limit: int = 50) -> Work:
    """How much is waiting and failed, and the jobs that went wrong."""
    counts = jobs.counts(work.store)
    return Work(
        waiting=_by_kind(counts, jobs.WAITING, jobs.TAKEN),
        failed=_by_kind(counts, jobs.FAILED),
        trouble=tuple(jobs.in_trouble(work.store, limit=limit)),
    )


def _by_kind(counts: Mapping[tuple[str, str], int], *states: str) -> Mapping[str, int]:
    kinds = Counter[str]()
    for (kind, state), number in counts.items():
        if state in states:
            kinds[kind] += number
    return dict(kinds)

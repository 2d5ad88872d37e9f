"""The worker: takes one job after another, and never dies of one.

It runs as `screener work`, in as many processes as an operator likes, or as a
thread of the demo. It can be killed at any moment: a job that it took is due
again when its lease ends.
"""

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

import structlog

from screener.clock import Clock
from screener.services import jobs
from screener.services.jobs import JobKind, JobRecord
from screener.services.reading_ahead import read_ahead
from screener.services.unit_of_work import Services, UnavailableError, UnitOfWork

IDLE_SECONDS: Final = 1.0
"""Between two looks where nothing was due."""

EVERY: Final = timedelta(minutes=1)
HOLD_SECONDS: Final = jobs.LEASE.total_seconds() / 4
"""Between two signs of life about the job in hand."""
LONGEST: Final = timedelta(hours=2)
"""After that a job counts as hanging, and another worker may try."""

Handler = Callable[[Services, str, datetime], datetime | None]
"""Does a job about the thing with this identifier; gives when to go on, or None where all is done."""
Tick = Callable[[UnitOfWork, datetime], None]
"""Looks for what has become due by itself, and asks for it."""

log = structlog.get_logger("screener.jobs")


class UnknownJobError(Exception):
    """A newer program asked for something that this one cannot do."""


class Worker:
    """Does jobs by its table of handlers."""

    def __init__(
        self,
        services: Services,
        clock: Clock,
        handlers: Mapping[JobKind, Handler],
        ticks: Sequence[Tick] = (),
        *,
        hold_seconds: float = HOLD_SECONDS,
    ) -> None:
        self.services = services
        self.clock = clock
        self.handlers = handlers
        self.ticks = ticks
        self.hold_seconds = hold_seconds
        self._ticked_at: datetime | None = None
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"

    def run(self, stop: threading.Event, *, idle_seconds: float = IDLE_SECONDS) -> None:
        """Works until it is told to stop; the job in hand is finished first."""
        while not stop.is_set():
            if not self._try_one():
                stop.wait(idle_seconds)

    def _try_one(self) -> bool:
        try:
            self.tick()
            return self.do_one()
        except UnavailableError:
            log.warning("database.unavailable")
            return False

    def tick(self) -> None:
        """Once a minute: whatever time alone makes due. Every worker does it, so each must bear being done twice."""
        now = self.clock.now()
        if self._ticked_at is not None and now - self._ticked_at < EVERY:
            return
        self._ticked_at = now
        read_ahead(self.services)
        for each in self.ticks:
            try:
                with self.services.unit_of_work() as work:
                    each(work, now)
            except UnavailableError:
                raise
            except Exception as fault:  # noqa: BLE001 - the others must not suffer from it
                log.warning("tick.failed", tick=each.__name__, fault=type(fault).__name__)

    def do_one(self) -> bool:
        """Does the next job that is due; False where nothing is. Raises `UnavailableError`."""
        with self.services.unit_of_work() as work:
            job = jobs.take(work, worker=self.name, now=self.clock.now())
        if job is None:
            return False
        try:
            with self._holding(job):
                again_at = self._do(job)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the next job must not suffer from it
            self._put_off(job, type(fault).__name__)
        else:
            with self.services.unit_of_work() as work:
                jobs.done(work, job, worker=self.name, now=self.clock.now(), again_at=again_at)
            log.info("job.done", kind=job.kind, attempts=job.attempts)
        return True

    @contextmanager
    def _holding(self, job: JobRecord) -> Iterator[None]:
        """Beside the work, renews the lease: a rendering that waits for its turn outlasts many."""
        is_over = threading.Event()
        holder = threading.Thread(target=self._hold, args=(job, is_over), daemon=True)
        holder.start()
        try:
            yield
        finally:
            is_over.set()
            holder.join()

    def _hold(self, job: JobRecord, is_over: threading.Event) -> None:
        until = time.monotonic() + LONGEST.total_seconds()
        while not is_over.wait(self.hold_seconds) and time.monotonic() < until:
            try:
                with self.services.unit_of_work() as work:
                    if not jobs.hold(work, job, worker=self.name, now=self.clock.now()):
                        return
            except UnavailableError:
                log.warning("database.unavailable")

    def _do(self, job: JobRecord) -> datetime | None:
        if job.kind not in self.handlers:
            raise UnknownJobError
        return self.handlers[JobKind(job.kind)](self.services, job.subject, self.clock.now())

    def _put_off(self, job: JobRecord, fault: str) -> None:
        """The fault's class alone is told: its words may be about somebody."""
        with self.services.unit_of_work() as work:
            is_tried_again = jobs.failed(work, job, worker=self.name, fault=fault, now=self.clock.now())
        if is_tried_again:
            log.warning("job.failed", kind=job.kind, attempts=job.attempts, fault=fault)
        else:
            log.error("job.given_up", kind=job.kind, attempts=job.attempts, fault=fault, id=job.id)

"""The worker: does what is due, survives what goes wrong, and loses nothing when it is killed."""

import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from screener.clock import FixedClock, SystemClock
from screener.jobs.worker import Worker
from screener.services import jobs
from screener.services.jobs import LEASE, JobKind, JobRecord
from screener.services.unit_of_work import Services, UnitOfWork
from screener.store.job_tables import Job
from tests.services.conftest import Clinic

TOP = Path(__file__).parents[2]
DYING = """
import sys, time
from screener.clock import SystemClock
from screener.jobs.worker import Worker
from screener.services.jobs import JobKind
from screener.services.unit_of_work import Services
from tests.services.conftest import make_settings

def slowly(services, subject, now):
    print("begun", flush=True)
    time.sleep(60)

Worker(Services(make_settings(sys.argv[1])), SystemClock(), {JobKind.RENDER: slowly}).do_one()
"""


def ask(clinic: Clinic, *subjects: str) -> None:
    with clinic.services.unit_of_work() as work:
        for subject in subjects:
            jobs.queue(work, JobKind.RENDER, subject, now=clinic.now)


def trouble(clinic: Clinic) -> list[tuple[str, str]]:
    with clinic.services.reading() as work:
        return [(job.subject, job.fault) for job in jobs.in_trouble(work).trouble]


def held_until(clinic: Clinic, until: datetime) -> None:
    """Waits until the one job is held for so long."""
    for _ in range(1000):
        with clinic.services.reading() as work:
            if work.store.session.scalar(select(Job.due_at)) == until:
                return
        time.sleep(0.01)
    raise AssertionError("nobody holds it")


class TestTheWorker:
    def test_does_everything_that_is_due(self, clinic: Clinic) -> None:
        done: list[str] = []
        ask(clinic, "a", "b")
        worker = Worker(clinic.services, FixedClock(clinic.now), {JobKind.RENDER: lambda _, it, __: done.append(it)})
        assert [worker.do_one(), worker.do_one(), worker.do_one()] == [True, True, False]
        assert sorted(done) == ["a", "b"]

    def test_goes_on_after_a_fault_and_keeps_its_words_to_itself(self, clinic: Clinic) -> None:
        done: list[str] = []

        def handler(_: Services, subject: str, __: datetime) -> None:
            if subject == "bad":
                raise ValueError("Ann Lee takes Imitrex")
            done.append(subject)

        ask(clinic, "bad", "good")
        worker = Worker(clinic.services, FixedClock(clinic.now), {JobKind.RENDER: handler})
        while worker.do_one():
            pass
        assert done == ["good"]
        assert trouble(clinic) == [("bad", "ValueError")]

    def test_leaves_what_it_cannot_do_to_a_newer_program(self, clinic: Clinic) -> None:
        ask(clinic, "a")
        Worker(clinic.services, FixedClock(clinic.now), {}).do_one()
        assert trouble(clinic) == [("a", "UnknownJobError")]

    def test_keeps_what_it_is_still_at_from_the_others(self, clinic: Clinic) -> None:
        clock, found = FixedClock(clinic.now), list[JobRecord | None]()

        def lasting(_: Services, __: str, ___: datetime) -> None:
            for _ in range(3):
                clock.moment += LEASE * 0.9
                held_until(clinic, clock.moment + LEASE)
            with clinic.services.unit_of_work() as work:
                found.append(jobs.take(work, worker="another", now=clock.moment))

        ask(clinic, "a")
        Worker(clinic.services, clock, {JobKind.RENDER: lasting}, hold_seconds=0.01).do_one()
        assert found == [None]
        assert trouble(clinic) == []

    def test_ends_when_it_is_told_with_the_job_in_hand_done(self, clinic: Clinic) -> None:
        begun, finish, done = threading.Event(), threading.Event(), threading.Event()

        def handler(_: Services, __: str, ___: datetime) -> None:
            begun.set()
            finish.wait(30)
            done.set()

        ask(clinic, "a")
        stop = threading.Event()
        worker = Worker(clinic.services, SystemClock(), {JobKind.RENDER: handler})
        thread = threading.Thread(target=worker.run, args=(stop,))
        thread.start()
        assert begun.wait(30)
        stop.set()
        finish.set()
        thread.join(30)
        assert done.is_set()
        assert not thread.is_alive()

    def test_looks_once_a_minute_for_what_time_makes_due(self, clinic: Clinic) -> None:
        ticks: list[datetime] = []

        def tick(_: UnitOfWork, now: datetime) -> None:
            ticks.append(now)
            raise ValueError("one that fails stops nothing")

        clock = FixedClock(clinic.now)
        worker = Worker(clinic.services, clock, {}, (tick, tick))
        worker.tick()
        worker.tick()
        assert len(ticks) == 2


class TestAKill:
    def test_in_the_midst_of_a_job_leaves_it_to_the_next_worker(self, database_url: str, clinic: Clinic) -> None:
        ask(clinic, "a")
        command = [sys.executable, "-c", DYING, database_url]
        process = subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.kill()
        process.wait()
        process.stdout.close()

        done: list[str] = []
        in_an_hour = FixedClock(SystemClock().now().replace(microsecond=0) + jobs.LEASE * 2)
        worker = Worker(clinic.services, in_an_hour, {JobKind.RENDER: lambda _, it, __: done.append(it)})
        assert worker.do_one()
        assert done == ["a"]

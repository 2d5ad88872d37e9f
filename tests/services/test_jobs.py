"""Jobs: asked for once, done by one worker at a time, tried again, and never lost."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from screener.clock import FixedClock
from screener.jobs.running import work_off
from screener.services import auditing, jobs
from screener.services.jobs import LEASE, MOST_ATTEMPTS, JobKind, JobRecord, NoJobError
from screener.store.job_tables import Job
from tests.databases import look_again_for_each_row
from tests.services.conftest import Clinic


def ask(clinic: Clinic, subject: str = "s1", **named: object) -> None:
    with clinic.services.unit_of_work() as work:
        jobs.queue(work, JobKind.RENDER, subject, now=clinic.now, **named)  # type: ignore[arg-type]


def take(clinic: Clinic, worker: str = "w1") -> JobRecord | None:
    with clinic.services.unit_of_work() as work:
        return jobs.take(work, worker=worker, now=clinic.now)


def taken(clinic: Clinic, worker: str = "w1") -> JobRecord:
    job = take(clinic, worker)
    assert job is not None
    return job


def end(clinic: Clinic, job: JobRecord, worker: str = "w1", **named: object) -> None:
    with clinic.services.unit_of_work() as work:
        jobs.done(work, job, worker=worker, now=clinic.now, **named)  # type: ignore[arg-type]


def fail(clinic: Clinic, job: JobRecord) -> None:
    with clinic.services.unit_of_work() as work:
        jobs.failed(work, job, worker="w1", fault="RenderingError", now=clinic.now)


def state(clinic: Clinic) -> tuple[int, int]:
    """How many wait, and how many failed."""
    with clinic.services.reading() as work:
        found = jobs.in_trouble(work)
    return sum(found.waiting.values()), sum(found.failed.values())


class TestAJob:
    def test_is_done_once_however_often_it_was_asked_for(self, clinic: Clinic) -> None:
        for _ in range(3):
            ask(clinic)
        end(clinic, taken(clinic))
        ask(clinic)
        assert take(clinic) is None

    def test_of_another_part_is_another(self, clinic: Clinic) -> None:
        ask(clinic, part="a")
        ask(clinic, part="b")
        assert state(clinic) == (2, 0)

    def test_waits_for_its_time(self, clinic: Clinic) -> None:
        ask(clinic, due_at=clinic.now + timedelta(hours=1))
        assert take(clinic) is None
        clinic.later(hours=1)
        assert taken(clinic).subject == "s1"

    def test_that_has_waited_longest_comes_first(self, clinic: Clinic) -> None:
        ask(clinic, "late", due_at=clinic.now)
        ask(clinic, "early", due_at=clinic.now - timedelta(seconds=5))
        assert [taken(clinic).subject, taken(clinic).subject] == ["early", "late"]

    def test_asked_for_in_a_transaction_that_fails_was_never_asked_for(self, clinic: Clinic) -> None:
        def ask_and_fail() -> None:
            with clinic.services.unit_of_work() as work:
                jobs.queue(work, JobKind.RENDER, "s1", now=clinic.now)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            ask_and_fail()
        assert take(clinic) is None

    def test_that_has_more_to_do_is_due_again(self, clinic: Clinic) -> None:
        ask(clinic)
        end(clinic, taken(clinic), again_at=clinic.now + timedelta(minutes=1))
        assert take(clinic) is None
        clinic.later(minutes=1)
        assert taken(clinic).subject == "s1"

    def test_that_got_on_waits_behind_what_became_due_meanwhile(self, clinic: Clinic) -> None:
        ask(clinic, "long")
        began, job = clinic.now, taken(clinic)
        clinic.later(seconds=1)
        ask(clinic, "short")
        clinic.later(seconds=1)
        end(clinic, job, again_at=began)
        assert [taken(clinic).subject, taken(clinic).subject] == ["short", "long"]

    def test_that_got_on_has_all_its_tries_again(self, clinic: Clinic) -> None:
        ask(clinic)
        for _ in range(MOST_ATTEMPTS * 3):
            end(clinic, taken(clinic), again_at=clinic.now)
        fail(clinic, taken(clinic))
        assert state(clinic) == (1, 0)


class TestALease:
    def test_keeps_others_away_until_it_ends(self, clinic: Clinic) -> None:
        ask(clinic)
        taken(clinic, "dies")
        assert take(clinic, "w2") is None
        clinic.now += LEASE
        assert taken(clinic, "w2").attempts == 2

    def test_that_no_worker_outlives_is_left_to_people(self, clinic: Clinic) -> None:
        ask(clinic, "deadly")
        for _ in range(MOST_ATTEMPTS):
            taken(clinic, "dies")
            clinic.now += LEASE
        clinic.later(seconds=1)
        ask(clinic, "good")
        assert taken(clinic).subject == "good"
        with clinic.services.reading() as work:
            (trouble,) = jobs.in_trouble(work).trouble
        assert (trouble.subject, trouble.state, trouble.fault) == ("deadly", "failed", "WorkerDied")

    def test_that_has_ended_ends_nothing(self, clinic: Clinic) -> None:
        ask(clinic)
        slow = taken(clinic, "slow")
        clinic.now += LEASE
        taken(clinic, "w2")
        end(clinic, slow, "slow")
        assert state(clinic) == (1, 0)

    def test_is_given_to_one_of_many_who_ask_at_once(self, clinic: Clinic) -> None:
        for number in range(12):
            ask(clinic, f"s{number}")
        found: list[str] = []

        def work(name: str) -> None:
            while (job := take(clinic, name)) is not None:
                found.append(job.subject)

        crew = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
        for each in crew:
            each.start()
        for each in crew:
            each.join()
        assert sorted(found) == sorted(f"s{number}" for number in range(12))


class TestAFailure:
    def test_is_tried_again_after_longer_and_longer(self, clinic: Clinic) -> None:
        ask(clinic)
        waits = []
        for _ in range(4):
            fail(clinic, taken(clinic))
            waited = 0
            while take(clinic) is None:
                clinic.later(seconds=10)
                waited += 10
            waits.append(waited)
            clinic.now += LEASE
        assert waits == sorted(waits)
        assert waits[0] < waits[-1]

    def test_is_left_to_people_in_the_end_and_can_be_asked_for_again(self, clinic: Clinic) -> None:
        ask(clinic)
        for _ in range(MOST_ATTEMPTS):
            clinic.later(hours=3)
            fail(clinic, taken(clinic))
        clinic.later(days=30)
        assert take(clinic) is None
        assert state(clinic) == (0, 1)
        with clinic.services.unit_of_work() as work:
            (trouble,) = jobs.in_trouble(work).trouble
            jobs.ask_again(work, job_id=trouble.id, now=clinic.now)
        assert (trouble.fault, trouble.attempts) == ("RenderingError", MOST_ATTEMPTS)
        assert taken(clinic).attempts == 1

    def test_of_what_never_was_cannot_be_asked_for_again(self, clinic: Clinic) -> None:
        with clinic.services.unit_of_work() as work, pytest.raises(NoJobError):
            jobs.ask_again(work, job_id="nothing", now=clinic.now)


class TestClearing:
    DONE, FAILED = 60, 365
    """Days, by the settings."""

    def clear(self, clinic: Clinic) -> None:
        with clinic.services.unit_of_work() as work:
            jobs.clear(work, clinic.now)

    def kept(self, clinic: Clinic) -> int:
        with clinic.services.reading() as work:
            return work.store.session.scalar(select(func.count()).select_from(Job)) or 0

    def test_forgets_what_was_done_and_later_what_failed(self, clinic: Clinic) -> None:
        ask(clinic, "good")
        end(clinic, taken(clinic))
        ask(clinic, "bad")
        for _ in range(MOST_ATTEMPTS):
            clinic.later(hours=3)
            fail(clinic, taken(clinic))
        counts = []
        for days in (self.DONE - 2, 3, self.FAILED - self.DONE - 4, 5):
            clinic.later(days=days)
            self.clear(clinic)
            counts.append(self.kept(clinic))
        assert counts == [2, 1, 1, 0]

    def test_leaves_what_waits_or_is_in_hand_however_old(self, clinic: Clinic) -> None:
        ask(clinic, "in hand")
        taken(clinic)
        ask(clinic, "waits")
        clinic.later(days=1000)
        self.clear(clinic)
        assert state(clinic) == (2, 0)

    def test_takes_so_many_at_a_time_and_the_others_next_time(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(jobs, "CLEARED_AT_ONCE", 2)
        for number in range(5):
            ask(clinic, f"s{number}")
            end(clinic, taken(clinic))
        clinic.later(days=self.DONE + 1)
        counts = []
        for _ in range(3):
            self.clear(clinic)
            counts.append(self.kept(clinic))
        assert counts == [3, 1, 0]

    def test_never_takes_more_than_that_whatever_the_plan(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """PostgreSQL may look at what is to go once for each row; what looks again finds the next ones."""
        monkeypatch.setattr(jobs, "CLEARED_AT_ONCE", 2)
        for number in range(9):
            ask(clinic, f"s{number}")
            end(clinic, taken(clinic))
        clinic.later(days=self.DONE + 1)
        with clinic.services.unit_of_work() as work:
            look_again_for_each_row(work.store)
            jobs.clear(work, clinic.now)
        assert self.kept(clinic) == 7

    def test_leaves_the_audit_as_it_is(self, clinic: Clinic) -> None:
        clinic.sent()
        work_off(clinic.services, FixedClock(clinic.now))
        clinic.later(days=self.DONE + 1)
        with clinic.services.reading() as work:
            before = auditing.head(work)
        work_off(clinic.services, FixedClock(clinic.now))
        assert self.kept(clinic) == 0
        with clinic.services.reading() as work:
            assert (auditing.head(work), auditing.verify(work)) == (before, ())

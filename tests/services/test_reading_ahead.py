"""Questionnaires in use are read when a process starts, while others can write."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from screener.clock import FixedClock
from screener.jobs.running import work_off
from screener.services import revisions
from screener.services.reading_ahead import begin, read_ahead
from screener.services.revisions import Revision
from screener.services.unit_of_work import Services
from tests.services.conftest import NOON, OPERATOR, SLUG, TYPICAL, Clinic, make_settings, sample_files


def publish_next(services: Services, number: int = 1) -> Revision:
    files = sample_files()
    files["questionnaire.yaml"] += f"# {number}\n".encode()
    with services.unit_of_work() as work:
        return revisions.publish(work, files=files, slug=SLUG, now=NOON, actor=OPERATOR)


def current(services: Services) -> Revision:
    with services.reading() as work:
        return revisions.current(work, SLUG)


def is_read(services: Services, *wanted: Revision) -> list[bool]:
    with services.reading() as work:
        return [work.library.find(each.sha256) is not None for each in wanted]


@pytest.fixture
def other(clinic: Clinic) -> Iterator[Services]:
    """Another process: it has read nothing yet."""
    with Services(clinic.services.settings) as opened:
        yield opened


class TestReadingAhead:
    def test_reads_what_is_current_and_waits_for_nobody_who_writes(self, clinic: Clinic, other: Services) -> None:
        with clinic.services.unit_of_work():
            read_ahead(other)
        assert is_read(other, current(other)) == [True]

    def test_reads_what_is_being_filled_in_or_waits_for_a_decision(self, clinic: Clinic, other: Services) -> None:
        clinic.begin()
        first = current(other)
        second = publish_next(clinic.services)
        intake_id = clinic.begin()
        clinic.walk(intake_id, **{step: dict(entered) for step, entered in TYPICAL.items()})
        clinic.send(intake_id)
        unused = publish_next(clinic.services, 2)
        last = publish_next(clinic.services, 3)
        read_ahead(other)
        assert is_read(other, first, second, unused, last) == [True, True, False, True]

    def test_leaves_what_cannot_be_read_to_who_needs_it(
        self, clinic: Clinic, other: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tries = list[str]()

        def fail(files: Any, slug: str) -> None:
            tries.append(slug)
            raise ValueError(slug)

        monkeypatch.setattr(revisions, "read_published", fail)
        read_ahead(other)
        read_ahead(other)
        assert tries == [SLUG]
        with pytest.raises(ValueError, match=SLUG), other.reading() as work:
            revisions.questionnaire_of(work, revisions.current(work, SLUG))

    def test_goes_before_a_workers_first_job(self, clinic: Clinic, other: Services) -> None:
        work_off(other, FixedClock(clinic.now))
        assert is_read(other, current(other)) == [True]


class TestAServer:
    def test_has_read_before_it_lets_anybody_in_and_goes_on_reading(self, clinic: Clinic, other: Services) -> None:
        end = begin(other, every=0.05)
        assert is_read(other, current(other)) == [True]
        later = publish_next(clinic.services)
        wait_for(lambda: is_read(other, later) == [True])
        end()

    def test_starts_where_there_is_no_database_yet(self, empty_database_url: str) -> None:
        began = time.monotonic()
        with Services(make_settings(empty_database_url)) as services:
            begin(services, every=0.05)()
        assert time.monotonic() - began < 10


def wait_for(happens: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not happens():
        assert time.monotonic() < until
        time.sleep(0.02)

import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from screener.config import Settings
from screener.errors import Refusal
from screener.services import auditing
from screener.services.auditing import PROGRAM, SessionEnded
from screener.services.unit_of_work import Services, UnavailableError, open_services
from screener.store.names import IntakeId
from tests.services.conftest import NOON, make_settings


class TooBadError(Refusal):
    """A refusal that undoes."""


class CountedError(Refusal):
    """A refusal that keeps what was written."""

    keeps_work = True


def record_one(services: Services, then: Exception | None = None) -> None:
    with services.unit_of_work() as work:
        auditing.record(work, SessionEnded(IntakeId("a1")), now=NOON, actor=PROGRAM)
        if then:
            raise then


def recorded(services: Services) -> int:
    with services.reading() as work:
        return int(work.store.session.execute(text("SELECT count(*) FROM audit_event")).scalar_one())


class TestAUnitOfWork:
    def test_keeps_what_was_written_on_leaving(self, services: Services) -> None:
        record_one(services)
        assert recorded(services) == 1

    @pytest.mark.parametrize("fault", [TooBadError(), ZeroDivisionError(), KeyboardInterrupt()])
    def test_undoes_it_on_raising(self, services: Services, fault: Exception) -> None:
        with pytest.raises(type(fault)):
            record_one(services, then=fault)
        assert recorded(services) == 0

    def test_keeps_it_for_a_refusal_that_counts(self, services: Services) -> None:
        with pytest.raises(CountedError):
            record_one(services, then=CountedError())
        assert recorded(services) == 1

    def test_is_needed_to_write(self, services: Services) -> None:
        with pytest.raises(RuntimeError, match="unit_of_work"), services.reading() as work:
            auditing.record(work, SessionEnded(IntakeId("a1")), now=NOON, actor=PROGRAM)


class TestServices:
    def test_are_ready_on_a_migrated_database(self, services: Services) -> None:
        assert services.is_ready()

    def test_are_not_ready_before(self, empty_database_url: str) -> None:
        with Services(make_settings(empty_database_url)) as services:
            assert not services.is_ready()

    def test_open_on_a_new_database(self, empty_database_url: str) -> None:
        with open_services(make_settings(empty_database_url)) as services:
            assert services.is_ready()

    def test_say_unavailable_where_there_is_no_database(self, tmp_path: Path) -> None:
        with Services(make_settings(f"sqlite:///{tmp_path}/missing/x.db", database_wait_seconds=1)) as services:
            assert not services.is_ready()
            with pytest.raises(UnavailableError):
                record_one(services)

    def test_go_on_when_the_database_comes_back(self, tmp_path: Path) -> None:
        folder = tmp_path / "disk"
        with Services(make_settings(f"sqlite:///{folder}/x.db", database_wait_seconds=1)) as services:
            with pytest.raises(UnavailableError):
                record_one(services)
            folder.mkdir()
            services.migrate()
            record_one(services)
            assert recorded(services) == 1

    def test_keep_the_database_to_its_owner(self, tmp_path: Path) -> None:
        with open_services(Settings.for_demo(tmp_path)) as services:
            record_one(services)
            files = [file for file in tmp_path.iterdir() if file.name.startswith("screener.db")]
            assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
            assert len(files) > 1

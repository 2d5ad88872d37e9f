import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, inspect, text

from screener.store.database import make_engine
from screener.store.migrating import NewerDatabaseError, differences, is_current, migrate
from screener.store.sqlite import Mode


@pytest.fixture
def engine(own_database_url: str) -> Iterator[Engine]:
    made = make_engine(own_database_url).execution_options(screener_mode=Mode.WRITE)
    yield made
    made.dispose()


class TestTheScripts:
    def test_make_exactly_the_tables_of_this_program(self, engine: Engine) -> None:
        assert differences(engine) == []

    def test_notice_a_table_that_is_not_as_it_should_be(self, engine: Engine) -> None:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE guess ADD COLUMN surplus INTEGER"))
        assert [change[0] for change in differences(engine)] == ["remove_column"]

    def test_can_be_run_again(self, empty_database_url: str) -> None:
        migrate(empty_database_url)
        migrate(empty_database_url)
        assert is_current_at(empty_database_url)

    def test_run_once_where_several_processes_start_together(self, empty_database_url: str) -> None:
        faults: list[BaseException] = []

        def start() -> None:
            try:
                migrate(empty_database_url)
            except BaseException as fault:  # noqa: BLE001 - whatever it is, it is a fault here
                faults.append(fault)

        threads = [threading.Thread(target=start) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert is_current_at(empty_database_url)

    def test_leave_a_database_of_a_newer_program_alone(self, own_database_url: str, engine: Engine) -> None:
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(NewerDatabaseError):
            migrate(own_database_url)

    def test_are_missing_from_a_new_database(self, empty_database_url: str) -> None:
        assert not is_current_at(empty_database_url)

    def test_leave_nothing_behind_when_one_fails(
        self, empty_database_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr("screener.store.migrations.append_only.refuse", fail)
        with pytest.raises(ZeroDivisionError):
            migrate(empty_database_url)
        engine = make_engine(empty_database_url)
        assert inspect(engine).get_table_names() == []
        engine.dispose()


def is_current_at(url: str) -> bool:
    engine = make_engine(url)
    with engine.connect() as connection:
        answer = is_current(connection)
    engine.dispose()
    return answer

import threading
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from screener.store.database import Database, UnavailableError, database_url, make_engine
from screener.store.tables import Guess

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
INSERT = text("INSERT INTO guess (subject_mac, since, tries, tries_in_all) VALUES (:mac, '2026-01-15', 1, 1)")
COUNT = text("SELECT count(*) FROM guess")


class TestADatabaseUrl:
    @pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
    def test_means_psycopg_3(self, scheme: str) -> None:
        assert database_url(f"{scheme}://u@h/n").drivername == "postgresql+psycopg"

    def test_keeps_its_options(self) -> None:
        assert database_url("postgresql://u@h/n?sslmode=verify-full").query == {"sslmode": "verify-full"}


class TestAWritingTransaction:
    def test_is_undone_unless_committed(self, database: Database) -> None:
        with database.writing() as session:
            session.execute(INSERT, {"mac": b"a"})
        assert how_many(database) == 0

    def test_is_seen_by_readers_once_committed(self, database: Database) -> None:
        with database.writing() as session:
            session.execute(INSERT, {"mac": b"a"})
            assert how_many(database) == 0
            session.commit()
        assert how_many(database) == 1

    def test_never_waits_for_a_reader_who_lingers(self, database: Database) -> None:
        with database.reading() as lingering:
            lingering.execute(COUNT)
            with database.writing() as session:
                session.execute(INSERT, {"mac": b"a"})
                session.commit()
            assert lingering.execute(COUNT).scalar() == 0  # its own snapshot

    def test_checks_references(self, database: Database) -> None:
        with pytest.raises(IntegrityError), database.writing() as session:
            session.execute(
                text("INSERT INTO name_index (word_mac, patient_id) VALUES (:mac, 'nobody')"), {"mac": b"a"}
            )

    def test_loses_none_of_many_at_once(self, database: Database) -> None:
        def write(number: int) -> None:
            with database.writing() as session:
                session.add(Guess(subject_mac=bytes([number]), since=NOON, tries=1, tries_in_all=1))
                session.commit()

        threads = [threading.Thread(target=write, args=(number,)) for number in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert how_many(database) == 24


class TestAReadingTransaction:
    def test_cannot_write(self, database: Database) -> None:
        with pytest.raises(UnavailableError), database.reading() as session:
            session.execute(INSERT, {"mac": b"a"})

    def test_leaves_its_connection_fit_for_writing(self, database: Database) -> None:
        for number in range(3):
            how_many(database)
            with database.writing() as session:
                session.execute(INSERT, {"mac": bytes([number])})
                session.commit()
        assert how_many(database) == 3


class TestAFault:
    def test_says_nothing_of_the_values_in_hand(self, database_url: str) -> None:
        engine = make_engine(database_url)
        with pytest.raises(Exception, match="no_such_table") as fault, engine.connect() as connection:
            connection.execute(text("SELECT * FROM no_such_table WHERE name = :name"), {"name": "Ann Lee"})
        engine.dispose()
        assert "Ann Lee" not in str(fault.value)

    def test_of_a_server_that_is_down_is_said_as_unavailable(self) -> None:
        database = Database("postgresql://nobody@/none?host=/nowhere")
        with pytest.raises(UnavailableError), database.writing() as session:
            session.execute(text("SELECT 1"))
        database.close()

    @pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
    def test_of_connections_that_were_cut_does_not_last(self, database_url: str, database: Database) -> None:
        how_many(database)
        with psycopg.connect(database_url, autocommit=True) as operator:
            operator.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert how_many(database) == 0


def how_many(database: Database) -> int:
    with database.reading() as session:
        return int(session.execute(COUNT).scalar_one())

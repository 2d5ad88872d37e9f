from pathlib import Path

import pytest
from sqlalchemy import text

from screener.store.database import Database, UnavailableError
from screener.store.sqlite import has_wal_fault, sound_sqlite


class TestTheWalFault:
    @pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 2)])
    def test_is_in_versions_that_were_not_mended(self, version: tuple[int, ...]) -> None:
        assert has_wal_fault(version)

    @pytest.mark.parametrize("version", [(3, 6, 23), (3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 4), (4, 0, 0)])
    def test_is_not_in_those_before_it_and_those_mended(self, version: tuple[int, ...]) -> None:
        assert not has_wal_fault(version)

    def test_is_not_in_the_sqlite_in_use(self) -> None:
        _, is_sound = sound_sqlite()
        assert is_sound


class TestASqliteDatabase:
    @pytest.mark.parametrize(
        ("pragma", "value"),
        [
            ("journal_mode", "wal"),
            ("synchronous", 2),
            ("foreign_keys", 1),
            ("busy_timeout", 5000),
            ("mmap_size", 0),
            ("secure_delete", 1),
        ],
    )
    def test_is_told_to_be_durable_and_strict(self, tmp_path: Path, pragma: str, value: object) -> None:
        database = Database(f"sqlite:///{tmp_path}/x.db")
        with database.writing() as session:
            assert session.execute(text(f"PRAGMA {pragma}")).scalar() == value
        database.close()

    def test_is_locked_from_the_beginning_of_a_writing_transaction(self, tmp_path: Path) -> None:
        module, _ = sound_sqlite()
        database = Database(f"sqlite:///{tmp_path}/x.db")
        with database.writing() as session:
            session.execute(text("SELECT 1"))
            other = module.connect(tmp_path / "x.db", timeout=0)
            with pytest.raises(module.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            other.close()
        database.close()

    def test_says_unavailable_when_its_folder_is_missing(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path}/missing/x.db")
        with pytest.raises(UnavailableError), database.reading() as session:
            session.execute(text("SELECT 1"))
        with pytest.raises(UnavailableError), database.writing() as session:
            session.execute(text("SELECT 1"))
        database.close()

    def test_says_unavailable_when_the_disk_is_full_and_goes_on_afterwards(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path}/x.db", connections=1)
        fill = text("INSERT INTO filled VALUES (zeroblob(1000000))")
        with database.writing() as session:
            session.execute(text("CREATE TABLE filled (content BLOB)"))
            session.commit()
        with database.writing() as session:
            session.execute(text("PRAGMA max_page_count=10"))
        with pytest.raises(UnavailableError), database.writing() as session:
            session.execute(fill)
        with database.writing() as session:
            session.execute(text("PRAGMA max_page_count=100000"))
            session.execute(fill)
            session.commit()
        database.close()

"""Which SQLite, and how it is told to behave: durable first."""

import importlib
import logging
import sqlite3
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

logger = logging.getLogger(__name__)


class Mode(StrEnum):
    """What a connection is opened for; stands in its execution options as `screener_mode`."""

    READ = "read"
    WRITE = "write"
    MIGRATE = "migrate"


BEGIN = {
    Mode.READ: ("PRAGMA query_only=ON", "BEGIN"),
    Mode.WRITE: ("PRAGMA query_only=OFF", "BEGIN IMMEDIATE"),
    # Batch migrations rebuild tables that others refer to; `migrating` checks the references afterwards.
    Mode.MIGRATE: ("PRAGMA query_only=OFF", "PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE"),
}


class Cursor(Protocol):
    """As much of a DBAPI cursor as is needed here."""

    def execute(self, statement: str) -> object:
        """Runs one statement."""
        ...

    def close(self) -> object:
        """Closes it."""
        ...


def has_wal_fault(version: tuple[int, ...]) -> bool:
    """Whether this SQLite may corrupt a database in WAL mode when a checkpoint meets a write.

    From 3.7.0 until 3.51.2; mended also in 3.44.6 and 3.50.7.
    """
    if version[:2] in {(3, 44), (3, 50)}:
        return version < {44: (3, 44, 6), 50: (3, 50, 7)}[version[1]]
    return (3, 7, 0) <= version < (3, 51, 3)


def sound_sqlite() -> tuple[ModuleType, bool]:
    """The SQLite to use, and whether it is free of the fault: the system's, else the one that pysqlite3 carries."""
    if not has_wal_fault(sqlite3.sqlite_version_info):
        return sqlite3, True
    try:
        carried = importlib.import_module("pysqlite3")
    except ImportError:
        return sqlite3, False
    return carried, not has_wal_fault(carried.sqlite_version_info)


def sqlite_engine(url: URL, *, connections: int, wait_seconds: float) -> Engine:
    """An engine whose transactions begin as their mode says, flushed to disk before they are called done."""
    module, is_sound = sound_sqlite()
    engine = create_engine(
        url,
        module=module,
        hide_parameters=True,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=wait_seconds,
        connect_args={"timeout": wait_seconds},
    )
    journal = "WAL" if is_sound else "DELETE"
    if not is_sound:
        logger.warning("SQLite %s has the WAL fault: using the older journal, which is slower", module.sqlite_version)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are ours to begin
        cursor: Cursor = connection.cursor()
        for pragma in (
            f"journal_mode={journal}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "mmap_size=0",
            "secure_delete=ON",  # what is erased is overwritten, a key above all
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        for statement in BEGIN[connection.get_execution_options().get("screener_mode", Mode.READ)]:
            connection.exec_driver_sql(statement)

    return engine


def gate_file(url: URL) -> Path:
    """The file that writers of this database queue for, beside it."""
    return Path(f"{url.database}.gate")

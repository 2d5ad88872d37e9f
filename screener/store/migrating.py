"""Bringing a database to this program's tables, and knowing whether it is there."""

import os
import tempfile
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, text
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from screener.errors import Refusal
from screener.store import (  # noqa: F401 - their tables join the others
    account_tables,
    alert_tables,
    authoring_tables,
    clinic_tables,
    desk_tables,
    job_tables,
    photo_tables,
)
from screener.store.audit import CHAIN_LOCK
from screener.store.database import UnavailableError, database_url, make_engine, saying_unavailable
from screener.store.gate import WriteGate
from screener.store.sqlite import Mode, gate_file
from screener.store.tables import Base, Moment

SCRIPTS = Path(__file__).parent / "migrations"
WAIT_SECONDS = 60


class NewerDatabaseError(Refusal):
    """The database was brought to tables that this program does not know: it belongs to a newer one."""


def migrate(url: str) -> None:
    """Runs the scripts that the database has not had yet, in one transaction; creates the database if missing.

    Safe when several processes start at once. Raises `NewerDatabaseError`, `UnavailableError`.
    """
    parsed = database_url(url)
    is_sqlite = parsed.get_backend_name() == "sqlite"
    gate = WriteGate(gate_file(parsed) if is_sqlite else None, WAIT_SECONDS)
    if is_sqlite:
        make_file(parsed)
    engine = make_engine(url, connections=1, wait_seconds=WAIT_SECONDS).execution_options(screener_mode=Mode.MIGRATE)
    try:
        with saying_unavailable(), gate.turn(), engine.begin() as connection:
            if not is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
            if is_current(connection):
                return
            refuse_newer(connection)
            command.upgrade(config(connection), "head")
            check_references(connection)
    finally:
        engine.dispose()


def make_file(url: URL) -> None:
    """Makes the database's file, for its owner alone; what SQLite puts beside it takes after it."""
    try:
        os.close(os.open(str(url.database), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except OSError as fault:
        raise UnavailableError from fault


def config(connection: Connection) -> Config:
    """Alembic's settings, without a file."""
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def newest() -> str | None:
    """The last script's number."""
    return ScriptDirectory(str(SCRIPTS)).get_current_head()


def version_of(connection: Connection) -> str | None:
    """The last script that the database has had, or None."""
    return MigrationContext.configure(connection).get_current_revision()


def is_current(connection: Connection) -> bool:
    """Whether the database has this program's tables."""
    return version_of(connection) == newest()


def is_migrated(session: Session) -> bool:
    """Whether the session's database has this program's tables."""
    return is_current(session.connection())


def refuse_newer(connection: Connection) -> None:
    """Raises `NewerDatabaseError` for a version that is none of ours."""
    version = version_of(connection)
    known = {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}
    if version is not None and version not in known:
        raise NewerDatabaseError("The database belongs to a newer version of this program. Nothing was changed.")


def check_references(connection: Connection) -> None:
    """On SQLite, where scripts run without foreign keys: every reference must lead somewhere."""
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("a migration left references that lead nowhere")


def differences(engine: Engine) -> list[Any]:
    """How the database's tables differ from `tables`; empty when the scripts say the same."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": compare_type})
        return list(compare_metadata(context, Base.metadata))


def compare_type(
    _context: object,
    _inspected: object,
    _metadata: object,
    inspected_type: TypeEngine[Any],
    metadata_type: TypeEngine[Any],
) -> bool | None:
    """Whether a column's type differs: a `Moment` is what its database calls a moment."""
    if isinstance(metadata_type, Moment):
        return not isinstance(inspected_type, type(metadata_type.impl_instance))
    return None


def render_item(sort: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """Writes a `Moment` into a script as what it is in the database, so that scripts outlive our classes."""
    del context
    if sort == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def write_script(message: str) -> str:
    """Writes the next script from how `tables` differs from the scripts so far; gives its path."""
    number = f"{int(newest() or 0) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/so-far.db"
        engine = make_engine(url, connections=1).execution_options(screener_mode=Mode.MIGRATE)
        with engine.begin() as connection:
            settings = config(connection)
            if newest():
                command.upgrade(settings, "head")
            script = command.revision(settings, message, autogenerate=True, rev_id=number)
    if script is None or isinstance(script, list):
        raise RuntimeError("one script was expected")
    return str(script.path)

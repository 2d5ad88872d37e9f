"""Real databases for tests: SQLite files, and a throw-away PostgreSQL.

One PostgreSQL cluster serves a whole run: the first worker that needs it starts
it, the last one to leave stops it. It listens on a Unix socket alone and does
not flush to disk. Each worker has a database, copied from one that was migrated
once, and each test finds it empty. SQLite tests get a fresh file each.

A folder of tests that wants them says so in its `conftest.py`:

    from tests.databases import *  # noqa: F403

Then each test with a `database_url` runs on both databases.
"""

import fcntl
import json
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from screener.store.database import Store
from screener.store.migrating import migrate
from screener.store.tables import Base

__all__ = [
    "cluster",
    "database_url",
    "empty_database_url",
    "own_database_url",
    "run_folder",
    "sqlite_folder",
    "sqlite_template",
    "worker_database",
]

DATABASES = ("sqlite", "postgresql")
TEMPLATE = "migrated"
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "log_min_messages": "fatal",
}


def look_again_for_each_row(store: Store) -> None:
    """Makes PostgreSQL join by nested loops alone in this transaction, the rows to change outside."""
    if store.session.get_bind().dialect.name == "postgresql":
        for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material", "memoize"):
            store.session.execute(text(f"set local enable_{way} = off"))


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running PostgreSQL; `folder` holds its socket."""

    folder: Path

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The URL of a fresh copy of the migrated database; dropped afterwards."""
        name = f"test_{secrets.token_hex(8)}"
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, TEMPLATE)
        try:
            yield self.url(name)
        finally:
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    def clear(self, url: str) -> None:
        """Removes every row of the database behind the URL, past its triggers, and whoever is still connected."""
        rows = ";".join(f'DELETE FROM "{table}"' for table in Base.metadata.tables)  # noqa: S608
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute(f"SET session_replication_role = replica;{rows}".encode())

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The URL of a database without tables; dropped afterwards."""
        name = f"test_{secrets.token_hex(8)}"
        self._run("CREATE DATABASE {}", name)
        try:
            yield self.url(name)
        finally:
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def shared_cluster(run_folder: Path) -> Iterator[Cluster]:
    """The run's cluster: started by whoever comes first, stopped by whoever leaves last."""
    register = run_folder / "postgresql.json"
    with locked(register):
        known = json.loads(register.read_text()) if register.exists() else {"folder": None, "users": 0}
        if not known["users"]:
            known["folder"] = str(start())
        known["users"] += 1
        register.write_text(json.dumps(known))
    try:
        yield Cluster(Path(known["folder"]))
    finally:
        with locked(register):
            known = json.loads(register.read_text())
            known["users"] -= 1
            register.write_text(json.dumps(known))
            if not known["users"]:
                stop(Path(known["folder"]))


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Holds a lock between the run's workers."""
    with file.with_suffix(".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def memory_folder() -> Path | None:
    """A folder in memory, where there is one with room: the disk is what slows these tests down."""
    memory = Path("/dev/shm")  # noqa: S108
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > 2**30 else None


def start() -> Path:
    """Makes a cluster in a new folder and starts it, with the migrated template in it."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=memory_folder()))
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N", "--no-instructions")
    options = " ".join(f"-c {name}={value!r}" for name, value in SETTINGS.items())
    run("pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", f"{options} -k {folder}", "start")
    cluster = Cluster(folder)
    cluster._run("CREATE DATABASE {}", TEMPLATE)
    migrate(cluster.url(TEMPLATE))
    return folder


def stop(folder: Path) -> None:
    """Stops the cluster and removes it."""
    run("pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder)


def run(program: str, *arguments: str | Path) -> None:
    """Runs one of PostgreSQL's programs, as its own user where this process is root."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*as_postgres, str(find_program(program)), *map(str, arguments)]
    done = subprocess.run(command, cwd="/", text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 0, done.stdout


def find_program(name: str) -> Path:
    """Where Debian keeps it, newest version first, or anywhere on the path."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: -int(path.parts[4]))
    found = shutil.which(name)
    assert kept or found, f"{name} is missing: apt-get install postgresql"
    return kept[0] if kept else Path(str(found))


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that every worker of this run shares."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def cluster(run_folder: Path) -> Iterator[Cluster]:
    with shared_cluster(run_folder) as running:
        yield running


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file, migrated once."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="sqlite-", dir=memory_folder()) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def worker_database(cluster: Cluster) -> Iterator[str]:
    """This worker's PostgreSQL database."""
    with cluster.copy() as url:
        yield url


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, sqlite_folder: Path) -> Iterator[str]:
    """A migrated database without rows, on SQLite and on PostgreSQL. Leave its tables and triggers as they are."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("worker_database")
        running: Cluster = request.getfixturevalue("cluster")
        running.clear(url)
        yield url
        return
    shutil.copyfile(request.getfixturevalue("sqlite_template"), sqlite_folder / "screener.db")
    yield f"sqlite:///{sqlite_folder / 'screener.db'}"


@pytest.fixture(params=DATABASES)
def own_database_url(request: pytest.FixtureRequest, sqlite_folder: Path) -> Iterator[str]:
    """A migrated database that nobody else will use, on SQLite and on PostgreSQL: for tests that change its tables."""
    if request.param == "postgresql":
        running: Cluster = request.getfixturevalue("cluster")
        with running.copy() as url:
            yield url
        return
    shutil.copyfile(request.getfixturevalue("sqlite_template"), sqlite_folder / "screener.db")
    yield f"sqlite:///{sqlite_folder / 'screener.db'}"


@pytest.fixture(params=DATABASES)
def empty_database_url(request: pytest.FixtureRequest, sqlite_folder: Path) -> Iterator[str]:
    """A database without tables, on SQLite and on PostgreSQL."""
    if request.param == "postgresql":
        running: Cluster = request.getfixturevalue("cluster")
        with running.empty() as url:
            yield url
        return
    yield f"sqlite:///{sqlite_folder / 'screener.db'}"

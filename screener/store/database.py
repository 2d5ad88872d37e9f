"""Connections and transactions: SQLite by default, PostgreSQL by its URL."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session, sessionmaker

from screener.errors import Refusal
from screener.store.gate import GateClosedError, WriteGate
from screener.store.sealing import Keyring
from screener.store.sqlite import Mode, gate_file, sqlite_engine

POSTGRESQL = "postgresql+psycopg"

Watch = Callable[[sessionmaker[Session]], None]


class UnavailableError(Refusal):
    """The database cannot be reached or written just now; nothing was saved."""

    def __init__(self) -> None:
        super().__init__("Nothing can be read or saved just now. Please try again in a moment.")


@dataclass(frozen=True, slots=True)
class Store:
    """One transaction on what is kept, and the keys to it."""

    session: Session
    keys: Keyring

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.session.get_bind().dialect.name


class Database:
    """Opens transactions. Thread-safe; one for each process and database."""

    def __init__(self, url: str, *, connections: int = 16, wait_seconds: float = 5, watch: Watch | None = None) -> None:
        """`watch` is handed the maker of writing sessions, to listen to them."""
        self._url = database_url(url)
        self._engine = make_engine(url, connections=connections, wait_seconds=wait_seconds)
        self._gate = WriteGate(gate_file(self._url), wait_seconds) if self.is_sqlite else None
        self._writing = sessionmaker(
            self._engine.execution_options(screener_mode=Mode.WRITE), expire_on_commit=False, autoflush=False
        )
        if watch is not None:
            watch(self._writing)
        self._reading = sessionmaker(reading_engine(self._engine), expire_on_commit=False, autoflush=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether writers must queue at the gate."""
        return self._url.get_backend_name() == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that may write; the caller commits, anything else rolls back. Raises `UnavailableError`."""
        turn: AbstractContextManager[None] = self._gate.turn() if self._gate else nullcontext()
        with saying_unavailable(), turn, self._writing() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent snapshot that cannot write. Raises `UnavailableError`."""
        with saying_unavailable(), self._reading() as session:
            yield session

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()


@contextmanager
def saying_unavailable() -> Iterator[None]:
    """Turns what a database says when it is down, full, read-only or overrun into one refusal."""
    try:
        yield
    except (OperationalError, InterfaceError, InternalError, PoolTimeoutError, GateClosedError) as fault:
        raise UnavailableError from fault


def database_url(url: str) -> URL:
    """The URL with its driver: `postgresql://` means psycopg 3."""
    parsed = make_url(url)
    if parsed.drivername in {"postgresql", "postgres"}:
        return parsed.set(drivername=POSTGRESQL)
    return parsed


def make_engine(url: str, *, connections: int = 16, wait_seconds: float = 5) -> Engine:
    """An engine for either database. Error texts never carry parameters: those are about people."""
    parsed = database_url(url)
    if parsed.get_backend_name() == "sqlite":
        return sqlite_engine(parsed, connections=connections, wait_seconds=wait_seconds)
    milliseconds = int(wait_seconds * 1000)
    return create_engine(
        parsed,
        hide_parameters=True,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=wait_seconds,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": max(2, int(wait_seconds)),
            "application_name": "screener",
            "options": f"-c timezone=UTC -c lock_timeout={milliseconds} -c statement_timeout={6 * milliseconds}"
            f" -c idle_in_transaction_session_timeout={6 * milliseconds}",
        },
    )


def reading_engine(engine: Engine) -> Engine:
    """The same connections, for snapshots."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(screener_mode=Mode.READ)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

"""The one place where a transaction opens and closes.

with services.unit_of_work() as work:      # writes; commits on leaving
    intake.answer(work, ...)
with services.reading() as work:           # a consistent snapshot; cannot write
    intake.open_intake(work, ...)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from screener.clock import SystemClock
from screener.config import Settings, key_bytes
from screener.errors import Refusal
from screener.services.library import Library
from screener.store import audit, binding, bound_upgrade
from screener.store.adopting import adopt, is_anything_left
from screener.store.database import Database, Store, UnavailableError
from screener.store.migrating import is_migrated, migrate
from screener.store.sealing import Keyring

ROWS_AT_ONCE = 500

__all__ = ["Services", "UnavailableError", "UnitOfWork", "open_services"]


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    """One transaction and what it needs. Only services look inside."""

    store: Store
    settings: Settings
    library: Library
    is_writing: bool

    def must_write(self) -> None:
        """Services that write call this first: a snapshot would refuse in the midst of things."""
        if not self.is_writing:
            raise RuntimeError("this service writes: open services.unit_of_work(), not services.reading()")


class Services:
    """What the edge holds: opens units of work on the database that the settings name. Thread-safe."""

    def __init__(self, settings: Settings) -> None:
        """Connects on first use; creates and changes nothing."""
        self.settings = settings
        self._url = settings.database_url.get_secret_value()
        self._keys = Keyring(key_bytes(key.get_secret_value()) for key in settings.sealing_keys)
        self._library = Library()
        self._clock = SystemClock()
        self._database = Database(
            self._url,
            connections=settings.database_connections,
            wait_seconds=settings.database_wait_seconds,
            watch=binding.watch,
        )

    @contextmanager
    def unit_of_work(self) -> Iterator[UnitOfWork]:
        """A transaction that may write. Leaving it commits; raising rolls back (see `Refusal.keeps_work`).

        Raises `UnavailableError` when the database is down, full, read-only or
        too busy: then nothing was saved.
        """
        with self._database.writing() as session:
            store = Store(session, self._keys)
            try:
                yield UnitOfWork(store, self.settings, self._library, is_writing=True)
            except Refusal as refusal:
                if refusal.keeps_work:
                    self._commit(store)
                raise
            self._commit(store)

    def _commit(self, store: Store) -> None:
        """Commits, with every row that an event must vouch for bound."""
        audit.bind_rest(store, now=self._clock.now())
        store.session.commit()

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """A consistent snapshot that cannot write; waits for no writer. Raises `UnavailableError`."""
        with self._database.reading() as session:
            yield UnitOfWork(Store(session, self._keys), self.settings, self._library, is_writing=False)

    def migrate(self) -> None:
        """Brings the database to this program's tables; creates it if missing. Raises `UnavailableError`.

        What an earlier program kept is brought along some rows at a time, so that it can be broken off.
        """
        migrate(self._url)
        with self.reading() as work:
            is_left = is_anything_left(work.store)
        while is_left:
            with self.unit_of_work() as work:
                is_left = bool(adopt(work.store, ROWS_AT_ONCE))
        self._bind_what_was_there()

    def _bind_what_was_there(self) -> None:
        """Binds the rows of an earlier program, which bound none."""
        with self.reading() as work:
            is_left = bound_upgrade.is_anything_left(work.store)
        while is_left:
            with self.unit_of_work() as work:
                is_left = bound_upgrade.bind_some(work.store, ROWS_AT_ONCE, now=self._clock.now())

    def is_ready(self) -> bool:
        """Whether the database answers and has this program's tables (`/readyz`)."""
        try:
            with self._database.reading() as session:
                return is_migrated(session)
        except UnavailableError:
            return False

    def close(self) -> None:
        """Closes every connection."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_services(settings: Settings) -> Services:
    """The services on a database brought up to date: for the demo, operators' commands and tests."""
    services = Services(settings)
    services.migrate()
    return services

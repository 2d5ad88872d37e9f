"""Real databases, and a store opened on them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from screener.store.database import Database, Store
from screener.store.sealing import Keyring
from tests.databases import *  # noqa: F403

KEY, OLDER_KEY = bytes(range(32)), bytes(range(32, 64))

OpenStore = Callable[..., AbstractContextManager[Store]]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url, wait_seconds=10)
    yield opened
    opened.close()


@pytest.fixture
def writing(database: Database) -> OpenStore:
    """Opens a transaction that commits on leaving."""

    @contextmanager
    def open_store(*keys: bytes) -> Iterator[Store]:
        with database.writing() as session:
            yield Store(session, Keyring(keys or (KEY,)))
            session.commit()

    return open_store

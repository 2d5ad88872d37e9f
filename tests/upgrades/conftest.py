"""Each sample, restored into a database of its own."""

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from screener.services.unit_of_work import Services
from screener.store.migrating import migrate
from tests.databases import *  # noqa: F403
from tests.databases import DATABASES, Cluster, run
from tests.services.conftest import make_settings
from tests.upgrades.making import SAMPLES

NUMBERS = sorted(folder.name for folder in SAMPLES.iterdir())


@dataclass(frozen=True, slots=True)
class Upgraded:
    """A clinic that an earlier program filled, upgraded, and what that program said of it."""

    services: Services
    expected: dict[str, Any]


@pytest.fixture(params=[(number, database) for number in NUMBERS for database in DATABASES], ids="-".join)
def upgraded(request: pytest.FixtureRequest, sqlite_folder: Path) -> Iterator[Upgraded]:
    number, database = request.param
    expected = json.loads(gzip.decompress((SAMPLES / number / "expected.json.gz").read_bytes()))[database]
    for url in restored(request, SAMPLES / number, database, sqlite_folder):
        migrate(url)
        with Services(make_settings(url)) as services:
            yield Upgraded(services, expected)


def restored(request: pytest.FixtureRequest, sample: Path, database: str, sqlite_folder: Path) -> Iterator[str]:
    if database == "sqlite":
        file = sqlite_folder / "screener.db"
        file.write_bytes(gzip.decompress((sample / "sqlite.db.gz").read_bytes()))
        yield f"sqlite:///{file}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    dump = cluster.folder / f"{sample.name}.sql"
    dump.write_bytes(gzip.decompress((sample / "postgresql.sql.gz").read_bytes()))
    shutil.chown(dump, cluster.folder.owner(), cluster.folder.group())
    with cluster.empty() as url:
        run("psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-f", dump, url)
        yield url

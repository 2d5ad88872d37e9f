"""The triage queue with a thousand submissions and with a million: its first page must not tell which.

Rows are made by the database itself, without references to intakes that nobody
needs here. Every filter, the search and a deep page are timed; half of the lines
are open, and each patient has four. Every page compared is a full one at both sizes,
but for those of the search.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text

from bench.measuring import Figure, measure
from screener.config import Settings
from screener.definition.model import Disposition
from screener.services import triage
from screener.services.triage import Filter, Place
from screener.services.unit_of_work import Services, open_services
from screener.store import patient_records
from screener.store.database import Store, make_engine
from screener.store.desk_tables import NameIndex, PatientRecord
from screener.store.patient_records import Person
from screener.store.patients import Patient
from screener.store.sealing import name_words
from screener.store.sqlite import Mode
from tests.databases import shared_cluster

FEW, MANY = 1_000, 1_000_000
RUNS = 200
NOW = datetime(2026, 1, 1, tzinfo=UTC)
DAY = date(2026, 1, 3)
RARE = "Zebulon Quark"
"""One patient is called so, whatever the size; every hundredth has the last name Lee."""

FILTERS: dict[str, Filter] = {
    "first page": Filter(),
    "free": Filter(view="free"),
    "mine": Filter(view="mine"),
    "urgent": Filter(level=Disposition.URGENT),
    "clear": Filter(level=Disposition.CLEAR),
    "rare questionnaire": Filter(slug="headache-visit"),
    "one day": Filter(day=DAY),
    "one day, review": Filter(day=DAY, level=Disposition.REVIEW),
    "decided": Filter(view="decided"),
    "by name": Filter(words=RARE),
    "by last name": Filter(words="quark"),
    "by reference": Filter(words="KM-2222-2222"),
}

ENTRIES = {
    "sqlite": """
        WITH RECURSIVE line(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM line WHERE n + 1 < :count)
        INSERT INTO queue_entry SELECT printf('%032x', n), printf('s%031x', n), printf('%032d', n % :patients),
            CASE n WHEN 1 THEN 'KM-2222-2222' ELSE 'R' || n END,
            CASE WHEN n % 10 = 3 THEN 'headache-visit' ELSE 'ketamine-migraine' END,
            CASE WHEN n % 2 THEN 'open' ELSE 'decided' END,
            1 + ((n / 2) * 7919 % 100 >= 12) + ((n / 2) * 7919 % 100 >= 25) + ((n / 2) * 7919 % 100 >= 60)
              + ((n / 2) * 7919 % 100 >= 85),
            CASE WHEN n % 3 THEN date('2026-01-01', '+' || (n * 104729 % :days) || ' days') ELSE '9999-12-31' END,
            strftime('%Y-%m-%d %H:%M:%S', '2020-01-01', '+' || (n * 180) || ' seconds') || '.000000',
            CASE WHEN n % 20 = 1 THEN 'member' ELSE '' END, NULL
        FROM line""",
    "postgresql": """
        INSERT INTO queue_entry SELECT lpad(to_hex(n), 32, '0'), 's' || lpad(to_hex(n), 31, '0'),
            lpad((n % :patients)::text, 32, '0'),
            CASE n WHEN 1 THEN 'KM-2222-2222' ELSE 'R' || n END,
            CASE WHEN n % 10 = 3 THEN 'headache-visit' ELSE 'ketamine-migraine' END,
            CASE WHEN n % 2 = 1 THEN 'open' ELSE 'decided' END,
            1 + ((n / 2) * 7919 % 100 >= 12)::int + ((n / 2) * 7919 % 100 >= 25)::int
              + ((n / 2) * 7919 % 100 >= 60)::int + ((n / 2) * 7919 % 100 >= 85)::int,
            CASE WHEN n % 3 > 0 THEN to_char(date '2026-01-01' + (n * 104729 % :days)::int, 'YYYY-MM-DD')
              ELSE '9999-12-31' END,
            timestamptz '2020-01-01 00:00+00' + n * interval '180 seconds',
            CASE WHEN n % 20 = 1 THEN 'member' ELSE '' END, NULL
        FROM generate_series(0::bigint, :count - 1) AS line(n)""",
}


@dataclass(frozen=True, slots=True)
class Queue:
    """A database with so many lines."""

    services: Services
    deep: Place
    """Far down the open lines."""

    def look(self, wanted: Filter, after: Place | None = None) -> None:
        with self.services.reading() as work:
            triage.look(work, wanted=wanted, member="member", after=after)


def figures() -> Iterator[Figure]:
    """Each page with few and with many lines, on SQLite and on PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder, shared_cluster(Path(folder)) as cluster:
        for make in ("SQLite", "PostgreSQL"):
            with cluster.copy() as few_url, cluster.copy() as many_url:
                places = (Path(folder) / f"{make}-few", Path(folder) / f"{make}-many")
                urls = (few_url, many_url) if make == "PostgreSQL" else (None, None)
                with filled(places[0], urls[0], FEW) as few, filled(places[1], urls[1], MANY) as many:
                    yield from compared(make, few, many)


def compared(make: str, few: Queue, many: Queue) -> Iterator[Figure]:
    """Pairs of figures: the second says how many times the first it is."""
    for name, wanted in FILTERS.items():
        yield from pair(f"{make}, {name}", lambda queue, wanted=wanted: queue.look(wanted), few, many)  # type: ignore[misc]
    yield from pair(f"{make}, a page in the midst", lambda queue: queue.look(Filter(), queue.deep), few, many)
    yield measure(f"{make}, a last name that one of a hundred has, of {MANY:,}", lambda: many.look(Filter(words="lee")))


def pair(name: str, work: Callable[[Queue], None], few: Queue, many: Queue) -> Iterator[Figure]:
    """The same page of both."""
    first = measure(f"{name}, of {FEW:,}", lambda: work(few), runs=RUNS)
    second = measure(f"{name}, of {MANY:,}", lambda: work(many), runs=RUNS)
    yield first
    yield Figure(
        second.name, second.seconds, second.calibration, RUNS, f"{second.seconds / first.seconds:.2f} × of {FEW:,}; 2 ×"
    )


@contextmanager
def filled(folder: Path, url: str | None, count: int) -> Iterator[Queue]:
    """A database with `count` lines, a tenth as many patients, and its planner's statistics."""
    settings = Settings.for_demo(folder)
    if url is not None:
        settings = settings.model_copy(update={"database_url": type(settings.database_url)(url)})
    with open_services(settings) as services:
        for part in range(0, count // 4, 10_000):
            with services.unit_of_work() as work:
                add_patients(work.store, range(part, min(part + 10_000, count // 4)))
        add_entries(settings, count)
        deep = (3, (DAY + timedelta(days=90)).isoformat(), NOW, "0" * 32)
        yield Queue(services, deep)


def add_patients(store: Store, numbers: range) -> None:
    """Patients, sealed and indexed as they are by the program."""
    people = []
    words = []
    for number in numbers:
        name = RARE if number == 1 else f"First{number % 199} {'Lee' if number % 100 == 7 else f'Last{number % 1999}'}"
        own_id = f"{number:032d}"
        person = Person(Patient(name, date(1950, 1, 1) + timedelta(days=number % 20_000)), "", None)
        sealed = patient_records.sealed(store, own_id, person)
        people.append({"id": own_id, "merged_into": "", "added_at": NOW, "added_by": "bench", **sealed})
        words += [{"word_mac": store.keys.index("name", word), "patient_id": own_id} for word in name_words(name)]
    store.session.execute(insert(PatientRecord), people)
    store.session.execute(insert(NameIndex), words)


def add_entries(settings: Settings, count: int) -> None:
    """Lines, made by the database itself."""
    engine = make_engine(settings.database_url.get_secret_value(), wait_seconds=600)
    engine = engine.execution_options(screener_mode=Mode.MIGRATE)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(
            text(ENTRIES[engine.dialect.name]),
            {"count": count, "patients": count // 4, "days": 6 if count == FEW else 700},
        )
        connection.execute(text("ANALYZE"))
    engine.dispose()

"""Judging past submissions anew: how many a second, and what that costs those who fill in a form meanwhile.

A hundred thousand submissions are put into an SQLite file and into a PostgreSQL. Then web server and worker run as
operators run them, each a process of its own, and four patients send one page after another: before, while the
worker judges all of them by a draft, and after. `SUBMISSIONS=5000 python -m bench impact` is a short run.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.engine import FOLDER
from bench.measuring import Figure, calibration_loop, median
from bench.pages import BENCH
from bench.past import fill
from bench.serving import Served, served
from screener.cli.progress import Tell, progress_bar
from screener.clock import SystemClock
from screener.config import Settings
from screener.definition.editing import set_key
from screener.definition.reading import folder_files, read_folder
from screener.definition.things import Thing
from screener.services import authoring, reassessing, revisions
from screener.services.reassessing import Reassessment
from screener.services.unit_of_work import Services, open_services
from tests.databases import shared_cluster

MANY = int(os.environ.get("SUBMISSIONS", "100000"))
STEPS = 150
"""Sent with nothing else to do, before and again after."""
LOOK_SECONDS = 0.5
LONGEST_SECONDS = 600


def figures() -> Iterator[Figure]:
    """On SQLite, then on PostgreSQL."""
    questionnaire = read_folder(FOLDER)
    with tempfile.TemporaryDirectory() as given, ExitStack() as stack:
        folder = Path(given)
        cluster = stack.enter_context(shared_cluster(folder))
        plain = Settings.for_demo(folder)
        url = type(plain.database_url)(stack.enter_context(cluster.copy()))
        makes = {"SQLite": plain, "PostgreSQL": plain.model_copy(update={"database_url": url})}
        places = {make: stack.enter_context(open_services(each)) for make, each in makes.items()}
        for place in places.values():
            with place.unit_of_work() as work:
                now = SystemClock().now()
                revisions.publish(work, files=folder_files(FOLDER), slug=FOLDER.name, now=now, actor=BENCH)
        with progress_bar(f"Sealing {MANY:,} submissions") as tell:
            fill(tuple(places.values()), questionnaire, MANY, tell)
        for make, place in places.items():
            (folder / make).mkdir()
            with (
                served(folder / make, place, questionnaire) as running,
                progress_bar(f"Judging them on {make}") as tell,
            ):
                yield from judged(make, place, running, tell)


def judged(make: str, services: Services, running: Served, tell: Tell | None) -> Iterator[Figure]:
    """What judging all of them takes, and each step before, meanwhile and after."""
    idle = steps(running, STEPS)
    seconds, memory = running.worker_seconds(), []
    begun = time.monotonic()
    found = started = start(services)
    while not found.is_done:
        time.sleep(LOOK_SECONDS)
        found = look(services, started)
        memory.append((found.done, running.worker_memory()))
        if tell is not None:
            tell(found.done, found.total)
    ended = time.monotonic()
    seconds = running.worker_seconds() - seconds
    during = running.taken(begun, ended)
    idle += steps(running, STEPS)
    calibration = median(calibration_loop, 7)
    early = max(held for done, held in memory if done <= max(memory[0][0], MANY // 10))
    most, before, meanwhile = max(held for _, held in memory), p95(idle), p95(during)
    yield Figure(f"{make}: judge one of {MANY:,} past submissions", (ended - begun) / MANY, calibration, MANY)
    yield Figure(f"{make}: the same, of a core's time", seconds / MANY, calibration, MANY, "< 1 ms")
    yield Figure(f"{make}: a patient's step, p95 of {len(idle)}, nothing else to do", before, calibration, len(idle))
    yield Figure(
        f"{make}: a patient's step, p95 of {len(during)}, meanwhile",
        meanwhile,
        calibration,
        len(during),
        f"{meanwhile / before:.2f} × of that; 2 ×",
    )
    yield Figure(
        f"{make}: the worker's memory at most", 0, calibration, 1, f"{early:.0f} MiB after a tenth", f"{most:.0f} MiB"
    )


def steps(running: Served, number: int) -> list[float]:
    """So many steps from now on."""
    since = time.monotonic()
    while len(taken := running.taken(since, time.monotonic())) < number:
        assert time.monotonic() < since + LONGEST_SECONDS, "the patients have gone"
        time.sleep(LOOK_SECONDS)
    return taken


def p95(times: list[float]) -> float:
    """What nineteen of twenty take at most."""
    return statistics.quantiles(times, n=20)[-1]


def start(services: Services) -> Reassessment:
    """A draft with a threshold moved, to judge by."""
    now = SystemClock().now()
    files = set_key(folder_files(FOLDER), Thing("setting", "bp_exclude_sys"), "value", "150")
    with services.unit_of_work() as work:
        draft = authoring.start_from_published(work, slug=FOLDER.name, now=now, actor=BENCH)
        draft = authoring.save(work, draft_id=draft.id, version=1, files=files, what="", now=now, actor=BENCH)
        base = revisions.current(work, FOLDER.name)
        return reassessing.start_impact(
            work, draft_id=draft.id, slug=FOLDER.name, sha256=draft.sha256, base=base, now=now, actor=BENCH
        )


def look(services: Services, started: Reassessment) -> Reassessment:
    """How far it has come."""
    with services.reading() as work:
        return reassessing.by_id(work, reassessment_id=started.id)

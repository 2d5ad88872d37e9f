"""Workers as threads of a process, and how they are told to stop."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from screener.clock import Clock
from screener.jobs.handlers import HANDLERS, TICKS
from screener.jobs.worker import Worker
from screener.services.unit_of_work import Services


@contextmanager
def at_work(services: Services, clock: Clock, *, threads: int = 1) -> Iterator[None]:
    """Workers beside whatever else this process does; leaving lets each finish the job in hand."""
    stop = threading.Event()
    crew = [threading.Thread(target=_worker(services, clock).run, args=(stop,), daemon=True) for _ in range(threads)]
    for each in crew:
        each.start()
    try:
        yield
    finally:
        stop.set()
        for each in crew:
            each.join()


def work_off(services: Services, clock: Clock) -> int:
    """Does everything that is due, in this thread; gives how many jobs that were."""
    worker = _worker(services, clock)
    worker.tick()
    number = 0
    while worker.do_one():
        number += 1
    return number


def _worker(services: Services, clock: Clock) -> Worker:
    return Worker(services, clock, HANDLERS, TICKS)

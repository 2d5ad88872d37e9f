"""Questionnaires in use, read before anybody needs them.

Reading one takes seconds on a busy machine, and the first who needs it may be
writing: then nobody else could write meanwhile. So a server and a worker read
what is in use when they start, and what others publish while they run.
"""

import threading
from collections.abc import Callable
from typing import Final

import structlog

from screener.services import revisions
from screener.services.unit_of_work import Services, UnavailableError
from screener.store import revisions as kept_revisions

EVERY_SECONDS: Final = 5.0
"""Between two looks for what another process has published."""
START_SECONDS: Final = 15.0
"""How long a server lets nobody in at most, while it reads for the first time."""

log = structlog.get_logger("screener.reading")


def read_ahead(services: Services) -> None:
    """Reads what is in use and was not read in this process. Raises `UnavailableError`.

    What cannot be read is left to whoever needs it: a server serves the others.
    """
    with services.reading() as work:
        rows = kept_revisions.in_use(work.store)
        unread = [revisions.view_of(row) for row in rows if not work.library.has_tried(row.sha256)]
    for each in unread:
        with services.reading() as work:
            try:
                revisions.questionnaire_of(work, each)
            except UnavailableError:
                raise
            except Exception as fault:  # noqa: BLE001 - whoever needs it hears of it; the others can be read
                work.library.give_up(each.sha256)
                log.error("revision.unreadable", slug=each.slug, number=each.number, fault=type(fault).__name__)


def begin(services: Services, *, every: float = EVERY_SECONDS, wait: float = START_SECONDS) -> Callable[[], None]:
    """Reads ahead from now on, beside; returns when what is in use was read, or `wait` seconds are over.

    It does not wait for a database that is not there yet: the pages say so
    themselves. Gives what ends it.
    """
    has_looked, is_over = threading.Event(), threading.Event()

    def go_on() -> None:
        while not is_over.is_set():
            try:
                if services.is_ready():
                    read_ahead(services)
            except UnavailableError:
                log.warning("database.unavailable")
            finally:
                has_looked.set()
            is_over.wait(every)

    def end() -> None:
        is_over.set()
        reader.join()

    reader = threading.Thread(target=go_on, name="reading ahead", daemon=True)
    reader.start()
    has_looked.wait(wait)
    return end

"""Rotating the clinic's keys: put a new one in front, seal everything again, then retire the old one.

The old key must stay in the ring until `reseal` has nothing left to do and every
invitation issued before has expired (codes typed from paper are found by it); and
as long as the audit chain is to be verified from its beginning.
"""

from datetime import datetime

from screener.services.auditing import Actor, KeysRotated, record
from screener.services.unit_of_work import UnitOfWork
from screener.store import rotation

ROWS_AT_ONCE = 500


def reseal(work: UnitOfWork, *, now: datetime, actor: Actor) -> int:
    """Seals some of what earlier keys sealed with the newest; call it until it gives 0, each in its own transaction."""
    work.must_write()
    count = rotation.reseal(work.store, ROWS_AT_ONCE)
    if count:
        record(work, KeysRotated(count), now=now, actor=actor)
    return count

"""Counting wrong tries, in one statement each, so that parallel ones are all counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, and_, case, delete, or_, select, update

from screener.store.database import Store
from screener.store.tables import Guess
from screener.store.upserting import insert_into

KEPT_FOR = timedelta(days=30)

Sort = Literal["link", "link_in_a_row", "address", "account", "pair", "device", "staff_address", "beginning"]
HALF = 16
"""Bytes: what is tried at an account is kept under half a hash of the account and half of its own."""


@dataclass(frozen=True, slots=True)
class Guesses:
    """How often one thing was tried: in the window that began at `since`, and in a row."""

    since: datetime
    tries: int
    tries_in_all: int


def mac_of(store: Store, sort: Sort, subject: str, of: str | None) -> bytes:
    """What the count is kept under; `of` is the account that it belongs to, so that all of its counts are found."""
    own = store.keys.index(sort, subject)
    return own if of is None else store.keys.index("account", of)[:HALF] + own[:HALF]


def count(
    store: Store, sort: Sort, subject: str, *, now: datetime, window: timedelta, most: int, of: str | None = None
) -> Guesses:
    """Counts one more try, and gives the count; the row stays locked until the transaction ends.

    Tries beyond `most` in a window are turned away unread, so they do not count in all.
    """
    store.session.execute(delete(Guess).where(Guess.since < now - KEPT_FOR))
    is_over = Guess.since <= now - window
    statement = (
        insert_into(store, Guess)
        .values(subject_mac=mac_of(store, sort, subject, of), since=now, tries=1, tries_in_all=1)
        .on_conflict_do_update(
            index_elements=[Guess.subject_mac],
            set_={
                "since": case((is_over, now), else_=Guess.since),
                "tries": case((is_over, 1), else_=Guess.tries + 1),
                "tries_in_all": Guess.tries_in_all + case((is_over | (Guess.tries < most), 1), else_=0),
            },
        )
        .returning(Guess.since, Guess.tries, Guess.tries_in_all)
    )
    return Guesses(*store.session.execute(statement).one())


def count_in_a_row(
    store: Store,
    sort: Sort,
    subject: str,
    *,
    now: datetime,
    most: int,
    waits: Sequence[timedelta],
    is_readable: bool = True,
    of: str | None = None,
) -> Guesses:
    """Counts one more try in a row, in one statement; past `most`, one only after the next of `waits` since the last.

    `since` is when one was read last, and `tries` how many were turned away
    unread since then: this one was read where it is 0. Past `most`, one that is
    not `is_readable` is turned away, too.
    """
    store.session.execute(delete(Guess).where(Guess.since < now - KEPT_FOR))
    is_away = (
        and_(Guess.tries_in_all >= most, is_waiting(now, most, waits)) if is_readable else Guess.tries_in_all >= most
    )
    statement = (
        insert_into(store, Guess)
        .values(subject_mac=mac_of(store, sort, subject, of), since=now, tries=0, tries_in_all=1)
        .on_conflict_do_update(
            index_elements=[Guess.subject_mac],
            set_={
                "since": case((is_away, Guess.since), else_=now),
                "tries": case((is_away, Guess.tries + 1), else_=0),
                "tries_in_all": Guess.tries_in_all + case((is_away, 0), else_=1),
            },
        )
        .returning(Guess.since, Guess.tries, Guess.tries_in_all)
    )
    return Guesses(*store.session.execute(statement).one())


def is_waiting(now: datetime, most: int, waits: Sequence[timedelta]) -> ColumnElement[bool]:
    """Whether the wait after the last try that was read is not over."""
    *first, longest = waits
    steps = ((Guess.tries_in_all == most + number) & (Guess.since > now - wait) for number, wait in enumerate(first))
    return or_(*steps, (Guess.tries_in_all >= most + len(first)) & (Guess.since > now - longest))


def find(store: Store, sort: Sort, subject: str, *, of: str | None = None) -> Guesses | None:
    """The count so far."""
    found = store.session.execute(
        select(Guess.since, Guess.tries, Guess.tries_in_all).where(
            Guess.subject_mac == mac_of(store, sort, subject, of)
        )
    ).one_or_none()
    return Guesses(*found) if found else None


def most_of(store: Store, account: str, *, since: datetime) -> int:
    """How often the account was tried at most by one of those that try it, in a window begun after `since`."""
    rows = store.session.scalars(select(Guess.tries).where(belongs_to(store, account), Guess.since > since))
    return max(rows, default=0)


def belongs_to(store: Store, account: str) -> ColumnElement[bool]:
    """Whether a count is one of the account's."""
    half = store.keys.index("account", account)[:HALF]
    return (Guess.subject_mac >= half + bytes(HALF)) & (Guess.subject_mac <= half + b"\xff" * HALF)


def forget(store: Store, sort: Sort, subject: str, *, of: str | None = None) -> None:
    """Forgets every try: somebody got it right, or the clinic says so."""
    store.session.execute(delete(Guess).where(Guess.subject_mac == mac_of(store, sort, subject, of)))


def forget_all_of(store: Store, account: str) -> None:
    """Forgets every try at the account, from wherever."""
    store.session.execute(delete(Guess).where(belongs_to(store, account)))


def forgive_in_a_row(store: Store, sort: Sort, subject: str) -> None:
    """Takes back the last try of a count in a row, which was right as far as it went."""
    mac = store.keys.index(sort, subject)
    store.session.execute(update(Guess).where(Guess.subject_mac == mac).values(tries_in_all=Guess.tries_in_all - 1))


def forgive_one(store: Store, sort: Sort, subject: str) -> None:
    """Takes back the last try, which was right."""
    store.session.execute(
        update(Guess)
        .where(Guess.subject_mac == store.keys.index(sort, subject))
        .values(tries=Guess.tries - 1, tries_in_all=Guess.tries_in_all - 1)
    )

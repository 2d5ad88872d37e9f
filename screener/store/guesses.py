"""Counting wrong tries, in one statement each, so that parallel ones are all counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import case, delete, select, update

from screener.store.database import Store
from screener.store.tables import Guess
from screener.store.upserting import insert_into

KEPT_FOR = timedelta(days=30)

Sort = Literal["link", "address", "account", "staff_address", "beginning"]


@dataclass(frozen=True, slots=True)
class Guesses:
    """How often one thing was tried: in the window that began at `since`, and in a row."""

    since: datetime
    tries: int
    tries_in_all: int


def count(store: Store, sort: Sort, subject: str, *, now: datetime, window: timedelta, most: int) -> Guesses:
    """Counts one more try, and gives the count; the row stays locked until the transaction ends.

    Tries beyond `most` in a window are turned away unread, so they do not count in all.
    """
    store.session.execute(delete(Guess).where(Guess.since < now - KEPT_FOR))
    is_over = Guess.since <= now - window
    statement = (
        insert_into(store, Guess)
        .values(subject_mac=store.keys.index(sort, subject), since=now, tries=1, tries_in_all=1)
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


def find(store: Store, sort: Sort, subject: str) -> Guesses | None:
    """The count so far."""
    found = store.session.execute(
        select(Guess.since, Guess.tries, Guess.tries_in_all).where(Guess.subject_mac == store.keys.index(sort, subject))
    ).one_or_none()
    return Guesses(*found) if found else None


def forget(store: Store, sort: Sort, subject: str) -> None:
    """Forgets every try: somebody got it right, or the clinic says so."""
    store.session.execute(delete(Guess).where(Guess.subject_mac == store.keys.index(sort, subject)))


def forgive_one(store: Store, sort: Sort, subject: str) -> None:
    """Takes back the last try, which was right."""
    store.session.execute(
        update(Guess)
        .where(Guess.subject_mac == store.keys.index(sort, subject))
        .values(tries=Guess.tries - 1, tries_in_all=Guess.tries_in_all - 1)
    )

"""How often one may try: at a link, and from an address. The lock opens by itself, so it is no weapon."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from screener.config import Settings
from screener.services.unit_of_work import UnitOfWork
from screener.store import guesses
from screener.store.guesses import Guesses


@dataclass(frozen=True, slots=True)
class Lock:
    """No more tries until then."""

    until: datetime


WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 16, 32, 60))
"""Past many wrong tries in a row, how long the next one waits after the last; the last one again and again."""


def wait_after(number: int) -> timedelta:
    """The wait after so many more than many."""
    return WAITS[min(max(number, 0), len(WAITS) - 1)]


def count(work: UnitOfWork, *, link: str, address: str, now: datetime) -> Lock | None:
    """Counts one try at the link from the address; gives the lock where there were too many before it."""
    settings, window = work.settings, window_of(work.settings)
    here = guesses.count(work.store, "address", address, now=now, window=window, most=settings.address_tries)
    there = guesses.count(work.store, "link", link, now=now, window=window, most=settings.link_tries)
    if there.tries > settings.link_tries:
        return Lock(there.since + window)
    if here.tries > settings.address_tries:
        return Lock(here.since + window)
    most = settings.link_tries_in_all
    row = guesses.count_in_a_row(work.store, "link_in_a_row", link, now=now, most=most, waits=WAITS)
    return Lock(row.since + wait_after(row.tries_in_all - most)) if row.tries else None


def count_beginning(work: UnitOfWork, *, address: str, now: datetime) -> Lock | None:
    """Counts a form begun without an invitation from the address; gives the lock where there were too many."""
    settings, window = work.settings, window_of(work.settings)
    here = guesses.count(work.store, "beginning", address, now=now, window=window, most=settings.address_tries)
    return Lock(here.since + window) if here.tries > settings.address_tries else None


def find_lock(work: UnitOfWork, *, link: str, now: datetime) -> Lock | None:
    """The lock that one more try at the link would meet. Counts nothing."""
    settings, window = work.settings, window_of(work.settings)
    there = guesses.find(work.store, "link", link)
    if there is not None and is_full(there, settings, now):
        return Lock(there.since + window)
    row = guesses.find(work.store, "link_in_a_row", link)
    if row is None or row.tries_in_all < settings.link_tries_in_all:
        return None
    until = row.since + wait_after(row.tries_in_all - settings.link_tries_in_all)
    return Lock(until) if until > now else None


def was_right(work: UnitOfWork, *, link: str, address: str) -> None:
    """Forgets the tries at the link, and takes this one off the address."""
    forget(work, link=link)
    guesses.forgive_one(work.store, "address", address)


def take_back(work: UnitOfWork, *, link: str, address: str) -> None:
    """Takes back this one try, which was right as far as it went; earlier ones still count."""
    guesses.forgive_one(work.store, "link", link)
    guesses.forgive_in_a_row(work.store, "link_in_a_row", link)
    guesses.forgive_one(work.store, "address", address)


def forget(work: UnitOfWork, *, link: str) -> None:
    """Forgets the tries at the link: somebody got it right, or the clinic says so."""
    guesses.forget(work.store, "link", link)
    guesses.forget(work.store, "link_in_a_row", link)


def window_of(settings: Settings) -> timedelta:
    """How long tries are counted together, and a lock lasts."""
    return timedelta(minutes=settings.try_minutes)


def is_full(tried: Guesses, settings: Settings, now: datetime) -> bool:
    """Whether the tries of a window that is not over yet are used up."""
    return tried.tries >= settings.link_tries and now < tried.since + window_of(settings)

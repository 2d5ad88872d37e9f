"""How often one may try to sign in: at an account, and from an address. The lock opens by itself, so it is no weapon.

An address of nobody's is counted just like an account's, so that they cannot be told apart.
"""

from datetime import datetime

from screener.config import Settings
from screener.errors import Refusal
from screener.services.tries import Lock, window_of
from screener.services.unit_of_work import UnitOfWork
from screener.store import guesses
from screener.store.guesses import Guesses


class SignInLockedError(Refusal):
    """Too many wrong tries. They are counted, so what was written stays."""

    keeps_work = True

    def __init__(self, until: datetime | None) -> None:
        """`until` is when the lock opens by itself; None: when somebody who manages accounts opens it."""
        super().__init__("Too many tries.")
        self.until = until


def count(work: UnitOfWork, *, email: str, address: str, now: datetime) -> Lock | None:
    """Counts one try at the account from the address; gives the lock where there were too many before it."""
    settings, window = work.settings, window_of(work.settings)
    here = guesses.count(work.store, "staff_address", address, now=now, window=window, most=settings.address_tries)
    there = guesses.count(work.store, "account", email, now=now, window=window, most=settings.sign_in_tries)
    if there.tries_in_all > settings.sign_in_tries_in_all:
        return Lock(None)
    if there.tries > settings.sign_in_tries:
        return Lock(there.since + window)
    return Lock(here.since + window) if here.tries > settings.address_tries else None


def find_lock(work: UnitOfWork, *, email: str, now: datetime) -> Lock | None:
    """The lock that one more try at the account would meet. Counts nothing."""
    there = guesses.find(work.store, "account", email)
    if there is None:
        return None
    if there.tries_in_all >= work.settings.sign_in_tries_in_all:
        return Lock(None)
    return Lock(there.since + window_of(work.settings)) if is_full(there, work.settings, now) else None


def was_right(work: UnitOfWork, *, email: str, address: str) -> None:
    """Forgets the tries at the account, and takes this one off the address."""
    guesses.forget(work.store, "account", email)
    guesses.forgive_one(work.store, "staff_address", address)


def forget(work: UnitOfWork, *, email: str) -> None:
    """Forgets the tries at the account: somebody who manages accounts says so."""
    guesses.forget(work.store, "account", email)


def is_full(tried: Guesses, settings: Settings, now: datetime) -> bool:
    """Whether the tries of a window that is not over yet are used up."""
    return tried.tries >= settings.sign_in_tries and now < tried.since + window_of(settings)

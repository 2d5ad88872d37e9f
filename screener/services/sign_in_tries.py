"""How often one may try to sign in: from one address or device at one account, and at an account over all addresses.

Somebody who knows a colleague's e-mail address shuts nobody out:

- wrong tries are counted for each pair of account and network address, and a
  lock of a pair opens by itself;
- a device that has signed in before (`known_devices`) has a count of its own,
  and asks for nothing of the others;
- past many in a row over all addresses, other devices wait, longer each time
  and at most an hour, and need the second factor before a password is weighed.

An e-mail address of nobody's is counted just like an account's, so that they cannot be told apart.
"""

from dataclasses import dataclass
from datetime import datetime

from screener.errors import Refusal
from screener.services.tries import WAITS, Lock, wait_after, window_of
from screener.services.unit_of_work import UnitOfWork
from screener.store import guesses


class SignInLockedError(Refusal):
    """Too many wrong tries. They are counted, so what was written stays."""

    keeps_work = True

    def __init__(self, until: datetime | None, *, needs_code: bool = False) -> None:
        """`until` is when the lock opens by itself; None: at once, with a code of the second factor."""
        super().__init__("Too many tries.")
        self.until = until
        self.needs_code = needs_code


@dataclass(frozen=True, slots=True)
class Counted:
    """A try that was counted, and may be weighed."""

    needs_code: bool = False
    """Whether only with a code of the second factor."""
    is_last: bool = False
    """Whether the one after it needs more: the owner is told."""


def count(
    work: UnitOfWork, *, email: str, address: str, now: datetime, device: str | None = None, has_code: bool = False
) -> Counted:
    """Counts one try at the account: from a device that it knows, or else from the address.

    Raises `SignInLockedError` where there were too many before it.
    """
    settings, window = work.settings, window_of(work.settings)
    most, in_all = settings.sign_in_tries, settings.sign_in_tries_in_all
    if device is not None:
        own = guesses.count(work.store, "device", f"{email}/{device}", of=email, now=now, window=window, most=most)
        if own.tries <= most and own.tries_in_all <= in_all:
            return Counted()
        if own.tries_in_all <= in_all:
            raise SignInLockedError(own.since + window)
        # So many wrong ones in a row are not its owner's: the device is like any other from here on.
    here = guesses.count(work.store, "staff_address", address, now=now, window=window, most=settings.address_tries)
    pair = guesses.count(work.store, "pair", f"{email}/{address}", of=email, now=now, window=window, most=most)
    if pair.tries > most:
        raise SignInLockedError(pair.since + window)
    if here.tries > settings.address_tries:
        raise SignInLockedError(here.since + window)
    row = guesses.count_in_a_row(
        work.store, "account", email, of=email, now=now, most=in_all, waits=WAITS, is_readable=has_code
    )
    if row.tries:
        until = row.since + wait_after(row.tries_in_all - in_all)
        raise SignInLockedError(until if until > now else None, needs_code=True)
    return Counted(needs_code=row.tries_in_all > in_all, is_last=row.tries_in_all == in_all)


def find_lock(work: UnitOfWork, *, email: str, now: datetime) -> Lock | None:
    """The lock that one more try from somewhere would meet. Counts nothing."""
    settings = work.settings
    row = guesses.find(work.store, "account", email, of=email)
    if row is not None and row.tries_in_all >= settings.sign_in_tries_in_all:
        return Lock(row.since + wait_after(row.tries_in_all - settings.sign_in_tries_in_all))
    since = now - window_of(settings)
    is_full = guesses.most_of(work.store, email, since=since) >= settings.sign_in_tries
    return Lock(now + window_of(settings)) if is_full else None


def was_right(work: UnitOfWork, *, email: str, address: str, device: str | None = None) -> None:
    """Forgets the device's tries; or else those at the account and from here, and takes this one off the address.

    What a known device gets right says nothing of those that guess from elsewhere.
    """
    if device is not None:
        guesses.forget(work.store, "device", f"{email}/{device}", of=email)
        return
    guesses.forget(work.store, "pair", f"{email}/{address}", of=email)
    guesses.forget(work.store, "account", email, of=email)
    guesses.forgive_one(work.store, "staff_address", address)


def forget(work: UnitOfWork, *, email: str) -> None:
    """Forgets the tries at the account from wherever: somebody who manages accounts says so."""
    guesses.forget_all_of(work.store, email)

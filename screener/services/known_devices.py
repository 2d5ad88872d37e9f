"""Devices on which a member has signed in before: their browser carries a mark that only we can make.

The mark holds a random name of the browser and, for each of its members, a keyed
hash of member, name and password: so it tells nobody whose it is, fits no other
account, and is void once the password is another.
"""

import re
import secrets
from dataclasses import dataclass

from screener.services.unit_of_work import UnitOfWork
from screener.store import members
from screener.store.account_tables import Member

MOST_MEMBERS = 12
"""Of one shared device; the newest stay."""
MARK = re.compile(r"([\w-]{22})((?:\.[0-9a-f]{64})*)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A mark as a browser shows it."""

    name: str
    macs: tuple[str, ...]

    @classmethod
    def read(cls, mark: str) -> "Shown | None":
        """The mark, if it has the form of one."""
        found = MARK.fullmatch(mark)
        return cls(found[1], tuple(found[2].split(".")[1:])) if found else None


def recognize(work: UnitOfWork, row: Member | None, mark: str) -> str | None:
    """The device's name, where this member has signed in on it since they chose their password."""
    shown = Shown.read(mark)
    text = shown and row and text_of(work, row, shown.name)
    if shown is None or not text:
        return None
    macs = {mac.hex() for mac in work.store.keys.indexes("known device", text)}
    return shown.name if macs & set(shown.macs) else None


def mark(work: UnitOfWork, row: Member, shown: str) -> str:
    """The mark for a browser on which the member has just signed in, with what it showed before."""
    before = Shown.read(shown)
    name = before.name if before else secrets.token_urlsafe(16)
    own = work.store.keys.index("known device", text_of(work, row, name)).hex()
    others = [each for each in before.macs if each != own] if before else []
    return ".".join((name, *[own, *others][:MOST_MEMBERS]))


def text_of(work: UnitOfWork, row: Member, name: str) -> str:
    """What the hash is of."""
    return f"{row.id}/{name}/{members.password_of(work.store, row)}"

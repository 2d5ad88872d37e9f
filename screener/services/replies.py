"""Pages that answered a form, kept for two hours for the browser that they answered: they have an address by that."""

import secrets
from datetime import datetime

from screener.services.unit_of_work import UnitOfWork
from screener.store import replies
from screener.store.replies import KeptReply

__all__ = ["KeptReply", "find", "keep"]

ID_BYTES = 16


def keep(work: UnitOfWork, *, browser: str, reply: KeptReply, now: datetime) -> str | None:
    """Keeps the page, and gives its id for the address; None for one that is too large. `browser` is a secret of it."""
    work.must_write()
    own_id = secrets.token_urlsafe(ID_BYTES)
    return own_id if replies.put(work.store, own_id=own_id, browser=browser, reply=reply, now=now) else None


def find(work: UnitOfWork, *, own_id: str, browser: str, now: datetime) -> KeptReply | None:
    """The page of that id, for the browser that it answered alone, while it is kept."""
    return replies.find(work.store, own_id=own_id, browser=browser, now=now)

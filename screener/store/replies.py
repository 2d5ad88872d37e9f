"""Pages that answered a form, kept a while so that they have an address. Only the browser they answered can open them.

The key is made of the page's id and a secret in the browser's cookie; here is
only a hash of either. Once the browser forgets its cookie nobody can read them.
"""

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from screener.store.database import Store
from screener.store.sealing import BrokenSealError, DataKey, Home, secret_hash
from screener.store.tables import Reply

KEPT_FOR = timedelta(hours=2)
MOST_OF_ONE = 20
"""So many pages of one browser are kept, the newest."""
MOST_OF_STRANGERS = 2_000
"""So many pages are kept of all browsers in which nobody has come in, the newest."""
MOST_BYTES = 400_000
"""A page, packed, is no larger."""


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A page that answered a form."""

    status: int
    body: str
    door: str
    """Which door the one had come through whom it answered: `patient`, `staff`, `halfway`, or none."""


def put(store: Store, *, own_id: str, browser: str, reply: KeptReply, now: datetime) -> bool:
    """Keeps the page, unless it is too large; forgets what is old, or more than there may be."""
    id_hash, browser_hash = secret_hash(own_id), secret_hash(browser)
    packed = zlib.compress(reply.body.encode("utf-8", "surrogatepass"), 6)
    if len(packed) > MOST_BYTES:
        return False
    sealed = key_of(own_id, browser).seal(packed, home(id_hash))
    store.session.execute(delete(Reply).where(Reply.made_at < now - KEPT_FOR))
    store.session.add(
        Reply(
            id_hash=id_hash, browser_hash=browser_hash, made_at=now, status=reply.status, door=reply.door, body=sealed
        )
    )
    store.session.flush()
    drop_more_than(store, MOST_OF_ONE, Reply.browser_hash == browser_hash)
    if not reply.door:
        drop_more_than(store, MOST_OF_STRANGERS, Reply.door == "")
    return True


def drop_more_than(store: Store, most: int, which: object) -> None:
    """Forgets all but the newest of these."""
    old = select(Reply.id_hash).where(which).order_by(Reply.made_at.desc(), Reply.id_hash).offset(most).limit(100)  # type: ignore[arg-type]
    if found := store.session.scalars(old).all():
        store.session.execute(delete(Reply).where(Reply.id_hash.in_(found)))


def find(store: Store, *, own_id: str, browser: str, now: datetime) -> KeptReply | None:
    """The page, if it answered this very browser and is not too old."""
    id_hash = secret_hash(own_id)
    row = store.session.get(Reply, id_hash)
    if row is None or row.browser_hash != secret_hash(browser) or row.made_at < now - KEPT_FOR:
        return None
    try:
        packed = key_of(own_id, browser).unseal(row.body, home(id_hash))
    except BrokenSealError:
        return None
    return KeptReply(row.status, zlib.decompress(packed).decode("utf-8", "surrogatepass"), row.door)


def key_of(own_id: str, browser: str) -> DataKey:
    """The page's own key."""
    return DataKey(hashlib.sha256(f"{own_id}\n{browser}".encode("utf-8", "surrogatepass")).digest())


def home(id_hash: bytes) -> Home:
    """Where a page lives."""
    return Home("reply", "body", id_hash.hex())

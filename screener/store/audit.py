"""The audit chain: append-only, each link sealed over the one before.

A link's seal is an HMAC over its canonical text, the previous seal included, so
that changing, removing, adding or reordering links shows. A tail cut off shows
against a head noted elsewhere: in each submission, on each printed page. A link
also vouches for the rows that it made or changed (see `binding`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select, text

from screener.store import binding
from screener.store.database import Store
from screener.store.tables import AuditEvent

CHAIN_LOCK = 0x5C4EE9E2
"""The advisory lock on PostgreSQL; there two writers would read the same head and fork the chain."""
BEFORE_FIRST = b""
PROGRAM: Final = "program:screener"
REST: Final = "rows.bound"
"""A link that only binds what was written after the last event of a transaction."""
UPGRADE: Final = "rows.bound_by_upgrade"
"""A link that binds rows as an upgrade found them: nothing vouches for what they were before."""
LAST: Final = "time and actor of the last event"


@dataclass(frozen=True, slots=True)
class Head:
    """The chain's newest link; `0:` before the first."""

    seq: int
    mac: bytes

    def __str__(self) -> str:
        return f"{self.seq}:{self.mac.hex()}"


def lock_chain(store: Store) -> None:
    """Holds the chain until the transaction ends; on SQLite the write gate does."""
    if store.dialect == "postgresql":
        store.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})


def head(store: Store) -> Head:
    """The newest link."""
    newest = store.session.execute(
        select(AuditEvent.seq, AuditEvent.mac).order_by(AuditEvent.seq.desc()).limit(1)
    ).one_or_none()
    return Head(*newest) if newest else Head(0, BEFORE_FIRST)


def append(
    store: Store, *, kind: str, actor: str, subjects: Mapping[str, object], at: datetime, bound: str | None = None
) -> Head:
    """Adds one link, which binds the rows written since the one before it, and gives the new head.

    `bound` stands in place of those rows.
    """
    lock_chain(store)
    key = store.keys.first
    binds = bound if bound is not None else binding.take(store, key)
    last = head(store)
    link = AuditEvent(
        seq=last.seq + 1,
        at=at,
        kind=kind,
        actor=actor,
        subjects=json.dumps(subjects, sort_keys=True, separators=(",", ":")),
        key_id=key.id,
        previous=last.mac,
        bound=binds,
    )
    link.mac = key.audit_mac(text_of(link))
    store.session.add(link)
    store.session.flush()
    store.session.info[LAST] = (at, actor)
    return Head(link.seq, link.mac)


def bind_rest(store: Store, *, now: datetime) -> None:
    """Adds a link for the rows that were written after a transaction's last event, if there are any."""
    if binding.is_anything_noted(store):
        at, actor = store.session.info.get(LAST, (now, PROGRAM))
        append(store, kind=REST, actor=actor, subjects={}, at=at)


def text_of(link: AuditEvent) -> bytes:
    """The canonical text that a link's seal is over."""
    parts = [
        link.seq,
        link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        link.kind,
        link.actor,
        link.subjects,
        link.key_id.hex(),
        link.previous.hex(),
        *([link.bound] if link.bound is not None else []),
    ]
    return json.dumps(parts, separators=(",", ":")).encode()


def read_head(noted: str) -> Head:
    """A head from its text; raises `ValueError`."""
    seq, _, mac = noted.partition(":")
    return Head(int(seq), bytes.fromhex(mac))

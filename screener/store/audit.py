"""The audit chain: append-only, each link sealed over the one before.

A link's seal is an HMAC over its canonical text, the previous seal included, so
that changing, removing, adding or reordering links shows. A tail cut off shows
against a head noted elsewhere: in each submission, on each printed page.
"""

import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, text

from screener.store.database import Store
from screener.store.sealing import Keyring
from screener.store.tables import AuditEvent, Submission

CHAIN_LOCK = 0x5C4EE9E2
"""The advisory lock on PostgreSQL; there two writers would read the same head and fork the chain."""
BEFORE_FIRST = b""


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


def append(store: Store, *, kind: str, actor: str, subjects: Mapping[str, object], at: datetime) -> Head:
    """Adds one link and gives the new head."""
    lock_chain(store)
    last = head(store)
    key = store.keys.first
    link = AuditEvent(
        seq=last.seq + 1,
        at=at,
        kind=kind,
        actor=actor,
        subjects=json.dumps(subjects, sort_keys=True, separators=(",", ":")),
        key_id=key.id,
        previous=last.mac,
    )
    link.mac = key.audit_mac(text_of(link))
    store.session.add(link)
    store.session.flush()
    return Head(link.seq, link.mac)


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
    ]
    return json.dumps(parts, separators=(",", ":")).encode()


def verify(store: Store, *, anchor: str | None = None) -> Iterator[str]:
    """What is wrong with the chain, in words, in order; nothing when every link holds."""
    seen: dict[int, bytes] = {}
    last = Head(0, BEFORE_FIRST)
    for link in store.session.scalars(select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=1000)):
        yield from link_faults(link, last, store.keys)
        last = Head(link.seq, link.mac)
        seen[link.seq] = link.mac
    for name, noted in noted_heads(store, anchor):
        if seen.get(noted.seq, BEFORE_FIRST) != noted.mac:
            yield f"{name}: event {noted.seq} is not in the chain as it was noted; events were cut off or replaced."


def link_faults(link: AuditEvent, last: Head, keys: Keyring) -> Iterator[str]:
    """What is wrong with one link, given the one before."""
    if link.seq != last.seq + 1:
        yield f"event {link.seq}: the event before it is missing (the last one is {last.seq})."
    elif link.previous != last.mac:
        yield f"event {link.seq}: does not follow from event {last.seq}."
    key = keys.find(link.key_id)
    if key is None:
        yield f"event {link.seq}: its key is not in the ring."
    elif not hmac.compare_digest(key.audit_mac(text_of(link)), link.mac):
        yield f"event {link.seq}: was changed."


def noted_heads(store: Store, anchor: str | None) -> Iterator[tuple[str, Head]]:
    """Heads noted elsewhere: in submissions, and the operator's own."""
    for reference, noted in store.session.execute(
        select(Submission.reference, Submission.audit_head).order_by(Submission.sent_at)
    ):
        yield f"submission {reference}", read_head(noted)
    if anchor is not None:
        yield "the head given", read_head(anchor)


def read_head(noted: str) -> Head:
    """A head from its text; raises `ValueError`."""
    seq, _, mac = noted.partition(":")
    return Head(int(seq), bytes.fromhex(mac))

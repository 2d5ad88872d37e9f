"""Verifying: every link of the audit chain holds, and every row that a clinician relies on is as an event bound it.

The latest event of a row says what must be there, or that it is gone. What is
otherwise is told with its table, its name among people, and that event.
"""

import hmac
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from screener.store import binding
from screener.store.audit import BEFORE_FIRST, UPGRADE, Head, read_head, text_of
from screener.store.bound_rows import BOUND, Values, canonical, id_of, table_of
from screener.store.database import Store
from screener.store.sealing import BrokenSealError, Keyring
from screener.store.tables import AuditEvent, BoundTable, Intake, Invitation, Submission


@dataclass(frozen=True, slots=True)
class Said:
    """What the latest event of a row says: its binding, None for gone."""

    seq: int
    binding: str | None


@dataclass(slots=True)
class Ledger:
    """What the chain says of all rows, read link by link."""

    rows: dict[str, dict[str, Said]] = field(default_factory=lambda: {table: {} for table in BOUND})
    is_ordinary: bool = False
    """Whether an event has bound what it changed itself: from then on no upgrade may bind."""
    by_upgrade: Counter[str] = field(default_factory=Counter)
    """How many rows of a table an upgrade bound, and no event since."""

    def read(self, link: AuditEvent) -> Iterator[str]:
        """Takes in one link; what is wrong with its place."""
        if link.bound is None:
            return
        is_upgrade = link.kind == UPGRADE
        if is_upgrade and self.is_ordinary:
            yield f"event {link.seq}: an upgrade bound rows although the program had bound rows before."
        self.is_ordinary = self.is_ordinary or not is_upgrade
        try:
            tables = json.loads(link.bound)
        except ValueError:
            yield f"event {link.seq}: what it binds cannot be read."
            return
        for table, bound in tables.items():
            for own_id, said in bound.items():
                if is_upgrade and own_id in self.rows.get(table, {}):
                    yield f"event {link.seq}: an upgrade bound {table} {own_id} although it was bound before."
                self.rows.setdefault(table, {})[own_id] = Said(link.seq, said)

    def count_upgraded(self, upgrades: frozenset[int]) -> Mapping[str, int]:
        """How many rows of each table no event has bound since an upgrade did."""
        return Counter(
            table
            for table, rows in self.rows.items()
            for said in rows.values()
            if said.seq in upgrades and said.binding
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found."""

    faults: tuple[str, ...]
    notes: tuple[str, ...]
    """What is no fault, and good to know."""


def verify(store: Store, *, anchor: str | None = None) -> Verdict:
    """What is wrong with the chain and the rows it vouches for, in words, in order."""
    ledger, faults, seen, upgrades = Ledger(), [], {0: BEFORE_FIRST}, []
    last = Head(0, BEFORE_FIRST)
    for link in store.session.scalars(select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=1000)):
        faults += [*link_faults(link, last, store.keys), *ledger.read(link)]
        last = Head(link.seq, link.mac)
        seen[link.seq] = link.mac
        if link.kind == UPGRADE:
            upgrades.append(link.seq)
    faults += [
        f"{name}: event {noted.seq} is not in the chain as it was noted; events were cut off or replaced."
        for name, noted in noted_heads(store, anchor)
        if seen.get(noted.seq) != noted.mac
    ]
    waiting = waiting_tables(store)
    if waiting and not ledger.is_ordinary:
        return Verdict(tuple(faults), ("No row is bound yet: run `screener migrate`.",))
    for table in BOUND:
        faults += row_faults(store, table, ledger.rows[table])
    counted = ledger.count_upgraded(frozenset(upgrades))
    notes = tuple(
        f"{table}: {counted[table]} bound by the upgrade as it found them; nothing vouches for what they were before."
        for table in BOUND
        if counted[table]
    )
    return Verdict(tuple(faults), notes)


def waiting_tables(store: Store) -> frozenset[str]:
    """Tables whose rows an upgrade has still to bind."""
    done = store.session.scalars(select(BoundTable.name).where(BoundTable.is_done))
    return frozenset(BOUND) - frozenset(done)


def row_faults(store: Store, table: str, said: dict[str, Said]) -> Iterator[str]:
    """What is wrong with the rows of one table."""
    left = dict(said)
    rows = store.session.execute(select(table_of(table)).execution_options(yield_per=200)).mappings()
    for values in map(dict, rows):
        own_id = id_of(table, values)
        expected = left.pop(own_id, None)
        if expected is None or expected.binding is None:
            yield f"{name_of(store, table, values)}: was added{by(store, expected)}."
        else:
            yield from content_faults(store, table, values, expected)
    for own_id, expected in left.items():
        if expected.binding is not None:
            yield f"{name_of_missing(store, table, own_id, expected)}: is missing{by(store, expected)}."


def content_faults(store: Store, table: str, values: Values, said: Said) -> Iterator[str]:
    """What is wrong with the content of a row that is there as it must be."""
    try:
        if not is_as_bound(store, table, values, said):
            yield f"{name_of(store, table, values)}: was changed{by(store, said)}."
    except NoResultFound:
        yield f"{name_of(store, table, values)}: what it belongs to is missing{by(store, said)}."


def is_as_bound(store: Store, table: str, values: Values, said: Said) -> bool:
    """Whether a row is as its latest event bound it. Under a key that is not in the ring nobody can tell."""
    key = store.keys.find(link_of(store, said.seq).key_id)
    try:
        return key is None or binding.holds(table, canonical(store, table, values), said.binding or "", key)
    except (BrokenSealError, LookupError, ValueError):
        return False


def link_of(store: Store, seq: int) -> AuditEvent:
    """The event."""
    return store.session.get_one(AuditEvent, seq)


def by(store: Store, said: Said | None) -> str:
    """The last event that touched a row."""
    if said is None:
        return "; no event tells of it"
    link = link_of(store, said.seq)
    return f"; event {link.seq} touched it last ({link.kind}, {link.actor}, {link.at:%Y-%m-%d %H:%M} UTC)"


def name_of(store: Store, table: str, values: Values) -> str:
    """What people call a row: its table, and its own reference or that of its intake."""
    called = values.get("reference") or values.get("email") or reference_of(store, values)
    return " ".join(filter(None, (table, called, f"({id_of(table, values)})")))


def name_of_missing(store: Store, table: str, own_id: str, said: Said) -> str:
    """What people call a row that is not there: by what its event was about."""
    try:
        subjects = json.loads(link_of(store, said.seq).subjects)
    except ValueError:  # told already: that event was changed
        subjects = {}
    about: dict[str, Any] = {"intake_id": subjects.get("intake"), "submission_id": subjects.get("submission")}
    if table in {"queue_entry"}:
        about["intake_id"] = own_id
    if table == "submission":
        about["submission_id"] = own_id
    return " ".join(filter(None, (table, reference_of(store, about), f"({own_id})")))


def reference_of(store: Store, values: Values) -> str:
    """The reference that people read out, of the intake or submission that a row belongs to; empty without one."""
    intake_id, submission_id = values.get("intake_id"), values.get("submission_id")
    if not intake_id and submission_id:
        intake_id = store.session.scalar(select(Submission.intake_id).where(Submission.id == submission_id))
    found = select(Invitation.reference).join(Intake, Intake.invitation_id == Invitation.id)
    return (store.session.scalar(found.where(Intake.id == intake_id)) or "") if intake_id else ""


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
        yield f"submission {reference}", _head_in_row(noted)
    if anchor is not None:
        yield "the head given", read_head(anchor)


def _head_in_row(noted: str) -> Head:
    """The head that a row holds; where somebody made it unreadable, one that no chain has."""
    try:
        return read_head(noted)
    except ValueError:
        return Head(0, b"")

"""Decisions as kept: one row for the decision and one for each addendum, never changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from screener.store.binding import expect
from screener.store.database import Store
from screener.store.desk_tables import Decision
from screener.store.intakes import key_of
from screener.store.names import DecisionId, SubmissionId
from screener.store.sealing import DataKey, Home
from screener.store.tables import Intake


@dataclass(frozen=True, slots=True)
class Signed:
    """One decision or addendum, opened."""

    id: DecisionId
    number: int
    outcome: str
    decided_by: str
    """The member."""
    decided_at: datetime
    name: str
    """The member's name when they signed."""
    note: str
    reasons: Mapping[str, str]
    audit_head: str


def home(decision_id: str) -> Home:
    """Where its words live."""
    return Home("decision", "words", decision_id)


def prepare(store: Store, intake: Intake, submission_id: SubmissionId, signed: Signed) -> Decision:
    """A decision or addendum; the next event binds it, and `add` keeps it with its head."""
    words = {"by": signed.name, "note": signed.note, "reasons": dict(signed.reasons)}
    plain = json.dumps(words, ensure_ascii=False, sort_keys=True).encode()
    row = Decision(
        id=signed.id,
        submission_id=submission_id,
        number=signed.number,
        outcome=signed.outcome,
        decided_by=signed.decided_by,
        decided_at=signed.decided_at,
        words=key_of(store, intake).seal(plain, home(signed.id)),
        audit_head="",
    )
    expect(store, row)
    return row


def add(store: Store, prepared: Decision, *, audit_head: str) -> None:
    """Keeps a decision or addendum with the audit chain's head, which the event that binds it made."""
    prepared.audit_head = audit_head
    store.session.add(prepared)
    store.session.flush()


def of_submission(store: Store, submission_id: SubmissionId, key: DataKey) -> tuple[Signed, ...]:
    """The decision and its addenda in order; raises `BrokenSealError`."""
    rows = store.session.scalars(
        select(Decision).where(Decision.submission_id == submission_id).order_by(Decision.number)
    )
    return tuple(opened(row, key) for row in rows)


def opened(row: Decision, key: DataKey) -> Signed:
    """A row with its seal opened."""
    words = json.loads(key.unseal(row.words, home(row.id)))
    return Signed(
        id=DecisionId(row.id),
        number=row.number,
        outcome=row.outcome,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        name=words["by"],
        note=words["note"],
        reasons=words["reasons"],
        audit_head=row.audit_head,
    )

"""The audit chain as it is read: newest first, by what it is about, who did it, what and when."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from screener.store.database import Store
from screener.store.patient_records import find_by_record_number
from screener.store.tables import AuditEvent, Intake, Invitation, Submission


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events: everything given must hold."""

    about: frozenset[str] | None = None
    """Identifiers, one of which it must name or be done by."""
    actor: str = ""
    """As the audit spells one; ending in `:` any of that sort."""
    kinds: tuple[str, ...] = ()
    """Patterns with `%`, of which one must fit."""
    without: tuple[str, ...] = ()
    """Patterns of which none may fit."""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    """Events with a smaller number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event."""

    seq: int
    at: datetime
    kind: str
    actor: str
    subjects: Mapping[str, Any]


def page(store: Store, wanted: Wanted, limit: int, *, skip: int = 0) -> tuple[Line, ...]:
    """The newest events that are wanted, behind those to skip."""
    rows = store.session.execute(
        select(AuditEvent.seq, AuditEvent.at, AuditEvent.kind, AuditEvent.actor, AuditEvent.subjects)
        .where(*conditions(wanted))
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
        .offset(skip)
    )
    return tuple(Line(row.seq, row.at, row.kind, row.actor, json.loads(row.subjects)) for row in rows)


def count(store: Store, wanted: Wanted) -> int:
    """How many events are wanted."""
    return store.session.scalars(select(func.count()).select_from(AuditEvent).where(*conditions(wanted))).one()


def conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """What every event of the page fulfills. Identifiers are random: none is found within another."""
    if wanted.about is not None:
        names = [AuditEvent.subjects.contains(f'"{each}"', autoescape=True) for each in sorted(wanted.about)]
        yield or_(*names, AuditEvent.actor.in_([f"patient:{each}" for each in sorted(wanted.about)]))
    if wanted.actor:
        is_sort = wanted.actor.endswith(":")
        yield (
            AuditEvent.actor.startswith(wanted.actor, autoescape=True) if is_sort else AuditEvent.actor == wanted.actor
        )
    if wanted.kinds:
        yield or_(*(AuditEvent.kind.like(kind) for kind in wanted.kinds))
    for kind in wanted.without:
        yield AuditEvent.kind.not_like(kind)
    if wanted.since is not None:
        yield AuditEvent.at >= wanted.since
    if wanted.until is not None:
        yield AuditEvent.at < wanted.until
    if wanted.before is not None:
        yield AuditEvent.seq < wanted.before


def ids_of(store: Store, *, reference: str | None, record_number: str) -> frozenset[str]:
    """Every identifier of the patient whom a reference or a record number leads to; empty where neither does."""
    patient_id = reference and store.session.scalar(
        select(Invitation.patient_id).where(Invitation.reference == reference)
    )
    if not patient_id:
        found = find_by_record_number(store, record_number)
        patient_id = found.id if found else None
    if not patient_id:
        return frozenset()
    rows = store.session.execute(
        select(Invitation.id, Intake.id, Submission.id)
        .outerjoin(Intake, Intake.invitation_id == Invitation.id)
        .outerjoin(Submission, Submission.intake_id == Intake.id)
        .where(Invitation.patient_id == patient_id)
    )
    return frozenset({patient_id, *(each for row in rows for each in row if each)})


def references(store: Store, ids: Collection[str]) -> dict[str, str]:
    """The references that people read out, by the identifiers of invitations, intakes and submissions."""
    wanted: Sequence[str] = sorted(ids)
    rows = store.session.execute(
        select(Invitation.reference, Invitation.id, Intake.id, Submission.id)
        .outerjoin(Intake, Intake.invitation_id == Invitation.id)
        .outerjoin(Submission, Submission.intake_id == Intake.id)
        .where(or_(Invitation.id.in_(wanted), Intake.id.in_(wanted), Submission.id.in_(wanted)))
    )
    return {each: reference for reference, *found in rows for each in found if each}

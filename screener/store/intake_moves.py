"""Moves of intakes from one revision to another, as kept: identifiers alone."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from screener.definition.names import QuestionId, StepId
from screener.store.authoring_tables import IntakeMove
from screener.store.database import Store
from screener.store.names import IntakeId, RevisionId


@dataclass(frozen=True, slots=True)
class MoveRecord:
    """One move."""

    version: int
    """The intake's from then on."""
    from_revision: RevisionId
    moved_at: datetime
    lost: tuple[QuestionId, ...]
    again: frozenset[StepId]
    pages: tuple[StepId, ...]
    gone: tuple[StepId, ...]
    is_seen: bool


def add(
    store: Store,
    *,
    intake_id: IntakeId,
    version: int,
    from_revision: RevisionId,
    to_revision: RevisionId,
    lost: Iterable[QuestionId],
    again: Iterable[StepId],
    gone: Iterable[StepId],
    now: datetime,
) -> None:
    """Keeps a move, as far as it is known before the intake is looked at in its new shape (`tell`)."""
    store.session.add(
        IntakeMove(
            intake_id=intake_id,
            version=version,
            from_revision=from_revision,
            to_revision=to_revision,
            moved_at=now,
            lost=json.dumps(list(lost)),
            again=json.dumps(sorted(again)),
            pages="[]",
            gone=json.dumps(list(gone)),
            seen_at=None,
        )
    )
    store.session.flush()


def tell(store: Store, intake_id: IntakeId, version: int, *, pages: Iterable[StepId], seen_at: datetime | None) -> None:
    """Keeps which pages the patient is to go through; `seen_at` where there is nothing to tell."""
    store.session.execute(
        update(IntakeMove)
        .where(IntakeMove.intake_id == intake_id, IntakeMove.version == version)
        .values(pages=json.dumps(list(pages)), seen_at=seen_at)
    )


def all_of(store: Store, intake_id: IntakeId) -> tuple[MoveRecord, ...]:
    """Every move of the intake, the newest first."""
    rows = store.session.scalars(
        select(IntakeMove).where(IntakeMove.intake_id == intake_id).order_by(IntakeMove.version.desc())
    )
    return tuple(_record(row) for row in rows)


def newest(store: Store, intake_id: IntakeId) -> MoveRecord | None:
    """The newest move of the intake."""
    return next(iter(all_of(store, intake_id)), None)


def see(store: Store, intake_id: IntakeId, *, now: datetime) -> None:
    """Notes that the patient has read of every move so far."""
    store.session.execute(
        update(IntakeMove).where(IntakeMove.intake_id == intake_id, IntakeMove.seen_at.is_(None)).values(seen_at=now)
    )


def _record(row: IntakeMove) -> MoveRecord:
    return MoveRecord(
        version=row.version,
        from_revision=RevisionId(row.from_revision),
        moved_at=row.moved_at,
        lost=tuple(map(QuestionId, json.loads(row.lost))),
        again=frozenset(map(StepId, json.loads(row.again))),
        pages=tuple(map(StepId, json.loads(row.pages))),
        gone=tuple(map(StepId, json.loads(row.gone))),
        is_seen=row.seen_at is not None,
    )

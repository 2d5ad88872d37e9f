"""How intakes went, without who: states, times, names of steps; and the answers sent, to be counted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from screener.store.database import Store
from screener.store.intakes import key_of
from screener.store.keeping import restore_raw
from screener.store.names import RevisionId
from screener.store.submissions import home
from screener.store.tables import Intake, StepSave, Submission

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Course:
    """One intake's way: which step was saved when, oldest first."""

    state: str
    started_at: datetime
    last_at: datetime
    expires_at: datetime
    saves: tuple[tuple[str, datetime], ...]


def count_by_state(store: Store, revision_id: RevisionId, *, since: datetime) -> dict[str, int]:
    """How many intakes of the revision that began since then are in which state."""
    rows = store.session.execute(
        select(Intake.state, func.count().label("number"))
        .where(Intake.revision_id == revision_id, Intake.started_at >= since)
        .group_by(Intake.state)
    )
    return {row.state: row.number for row in rows}


def count_all(store: Store, revision_id: RevisionId) -> tuple[int, int]:
    """How many intakes the revision ever had, and how many submissions."""
    return tuple(  # type: ignore[return-value]
        store.session.scalar(select(func.count()).where(table.revision_id == revision_id)) or 0
        for table in (Intake, Submission)
    )


def courses(store: Store, revision_id: RevisionId, *, since: datetime, limit: int) -> Iterator[Course]:
    """The ways of the newest intakes of the revision that began since then."""
    intakes = store.session.execute(
        select(Intake.id, Intake.state, Intake.started_at, Intake.last_at, Intake.expires_at)
        .where(Intake.revision_id == revision_id, Intake.started_at >= since)
        .order_by(Intake.started_at.desc(), Intake.id)
        .limit(limit)
    ).all()
    for begin in range(0, len(intakes), _AT_ONCE):
        some = intakes[begin : begin + _AT_ONCE]
        saves = _saves(store, [each.id for each in some])
        for each in some:
            yield Course(each.state, each.started_at, each.last_at, each.expires_at, tuple(saves.get(each.id, ())))


def _saves(store: Store, intakes: Sequence[str]) -> dict[str, list[tuple[str, datetime]]]:
    rows = store.session.execute(
        select(StepSave.intake_id, StepSave.step_id, StepSave.saved_at)
        .where(StepSave.intake_id.in_(intakes))
        .order_by(StepSave.intake_id, StepSave.version)
    )
    found: dict[str, list[tuple[str, datetime]]] = {}
    for intake_id, step_id, saved_at in rows:
        found.setdefault(intake_id, []).append((step_id, saved_at))
    return found


def answers_sent(
    store: Store, revision_id: RevisionId, *, since: datetime, limit: int
) -> Iterator[tuple[datetime, Mapping[str, object]]]:
    """When each of the newest submissions of the revision was sent, and its raw answers. Raises `BrokenSealError`."""
    rows = store.session.execute(
        select(Submission.id, Submission.sent_at, Submission.answers, Intake)
        .join(Intake, Intake.id == Submission.intake_id)
        .where(Submission.revision_id == revision_id, Submission.sent_at >= since)
        .order_by(Submission.sent_at.desc(), Submission.id)
        .limit(limit)
    )
    for submission_id, sent_at, answers, intake in rows:
        yield sent_at, restore_raw(key_of(store, intake).unseal(answers, home("answers", submission_id)))

"""The triage queue as kept: one row a line, in the order that clinicians work.

Pages are cut by the place of their last line (a keyset), so that a deep page
costs what the first one does.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute

from screener.definition.model import Disposition
from screener.store.binding import note_values
from screener.store.database import Store
from screener.store.desk_tables import NameIndex, QueueEntry
from screener.store.names import IntakeId, PatientId, SubmissionId
from screener.store.patient_records import is_called, kept_day, restored_day
from screener.store.upserting import insert_into

Column = ColumnElement[Any] | InstrumentedAttribute[Any]
State = Literal["open", "decided", "handled"]
UNFINISHED = 0
"""The rank of an intake that is not finished and has an urgent finding: before everything sent."""
GRAVEST_FIRST: tuple[Column, ...] = (
    QueueEntry.rank,
    QueueEntry.appointment,
    QueueEntry.arrived_at,
    QueueEntry.intake_id,
)
NEWEST_FIRST: tuple[Column, ...] = (QueueEntry.arrived_at, QueueEntry.intake_id)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line, without the person: names are opened by who shows them."""

    intake_id: IntakeId
    submission_id: SubmissionId | None
    patient_id: PatientId
    reference: str
    slug: str
    state: State
    rank: int
    appointment: date | None
    arrived_at: datetime
    claimed_by: str
    claimed_at: datetime | None

    @property
    def disposition(self) -> Disposition | None:
        """What the rules propose; None while the intake is unfinished."""
        return None if self.rank == UNFINISHED else tuple(Disposition)[::-1][self.rank - 1]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: everything given must hold."""

    state: State = "open"
    ranks: tuple[int, int] | None = None
    """From, to."""
    slug: str | None = None
    day: date | None = None
    """Of the appointment."""
    claimed_by: str | None = None
    """Empty: nobody's."""
    words: str | None = None
    """A name's first word, last word or whole."""


Place = tuple[int, str, datetime, str] | tuple[datetime, str]
"""A line's place in its order."""


def rank_of(disposition: Disposition) -> int:
    """1 urgent to 5 clear."""
    return len(Disposition) - tuple(Disposition).index(disposition)


def is_newest_first(wanted: Wanted) -> bool:
    """What is done with is read back from the newest; what is open, or was looked for by name, from the gravest."""
    return wanted.state != "open" and wanted.words is None


def place_of(entry: Entry, wanted: Wanted) -> Place:
    """Where the line stands, to go on from."""
    if is_newest_first(wanted):
        return entry.arrived_at, entry.intake_id
    return entry.rank, kept_day(entry.appointment), entry.arrived_at, entry.intake_id


def page(store: Store, wanted: Wanted, *, after: Place | None, limit: int) -> tuple[Entry, ...]:
    """The lines behind a place, in order."""
    return tuple(entry_of(row) for row in store.session.scalars(query(store, wanted, after=after, limit=limit)))


def query(store: Store, wanted: Wanted, *, after: Place | None, limit: int) -> Select[QueueEntry]:
    """The one statement behind a page."""
    columns = columns_of(wanted)
    found = select(QueueEntry).where(*conditions(store, wanted))
    order = [column.desc() if is_newest_first(wanted) else column.asc() for column in columns]
    if after is not None:
        place = tuple_(*columns)
        bound = tuple_(*after, types=[column.type for column in columns])
        found = found.where(place < bound if is_newest_first(wanted) else place > bound)
    return found.order_by(*order).limit(limit).execution_options(populate_existing=True)


def count(store: Store, wanted: Wanted, *, most: int) -> int:
    """How many lines fulfill it; `most` where there are that many or more."""
    some = select(QueueEntry.intake_id).where(*conditions(store, wanted)).limit(most).subquery()
    return store.session.execute(select(func.count()).select_from(some)).scalar_one()


def columns_of(wanted: Wanted) -> tuple[Column, ...]:
    """What the lines are in order of."""
    if is_newest_first(wanted):
        return NEWEST_FIRST
    if wanted.words is None:
        return GRAVEST_FIRST
    # Adding nothing keeps the database from walking the queue in its order until it meets whoever is called so:
    # they are found by name first, and sorted then.
    return (QueueEntry.rank + 0, *GRAVEST_FIRST[1:])


def conditions(store: Store, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What every line of the page fulfills."""
    held: list[ColumnElement[bool]] = [QueueEntry.state == wanted.state]
    if wanted.ranks is not None:
        low, high = wanted.ranks
        held.append(QueueEntry.rank == low if low == high else QueueEntry.rank.between(low, high))
    if wanted.slug is not None:
        held.append(QueueEntry.slug == wanted.slug)
    if wanted.day is not None:
        held.append(QueueEntry.appointment == kept_day(wanted.day))
    if wanted.claimed_by is not None:
        held.append(QueueEntry.claimed_by == wanted.claimed_by)
    if wanted.words is not None:
        called = select(NameIndex.patient_id).where(is_called(store, wanted.words))
        held.append(QueueEntry.patient_id.in_(called))
    return held


def entry_of(row: QueueEntry) -> Entry:
    """A row as handed out."""
    return Entry(
        intake_id=IntakeId(row.intake_id),
        submission_id=SubmissionId(row.submission_id) if row.submission_id else None,
        patient_id=PatientId(row.patient_id),
        reference=row.reference,
        slug=row.slug,
        state=row.state,  # type: ignore[arg-type]
        rank=row.rank,
        appointment=restored_day(row.appointment),
        arrived_at=row.arrived_at,
        claimed_by=row.claimed_by,
        claimed_at=row.claimed_at,
    )


def find_by_reference(store: Store, reference: str) -> Entry | None:
    """The line that people call by this reference."""
    return _one(store, QueueEntry.reference == reference)


def find(store: Store, intake_id: IntakeId) -> Entry | None:
    """The intake's line."""
    return _one(store, QueueEntry.intake_id == intake_id)


def _one(store: Store, matches: ColumnElement[bool]) -> Entry | None:
    row = store.session.scalars(
        select(QueueEntry).where(matches).execution_options(populate_existing=True)
    ).one_or_none()
    return entry_of(row) if row else None


def of_patient(store: Store, patient_id: PatientId) -> tuple[Entry, ...]:
    """Everything the patient sent, the newest first."""
    rows = store.session.scalars(
        select(QueueEntry)
        .where(QueueEntry.patient_id == patient_id)
        .order_by(QueueEntry.arrived_at.desc(), QueueEntry.intake_id)
        .execution_options(populate_existing=True)
    )
    return tuple(entry_of(row) for row in rows)


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line as it is put in the queue."""

    intake_id: IntakeId
    submission_id: SubmissionId | None
    patient_id: PatientId
    reference: str
    slug: str
    rank: int
    appointment: date | None
    now: datetime

    @property
    def again(self) -> dict[str, object]:
        """What is written also where the intake has a line already."""
        return {"submission_id": self.submission_id, "state": "open", "rank": self.rank, "arrived_at": self.now}

    @property
    def first(self) -> dict[str, object]:
        """What is written where it has none. A claim stays."""
        return {
            "intake_id": self.intake_id,
            "patient_id": self.patient_id,
            "reference": self.reference,
            "slug": self.slug,
            "appointment": kept_day(self.appointment),
            "claimed_by": "",
            "claimed_at": None,
        }


def put(store: Store, line: NewLine) -> None:
    """Puts a line in the queue, or the same intake's again: sent now, or urgent once more. A claim on it stays."""
    store.session.execute(
        insert_into(store, QueueEntry)
        .values(**line.first, **line.again)
        .on_conflict_do_update(index_elements=[QueueEntry.intake_id], set_=line.again)
    )


def expect(store: Store, line: NewLine) -> None:
    """Has the next event bind the line that is put afterwards."""
    chosen = select(*QueueEntry.__table__.columns).where(QueueEntry.intake_id == line.intake_id)
    before = store.session.execute(chosen).mappings().one_or_none()
    note_values(store.session, "queue_entry", {**(before or line.first), **line.again})


def close(store: Store, intake_id: IntakeId, *, state: State) -> None:
    """Takes a line off the queue."""
    store.session.execute(update(QueueEntry).where(QueueEntry.intake_id == intake_id).values(state=state))


def claim(store: Store, intake_id: IntakeId, *, member: str, instead_of: str, now: datetime) -> bool:
    """Takes an open line for a member, if it is still `instead_of`'s (empty: nobody's): one UPDATE."""
    return _changed(
        store,
        update(QueueEntry)
        .where(QueueEntry.intake_id == intake_id, QueueEntry.state == "open", QueueEntry.claimed_by == instead_of)
        .values(claimed_by=member, claimed_at=now),
    )


def release(store: Store, intake_id: IntakeId, *, member: str) -> bool:
    """Gives a line back, if it is the member's: one UPDATE."""
    return _changed(
        store,
        update(QueueEntry)
        .where(QueueEntry.intake_id == intake_id, QueueEntry.claimed_by == member)
        .values(claimed_by="", claimed_at=None),
    )


def _changed(store: Store, statement: Any) -> bool:
    statement = statement.returning(QueueEntry.intake_id).execution_options(synchronize_session=False)
    return store.session.execute(statement).one_or_none() is not None

"""Patients' records as kept: everything about the person sealed, found by keyed hashes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, select, update

from screener.store.database import Store
from screener.store.desk_tables import NameIndex, PatientRecord, QueueEntry
from screener.store.names import InvitationId, PatientId, new_id
from screener.store.patients import Patient
from screener.store.sealing import Home, folded, name_words
from screener.store.tables import Invitation

NO_APPOINTMENT = "9999-12-31"
"""Stands for none, so that whoever has one comes first."""
SEALED = ("name", "date_of_birth", "record_number")


@dataclass(frozen=True, slots=True)
class Person:
    """What a record says of a person; `record_number` is empty where the clinic has none."""

    patient: Patient
    record_number: str
    appointment: date | None


@dataclass(frozen=True, slots=True)
class Record:
    """A patient's record, opened."""

    id: PatientId
    person: Person
    merged_into: PatientId | None


def home(column: str, patient_id: str) -> Home:
    """Where a record's sealed values live."""
    return Home("patient", column, patient_id)


def add(store: Store, person: Person, *, now: datetime, by: str) -> PatientId:
    """Opens a record."""
    own_id = PatientId(new_id())
    values = sealed(store, own_id, person)
    store.session.add(PatientRecord(id=own_id, merged_into="", added_at=now, added_by=by, **values))
    store.session.flush()
    index_name(store, own_id, person.patient.name)
    return own_id


def change(store: Store, patient_id: PatientId, person: Person) -> None:
    """Writes the record anew, and moves the patient's lines in the queue to the appointment."""
    store.session.execute(
        update(PatientRecord).where(PatientRecord.id == patient_id).values(**sealed(store, patient_id, person))
    )
    store.session.execute(
        update(QueueEntry)
        .where(QueueEntry.patient_id == patient_id)
        .values(appointment=kept_day(person.appointment))
        .execution_options(synchronize_session=False)
    )
    index_name(store, patient_id, person.patient.name)


def sealed(store: Store, patient_id: str, person: Person) -> dict[str, object]:
    """The columns of a record."""
    born = person.patient.date_of_birth.isoformat()
    number = folded(person.record_number)
    return {
        "name": store.keys.seal(person.patient.name.encode(), home("name", patient_id)),
        "date_of_birth": store.keys.seal(born.encode(), home("date_of_birth", patient_id)),
        "born_mac": store.keys.index("born", born),
        "record_number": store.keys.seal(person.record_number.encode(), home("record_number", patient_id)),
        "record_mac": store.keys.index("record number", number) if number else None,
        "appointment": kept_day(person.appointment),
    }


def index_name(store: Store, patient_id: PatientId, name: str) -> None:
    """Keeps by which words the patient is found, and forgets those of a name before."""
    store.session.execute(delete(NameIndex).where(NameIndex.patient_id == patient_id))
    store.session.add_all(
        NameIndex(word_mac=store.keys.index("name", word), patient_id=patient_id) for word in sorted(name_words(name))
    )
    store.session.flush()


def kept_day(appointment: date | None) -> str:
    """An appointment as a column holds it."""
    return appointment.isoformat() if appointment else NO_APPOINTMENT


def restored_day(kept: str) -> date | None:
    """An appointment from its column."""
    return None if kept == NO_APPOINTMENT else date.fromisoformat(kept)


def find(store: Store, patient_id: str) -> Record | None:
    """The record; raises `BrokenSealError`."""
    row = store.session.get(PatientRecord, patient_id, populate_existing=True)
    return opened(store, row) if row else None


def some(store: Store, patient_ids: Iterable[PatientId]) -> dict[PatientId, Record]:
    """These records, in one statement."""
    rows = store.session.scalars(select(PatientRecord).where(PatientRecord.id.in_(tuple(patient_ids))))
    return {PatientId(row.id): opened(store, row) for row in rows}


def find_locked(store: Store, patient_id: str) -> Record | None:
    """The record, its row held until the transaction ends."""
    row = store.session.get(PatientRecord, patient_id, with_for_update=True, populate_existing=True)
    return opened(store, row) if row else None


def opened(store: Store, row: PatientRecord) -> Record:
    """A row with its seals opened."""

    def unseal(column: str) -> str:
        return store.keys.unseal(getattr(row, column), home(column, row.id)).decode()

    patient = Patient(unseal("name"), date.fromisoformat(unseal("date_of_birth")))
    return Record(
        PatientId(row.id),
        Person(patient, unseal("record_number"), restored_day(row.appointment)),
        PatientId(row.merged_into) if row.merged_into else None,
    )


def find_by_record_number(store: Store, number: str) -> Record | None:
    """The record that has this number; of one that was merged, the one it became part of."""
    macs = store.keys.indexes("record number", folded(number))
    row = store.session.scalars(select(PatientRecord).where(PatientRecord.record_mac.in_(macs))).one_or_none()
    while row is not None and row.merged_into:
        row = store.session.get(PatientRecord, row.merged_into)
    return opened(store, row) if row else None


def listing(
    store: Store, *, words: str = "", after: tuple[str, str] | None = None, limit: int = 50
) -> tuple[Record, ...]:
    """Records by appointment, those without one last; with `words` only whom they find."""
    query = select(PatientRecord).where(PatientRecord.merged_into == "")
    if words:
        query = query.where(PatientRecord.id.in_(select(NameIndex.patient_id).where(is_called(store, words))))
    if after is not None:
        query = query.where(is_after(after))
    rows = store.session.scalars(query.order_by(PatientRecord.appointment, PatientRecord.id).limit(limit))
    return tuple(opened(store, row) for row in rows)


def is_after(after: tuple[str, str]) -> ColumnElement[bool]:
    """Whether a record stands behind this place of the list."""
    appointment, patient_id = after
    return (PatientRecord.appointment > appointment) | (
        (PatientRecord.appointment == appointment) & (PatientRecord.id > patient_id)
    )


def is_called(store: Store, words: str) -> ColumnElement[bool]:
    """Whether a name's first word, last word or whole is this, by any key of the ring."""
    return NameIndex.word_mac.in_(store.keys.indexes("name", folded(words)))


def likely_same(store: Store, record: Record) -> tuple[Record, ...]:
    """Other records with the same birth date and a word of the name in common."""
    born = store.keys.indexes("born", record.person.patient.date_of_birth.isoformat())
    rows = store.session.scalars(
        select(PatientRecord)
        .where(PatientRecord.born_mac.in_(born), PatientRecord.merged_into == "", PatientRecord.id != record.id)
        .order_by(PatientRecord.id)
        .limit(50)
    )
    words = name_words(record.person.patient.name)
    others = (opened(store, row) for row in rows)
    return tuple(other for other in others if words & name_words(other.person.patient.name))


def invitations_of(store: Store, patient_id: PatientId) -> Sequence[Invitation]:
    """The patient's invitations, the newest first."""
    return store.session.scalars(
        select(Invitation)
        .where(Invitation.patient_id == patient_id)
        .order_by(Invitation.issued_at.desc(), Invitation.id)
        .execution_options(populate_existing=True)
    ).all()


def merge(store: Store, absorbed: PatientId, into: PatientId) -> None:
    """Notes that one record became part of another."""
    store.session.execute(update(PatientRecord).where(PatientRecord.id == absorbed).values(merged_into=into))


def reopen(store: Store, patient_id: PatientId) -> None:
    """Takes a record out of the one it was merged into."""
    store.session.execute(update(PatientRecord).where(PatientRecord.id == patient_id).values(merged_into=""))


def due_for_record(store: Store, limit: int) -> Iterable[Invitation]:
    """Invitations of an earlier program, which have no record yet."""
    return store.session.scalars(select(Invitation).where(Invitation.patient_id.is_(None)).limit(limit)).all()


def give_record(store: Store, invitation_id: InvitationId, patient_id: PatientId) -> None:
    """Puts an invitation on a record."""
    store.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation_id)
        .values(patient_id=patient_id)
        .execution_options(synchronize_session=False)
    )

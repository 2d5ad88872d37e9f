"""Patients' records: who somebody is, when they are expected, and what was sent for them.

Two records of one person are merged; one record of two people is split. Both only
move invitations between records, both are recorded, and each undoes the other. The
PDFs of what was sent are asked for anew, since each tells of what was sent before it.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from screener.errors import Refusal
from screener.services import summaries
from screener.services.auditing import (
    Actor,
    PatientAdded,
    PatientChanged,
    PatientRead,
    PatientsListed,
    PatientsMerged,
    PatientSplit,
    record,
)
from screener.services.unit_of_work import UnitOfWork
from screener.store import invitations, patient_moves, patient_records, queue
from screener.store.names import InvitationId, PatientId
from screener.store.patient_moves import Move
from screener.store.patient_records import Person, Record
from screener.store.patients import Patient
from screener.store.queue import Entry

__all__ = ["Entry", "InvitationId", "Move", "Patient", "PatientId", "PatientPage", "Person", "Record"]

NAME_LETTERS = 200
NUMBER_LETTERS = 40
EARLIEST_BIRTH = date(1900, 1, 1)
PAGE = 50


class BadPatientError(Refusal):
    """A name, birth date or record number that cannot be a patient's."""


class NoPatientError(Refusal):
    """There is no such record."""


class RecordNumberTakenError(Refusal):
    """Another record has this number."""


class CannotMergeError(Refusal):
    """These records cannot be merged, or split as asked."""


@dataclass(frozen=True, slots=True)
class PatientPage:
    """A record with all that belongs to it."""

    record: Record
    sent: tuple[Entry, ...]
    """What stands or stood in the queue, the newest first."""
    moves: tuple[Move, ...]
    likely_same: tuple[Record, ...]
    """Records that may be of the same person."""


def add(
    work: UnitOfWork,
    *,
    name: str,
    date_of_birth: date,
    now: datetime,
    actor: Actor,
    record_number: str = "",
    appointment: date | None = None,
) -> PatientId:
    """Opens a record. Raises `BadPatientError`, `RecordNumberTakenError`."""
    work.must_write()
    person = checked(work, None, name, date_of_birth, record_number, appointment, now)
    patient_id = patient_records.add(work.store, person, now=now, by=str(actor))
    record(work, PatientAdded(patient_id), now=now, actor=actor)
    return patient_id


def change(
    work: UnitOfWork,
    *,
    patient_id: PatientId,
    name: str,
    date_of_birth: date,
    record_number: str,
    appointment: date | None,
    now: datetime,
    actor: Actor,
) -> None:
    """Writes the record anew; links that were not used up yet go with it.

    Raises `NoPatientError`, `BadPatientError`, `RecordNumberTakenError`.
    """
    work.must_write()
    before = locked(work, patient_id)
    person = checked(work, before.id, name, date_of_birth, record_number, appointment, now)
    if person == before.person:
        return
    patient_records.change(work.store, before.id, person)
    if person.patient != before.person.patient:
        invitations.readdress(work.store, before.id, person.patient)
    record(work, PatientChanged(before.id), now=now, actor=actor)


def set_appointment(
    work: UnitOfWork, *, patient_id: PatientId, appointment: date | None, now: datetime, actor: Actor
) -> None:
    """When the patient is expected. Raises `NoPatientError`."""
    work.must_write()
    before = locked(work, patient_id)
    if before.person.appointment != appointment:
        patient_records.change(work.store, before.id, replace(before.person, appointment=appointment))
        record(work, PatientChanged(before.id), now=now, actor=actor)


def checked(
    work: UnitOfWork,
    patient_id: PatientId | None,
    name: str,
    date_of_birth: date,
    record_number: str,
    appointment: date | None,
    now: datetime,
) -> Person:
    """What may be kept. Raises `BadPatientError`, `RecordNumberTakenError`."""
    patient = checked_patient(name, date_of_birth, now)
    number = " ".join(unicodedata.normalize("NFC", record_number).split())
    if len(number) > NUMBER_LETTERS or not (number.isprintable() or not number):
        raise BadPatientError("The record number is too long, or holds characters that cannot be printed.")
    other = patient_records.find_by_record_number(work.store, number) if number else None
    if other is not None and other.id != patient_id:
        raise RecordNumberTakenError("Another record has this number. If it is the same person, merge the two.")
    return Person(patient, number, appointment)


def checked_patient(name: str, date_of_birth: date, now: datetime) -> Patient:
    """The patient as kept: the name in composed letters, single spaces. Raises `BadPatientError`."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not plain or len(plain) > NAME_LETTERS or not plain.isprintable():
        raise BadPatientError("The patient's name is missing, too long, or holds characters that cannot be printed.")
    if not EARLIEST_BIRTH <= date_of_birth <= now.date():
        raise BadPatientError("The birth date is not one of a living person.")
    return Patient(plain, date_of_birth)


def by_id(work: UnitOfWork, patient_id: str) -> Record:
    """The record, also one that was merged; not recorded as read. Raises `NoPatientError`."""
    found = patient_records.find(work.store, patient_id)
    if found is None:
        raise NoPatientError("There is no such patient.")
    return found


def locked(work: UnitOfWork, patient_id: str) -> Record:
    """The record, held until the transaction ends; none that was merged. Raises `NoPatientError`."""
    found = patient_records.find_locked(work.store, patient_id)
    if found is None or found.merged_into is not None:
        raise NoPatientError("There is no such patient.")
    return found


def page(work: UnitOfWork, *, patient_id: str, now: datetime, actor: Actor) -> PatientPage:
    """The record with all that belongs to it; recorded. Raises `NoPatientError`."""
    work.must_write()
    found = by_id(work, patient_id)
    record(work, PatientRead(found.id), now=now, actor=actor)
    return PatientPage(
        found,
        queue.of_patient(work.store, found.id),
        patient_moves.moves_of(work.store, found.id),
        patient_records.likely_same(work.store, found),
    )


def listing(
    work: UnitOfWork, *, words: str, after: tuple[str, str] | None, now: datetime, actor: Actor
) -> tuple[Record, ...]:
    """Patients by appointment, those without one last; `words` are a name, a part of it, or a record number."""
    work.must_write()
    numbered = patient_records.find_by_record_number(work.store, words) if words else None
    found = (numbered,) if numbered else patient_records.listing(work.store, words=words, after=after, limit=PAGE + 1)
    record(work, PatientsListed(len(found)), now=now, actor=actor)
    return found


def merge(work: UnitOfWork, *, patient_id: PatientId, into: PatientId, now: datetime, actor: Actor) -> None:
    """Makes one record part of another: its invitations and all that was sent go over.

    Raises `NoPatientError`, `CannotMergeError`.
    """
    work.must_write()
    if patient_id == into:
        raise CannotMergeError("A record cannot be merged with itself.")
    first, second = sorted(
        (patient_id, into)
    )  # one order for all, so that two who merge crosswise do not wait for ever
    locked(work, first)
    locked(work, second)
    moved = tuple(InvitationId(row.id) for row in patient_records.invitations_of(work.store, patient_id))
    patient_moves.move(work.store, moved, from_=patient_id, to=into, now=now, by=str(actor))
    patient_records.merge(work.store, patient_id, into)
    summaries.ask_for_patient(work, patient_id=into, now=now)
    record(work, PatientsMerged(patient_id, into, moved), now=now, actor=actor)


def split(
    work: UnitOfWork, *, patient_id: PatientId, invitation_ids: Iterable[str], now: datetime, actor: Actor
) -> PatientId:
    """Takes some invitations, with all that was sent through them, to a record of their own.

    Where they came from a record that was merged into this one, that record is
    opened again; else a new one is, with the name on the invitation.
    Raises `NoPatientError`, `CannotMergeError`.
    """
    work.must_write()
    before = locked(work, patient_id)
    theirs = {row.id: row for row in patient_records.invitations_of(work.store, before.id)}
    chosen = tuple(InvitationId(each) for each in dict.fromkeys(invitation_ids) if each in theirs)
    if not chosen or len(chosen) == len(theirs):
        raise CannotMergeError("Choose what belongs to the other person: something, and not everything.")
    to = came_from(work, before.id, chosen)
    if to is not None:
        patient_records.reopen(work.store, to)
    else:
        patient = invitations.patient_of(work.store, theirs[chosen[0]])
        to = patient_records.add(work.store, Person(patient, "", None), now=now, by=str(actor))
        record(work, PatientAdded(to), now=now, actor=actor)
    patient_moves.move(work.store, chosen, from_=before.id, to=to, now=now, by=str(actor))
    for each in (before.id, to):
        summaries.ask_for_patient(work, patient_id=each, now=now)
    record(work, PatientSplit(before.id, to, chosen), now=now, actor=actor)
    return to


def came_from(work: UnitOfWork, patient_id: PatientId, chosen: tuple[InvitationId, ...]) -> PatientId | None:
    """The one merged record that all these invitations came from, if it is one."""
    origins: dict[InvitationId, PatientId] = {}
    for move in patient_moves.moves_of(work.store, patient_id):
        if move.to_patient == patient_id:
            origins.setdefault(move.invitation_id, move.from_patient)
    sources = {origins.get(invitation_id) for invitation_id in chosen}
    source = sources.pop() if len(sources) == 1 else None
    found = patient_records.find_locked(work.store, source) if source else None
    return found.id if found and found.merged_into == patient_id else None

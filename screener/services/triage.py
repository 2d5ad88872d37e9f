"""The triage queue: what waits for a clinician, gravest first, then who is expected first.

An unfinished intake with an urgent finding stands above everything that was
sent, until somebody says that they have seen to it. Looking at a page of the
queue shows names, so it is recorded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from screener.definition.model import Disposition
from screener.errors import Refusal
from screener.services import alerts
from screener.services.auditing import Actor, CaseClaimed, CaseHandled, CaseReleased, QueueRead, record
from screener.services.patients import by_id
from screener.services.unit_of_work import UnitOfWork
from screener.store import intakes, invitations, members, patient_records, queue
from screener.store.codes import find_reference
from screener.store.names import IntakeId, InvitationId, PatientId, SubmissionId
from screener.store.patient_records import Record
from screener.store.queue import Entry, NewLine, Place, Wanted
from screener.store.tables import Intake

__all__ = ["Entry", "IntakeId", "Place", "Record", "Wanted"]

PAGE = 50

View = Literal["open", "free", "mine", "unfinished", "decided", "handled"]
VIEWS: tuple[View, ...] = ("open", "free", "mine", "unfinished", "decided", "handled")


class NoCaseError(Refusal):
    """There is no such line in the queue."""


class AlreadyClaimedError(Refusal):
    """Somebody else has it, or it is decided by now."""

    def __init__(self, entry: Entry) -> None:
        super().__init__("Somebody else took this one first.")
        self.entry = entry


class NotYoursError(Refusal):
    """Only who claimed a line gives it back."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines somebody wants to see."""

    view: View = "open"
    level: Disposition | None = None
    slug: str | None = None
    day: date | None = None
    """Of the appointment."""
    words: str = ""
    """A name, a part of it, a record number or a reference."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the queue with the person."""

    entry: Entry
    patient: Record


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some lines in order; `next` is where to go on, None at the end."""

    lines: tuple[Line, ...]
    next: Place | None
    elsewhere: tuple[tuple[View, int], ...] = ()
    """Where else a search by name finds somebody, and how many times; `PAGE` stands for that many or more."""


def page(
    work: UnitOfWork, *, wanted: Filter, member: str, now: datetime, actor: Actor, after: Place | None = None
) -> QueuePage:
    """One page of the queue, recorded as one event."""
    work.must_write()
    found = look(work, wanted=wanted, member=member, after=after)
    record(work, QueueRead(len(found.lines)), now=now, actor=actor)
    return found


def look(work: UnitOfWork, *, wanted: Filter, member: str, after: Place | None = None) -> QueuePage:
    """One page of the queue, for who does not show it to anybody."""
    asked = stored(wanted, member)
    numbered = find_numbered(work, wanted.words)
    found = numbered if numbered is not None else queue.page(work.store, asked, after=after, limit=PAGE + 1)
    is_more = numbered is None and len(found) > PAGE
    return QueuePage(
        with_people(work, found[:PAGE]),
        queue.place_of(found[PAGE - 1], asked) if is_more else None,
        tuple(elsewhere(work, wanted, asked, len(found))) if wanted.words and numbered is None and not after else (),
    )


def elsewhere(work: UnitOfWork, wanted: Filter, asked: Wanted, found: int) -> Iterator[tuple[View, int]]:
    """The other places where the same name is found, without the rest of the filter."""
    states: tuple[Literal["open", "decided", "handled"], ...] = ("open", "decided", "handled")
    for state in states:
        number = queue.count(work.store, Wanted(state=state, words=wanted.words), most=PAGE)
        if number > (found if state == asked.state else 0):
            yield state, number


def find_numbered(work: UnitOfWork, words: str) -> tuple[Entry, ...] | None:
    """What a reference or a record number leads to, whatever its state; None where the words are neither."""
    if not words:
        return None
    reference = find_reference(words)
    entry = queue.find_by_reference(work.store, reference) if reference else None
    if entry is not None:
        return (entry,)
    patient = patient_records.find_by_record_number(work.store, words)
    return queue.of_patient(work.store, patient.id)[:PAGE] if patient else None


def stored(wanted: Filter, member: str) -> Wanted:
    """The filter in the store's terms."""
    claimants = {"free": "", "mine": member}
    return Wanted(
        state=wanted.view if wanted.view in ("decided", "handled") else "open",
        ranks=ranks(wanted),
        slug=wanted.slug,
        day=wanted.day,
        claimed_by=claimants.get(wanted.view),
        words=wanted.words or None,
    )


def ranks(wanted: Filter) -> tuple[int, int] | None:
    """From which rank to which; what is unfinished is urgent too."""
    if wanted.view == "unfinished":
        return queue.UNFINISHED, queue.UNFINISHED
    if wanted.level is None:
        return None
    rank = queue.rank_of(wanted.level)
    return (queue.UNFINISHED if wanted.level is Disposition.URGENT else rank), rank


def with_people(work: UnitOfWork, entries: Iterable[Entry]) -> tuple[Line, ...]:
    """The lines with their patients."""
    found = tuple(entries)
    people = patient_records.some(work.store, {entry.patient_id for entry in found})
    return tuple(Line(entry, people[entry.patient_id]) for entry in found)


def line(work: UnitOfWork, *, reference: str) -> Line:
    """The line that people call by this reference. Raises `NoCaseError`."""
    exact = find_reference(reference)
    entry = queue.find_by_reference(work.store, exact) if exact else None
    if entry is None:
        raise NoCaseError("There is no case with that reference.")
    return Line(entry, by_id(work, entry.patient_id))


def claim(work: UnitOfWork, *, reference: str, member: str, now: datetime, actor: Actor, instead_of: str = "") -> None:
    """Takes an open line. Taking it over from a colleague names them, so that nobody takes over unknowingly.

    One UPDATE decides between two who claim at once. Claiming one's own again
    changes nothing. Raises `NoCaseError`, `AlreadyClaimedError`.
    """
    work.must_write()
    entry = line(work, reference=reference).entry
    if not queue.claim(work.store, entry.intake_id, member=member, instead_of=instead_of, now=now):
        entry = line(work, reference=reference).entry
        if entry.claimed_by == member and entry.state == "open":
            return
        raise AlreadyClaimedError(entry)
    alerts.acknowledge_intake(work, intake_id=entry.intake_id, member_id=member, now=now, actor=actor)
    record(work, CaseClaimed(entry.intake_id, instead_of), now=now, actor=actor)


def release(work: UnitOfWork, *, reference: str, member: str, now: datetime, actor: Actor) -> None:
    """Gives a line back. Raises `NoCaseError`, `NotYoursError`."""
    work.must_write()
    entry = line(work, reference=reference).entry
    if not queue.release(work.store, entry.intake_id, member=member):
        raise NotYoursError("You have not claimed this one, or somebody took it over.")
    record(work, CaseReleased(entry.intake_id), now=now, actor=actor)


def set_aside(work: UnitOfWork, *, reference: str, now: datetime, actor: Actor) -> None:
    """Takes an unfinished line off the queue, once somebody has seen to it.

    Another urgent finding, or sending the answers, brings it back.

    Raises `NoCaseError`; for what was sent, only a decision does that.
    """
    work.must_write()
    entry = line(work, reference=reference).entry
    if entry.submission_id is not None:
        raise NoCaseError("What was sent leaves the queue by a decision.")
    queue.close(work.store, entry.intake_id, state="handled")
    alerts.acknowledge_intake(work, intake_id=entry.intake_id, member_id=actor.id, now=now, actor=actor)
    record(work, CaseHandled(entry.intake_id), now=now, actor=actor)


def enter(
    work: UnitOfWork, row: Intake, *, submission_id: SubmissionId | None, disposition: Disposition | None, now: datetime
) -> None:
    """Puts an intake in the queue: sent, with what the rules propose; or unfinished with an urgent finding."""
    queue.put(work.store, line_for(work, row, submission_id=submission_id, disposition=disposition, now=now))


def prepare(
    work: UnitOfWork, row: Intake, *, submission_id: SubmissionId, disposition: Disposition, now: datetime
) -> NewLine:
    """The line of what is sent; the next event binds it, and it is put in the queue once that is recorded."""
    line = line_for(work, row, submission_id=submission_id, disposition=disposition, now=now)
    queue.expect(work.store, line)
    return line


def line_for(
    work: UnitOfWork, row: Intake, *, submission_id: SubmissionId | None, disposition: Disposition | None, now: datetime
) -> NewLine:
    """An intake's line."""
    invitation = invitations.by_id(work.store, InvitationId(row.invitation_id))
    patient_id = PatientId(invitation.patient_id or "")
    return NewLine(
        intake_id=IntakeId(row.id),
        submission_id=submission_id,
        patient_id=patient_id,
        reference=invitation.reference,
        slug=invitation.slug,
        rank=queue.UNFINISHED if disposition is None else queue.rank_of(disposition),
        appointment=by_id(work, patient_id).person.appointment,
        now=now,
    )


def is_from_the_gravest(wanted: Filter) -> bool:
    """Whether the page's order is the queue's; else the newest stand first."""
    return not queue.is_newest_first(stored(wanted, ""))


def names(work: UnitOfWork) -> dict[str, str]:
    """Every member's name by id, for who is at what."""
    return {row.id: row.name for row in members.everybody(work.store)}


def find_row(work: UnitOfWork, intake_id: IntakeId) -> Intake | None:
    """The intake behind a line."""
    return intakes.find(work.store, intake_id)

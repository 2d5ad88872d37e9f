"""Reading the audit: who did what, when, and to whose form. Looking at it is an audited act, too."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from screener.services import account_events, alert_events, authoring_events, clinic_settings, link_events
from screener.services.accounts import StaffMember
from screener.services.auditing import Actor, Event, record
from screener.services.clinic_day import clinic_zone
from screener.services.permissions import Permission
from screener.services.unit_of_work import UnitOfWork
from screener.store import audit_reading as kept
from screener.store import members
from screener.store.audit import REST, UPGRADE
from screener.store.audit_reading import Line, Wanted
from screener.store.codes import find_reference

PAGE: Final = 50
MOST_EXPORTED: Final = 20_000
EVENTS_OF: Final = (account_events, alert_events, authoring_events, clinic_settings, link_events)
"""Rooms whose events are told here as well: loaded with this one, so that each has its words."""

GROUPS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "": ("Everything", ()),
    "read": ("Opened, read and listed", ("%.read", "%.listed", "%.exported")),
    "accounts": ("Accounts and sign-ins", ("account.%",)),
    "questionnaires": ("Questionnaires", ("revision.%", "draft.%", "publication.%", "recall.%", "last_day.%")),
    "submissions": ("What was sent and decided", ("submission.%", "pdf.%", "photo.%")),
}
"""What may be looked for: its words, and patterns of kinds."""
CLINICAL: Final = ("urgent.%", "alert.%", "case.%", "intake.%", "notice.%")
"""Kinds that tell of somebody's health, from which who may not read submissions is kept."""
BESIDE: Final = re.compile(r" ?\([^)]*\)")
"""What a class says of its fields."""
OWN_WORDS: Final = {
    REST: "Rows were bound that were written after the last event",
    UPGRADE: "An upgrade bound rows as it found them",
}


@dataclass(frozen=True)
class AuditRead(Event):
    """Somebody read the audit."""

    kind = "audit.read"
    about: str
    """The reference or record number looked for: `yes` or empty, since a record number is not in the open."""
    count: int


@dataclass(frozen=True)
class AuditExported(Event):
    """Somebody exported a part of the audit."""

    kind = "audit.exported"
    about: str
    count: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events somebody wants to see."""

    about: str = ""
    """A reference or a record number: everything of that patient."""
    member: str = ""
    group: str = ""
    since: date | None = None
    until: date | None = None
    """The last day, on the clinic's calendar."""
    before: int | None = None
    """Where the page before it ended, as `AuditPage.next` says."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in words."""

    seq: int | None
    """Its number; None for who is not shown every event, since a gap would tell of what is left out."""
    at: datetime
    who: str
    what: str
    about: tuple[str, ...]
    """References, and names of members; none where it is about nobody's form and no account."""
    kind: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some events, newest first; `next` is where to go on, None at the end."""

    entries: tuple[Entry, ...]
    next: int | None
    is_known: bool
    """Whether what was looked for leads to a patient; true where nothing was."""


def page(work: UnitOfWork, *, wanted: Filter, member: StaffMember, now: datetime) -> AuditPage:
    """One page of the audit. Recorded. Needs a unit of work that may write."""
    work.must_write()
    found = look(work, wanted, member, PAGE)
    record(work, AuditRead("yes" if wanted.about else "", len(found.entries)), now=now, actor=member.actor)
    return found


def export(work: UnitOfWork, *, wanted: Filter, member: StaffMember, now: datetime) -> tuple[Entry, ...]:
    """The newest events, at most `MOST_EXPORTED`. Recorded."""
    work.must_write()
    found = look(work, wanted, member, MOST_EXPORTED)
    record(work, AuditExported("yes" if wanted.about else "", len(found.entries)), now=now, actor=member.actor)
    return found.entries


def look(work: UnitOfWork, wanted: Filter, member: StaffMember, limit: int) -> AuditPage:
    """Some events in words."""
    about = ids(work, wanted.about)
    if about is not None and not about:
        return AuditPage((), None, is_known=False)
    asked = stored(work, wanted, about, member)
    if asked.without:
        entries, following = without_numbers(work, asked, limit)
    else:
        lines = kept.page(work.store, asked, limit + 1)
        entries = tuple(in_words(work, lines[:limit]))
        following = lines[limit - 1].seq if len(lines) > limit else None
    return AuditPage(entries, following, is_known=True)


def without_numbers(work: UnitOfWork, asked: Wanted, limit: int) -> tuple[tuple[Entry, ...], int | None]:
    """Events without their numbers, and how many stand before them: a place that tells of nothing left out."""
    among = replace(asked, before=None)
    number = kept.count(work.store, among)
    left = number if asked.before is None else min(asked.before, number)
    lines = kept.page(work.store, among, limit, skip=number - left)
    entries = tuple(replace(each, seq=None) for each in in_words(work, lines))
    return entries, left - limit if left > limit else None


def ids(work: UnitOfWork, about: str) -> frozenset[str] | None:
    """The identifiers of the patient looked for; None where none was."""
    typed = about.strip()
    return kept.ids_of(work.store, reference=find_reference(typed), record_number=typed) if typed else None


def stored(work: UnitOfWork, wanted: Filter, about: frozenset[str] | None, member: StaffMember) -> Wanted:
    """The filter in the store's terms."""
    zone = clinic_zone(work.settings)
    return Wanted(
        about=about,
        actor={"": "", "patients": "patient:", "program": "program:"}.get(wanted.member, f"staff:{wanted.member}"),
        kinds=GROUPS.get(wanted.group, GROUPS[""])[1],
        without=() if member.may(Permission.READ_SUBMISSIONS) else CLINICAL,
        since=datetime.combine(wanted.since, time(), zone) if wanted.since else None,
        until=datetime.combine(wanted.until + timedelta(days=1), time(), zone) if wanted.until else None,
        before=wanted.before,
    )


def in_words(work: UnitOfWork, lines: tuple[Line, ...]) -> Iterator[Entry]:
    """The events with names and references instead of identifiers."""
    names = {row.id: row.name for row in members.everybody(work.store)}
    known = kept.references(work.store, {each for line in lines for each in identifiers(line)})
    words = {**OWN_WORDS, **event_words()}
    for line in lines:
        about = dict.fromkeys(known[each] for each in identifiers(line) if each in known)
        told = [names[each] for each in identifiers(line) if each in names and f"staff:{each}" != line.actor]
        yield Entry(
            seq=line.seq,
            at=line.at,
            who=who(line.actor, names),
            what=words.get(line.kind, line.kind),
            about=(*about, *dict.fromkeys(told)),
            kind=line.kind,
        )


def identifiers(line: Line) -> Iterator[str]:
    """What an event names."""
    sort, _, own_id = line.actor.partition(":")
    if sort == "patient":
        yield own_id
    for value in line.subjects.values():
        yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))


def who(actor: str, names: Mapping[str, str]) -> str:
    """Who did it."""
    sort, _, own_id = actor.partition(":")
    match sort:
        case "staff":
            return names.get(own_id, "somebody without an account")
        case "patient":
            return "the patient" if own_id != "unknown" else "somebody at a link"
        case "operator":
            return f"{own_id}, at the server"
        case _:
            return "the program"


def event_words() -> dict[str, str]:
    """What each kind of event means: the first sentence of its class, as far as it is for everybody."""
    return {each.kind: sentence(each.__doc__ or each.kind) for each in kinds(Event)}


def kinds(parent: type[Event]) -> Iterator[type[Event]]:
    """Every kind of event."""
    for each in parent.__subclasses__():
        yield each
        yield from kinds(each)


def sentence(text: str) -> str:
    """The first sentence, up to what speaks of fields."""
    line = BESIDE.sub("", text.strip().splitlines()[0])
    for mark in (";", ":", ". "):
        line = line.split(mark)[0]
    return line.rstrip(".").replace(" anew", " again").replace("`", "")


def people(work: UnitOfWork) -> tuple[tuple[str, str], ...]:
    """Whose acts may be looked for."""
    everybody = tuple((row.id, row.name) for row in members.everybody(work.store))
    return (("", "Anybody"), *everybody, ("patients", "Patients"), ("program", "The program"))


__all__ = ["Actor", "AuditExported", "AuditPage", "AuditRead", "Entry", "Filter", "event_words", "export", "page"]

"""Urgent duty: who is told first, by the clock and calendar of the clinic."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from screener.errors import Refusal
from screener.services.accounts import AccountState, StaffMember, by_id, member_of
from screener.services.alert_events import DutyAdded, DutyRemoved
from screener.services.auditing import Actor, record
from screener.services.clinic_day import clinic_zone
from screener.services.permissions import Permission
from screener.services.unit_of_work import UnitOfWork
from screener.store import duties, members
from screener.store.alert_tables import Duty
from screener.store.names import DutyId

DAY = 24 * 60
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class DutyProblemError(Refusal):
    """Hours of duty cannot be kept so; `field` names what was given wrong."""

    def __init__(self, words: str, *, field: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True)
class Hours:
    """A line of the rota. Minutes count from midnight; hours that end before they begin go into the next day."""

    id: str
    member: StaffMember
    weekday: int
    begins: int
    ends: int
    may_answer: bool
    """Whether the member's account is open and their roles let them answer; else nobody is told by this line."""


def rota(work: UnitOfWork) -> tuple[Hours, ...]:
    """The whole week, from Monday morning on."""
    people = {row.id: row for row in members.everybody(work.store)}
    able = {member.id for member in who_may_answer(work)}
    return tuple(
        Hours(row.id, member_of(people[row.member_id]), row.weekday, row.begins, row.ends, row.member_id in able)
        for row in duties.everything(work.store)
    )


def who_may_answer(work: UnitOfWork) -> tuple[StaffMember, ...]:
    """Everybody whose account is open and whose roles let them answer urgent alerts, by name."""
    active = (member_of(row) for row in members.everybody(work.store) if row.state == AccountState.ACTIVE)
    return tuple(member for member in active if member.may(Permission.ACKNOWLEDGE_URGENT))


def on_duty(work: UnitOfWork, now: datetime) -> tuple[StaffMember, ...]:
    """Who is told first at this moment; everybody who may answer where the rota names nobody for it."""
    there = now.astimezone(clinic_zone(work.settings))
    named = {row.member_id for row in duties.everything(work.store) if covers(row, there)}
    able = who_may_answer(work)
    return tuple(member for member in able if member.id in named) or able


def covers(row: Duty, there: datetime) -> bool:
    """Whether the hours hold at this moment of the clinic's clock."""
    minute = there.hour * 60 + there.minute
    today, yesterday = there.weekday(), (there - timedelta(days=1)).weekday()
    if row.begins < row.ends:
        return row.weekday == today and row.begins <= minute < row.ends
    return (row.weekday == today and minute >= row.begins) or (row.weekday == yesterday and minute < row.ends)


def add(work: UnitOfWork, *, member_id: str, weekday: int, begins: int, ends: int, now: datetime, actor: Actor) -> None:
    """Puts hours on the rota. Raises `DutyProblemError`, `NoAccountError`."""
    work.must_write()
    member = by_id(work, member_id=member_id, now=now).member
    if not member.may(Permission.ACKNOWLEDGE_URGENT):
        raise DutyProblemError("This person's roles do not let them answer urgent alerts.", field="member")
    if not (0 <= weekday < len(WEEKDAYS) and 0 <= begins < DAY and 0 <= ends < DAY):
        raise DutyProblemError("Choose a day and hours of it.", field="begins")
    duty_id = duties.add(work.store, member_id=member.id, weekday=weekday, begins=begins, ends=ends)
    record(work, DutyAdded(duty_id, member.id), now=now, actor=actor)


def remove(work: UnitOfWork, *, duty_id: str, now: datetime, actor: Actor) -> None:
    """Takes hours off the rota. Again: changes nothing."""
    work.must_write()
    if duties.remove(work.store, duty_id):
        record(work, DutyRemoved(DutyId(duty_id)), now=now, actor=actor)

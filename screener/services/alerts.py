"""Alerts: what a person of the clinic must hear of at once, and whether one has.

An urgent finding raises one when the step is sent, whether or not the form is
ever finished. Who is on duty is told by e-mail; where nobody acknowledges it in
time, everybody who may. It stands on every staff page until somebody does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from screener.errors import Refusal
from screener.services import duty
from screener.services.accounts import StaffMember
from screener.services.alert_events import AlertAcknowledged, AlertEscalated, AlertRaised
from screener.services.auditing import PROGRAM, Actor, record
from screener.services.jobs import JobKind, queue, went_wrong
from screener.services.unit_of_work import UnitOfWork
from screener.store import alerts, intakes, invitations, members
from screener.store.alert_tables import Alert, Notice
from screener.store.names import AlertId, IntakeId, InvitationId, MemberId

AHEAD = timedelta(hours=1)
"""A notice is due before the renderings that wait already."""
SHOWN = 20


class Sort(StrEnum):
    """What it is about; the value is stored."""

    URGENT = "urgent"
    DECLINED = "declined"
    """Somebody said no to the screening. It is told, and waits for no acknowledgment: the queue holds it."""


class NoAlertError(Refusal):
    """There is no such alert."""


@dataclass(frozen=True, slots=True)
class Told:
    """One member who was, or is to be, told by e-mail."""

    name: str
    sent_at: datetime | None
    is_in_trouble: bool
    """Whether sending has failed, and is tried again."""


@dataclass(frozen=True, slots=True)
class AlertView:
    """An alert as staff see it."""

    id: AlertId
    intake_id: IntakeId
    sort: Sort
    reference: str
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str
    """A name; empty where it needed nobody."""
    escalated_at: datetime | None
    told: tuple[Told, ...]

    @property
    def trouble(self) -> int:
        """How many notices could not be sent yet."""
        return sum(told.is_in_trouble for told in self.told)


def raise_alert(work: UnitOfWork, *, intake_id: IntakeId, sort: Sort, now: datetime) -> None:
    """Tells who is on duty. One that still stands for the intake is enough."""
    work.must_write()
    if sort is Sort.URGENT and alerts.of_intake(work.store, intake_id):
        return
    settled = None if sort is Sort.URGENT else now
    alert_id = alerts.add(work.store, intake_id=intake_id, sort=sort, now=now, acknowledged_at=settled)
    number = tell(work, alert_id, duty.on_duty(work, now), now)
    record(work, AlertRaised(alert_id, intake_id, number), now=now, actor=PROGRAM)


def tell(work: UnitOfWork, alert_id: AlertId, whom: Iterable[StaffMember], now: datetime) -> int:
    """Asks for a mail to each who was not told before; gives to how many."""
    if not work.settings.sends_mail:
        return 0
    added = [alerts.add_notice(work.store, alert_id=alert_id, member_id=member.id, now=now) for member in whom]
    for notice_id in filter(None, added):
        queue(work, JobKind.NOTICE, notice_id, now=now, due_at=now - AHEAD)
    return len(added) - added.count(None)


def escalate(work: UnitOfWork, now: datetime) -> None:
    """Tells everybody who may answer of what nobody has acknowledged in time. Once each."""
    late = now - timedelta(minutes=work.settings.escalation_minutes)
    for alert in alerts.standing(work.store):
        if alert.raised_at <= late and alerts.escalate(work.store, alert.id, now=now):
            number = tell(work, AlertId(alert.id), duty.who_may_answer(work), now)
            record(work, AlertEscalated(AlertId(alert.id), number), now=now, actor=PROGRAM)


def acknowledge(work: UnitOfWork, *, alert_id: str, member: StaffMember, now: datetime) -> None:
    """The member answers it. Again, or after a colleague: changes nothing. Raises `NoAlertError`."""
    work.must_write()
    if alerts.find(work.store, alert_id) is None:
        raise NoAlertError("There is no such alert.")
    if alerts.acknowledge(work.store, alert_id, member_id=member.id, now=now):
        record(work, AlertAcknowledged(AlertId(alert_id)), now=now, actor=member.actor)


def acknowledge_intake(work: UnitOfWork, *, intake_id: IntakeId, member_id: str, now: datetime, actor: Actor) -> None:
    """Whoever takes an intake from the queue, or has seen to it, answers its alerts."""
    for alert in alerts.of_intake(work.store, intake_id):
        if alerts.acknowledge(work.store, alert.id, member_id=member_id, now=now):
            record(work, AlertAcknowledged(AlertId(alert.id)), now=now, actor=actor)


def standing(work: UnitOfWork) -> tuple[AlertView, ...]:
    """What nobody has acknowledged, the oldest first."""
    return views(work, alerts.standing(work.store))


def newest(work: UnitOfWork) -> tuple[AlertView, ...]:
    """The newest, whatever became of them."""
    return views(work, alerts.newest(work.store, limit=SHOWN))


def views(work: UnitOfWork, rows: Iterable[Alert]) -> tuple[AlertView, ...]:
    """The alerts with names and notices."""
    found = tuple(rows)
    if not found:
        return ()
    names = {row.id: row.name for row in members.everybody(work.store)}
    notices = alerts.notices(work.store, (row.id for row in found))
    return tuple(view(work, row, [each for each in notices if each.alert_id == row.id], names) for row in found)


def view(work: UnitOfWork, row: Alert, notices: Iterable[Notice], names: dict[str, str]) -> AlertView:
    """One alert."""
    return AlertView(
        id=AlertId(row.id),
        intake_id=IntakeId(row.intake_id),
        sort=Sort(row.sort),
        reference=reference_of(work, IntakeId(row.intake_id)),
        raised_at=row.raised_at,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=names.get(row.acknowledged_by, ""),
        escalated_at=row.escalated_at,
        told=tuple(told(work, notice, names) for notice in notices),
    )


def told(work: UnitOfWork, notice: Notice, names: dict[str, str]) -> Told:
    """How one notice stands."""
    failed = notice.sent_at is None and went_wrong(work, JobKind.NOTICE, notice.id)
    return Told(names.get(notice.member_id, ""), notice.sent_at, failed)


def reference_of(work: UnitOfWork, intake_id: IntakeId) -> str:
    """What people call the intake."""
    row = intakes.find(work.store, intake_id)
    assert row is not None
    return invitations.by_id(work.store, InvitationId(row.invitation_id)).reference


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a notice goes, and what about."""

    email: str
    name: str
    sort: Sort
    is_escalated: bool


def addressee(work: UnitOfWork, *, notice_id: str) -> Addressee | None:
    """To whom a notice is still to be sent; None where it was, or is needless by now."""
    notice = alerts.find_notice(work.store, notice_id)
    alert = alerts.find(work.store, notice.alert_id) if notice and notice.sent_at is None else None
    member = members.find(work.store, notice.member_id) if notice and alert else None
    if alert is None or member is None or (alert.sort == Sort.URGENT and alert.acknowledged_at is not None):
        return None
    return Addressee(member.email, member.name, Sort(alert.sort), alert.escalated_at is not None)


def was_sent(work: UnitOfWork, *, notice_id: str, now: datetime) -> None:
    """Notes that a mail server took the notice."""
    work.must_write()
    alerts.was_sent(work.store, notice_id, now=now)


__all__ = ["AlertView", "MemberId", "NoAlertError", "Sort", "Told"]

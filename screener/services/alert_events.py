"""What happens to alerts and to the rota; see `auditing` for how events are spelt."""

from dataclasses import dataclass

from screener.services.auditing import Event
from screener.store.names import AlertId, DutyId, IntakeId, InvitationId, MemberId


@dataclass(frozen=True)
class AlertRaised(Event):
    """The clinic is told of an intake; `notices` is how many members by e-mail at once."""

    kind = "alert.raised"
    alert: AlertId
    intake: IntakeId
    notices: int


@dataclass(frozen=True)
class AlertAcknowledged(Event):
    """A member said that they answer it."""

    kind = "alert.acknowledged"
    alert: AlertId


@dataclass(frozen=True)
class AlertEscalated(Event):
    """Nobody had acknowledged it in time, so everybody who may was told."""

    kind = "alert.escalated"
    alert: AlertId
    notices: int


@dataclass(frozen=True)
class DutyAdded(Event):
    """A member is on duty in these hours from now on."""

    kind = "duty.added"
    duty: DutyId
    member: MemberId


@dataclass(frozen=True)
class DutyRemoved(Event):
    """Hours of duty were taken off the rota."""

    kind = "duty.removed"
    duty: DutyId


@dataclass(frozen=True)
class ReminderSent(Event):
    """A patient was reminded of a form that is not finished."""

    kind = "invitation.reminded"
    invitation: InvitationId

"""Which function does which job, and what time alone makes due: two tables."""

from collections.abc import Mapping

from screener.jobs.mailing import notice, reminder
from screener.jobs.reassessing import reassess
from screener.jobs.rendering import render
from screener.jobs.worker import Handler, Tick
from screener.services import jobs, reminders
from screener.services.alerts import escalate
from screener.services.jobs import JobKind

HANDLERS: Mapping[JobKind, Handler] = {
    JobKind.RENDER: render,
    JobKind.REASSESS: reassess,
    JobKind.NOTICE: notice,
    JobKind.REMINDER: reminder,
}

TICKS: tuple[Tick, ...] = (escalate, reminders.ask_for_due, jobs.clear)

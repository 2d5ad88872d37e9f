"""Which function does which job, and what time alone makes due: two tables."""

from collections.abc import Mapping

from screener.jobs.mailing import guessed, link_code, new_link, notice, refusal, reminder
from screener.jobs.publishing import publish
from screener.jobs.reassessing import reassess
from screener.jobs.rendering import render, render_copy
from screener.jobs.unconfirmed import unconfirmed
from screener.jobs.worker import Handler, Tick
from screener.services import jobs, reassessing, reminders, scheduling
from screener.services.alerts import escalate
from screener.services.jobs import JobKind

HANDLERS: Mapping[JobKind, Handler] = {
    JobKind.RENDER: render,
    JobKind.COPY: render_copy,
    JobKind.REASSESS: reassess,
    JobKind.NOTICE: notice,
    JobKind.REMINDER: reminder,
    JobKind.PUBLISH: publish,
    JobKind.REFUSAL: refusal,
    JobKind.GUESSED: guessed,
    JobKind.NEW_LINK: new_link,
    JobKind.LINK_CODE: link_code,
    JobKind.UNCONFIRMED: unconfirmed,
}

TICKS: tuple[Tick, ...] = (
    escalate,
    reminders.ask_for_due,
    scheduling.ask_for_due,
    jobs.clear,
    reassessing.forget,
)

"""Publishing drafts whose set time has come.

The proof may take minutes, so it is made beside: a turn waits for it a little,
then whatever else is due comes first. No transaction is open meanwhile.
"""

import time
from datetime import date, datetime
from typing import Final

from screener.proof.comparison import Comparison
from screener.services import draft_checks, publishing, scheduling
from screener.services.publishing import Compared, Examination
from screener.services.scheduling import Due
from screener.services.unit_of_work import Services
from screener.services.workroom import Proved, Task, Workroom

SECONDS: Final = 2.0
"""How long one turn waits."""
WORKROOM: Final = Workroom()

Examined = tuple[Examination, Compared | None]


class NotExaminedError(Exception):
    """The draft could not be proved or compared."""


def publish(services: Services, subject: str, now: datetime) -> datetime | None:
    """Publishes the draft of this set time, or refuses; gives when to go on, or None where it is done."""
    with services.reading() as work:
        due = scheduling.find_due(work, scheduled_id=subject)
    if due is None:
        return None
    examined = None if due.is_outdated else examine(due, now.date())
    if examined is None and not due.is_outdated:
        return now
    with services.unit_of_work() as work:
        scheduling.carry_out(work, scheduled_id=subject, examined=examined, now=now)
    return None


def examine(due: Due, day: date) -> Examined | None:
    """How sound the draft is on that day, and whom it judges otherwise; None while that is not known yet.

    Raises `NotExaminedError`.
    """
    checked = draft_checks.check(due.draft.files, due.draft.slug, as_of=day)
    new = checked.questionnaire
    if new is None:
        return Examination(checked, None), None
    proof = WORKROOM.proof(new, due.draft.files, day)
    comparison = WORKROOM.comparison(due.base[1], new, day) if due.base else None
    if not finished(*filter(None, (proof, comparison))):
        return None
    proved: Proved = proof.result
    found: Comparison | None = comparison.result if comparison else None
    return Examination(checked, proved), publishing.compare(new, due.base, found)


def finished(*tasks: Task) -> bool:
    """Waits a little for them; whether all are done. Raises `NotExaminedError`."""
    until = time.monotonic() + SECONDS
    while not all(task.is_finished for task in tasks):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    if any(task.has_failed for task in tasks):
        raise NotExaminedError
    return True

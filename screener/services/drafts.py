"""What was typed on a page that could not be saved: a pause never costs typed answers.

A draft is not an answer: it takes no part in any condition. It is shown again on
its page after the patient has signed in anew, and goes when its step is saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from screener.definition.names import StepId
from screener.services.unit_of_work import UnitOfWork
from screener.store import drafts, intakes
from screener.store.names import IntakeId


@dataclass(frozen=True, slots=True)
class Draft:
    """A page as typed: form field names and their texts."""

    step_id: StepId
    typed: Mapping[str, tuple[str, ...]]
    saved_at: datetime
    page: str | None = None
    """The random mark of the page that it was typed on."""


def keep(
    work: UnitOfWork,
    *,
    intake_id: IntakeId,
    step_id: StepId,
    typed: drafts.Typed,
    now: datetime,
    page: str | None = None,
) -> bool:
    """Keeps the page's fields as typed, sealed; a later draft of the same step replaces it. Tells whether it is kept.

    Leave out the CSRF token. `page` is the page's random mark: a draft that
    comes late, after its own page was saved, is let go. So is one of an intake
    that is not open.
    """
    work.must_write()
    intake = intakes.find_locked(work.store, intake_id)
    if intake is None or intake.state != "open" or intakes.was_saved_by(work.store, intake_id, step_id, page):
        return False
    key = intakes.key_of(work.store, intake)
    drafts.put(work.store, key, intake_id=intake_id, step_id=step_id, typed=typed, page=page, now=now)
    return True


def find_newest(work: UnitOfWork, *, intake_id: IntakeId) -> StepId | None:
    """The step of which something was typed last and not saved, or None."""
    return drafts.newest(work.store, intake_id)


def find(work: UnitOfWork, *, intake_id: IntakeId, step_id: StepId) -> Draft | None:
    """The page's draft, or None."""
    intake = intakes.find(work.store, intake_id)
    if intake is None:
        return None
    kept = drafts.find(work.store, intakes.key_of(work.store, intake), intake_id=intake_id, step_id=step_id)
    return Draft(step_id, kept.typed, kept.saved_at, kept.page) if kept else None


def drop(work: UnitOfWork, *, intake_id: IntakeId, step_id: StepId, page: str | None = None) -> None:
    """Forgets the step's draft; with `page`, only what was typed on that page. `intake.answer` does so by itself."""
    work.must_write()
    if page:
        drafts.drop_of_page(work.store, intake_id=intake_id, step_id=step_id, page=page)
    else:
        drafts.drop(work.store, intake_id=intake_id, step_id=step_id)

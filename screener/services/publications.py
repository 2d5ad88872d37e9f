"""What is published: every revision of a questionnaire with how it came about, and who is filling in which."""

from dataclasses import dataclass
from datetime import date, datetime

from screener.services import authoring, revisions
from screener.services.revisions import Revision
from screener.services.unit_of_work import UnitOfWork
from screener.store import intakes, last_days, questionnaire_drafts
from screener.store import revisions as kept_revisions


@dataclass(frozen=True, slots=True)
class MidForm:
    """Patients who are filling in a revision now: they stay on it, at least until its last day."""

    number: int
    count: int
    latest_at: datetime


@dataclass(frozen=True, slots=True)
class PublishedRevision:
    """A revision in the list of its questionnaire."""

    revision: Revision
    by: str
    reason: str
    approved_by: str | None
    again_of: int | None
    """The number of the revision that it published again."""
    is_current: bool
    last_day: date | None
    """By when what was begun on an earlier one must be sent."""


def mid_form(work: UnitOfWork, *, slug: str) -> tuple[MidForm, ...]:
    """How many patients are filling in which revision now, the newest revision first."""
    return tuple(MidForm(*row) for row in intakes.open_by_revision(work.store, slug))


def revisions_of(work: UnitOfWork, *, slug: str) -> tuple[PublishedRevision, ...]:
    """Every revision of the questionnaire, the newest first."""
    rows = kept_revisions.all_of(work.store, slug)
    days = last_days.of_slug(work.store, slug)
    numbers = {row.id: row.number for row in rows}
    listed = []
    for place, row in enumerate(rows):
        kept = questionnaire_drafts.find_publication(work.store, row.id)
        approved_by = kept.approved_by if kept else None
        listed.append(
            PublishedRevision(
                revision=revisions.view_of(row),
                by=authoring.name_of(work, row.published_by),
                reason=kept.reason if kept else "",
                approved_by=authoring.name_of(work, approved_by) if approved_by else None,
                again_of=numbers.get(kept.again_of) if kept and kept.again_of else None,
                is_current=place == 0,
                last_day=days.get(row.id),
            )
        )
    return tuple(listed)

"""What was typed on a page that could not be saved: a pause never costs typed answers.

A draft is not an answer: it takes no part in any condition. It is shown again on
its page after the patient has signed in anew, and goes when its page is saved.
Two tabs of one step are two pages, and neither takes the other's draft.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from screener.definition.names import StepId
from screener.services.unit_of_work import UnitOfWork
from screener.store import codes, drafts, intakes, invitations
from screener.store.drafts import KeptDraft
from screener.store.names import IntakeId, InvitationId

AT_MOST = 12
"""So many drafts of one step are kept, the newest: a bound that somebody with many tabs does not meet."""
NOT_ANSWERS = "page-", "then"


@dataclass(frozen=True, slots=True)
class Draft:
    """A page as typed: form field names and their texts."""

    step_id: StepId
    typed: Mapping[str, tuple[str, ...]]
    saved_at: datetime
    page: str = ""
    """The random mark of the page that it was typed on."""
    is_late: bool = False
    """Whether it came after its session had ended: somebody else may have sent it."""

    @property
    def answers(self) -> Mapping[str, tuple[str, ...]]:
        """What was typed, without what the page says of itself, and without blanks."""
        return answers_of(self.typed)

    @property
    def stamp(self) -> str:
        """The page's mark, and a hash of what was typed: another one once more is typed there."""
        if not self.page:
            return ""
        typed = json.dumps(dict(self.answers), sort_keys=True).encode()
        return f"{self.page}-{sha256(typed).hexdigest()[:16]}"


def answers_of(typed: drafts.Typed) -> Mapping[str, tuple[str, ...]]:
    """What was typed, without what the page says of itself, and without blanks."""
    return {name: texts for name, texts in typed.items() if not name.startswith(NOT_ANSWERS) and any(texts)}


def keep(
    work: UnitOfWork,
    *,
    intake_id: IntakeId,
    step_id: StepId,
    typed: drafts.Typed,
    now: datetime,
    page: str | None = None,
    after: str = "",
    is_late: bool = False,
) -> bool:
    """Keeps the page's fields as typed, sealed; a later draft of the same page replaces it. Tells whether it is kept.

    Leave out the CSRF token. `page` is the page's random mark: a draft that
    comes late, after its own page was saved, is let go. So is one of an intake
    that is not open. `after` is the stamp of the draft that this one went on
    from: it takes that one's place, unless more was typed there since.
    """
    work.must_write()
    intake = intakes.find_locked(work.store, intake_id)
    if intake is None or intake.state != "open" or now >= intake.expires_at:
        return False
    if intakes.was_saved_by(work.store, intake_id, step_id, page):
        return False
    key = intakes.key_of(work.store, intake)
    drafts.put(work.store, key, intake_id=intake_id, draft=KeptDraft(step_id, page or "", now, typed, is_late))
    if after:
        let_go(work, intake_id=intake_id, step_id=step_id, after=after)
    drafts.drop_oldest(work.store, intake_id=intake_id, step_id=step_id, but=AT_MOST)
    return True


def keep_for(
    work: UnitOfWork, *, reference: str, step_id: StepId, typed: drafts.Typed, page: str, now: datetime
) -> bool:
    """Keeps a page whose patient is not signed in, for that patient alone. Tells whether it is kept.

    The caller has made sure that the page was made here for this very intake:
    nobody else's words come to a patient this way.
    """
    exact = codes.find_reference(reference)
    invitation = invitations.find_by_reference(work.store, exact) if exact else None
    intake = intakes.find_of_invitation(work.store, InvitationId(invitation.id)) if invitation else None
    if intake is None:
        return False
    intake_id = IntakeId(intake.id)
    return keep(work, intake_id=intake_id, step_id=step_id, typed=typed, page=page, now=now, is_late=True)


def find_newest(work: UnitOfWork, *, intake_id: IntakeId) -> StepId | None:
    """The step of which something was typed last and not saved, or None."""
    return drafts.newest(work.store, intake_id)


def steps_with(work: UnitOfWork, *, intake_id: IntakeId) -> frozenset[StepId]:
    """The steps on whose pages something was typed and not saved."""
    return drafts.pages(work.store, intake_id)


def of_step(work: UnitOfWork, *, intake_id: IntakeId, step_id: StepId) -> tuple[Draft, ...]:
    """What was typed on the step's pages and not saved, the newest first."""
    intake = intakes.find(work.store, intake_id)
    if intake is None:
        return ()
    key = intakes.key_of(work.store, intake)
    return tuple(
        Draft(step_id, each.typed, each.saved_at, each.page, each.is_late)
        for each in drafts.of_step(work.store, key, intake_id=intake_id, step_id=step_id)
    )


def find(work: UnitOfWork, *, intake_id: IntakeId, step_id: StepId) -> Draft | None:
    """The step's newest draft, or None."""
    return next(iter(of_step(work, intake_id=intake_id, step_id=step_id)), None)


def let_go(
    work: UnitOfWork, *, intake_id: IntakeId, step_id: StepId, typed: drafts.Typed | None = None, after: str = ""
) -> None:
    """Forgets the pages on which the very same was typed, and the draft with that stamp."""
    work.must_write()
    for draft in of_step(work, intake_id=intake_id, step_id=step_id):
        is_same = typed is not None and draft.answers == answers_of(typed)
        if is_same or (after and draft.stamp == after):
            drafts.drop_of_page(work.store, intake_id=intake_id, step_id=step_id, page=draft.page)


def drop(work: UnitOfWork, *, intake_id: IntakeId, step_id: StepId, page: str | None = None) -> None:
    """Forgets the step's drafts; with `page`, only what was typed on that page. `intake.answer` does so by itself."""
    work.must_write()
    if page:
        drafts.drop_of_page(work.store, intake_id=intake_id, step_id=step_id, page=page)
    else:
        drafts.drop(work.store, intake_id=intake_id, step_id=step_id)

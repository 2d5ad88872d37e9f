"""From a draft to a revision: what stands in the way, who approved what, and back to an earlier one.

Whoever approves signs the comparison that they saw: it is kept with its hash,
and holds for exactly these files against exactly that revision.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from screener.definition.difference import Change, differences
from screener.definition.model import Questionnaire
from screener.errors import Refusal
from screener.proof.comparison import Comparison, Judgment, Standing
from screener.services import authoring, revisions
from screener.services.auditing import Actor, record
from screener.services.authoring import DraftView, NoDraftError, StaleDraftError
from screener.services.authoring_events import DraftApproved, DraftPublished, RevisionPublishedAgain
from screener.services.draft_checks import Checked
from screener.services.revisions import Revision, RevisionId
from screener.services.unit_of_work import UnitOfWork
from screener.services.workroom import Proved
from screener.store import audit, questionnaire_drafts, scheduled_publications
from screener.store import revisions as kept_revisions

REASON_LETTERS = 2_000


@dataclass(frozen=True, slots=True)
class Compared:
    """A draft beside the revision that is published: what changed, and who is judged otherwise for it."""

    base: Revision | None
    """None where nothing is published yet: then there is nothing to compare with."""
    sha256: str
    """Of the draft's files."""
    changes: tuple[Change, ...]
    comparison: Comparison | None

    @property
    def content(self) -> bytes:
        """All of it, in canonical JSON: what an approver signs."""
        said = {
            "base": self.base.sha256 if self.base else None,
            "draft": self.sha256,
            "changes": [change.to_json() for change in self.changes],
            "judgments": self.comparison.to_json()["judgments"] if self.comparison else [],
        }
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()

    @property
    def content_sha256(self) -> str:
        """The hash of that."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def looser(self) -> tuple[Judgment, ...]:
        """What judges somebody more mildly, or may: it needs a reason."""
        if self.comparison is None:
            return ()
        return (*self.comparison.standing(Standing.LOOSER), *self.comparison.standing(Standing.UNDECIDED))


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody approved these files against this revision."""

    by: str
    """The member's name."""
    actor: str
    at: datetime
    comparison_sha256: str


class NotPublishableError(Refusal):
    """The draft cannot be published: `obstacles` says all that stands in the way."""

    def __init__(self, obstacles: tuple[str, ...]) -> None:
        super().__init__(" ".join(obstacles))
        self.obstacles = obstacles


class NotApprovableError(Refusal):
    """This member cannot approve this draft, or not what they saw."""


def compare(draft: Questionnaire, base: tuple[Revision, Questionnaire] | None, found: Comparison | None) -> Compared:
    """The draft beside what is published; `found` is whom the change makes judged otherwise. Pure."""
    changes = differences(base[1], draft) if base else ()
    return Compared(base[0] if base else None, draft.sha256, changes, found)


@dataclass(frozen=True, slots=True)
class Examination:
    """What is known of a draft's own soundness."""

    checked: Checked
    proved: Proved | None
    """None while the proof is not finished."""

    def obstacles(self) -> Iterator[str]:
        """What the draft itself still lacks, in words."""
        if faults := self.checked.faults:
            yield f"{_count(len(faults), 'problem')} must be mended: {faults[0]}"
            return
        if failed := self.checked.failed:
            yield f"{_count(len(failed), 'vignette')} must get the findings expected: {', '.join(failed)}."
        if self.proved is None:
            yield "The proof is not finished yet: wait for it."
        elif self.proved.to_mend:
            yield f"{_count(self.proved.to_mend, 'statement')} of the proof must be mended, or accepted with a reason."


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft that nothing keeps from being published."""

    draft: DraftView
    content: Questionnaire
    approval: Approval | None
    reason: str


def find_approval(work: UnitOfWork, *, draft: DraftView, base: Revision | None) -> Approval | None:
    """The approval of exactly this draft against what is published."""
    kept = questionnaire_drafts.find_approval(
        work.store, draft_id=draft.id, sha256=draft.sha256, base_sha256=base.sha256 if base else None
    )
    if kept is None:
        return None
    name = authoring.name_of(work, kept.approved_by)
    return Approval(name, kept.approved_by, kept.approved_at, kept.comparison_sha256)


def wrote(work: UnitOfWork, *, draft_id: str, actor: Actor) -> bool:
    """Whether the member saved anything of the draft: then somebody else must approve it."""
    return str(actor) in questionnaire_drafts.writers(work.store, draft_id)


def approve(
    work: UnitOfWork,
    *,
    draft_id: str,
    version: int,
    examination: Examination,
    compared: Compared,
    seen: str,
    now: datetime,
    actor: Actor,
) -> None:
    """The member approves the draft, having seen the comparison with the hash `seen`.

    Raises `NotApprovableError`, `NotPublishableError` (the draft lacks something),
    `NoDraftError`, `StaleDraftError`.
    """
    work.must_write()
    draft = _open(work, draft_id, version)
    if wrote(work, draft_id=draft_id, actor=actor):
        raise NotApprovableError("You wrote part of this draft: somebody else must approve it.")
    if obstacles := tuple(examination.obstacles()):
        raise NotPublishableError(obstacles)
    _must_be_the_same(work, draft, compared)
    if seen != compared.content_sha256:
        raise NotApprovableError("The comparison has changed since you opened the page: read it again.")
    questionnaire_drafts.approve(
        work.store,
        draft_id=draft.id,
        sha256=draft.sha256,
        base_sha256=compared.base.sha256 if compared.base else None,
        comparison_sha256=compared.content_sha256,
        comparison=compared.content,
        now=now,
        by=str(actor),
    )
    record(work, DraftApproved(draft.id, draft.sha256, compared.content_sha256), now=now, actor=actor)


def must_be_publishable(
    work: UnitOfWork, *, draft_id: str, version: int, examination: Examination, compared: Compared, reason: str
) -> Ready:
    """The draft, held until the transaction ends, if nothing stands in the way of publishing it now.

    Raises `NotPublishableError` with all that does, `NotApprovableError`, `NoDraftError`, `StaleDraftError`.
    """
    draft = _open(work, draft_id, version)
    audit.lock_chain(work.store)  # nothing else is published meanwhile
    _must_be_the_same(work, draft, compared)
    approval = find_approval(work, draft=draft, base=compared.base)
    words = _reason(reason)
    obstacles = (*examination.obstacles(), *_formal_obstacles(work, compared, approval, words))
    content = examination.checked.questionnaire
    if obstacles or content is None:
        raise NotPublishableError(obstacles)
    return Ready(draft, content, approval, words)


def publish(
    work: UnitOfWork,
    *,
    draft_id: str,
    version: int,
    examination: Examination,
    compared: Compared,
    reason: str,
    now: datetime,
    actor: Actor,
) -> Revision:
    """The draft becomes the next revision: new patients get it, those mid-form stay on theirs.

    Raises what `must_be_publishable` does.
    """
    work.must_write()
    ready = must_be_publishable(
        work, draft_id=draft_id, version=version, examination=examination, compared=compared, reason=reason
    )
    draft, approval = ready.draft, ready.approval
    revision = revisions.keep(work, content=ready.content, files=draft.files, now=now, actor=actor)
    row = questionnaire_drafts.find_locked(work.store, draft.id)
    assert row is not None
    row.state = "published"
    scheduled_publications.overtake(work.store, draft.id, now=now)
    questionnaire_drafts.add_publication(
        work.store,
        revision_id=revision.id,
        draft_id=draft.id,
        reason=ready.reason,
        approved_by=approval.actor if approval else None,
        comparison_sha256=compared.content_sha256,
        again_of=None,
    )
    record(work, DraftPublished(draft.id, revision.id, compared.content_sha256), now=now, actor=actor)
    return revision


def publish_again(work: UnitOfWork, *, revision_id: str, reason: str, now: datetime, actor: Actor) -> Revision:
    """An earlier revision becomes the next one, byte for byte. Raises `NotPublishableError`, `NoDraftError`."""
    work.must_write()
    audit.lock_chain(work.store)
    row = kept_revisions.find(work.store, revision_id)
    if row is None:
        raise NoDraftError("There is no such revision.")
    earlier = revisions.view_of(row)
    words = _reason(reason)
    if not words:
        raise NotPublishableError(("Say why the earlier revision is published again.",))
    if revisions.current(work, earlier.slug).sha256 == earlier.sha256:
        raise NotPublishableError(("This is what is published now.",))
    content = revisions.questionnaire_of(work, earlier)
    files = kept_revisions.files_of(work.store, earlier.id)
    revision = revisions.keep(work, content=content, files=files, now=now, actor=actor)
    questionnaire_drafts.add_publication(
        work.store,
        revision_id=revision.id,
        draft_id=None,
        reason=words,
        approved_by=None,
        comparison_sha256=None,
        again_of=earlier.id,
    )
    record(work, RevisionPublishedAgain(revision.id, earlier.id), now=now, actor=actor)
    return revision


def _formal_obstacles(work: UnitOfWork, compared: Compared, approval: Approval | None, reason: str) -> Iterator[str]:
    """What the clinic's own rules still ask for."""
    if compared.base is not None and compared.base.sha256 == compared.sha256:
        yield "Nothing differs from what is published."
    if compared.base is not None and compared.comparison is None:
        yield "The comparison is not finished yet: wait for it."
    if work.settings.publishing_needs_two and approval is None:
        yield "Somebody who wrote nothing of it must approve it first."
    if compared.looser and not reason:
        yield "Somebody is judged more mildly than before, or may be: say why."


def _open(work: UnitOfWork, draft_id: str, version: int) -> DraftView:
    questionnaire_drafts.find_locked(work.store, draft_id)
    draft = authoring.open_draft(work, draft_id=draft_id)
    if draft.state != "open":
        raise NoDraftError("This draft is not being written any more.")
    if draft.version != version:
        raise StaleDraftError(draft.version, draft.last.saved_by)
    return draft


def _must_be_the_same(work: UnitOfWork, draft: DraftView, compared: Compared) -> None:
    """Raises `NotApprovableError` where the comparison is not of this draft and what is published now."""
    current = kept_revisions.find_current(work.store, draft.slug)
    base = compared.base.id if compared.base else None
    if draft.sha256 != compared.sha256 or (RevisionId(current.id) if current else None) != base:
        raise NotApprovableError("Something was saved or published since the comparison was made: look at it again.")


def _reason(typed: str) -> str:
    return " ".join(typed.split())[:REASON_LETTERS]


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"

"""Drafts: a questionnaire being written, every save of it kept, nothing overwritten unseen.

A draft may say anything at all; what is wrong with it is told (`draft_checks`),
and only publishing refuses (`publishing`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from screener.definition.source_files import MAIN, MOST_FILES, digest, is_ours
from screener.definition.source_text import MOST_BYTES
from screener.errors import Refusal
from screener.services import revisions
from screener.services.auditing import Actor, record
from screener.services.authoring_events import DraftDropped, DraftStarted
from screener.services.draft_files import UnusableFilesError, blank, checked_slug
from screener.services.revisions import Revision
from screener.services.unit_of_work import UnitOfWork
from screener.store import members, questionnaire_drafts
from screener.store import revisions as kept_revisions
from screener.store.authoring_tables import DraftSave, QuestionnaireDraft
from screener.store.names import DraftId, RevisionId

__all__ = ["DraftId", "DraftView", "NoDraftError", "Saved", "StaleDraftError"]

SAVES_SHOWN: Final = 50
DraftState = Literal["open", "published", "dropped"]


@dataclass(frozen=True, slots=True)
class Saved:
    """One save, as its history shows it."""

    version: int
    saved_at: datetime
    saved_by: str
    """The member's name."""
    what: str
    is_current: bool
    """Whether the draft says now what this save said."""


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as its newest save left it."""

    id: DraftId
    slug: str
    base: Revision | None
    state: DraftState
    version: int
    files: Mapping[str, bytes]
    sha256: str
    started_by: str
    """The actor as kept."""
    last: Saved

    @property
    def text(self) -> str:
        """The questionnaire's own text, however broken."""
        return self.files.get(MAIN, b"").decode("utf-8", "replace")

    @property
    def can_undo(self) -> bool:
        """Whether there is a save before the one whose files it has."""
        return self.last.version > 1


class NoDraftError(Refusal):
    """There is no such draft, or it is not being written any more."""


class StaleDraftError(Refusal):
    """Somebody saved the draft after the page was opened; `by` is their name."""

    def __init__(self, version: int, by: str) -> None:
        super().__init__(f"{by} has saved this draft meanwhile. It is as they left it: look at it before you go on.")
        self.version = version
        self.by = by


def start_from_published(work: UnitOfWork, *, slug: str, now: datetime, actor: Actor) -> DraftView:
    """A draft that says what the current revision says. Raises `NoRevisionError`."""
    work.must_write()
    base = revisions.current(work, slug)
    files = kept_revisions.files_of(work.store, base.id)
    return _started(work, slug, files, base.id, f"Started from revision {base.number}", now, actor)


def start_from_files(
    work: UnitOfWork, *, slug: str, files: Mapping[str, bytes], now: datetime, actor: Actor
) -> DraftView:
    """A draft of files from outside, under the slug that they give (`slug_in`). Raises `UnusableFilesError`."""
    work.must_write()
    return _started(work, checked_slug(slug), files, _base_of(work, slug), "Started from files", now, actor)


def start_blank(work: UnitOfWork, *, slug: str, title: str, now: datetime, actor: Actor) -> DraftView:
    """A draft with one question. Raises `UnusableFilesError` where the slug cannot be, or is taken."""
    work.must_write()
    if _base_of(work, checked_slug(slug)) is not None:
        raise UnusableFilesError(f"{slug} is published already: start a draft of it instead.")
    files = blank(slug, " ".join(title.split()) or slug, work.settings.time_zone or "America/New_York")
    return _started(work, slug, files, None, "Started blank", now, actor)


def open_draft(work: UnitOfWork, *, draft_id: str) -> DraftView:
    """The draft, whatever its state. Raises `NoDraftError`."""
    row = questionnaire_drafts.find(work.store, draft_id)
    if row is None:
        raise NoDraftError("There is no such draft.")
    return _view(work, row)


def listing(work: UnitOfWork) -> tuple[DraftView, ...]:
    """Every draft that is being written, by its questionnaire."""
    return tuple(_view(work, row) for row in questionnaire_drafts.open_ones(work.store))


def published(work: UnitOfWork) -> tuple[Revision, ...]:
    """The current revision of each questionnaire, by slug."""
    return revisions.all_current(work)


def save(
    work: UnitOfWork,
    *,
    draft_id: str,
    version: int,
    files: Mapping[str, bytes],
    what: str,
    now: datetime,
    actor: Actor,
) -> DraftView:
    """The draft says this from now on; the same as before is no save.

    Raises `NoDraftError`, `StaleDraftError` (`version` is not the newest save),
    `UnusableFilesError` (too large, or files that no questionnaire has).
    """
    work.must_write()
    row = _locked(work, draft_id, version)
    _check_files(files)
    before = questionnaire_drafts.files_of(work.store, row.id, row.version)
    changed = _changed(before, files)
    if changed:
        questionnaire_drafts.save(work.store, row, changed, says_again=None, what=what, now=now, by=str(actor))
    return _view(work, row)


def find_files(work: UnitOfWork, *, draft_id: str, version: int) -> Mapping[str, bytes] | None:
    """What the draft said at a save: what a page that was made from it began with."""
    if questionnaire_drafts.save_of(work.store, draft_id, version) is None:
        return None
    return questionnaire_drafts.files_of(work.store, draft_id, version)


def undo(work: UnitOfWork, *, draft_id: str, version: int, now: datetime, actor: Actor) -> DraftView:
    """The draft says what it said before its last change; once more, what it said before that one."""
    work.must_write()
    row = _locked(work, draft_id, version)
    earlier = _save_of(work, row).says_again - 1
    if earlier < 1:
        return _view(work, row)
    return _gone_back(work, row, earlier, f"Undid save {earlier + 1}", now, actor)


def go_back(work: UnitOfWork, *, draft_id: str, version: int, to: int, now: datetime, actor: Actor) -> DraftView:
    """The draft says what it said at an earlier save. Raises `NoDraftError`, `StaleDraftError`."""
    work.must_write()
    row = _locked(work, draft_id, version)
    kept = questionnaire_drafts.save_of(work.store, row.id, to)
    if kept is None:
        raise NoDraftError("There is no such save of this draft.")
    return _gone_back(work, row, kept.says_again, f"Went back to save {to}", now, actor)


def history(work: UnitOfWork, *, draft_id: str) -> tuple[Saved, ...]:
    """The newest saves first, fifty at most. Raises `NoDraftError`."""
    row = questionnaire_drafts.find(work.store, draft_id)
    if row is None:
        raise NoDraftError("There is no such draft.")
    now_says = _save_of(work, row).says_again
    kept = questionnaire_drafts.saves(work.store, row.id, SAVES_SHOWN)
    return tuple(_saved(work, each, each.says_again == now_says) for each in kept)


def drop(work: UnitOfWork, *, draft_id: str, version: int, now: datetime, actor: Actor) -> None:
    """Gives the draft up; its saves stay. Raises `NoDraftError`, `StaleDraftError`."""
    work.must_write()
    row = _locked(work, draft_id, version)
    row.state = "dropped"
    record(work, DraftDropped(DraftId(row.id)), now=now, actor=actor)


def name_of(work: UnitOfWork, actor: str) -> str:
    """The name of whoever is kept as `staff:ID`; of an operator or the program that."""
    sort, _, own_id = actor.partition(":")
    member = members.find(work.store, own_id) if sort == "staff" else None
    return member.name if member else f"the {sort}"


def _started(
    work: UnitOfWork,
    slug: str,
    files: Mapping[str, bytes],
    base: RevisionId | None,
    what: str,
    now: datetime,
    actor: Actor,
) -> DraftView:
    _check_files(files)
    row = questionnaire_drafts.add(work.store, slug=slug, base_id=base, now=now, by=str(actor))
    questionnaire_drafts.save(work.store, row, dict(files), says_again=None, what=what, now=now, by=str(actor))
    record(work, DraftStarted(DraftId(row.id), slug, base), now=now, actor=actor)
    return _view(work, row)


def _base_of(work: UnitOfWork, slug: str) -> RevisionId | None:
    found = kept_revisions.find_current(work.store, slug)
    return RevisionId(found.id) if found else None


def _locked(work: UnitOfWork, draft_id: str, version: int) -> QuestionnaireDraft:
    row = questionnaire_drafts.find_locked(work.store, draft_id)
    if row is None or row.state != "open":
        raise NoDraftError("This draft is not being written any more.")
    if row.version != version:
        raise StaleDraftError(row.version, name_of(work, _save_of(work, row).saved_by))
    return row


def _check_files(files: Mapping[str, bytes]) -> None:
    if len(files) > MOST_FILES or any(not is_ours(name) for name in files):
        raise UnusableFilesError("A draft holds the files of a questionnaire and no others.")
    if large := next((name for name, content in files.items() if len(content) > MOST_BYTES), None):
        raise UnusableFilesError(f"{large} has more than 1 MiB, which is more than is read.")


def _changed(before: Mapping[str, bytes], files: Mapping[str, bytes]) -> dict[str, bytes | None]:
    gone: dict[str, bytes | None] = {name: None for name in before if name not in files}
    return gone | {name: content for name, content in files.items() if before.get(name) != content}


def _gone_back(work: UnitOfWork, row: QuestionnaireDraft, to: int, what: str, now: datetime, actor: Actor) -> DraftView:
    before = questionnaire_drafts.files_of(work.store, row.id, row.version)
    changed = _changed(before, questionnaire_drafts.files_of(work.store, row.id, to))
    if changed:
        questionnaire_drafts.save(work.store, row, changed, says_again=to, what=what, now=now, by=str(actor))
    return _view(work, row)


def _save_of(work: UnitOfWork, row: QuestionnaireDraft) -> DraftSave:
    kept = questionnaire_drafts.save_of(work.store, row.id, row.version)
    assert kept is not None  # a draft is never kept without its first save
    return kept


def _saved(work: UnitOfWork, kept: DraftSave, is_current: bool) -> Saved:
    return Saved(kept.version, kept.saved_at, name_of(work, kept.saved_by), kept.what, is_current)


def _view(work: UnitOfWork, row: QuestionnaireDraft) -> DraftView:
    files = questionnaire_drafts.files_of(work.store, row.id, row.version)
    kept = _save_of(work, row)
    return DraftView(
        id=DraftId(row.id),
        slug=row.slug,
        base=revisions.by_id(work, RevisionId(row.base_id)) if row.base_id else None,
        state=row.state,  # type: ignore[arg-type]
        version=row.version,
        files=files,
        sha256=digest(files),
        started_by=row.started_by,
        last=Saved(kept.says_again, kept.saved_at, name_of(work, kept.saved_by), kept.what, True),
    )

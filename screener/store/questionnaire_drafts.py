"""Questionnaires being written, as kept: each save holds the files that it changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from screener.store.authoring_tables import DraftApproval, DraftFile, DraftSave, Publication, QuestionnaireDraft
from screener.store.database import Store
from screener.store.names import new_id


def add(store: Store, *, slug: str, base_id: str | None, now: datetime, by: str) -> QuestionnaireDraft:
    """Keeps a new draft, without a save yet."""
    draft = QuestionnaireDraft(
        id=new_id(), slug=slug, base_id=base_id, state="open", version=0, started_at=now, started_by=by
    )
    store.session.add(draft)
    store.session.flush()
    return draft


def find(store: Store, draft_id: str) -> QuestionnaireDraft | None:
    """The draft."""
    return store.session.get(QuestionnaireDraft, draft_id, populate_existing=True)


def find_locked(store: Store, draft_id: str) -> QuestionnaireDraft | None:
    """The draft, the row held until the transaction ends."""
    return store.session.get(QuestionnaireDraft, draft_id, with_for_update=True, populate_existing=True)


def open_ones(store: Store) -> Sequence[QuestionnaireDraft]:
    """Every draft that is being written, by its questionnaire."""
    chosen = select(QuestionnaireDraft).where(QuestionnaireDraft.state == "open")
    return store.session.scalars(chosen.order_by(QuestionnaireDraft.slug, QuestionnaireDraft.started_at)).all()


def save(
    store: Store,
    draft: QuestionnaireDraft,
    changed: Mapping[str, bytes | None],
    *,
    says_again: int | None,
    what: str,
    now: datetime,
    by: str,
) -> None:
    """One save more: the files that it changes, None for those that go."""
    draft.version += 1
    again = draft.version if says_again is None else says_again
    store.session.add(
        DraftSave(draft_id=draft.id, version=draft.version, says_again=again, saved_at=now, saved_by=by, what=what)
    )
    store.session.add_all(
        DraftFile(draft_id=draft.id, version=draft.version, path=path, content=content)
        for path, content in sorted(changed.items())
    )
    store.session.flush()


def files_of(store: Store, draft_id: str, version: int) -> dict[str, bytes]:
    """The files as the save of that number left them: of each path, the newest."""
    newest = (
        select(DraftFile.path, func.max(DraftFile.version).label("version"))
        .where(DraftFile.draft_id == draft_id, DraftFile.version <= version)
        .group_by(DraftFile.path)
        .subquery()
    )
    rows = store.session.execute(
        select(DraftFile.path, DraftFile.content)
        .join(newest, (DraftFile.path == newest.c.path) & (DraftFile.version == newest.c.version))
        .where(DraftFile.draft_id == draft_id)
        .order_by(DraftFile.path)
    )
    return {row.path: row.content for row in rows if row.content is not None}


def saves(store: Store, draft_id: str, limit: int) -> Sequence[DraftSave]:
    """The newest saves first."""
    chosen = select(DraftSave).where(DraftSave.draft_id == draft_id).order_by(DraftSave.version.desc())
    return store.session.scalars(chosen.limit(limit)).all()


def save_of(store: Store, draft_id: str, version: int) -> DraftSave | None:
    """The save of that number."""
    return store.session.get(DraftSave, (draft_id, version))


def approve(
    store: Store,
    *,
    draft_id: str,
    sha256: str,
    base_sha256: str | None,
    comparison_sha256: str,
    comparison: bytes,
    now: datetime,
    by: str,
) -> DraftApproval:
    """Keeps an approval."""
    approval = DraftApproval(
        id=new_id(),
        draft_id=draft_id,
        sha256=sha256,
        base_sha256=base_sha256,
        comparison_sha256=comparison_sha256,
        comparison=comparison,
        approved_at=now,
        approved_by=by,
    )
    store.session.add(approval)
    store.session.flush()
    return approval


def find_approval(store: Store, *, draft_id: str, sha256: str, base_sha256: str | None) -> DraftApproval | None:
    """The newest approval of exactly these files against exactly that revision."""
    return store.session.scalars(
        select(DraftApproval)
        .where(
            DraftApproval.draft_id == draft_id,
            DraftApproval.sha256 == sha256,
            DraftApproval.base_sha256 == base_sha256 if base_sha256 else DraftApproval.base_sha256.is_(None),
        )
        .order_by(DraftApproval.approved_at.desc())
        .limit(1)
    ).one_or_none()


def writers(store: Store, draft_id: str) -> frozenset[str]:
    """Everybody who saved something of the draft."""
    return frozenset(store.session.scalars(select(DraftSave.saved_by).where(DraftSave.draft_id == draft_id)))


def add_publication(store: Store, **values: str | None) -> None:
    """Keeps how a revision came to be published."""
    store.session.add(Publication(**values))
    store.session.flush()


def find_publication(store: Store, revision_id: str) -> Publication | None:
    """How the revision came to be published; None where it was published from a folder."""
    return store.session.get(Publication, revision_id)

"""Revisions as kept: numbered, their files byte for byte."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from screener.store.database import Store
from screener.store.desk_tables import QueueEntry
from screener.store.names import RevisionId, new_id
from screener.store.tables import Intake, Revision, RevisionFile, Submission


def add(
    store: Store, *, slug: str, sha256: str, files: Mapping[str, bytes], published_at: datetime, published_by: str
) -> Revision:
    """Keeps the next revision of the questionnaire, published."""
    last = find_current(store, slug)
    revision = Revision(
        id=new_id(),
        slug=slug,
        number=last.number + 1 if last else 1,
        sha256=sha256,
        state="published",
        published_at=published_at,
        published_by=published_by,
    )
    store.session.add(revision)
    store.session.flush()
    store.session.add_all(
        RevisionFile(revision_id=revision.id, path=path, content=content) for path, content in sorted(files.items())
    )
    store.session.flush()
    return revision


def find_current(store: Store, slug: str) -> Revision | None:
    """The newest published revision."""
    return store.session.scalars(
        select(Revision)
        .where(Revision.slug == slug, Revision.state == "published")
        .order_by(Revision.number.desc())
        .limit(1)
    ).one_or_none()


def all_current(store: Store) -> tuple[Revision, ...]:
    """The newest published revision of each questionnaire, by slug."""
    newest = (
        select(Revision.slug, func.max(Revision.number).label("number"))
        .where(Revision.state == "published")
        .group_by(Revision.slug)
        .subquery()
    )
    return tuple(
        store.session.scalars(
            select(Revision)
            .join(newest, (Revision.slug == newest.c.slug) & (Revision.number == newest.c.number))
            .order_by(Revision.slug)
        )
    )


def in_use(store: Store) -> Sequence[Revision]:
    """What somebody is filling in, or waits for a decision, beside what is current; the newest first."""
    filled_in = select(Intake.revision_id).where(Intake.state == "open")
    waiting = (
        select(Submission.revision_id)
        .join(QueueEntry, QueueEntry.submission_id == Submission.id)
        .where(QueueEntry.state == "open")
    )
    current = [each.id for each in all_current(store)]
    used = Revision.id.in_(current) | Revision.id.in_(filled_in) | Revision.id.in_(waiting)
    return store.session.scalars(select(Revision).where(used).order_by(Revision.number.desc(), Revision.slug)).all()


def by_id(store: Store, revision_id: RevisionId) -> Revision:
    """The revision; references to it are the database's to keep, so it is there."""
    return store.session.get_one(Revision, revision_id)


def files_of(store: Store, revision_id: RevisionId) -> dict[str, bytes]:
    """The revision's files by path."""
    rows = store.session.execute(
        select(RevisionFile.path, RevisionFile.content).where(RevisionFile.revision_id == revision_id)
    )
    return {row.path: row.content for row in rows}


def all_of(store: Store, slug: str) -> Sequence[Revision]:
    """Every revision of the questionnaire, the newest first."""
    return store.session.scalars(select(Revision).where(Revision.slug == slug).order_by(Revision.number.desc())).all()


def find(store: Store, revision_id: str) -> Revision | None:
    """The revision with this id, if there is one."""
    return store.session.get(Revision, revision_id)

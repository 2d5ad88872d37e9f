"""Publishing a questionnaire as its next revision, and reading one back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from screener.definition.model import Questionnaire
from screener.definition.reading import read_files, read_published
from screener.engine.vignettes import rehearse
from screener.errors import Refusal
from screener.services.auditing import Actor, RevisionPublished, record
from screener.services.unit_of_work import UnitOfWork
from screener.store import audit, revisions
from screener.store.names import RevisionId
from screener.store.tables import Revision as RevisionRow

__all__ = [
    "NoRevisionError",
    "Revision",
    "RevisionId",
    "VignettesFailError",
    "all_current",
    "by_id",
    "current",
    "publish",
    "questionnaire",
    "questionnaire_of",
    "read_ahead",
    "sound",
]


@dataclass(frozen=True, slots=True)
class Revision:
    """A questionnaire as published: numbered from 1, immutable."""

    id: RevisionId
    slug: str
    number: int
    sha256: str
    published_at: datetime


class NoRevisionError(Refusal):
    """No revision of that questionnaire is published."""


class VignettesFailError(Refusal):
    """A questionnaire does not keep its own promises; `failed` names the vignettes."""

    def __init__(self, failed: tuple[str, ...]) -> None:
        super().__init__(f"Not published: {len(failed)} vignette(s) do not get their findings: {', '.join(failed)}")
        self.failed = failed


def publish(work: UnitOfWork, *, files: Mapping[str, bytes], slug: str, now: datetime, actor: Actor) -> Revision:
    """Publishes the folder's files as the next revision; the same files as the current one change nothing.

    Raises what `sound` does. Where others may wait for their turn to write, call `sound` before, and `keep`.
    """
    return keep(work, content=sound(files, slug), files=files, now=now, actor=actor)


def keep(
    work: UnitOfWork, *, content: Questionnaire, files: Mapping[str, bytes], now: datetime, actor: Actor
) -> Revision:
    """Keeps files as the next revision. `content` is what they read as, already rehearsed."""
    work.must_write()
    work.library.get(content.sha256, lambda: content)
    audit.lock_chain(work.store)  # two who publish at once get two numbers
    slug = content.slug
    current_row = revisions.find_current(work.store, slug)
    if current_row is not None and current_row.sha256 == content.sha256:
        return view_of(current_row)
    row = revisions.add(
        work.store, slug=slug, sha256=content.sha256, files=files, published_at=now, published_by=str(actor)
    )
    revision = view_of(row)
    event = RevisionPublished(revision.id, slug, revision.number, revision.sha256)
    record(work, event, now=now, actor=actor)
    return revision


def current(work: UnitOfWork, slug: str) -> Revision:
    """The newest published revision; raises `NoRevisionError`."""
    row = revisions.find_current(work.store, slug)
    if row is None:
        raise NoRevisionError(f"No revision of {slug} is published.")
    return view_of(row)


def all_current(work: UnitOfWork) -> tuple[Revision, ...]:
    """The newest published revision of every questionnaire of the clinic, by slug."""
    return tuple(view_of(row) for row in revisions.all_current(work.store))


def by_id(work: UnitOfWork, revision_id: RevisionId) -> Revision:
    """The revision with this id, whatever its state."""
    return view_of(revisions.by_id(work.store, revision_id))


def questionnaire(work: UnitOfWork, revision_id: RevisionId) -> Questionnaire:
    """The revision's questionnaire, read once a process and kept by its hash."""
    return questionnaire_of(work, by_id(work, revision_id))


def questionnaire_of(work: UnitOfWork, revision: Revision) -> Questionnaire:
    """The same, for a revision already in hand."""

    def read() -> Questionnaire:
        return read_published(revisions.files_of(work.store, revision.id), revision.slug)

    return work.library.get(revision.sha256, read)


def read_ahead(work: UnitOfWork, revision_id: str) -> None:
    """Reads the revision, if there is one, for a transaction that writes: nobody else could write meanwhile."""
    row = revisions.find(work.store, revision_id)
    if row is not None:
        questionnaire_of(work, view_of(row))


def sound(files: Mapping[str, bytes], slug: str) -> Questionnaire:
    """The questionnaire in the folder's files, if it may be published. Pure, and takes long.

    Raises `QuestionnaireProblems` (definition.reading) and `VignettesFailError`.
    """
    content = read_files(files, slug)
    must_rehearse(content)
    return content


def view_of(row: RevisionRow) -> Revision:
    """The revision as services hand it out."""
    return Revision(RevisionId(row.id), row.slug, row.number, row.sha256, row.published_at)


def must_rehearse(content: Questionnaire) -> None:
    """Raises `VignettesFailError` where a vignette does not get exactly its findings."""
    failed = tuple(each.vignette.id for each in rehearse(content).vignettes if not each.is_passed)
    if failed:
        raise VignettesFailError(failed)

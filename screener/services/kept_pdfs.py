"""Rendered summaries, kept sealed: rendered once for each state of a submission and version of the program."""

from datetime import datetime

from screener.services.auditing import Actor, PdfRead, record
from screener.services.unit_of_work import UnitOfWork
from screener.store import pdfs
from screener.store.names import SubmissionId
from screener.store.pdfs import Audience

__all__ = ["Audience", "SubmissionId", "find_program", "keep", "read"]


def keep(
    work: UnitOfWork,
    *,
    submission_id: SubmissionId,
    audience: Audience,
    state: str,
    program: str,
    pdf: bytes,
    now: datetime,
) -> None:
    """Keeps a rendered summary. Where the same one is kept already, that one stays: same state, same bytes."""
    work.must_write()
    pdfs.put(work.store, submission_id=submission_id, audience=audience, state=state, program=program, pdf=pdf, now=now)


def read(
    work: UnitOfWork,
    *,
    submission_id: SubmissionId,
    audience: Audience,
    state: str,
    program: str,
    actor: Actor,
    now: datetime,
    earlier: tuple[SubmissionId, ...] = (),
) -> bytes | None:
    """The kept summary, recorded as read; None where it is still to be rendered (nothing is recorded then).

    `earlier` are other submissions that it tells of.
    """
    work.must_write()
    pdf = pdfs.find(work.store, submission_id=submission_id, audience=audience, state=state, program=program)
    if pdf is not None:
        record(work, PdfRead(submission_id, audience, earlier), now=now, actor=actor)
    return pdf


def find_program(work: UnitOfWork, *, submission_id: SubmissionId, audience: Audience, state: str) -> str | None:
    """The version of the program whose summary of this state is kept, the newest if there are several."""
    return pdfs.newest_program(work.store, submission_id=submission_id, audience=audience, state=state)

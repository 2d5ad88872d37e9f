"""Rendering what was sent once, for clinicians as it stands and for the patient, and keeping it."""

from datetime import datetime

from screener.pdf.safely import Limits, find_rendered
from screener.services import own_copies, submissions, summaries
from screener.services.own_copies import Wanted
from screener.services.summaries import SubmissionId
from screener.services.unit_of_work import Services


class RenderingError(Exception):
    """No PDF could be made within the limits."""


def render(services: Services, subject: str, now: datetime) -> None:
    """Renders and keeps the clinician's PDF of the submission with this id. Raises `RenderingError`.

    The database is not held while it renders. A decision signed meanwhile, or a record
    merged, has asked for a PDF of its own.
    """
    with services.reading() as work:
        paper = summaries.on_paper(work, submissions.by_id(work, SubmissionId(subject)))
    rendered = find_rendered(paper.summary, limits=Limits.of(services.settings))
    if rendered is None:
        raise RenderingError
    with services.unit_of_work() as work:
        summaries.keep(work, paper, rendered, now=now)


def render_copy(services: Services, subject: str, now: datetime) -> None:
    """Renders and keeps a patient's own copy, likewise. Raises `RenderingError`."""
    with services.reading() as work:
        made = own_copies.copied(work, Wanted.of(subject))
    rendered = find_rendered(made.copy, limits=Limits.of(services.settings))
    if rendered is None:
        raise RenderingError
    with services.unit_of_work() as work:
        own_copies.keep(work, made, rendered, now=now)

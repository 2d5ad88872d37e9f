"""Rendering a submission's PDF once, as it stands, and keeping it."""

from datetime import datetime

from screener.pdf.safely import Limits, render_safely
from screener.services import submissions, summaries
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
    rendered = render_safely(paper.summary, limits=Limits(seconds=services.settings.render_seconds))
    if not rendered.is_pdf:
        raise RenderingError
    with services.unit_of_work() as work:
        summaries.keep(work, paper, rendered.content, now=now)

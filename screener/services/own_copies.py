"""A patient's own copy as a PDF, kept sealed: rendered once for each language, version of the program, and
words of the clinic: they are printed in it."""

from datetime import datetime

from screener.services import kept_pdfs
from screener.services.auditing import Actor
from screener.services.clinic_settings import ClinicSettings
from screener.services.submissions import SubmissionView
from screener.services.summaries import program
from screener.services.unit_of_work import UnitOfWork


def find(
    work: UnitOfWork, view: SubmissionView, *, language: str, words: ClinicSettings, now: datetime
) -> bytes | None:
    """The patient's copy in that language, recorded as read by them; None where it is not rendered yet."""
    return kept_pdfs.read(
        work,
        submission_id=view.id,
        audience="patient",
        state=state(language, words),
        program=program(),
        actor=Actor("patient", view.intake_id),
        now=now,
    )


def keep(
    work: UnitOfWork, view: SubmissionView, pdf: bytes, *, language: str, words: ClinicSettings, now: datetime
) -> None:
    """Keeps it; where one is kept already, that one stays."""
    kept_pdfs.keep(
        work,
        submission_id=view.id,
        audience="patient",
        state=state(language, words),
        program=program(),
        pdf=pdf,
        now=now,
    )


def state(language: str, words: ClinicSettings) -> str:
    """What tells one rendering from another."""
    return f"{language}-{words.mark}"

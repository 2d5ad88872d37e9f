"""A patient's own copy as a PDF: what the sent page said, and the answers. No finding and no level stands in it.

It is rendered ahead, and kept sealed: once for each language, version of the
program, and words of the clinic, which are printed in it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from screener.catalogs import catalog
from screener.services import clinic_settings, intake_views, jobs, kept_pdfs, submissions
from screener.services.auditing import Actor
from screener.services.clinic_day import clinic_day
from screener.services.clinic_settings import ClinicSettings
from screener.services.intake_views import IntakeView
from screener.services.jobs import JobKind, Outlook
from screener.services.patient_words import clinical, phrases_in, view_in
from screener.services.submissions import SubmissionView
from screener.services.summaries import program
from screener.services.unit_of_work import UnitOfWork
from screener.store.names import IntakeId, SubmissionId
from screener.summary.own_copy import CopyWords, OwnCopy, own_copy

__all__ = ["Outlook", "OwnCopy", "Wanted", "ask_again", "ask_for", "copied", "download", "keep"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which copy: of what, in which language."""

    submission_id: SubmissionId
    language: str

    @classmethod
    def of(cls, subject: str) -> Self:
        """As a job names it."""
        submission_id, _, language = subject.partition("/")
        return cls(SubmissionId(submission_id), language)

    @property
    def subject(self) -> str:
        """What a job about it names."""
        return f"{self.submission_id}/{self.language}"


def ask_for(work: UnitOfWork, wanted: Wanted, *, now: datetime) -> None:
    """Asks for the copy as it would read now, once."""
    jobs.queue(work, JobKind.COPY, wanted.subject, now=now, part=_part(wanted, clinic_settings.of(work)))


def ask_again(work: UnitOfWork, *, intake_id: IntakeId, language: str, now: datetime) -> None:
    """Asks for the patient's copy from the beginning, also where it was given up. Raises `NoSubmissionError`."""
    wanted = Wanted(submissions.own(work, intake_id=intake_id).id, language)
    jobs.begin_again(work, JobKind.COPY, wanted.subject, now=now, part=_part(wanted, clinic_settings.of(work)))


def download(
    work: UnitOfWork, view: SubmissionView, *, language: str, words: ClinicSettings, now: datetime
) -> bytes | Outlook:
    """The patient's copy in that language, recorded as read by them; where it is not rendered, asks for it."""
    wanted = Wanted(view.id, language)
    kept = kept_pdfs.read(
        work,
        submission_id=view.id,
        audience="patient",
        state=state(language, words),
        program=program(),
        actor=Actor("patient", view.intake_id),
        now=now,
    )
    if kept is not None:
        return kept
    part = _part(wanted, words)
    if jobs.outlook(work, JobKind.COPY, wanted.subject, part=part) in {Outlook.NONE, Outlook.DONE}:
        jobs.begin_again(work, JobKind.COPY, wanted.subject, now=now, part=part)
    return jobs.outlook(work, JobKind.COPY, wanted.subject, part=part)


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy as it goes on paper, and the clinic's words that stand in it."""

    wanted: Wanted
    words: ClinicSettings
    copy: OwnCopy


def copied(work: UnitOfWork, wanted: Wanted) -> Copied:
    """What is set on paper: opened for the program, so nothing is recorded. Raises `NoSubmissionError`."""
    submission, words = submissions.by_id(work, wanted.submission_id), clinic_settings.of(work)
    opened = intake_views.opened(work, intake_views.known_row(work, submission.intake_id))
    view = view_in(work, intake_views.view_of(work.settings, opened, submission.sent_at), wanted.language)
    return Copied(wanted, words, _on_paper(work, view, submission, words, wanted.language))


def keep(work: UnitOfWork, made: Copied, pdf: bytes, *, now: datetime) -> None:
    """Keeps it; where one is kept already, that one stays."""
    kept_pdfs.keep(
        work,
        submission_id=made.wanted.submission_id,
        audience="patient",
        state=state(made.wanted.language, made.words),
        program=program(),
        pdf=pdf,
        now=now,
    )


def state(language: str, words: ClinicSettings) -> str:
    """What tells one rendering from another."""
    return f"{language}-{words.mark}"


def _part(wanted: Wanted, words: ClinicSettings) -> str:
    return f"{state(wanted.language, words)}/{program()}"


def _on_paper(
    work: UnitOfWork, view: IntakeView, submission: SubmissionView, words: ClinicSettings, language: str
) -> OwnCopy:
    gettext, phrases = catalog(language).gettext, phrases_in(language)
    day = phrases.date(clinic_day(work.settings, view.questionnaire, submission.sent_at))
    said = tuple(view.questionnaire.messages[code] for code in submission.assessment.messages)
    return own_copy(
        view.questionnaire,
        view.answers,
        view.path,
        language=language,
        phrases=phrases,
        words=CopyWords(
            title=gettext("Your answers"),
            for_whom=gettext("For %(name)s.") % {"name": submission.patient_name},
            sent=gettext("Sent on %(day)s.") % {"day": day},
            reference=gettext("Reference: %(reference)s.") % {"reference": submission.reference},
            signed=gettext("Signed: %(name)s") % {"name": submission.signature},
            next=gettext("What happens next"),
            first=gettext("Please read this first"),
            for_you=gettext("For you"),
        ),
        clinic=words.name,
        phone=words.phone,
        messages=tuple(
            replace(message, text=clinical(message.text, words, language, urgent=message.urgent)) for message in said
        ),
        what_next=clinical(view.questionnaire.after_sending, words, language),
        dated=submission.sent_at.replace(microsecond=0),
    )

"""A submission in words, ready to be rendered."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version

from screener.engine.assessment import to_json
from screener.services import jobs, kept_pdfs, submissions
from screener.services.auditing import Actor
from screener.services.jobs import JobKind
from screener.services.submissions import SubmissionView
from screener.services.unit_of_work import UnitOfWork
from screener.store.names import SubmissionId
from screener.summary.checking import check_of
from screener.summary.decision import Undecided
from screener.summary.model import AttachedFile, Person, Summary
from screener.summary.plain import as_text as plain_text
from screener.summary.spoken import Spoken
from screener.summary.summarize import summarize

__all__ = ["AttachedFile", "SubmissionId", "Summary", "of_reference", "of_view", "program"]


SELF_STARTED = (
    "Begun without an invitation: nobody at the clinic has checked who this is. "
    "Make sure of it before you use these answers."
)


def program() -> str:
    """This program and its version, as summaries name it."""
    return f"screener {version('screener')}"


def of_reference(work: UnitOfWork, *, reference: str, actor: Actor, now: datetime) -> Summary:
    """The summary of the submission with this reference; reading it is recorded. Raises `NoSubmissionError`."""
    return of_view(submissions.by_reference(work, reference=reference, actor=actor, now=now))


def of_view(view: SubmissionView) -> Summary:
    """The summary of a submission: the same for the same submission and state, whenever it is made."""
    return summarize(
        view.questionnaire,
        view.answers,
        view.assessment,
        person=Person(view.patient_name, view.date_of_birth, view.reference, view.sent_at),
        spoken=spoken(view),
        beforehand=(SELF_STARTED,) if view.is_self_started else (),
        state=view.decision or Undecided(),
        language=view.questionnaire.language,
        program=program(),
        audit_head=view.audit_head,
        check=check_of(view.public_url, view.reference, view.audit_head) if view.public_url else None,
        attachments=(_for_machines(view),),
    )


def ask_for(work: UnitOfWork, *, submission_id: SubmissionId, audit_head: str, now: datetime) -> None:
    """Asks for the submission's PDF as it stands, once for each state of it and version of the program."""
    jobs.queue(work, JobKind.RENDER, submission_id, now=now, part=f"{audit_head}/{program()}")


def keep(work: UnitOfWork, view: SubmissionView, pdf: bytes, *, now: datetime) -> None:
    """Keeps the clinician's PDF of the submission as it stands; where one is kept already, that one stays."""
    kept_pdfs.keep(
        work,
        submission_id=view.id,
        audience="clinician",
        state=view.audit_head,
        program=program(),
        pdf=pdf,
        now=now,
    )


def find_kept(work: UnitOfWork, view: SubmissionView, *, actor: Actor, now: datetime) -> bytes | None:
    """The kept PDF of the submission as it stands, recorded as read; None where it is not rendered yet."""
    return _kept(work, view.id, view.audit_head, actor=actor, now=now)


def _kept(
    work: UnitOfWork, submission_id: SubmissionId, audit_head: str, *, actor: Actor, now: datetime
) -> bytes | None:
    return kept_pdfs.read(
        work,
        submission_id=submission_id,
        audience="clinician",
        state=audit_head,
        program=program(),
        actor=actor,
        now=now,
    )


@dataclass(frozen=True, slots=True)
class Awaited:
    """A PDF that is not there yet."""

    has_failed: bool
    """Whether rendering went wrong at least once: then the plain text is the way to read it on paper."""


def download(work: UnitOfWork, *, reference: str, actor: Actor, now: datetime) -> bytes | Awaited:
    """The clinician's PDF of the submission as it stands, recorded as read; where it is not rendered, asks for it.

    Raises `NoSubmissionError`.
    """
    standing = submissions.standing(work, reference)
    pdf = _kept(work, standing.id, standing.audit_head, actor=actor, now=now)
    if pdf is not None:
        return pdf
    ask_for(work, submission_id=standing.id, audit_head=standing.audit_head, now=now)
    return Awaited(jobs.went_wrong(work, JobKind.RENDER, standing.id, part=f"{standing.audit_head}/{program()}"))


def as_text(work: UnitOfWork, *, reference: str, actor: Actor, now: datetime) -> str:
    """The same in plain text, for when no PDF can be made; reading it is recorded. Raises `NoSubmissionError`."""
    return plain_text(of_reference(work, reference=reference, actor=actor, now=now))


def spoken(view: SubmissionView) -> Spoken | None:
    """In which languages the patient read, if that is known."""
    return Spoken(frozenset(view.languages.read.values()), view.languages.signed) if view.languages else None


def _for_machines(view: SubmissionView) -> AttachedFile:
    content = {
        "reference": view.reference,
        "sent_at": view.sent_at.isoformat(),
        "signature": view.signature,
        "languages": asdict(view.languages) if view.languages else None,
        "answers": dict(view.raw_answers),
        "assessment": to_json(view.questionnaire, view.assessment),
    }
    written = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    return AttachedFile("submission.json", "The answers and their assessment, for machines", written.encode())

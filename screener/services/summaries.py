"""A submission in words, ready to be rendered."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version

from screener.engine.assessment import to_json
from screener.services import jobs, kept_pdfs, series, submissions
from screener.services.auditing import Actor, SubmissionRead, record
from screener.services.jobs import JobKind
from screener.services.submissions import SubmissionView
from screener.services.unit_of_work import UnitOfWork
from screener.store.names import PatientId, SubmissionId
from screener.store.submissions import Standing
from screener.summary.checking import check_of
from screener.summary.decision import Undecided
from screener.summary.model import AttachedFile, Person, Summary
from screener.summary.plain import as_text as plain_text
from screener.summary.spoken import Spoken
from screener.summary.summarize import summarize
from screener.summary.trends import SentCase

__all__ = ["AttachedFile", "Paper", "SubmissionId", "Summary", "of_view", "on_paper", "program"]


SELF_STARTED = (
    "Begun without an invitation: nobody at the clinic has checked who this is. "
    "Make sure of it before you use these answers."
)


def program() -> str:
    """This program and its version, as summaries name it."""
    return f"screener {version('screener')}"


@dataclass(frozen=True, slots=True)
class Paper:
    """A submission's summary as it goes on paper, and the state of things that it shows."""

    submission_id: SubmissionId
    state: str
    summary: Summary


def of_view(view: SubmissionView) -> Summary:
    """The summary of a submission by itself, as the screen shows it: the same for the same state, whenever made."""
    return _summary(view, series.Before(()), ())


def on_paper(work: UnitOfWork, view: SubmissionView) -> Paper:
    """The summary with what the same patient sent before: opened for the program, so nothing is recorded."""
    before = series.before(work, view.id)
    return Paper(view.id, before.state(view.audit_head), _summary(view, before, series.cases(work, before)))


def _summary(view: SubmissionView, before: series.Before, cases: tuple[SentCase, ...]) -> Summary:
    state = before.state(view.audit_head)
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
        carried=view.carried,
        check=check_of(view.public_url, view.reference, state) if view.public_url else None,
        attachments=(_for_machines(view),),
        before=cases,
        left_out=before.left_out,
    )


def ask_for(work: UnitOfWork, *, submission_id: SubmissionId, audit_head: str, now: datetime) -> None:
    """Asks for the submission's PDF as it stands, once for each state of it and version of the program."""
    _ask_for(work, submission_id, series.before(work, submission_id).state(audit_head), now)


def ask_for_patient(work: UnitOfWork, *, patient_id: PatientId, now: datetime) -> None:
    """The same for everything that was sent from a patient's record: what stands on it has changed."""
    for standing in series.of_patient(work, patient_id):
        ask_for(work, submission_id=standing.id, audit_head=standing.audit_head, now=now)


def _ask_for(work: UnitOfWork, submission_id: SubmissionId, state: str, now: datetime) -> None:
    jobs.queue(work, JobKind.RENDER, submission_id, now=now, part=f"{state}/{program()}")


def keep(work: UnitOfWork, paper: Paper, pdf: bytes, *, now: datetime) -> None:
    """Keeps the clinician's PDF of the submission in that state; where one is kept already, that one stays."""
    kept_pdfs.keep(
        work,
        submission_id=paper.submission_id,
        audience="clinician",
        state=paper.state,
        program=program(),
        pdf=pdf,
        now=now,
    )


def find_kept(work: UnitOfWork, view: SubmissionView, *, actor: Actor, now: datetime) -> bytes | None:
    """The kept PDF of the submission as it stands, recorded as read; None where it is not rendered yet."""
    return _kept(work, Standing(view.id, view.audit_head), series.before(work, view.id), actor=actor, now=now)


def _kept(work: UnitOfWork, standing: Standing, before: series.Before, *, actor: Actor, now: datetime) -> bytes | None:
    return kept_pdfs.read(
        work,
        submission_id=standing.id,
        audience="clinician",
        state=before.state(standing.audit_head),
        program=program(),
        actor=actor,
        now=now,
        earlier=tuple(each.id for each in before.told),
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
    before = series.before(work, standing.id)
    pdf = _kept(work, standing, before, actor=actor, now=now)
    if pdf is not None:
        return pdf
    state = before.state(standing.audit_head)
    _ask_for(work, standing.id, state, now)
    return Awaited(jobs.went_wrong(work, JobKind.RENDER, standing.id, part=f"{state}/{program()}"))


def as_text(work: UnitOfWork, *, reference: str, actor: Actor, now: datetime) -> str:
    """The same in plain text, for when no PDF can be made; reading it, and what stands beside it, is recorded.

    Raises `NoSubmissionError`.
    """
    view = submissions.by_reference(work, reference=reference, actor=actor, now=now)
    for each in series.before(work, view.id).told:
        record(work, SubmissionRead(each.id), now=now, actor=actor)
    return plain_text(on_paper(work, view).summary)


def spoken(view: SubmissionView) -> Spoken | None:
    """In which languages the patient read, if that is known."""
    return Spoken(frozenset(view.languages.read.values()), view.languages.signed) if view.languages else None


def _carried(view: SubmissionView) -> dict[str, object] | None:
    if view.carried is None:
        return None
    since = {question: day.isoformat() for question, day in view.carried.since.items()}
    return {"from": view.carried.reference, "before_infusion": view.carried.is_before_infusion, "since": since}


def _for_machines(view: SubmissionView) -> AttachedFile:
    content = {
        "reference": view.reference,
        "sent_at": view.sent_at.isoformat(),
        "signature": view.signature,
        "languages": asdict(view.languages) if view.languages else None,
        "answers": dict(view.raw_answers),
        "carried": _carried(view),
        "assessment": to_json(view.questionnaire, view.assessment),
    }
    written = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    return AttachedFile("submission.json", "The answers and their assessment, for machines", written.encode())

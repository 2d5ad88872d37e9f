"""A submission in words, ready to be rendered."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from importlib.metadata import version

from screener.engine.assessment import to_json
from screener.services import jobs, kept_pdfs, series, submissions
from screener.services.auditing import Actor, SubmissionRead, record
from screener.services.jobs import JobKind, Outlook
from screener.services.submissions import SubmissionView
from screener.services.unit_of_work import UnitOfWork
from screener.store.names import PatientId, SubmissionId
from screener.store.submissions import Standing, heads
from screener.summary.checking import check_of
from screener.summary.decision import Undecided
from screener.summary.model import AttachedFile, Person, Summary
from screener.summary.plain import as_text as plain_text
from screener.summary.spoken import Spoken
from screener.summary.summarize import summarize
from screener.summary.trends import SentCase

__all__ = ["AttachedFile", "Outlook", "Paper", "SubmissionId", "Summary", "of_view", "on_paper", "program"]


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
        person=Person(view.patient_name, view.date_of_birth, view.reference, view.sent_at, view.invited_by),
        spoken=spoken(view),
        beforehand=(SELF_STARTED,) if view.is_self_started else (),
        state=view.decision or Undecided(),
        language=view.questionnaire.language,
        program=program(),
        audit_head=view.audit_head,
        carried=view.carried,
        confirmed=view.confirmed,
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
    jobs.queue(work, JobKind.RENDER, submission_id, now=now, part=_part(state))


def _part(state: str) -> str:
    return f"{state}/{program()}"


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


class Earlier(Enum):
    """What a kept PDF does not show yet; the value stands in its file's name."""

    DECISION = "before-the-decision"
    ADDENDUM = "before-the-last-addition"
    PROGRAM = "by-an-earlier-version"
    """It shows all that was decided; an earlier version of the program laid it out."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A PDF that is not there yet."""

    outlook: Outlook
    earlier: Earlier | None
    """What the last one that is kept does not show; None where there is none."""


def download(work: UnitOfWork, *, reference: str, actor: Actor, now: datetime) -> bytes | Awaited:
    """The clinician's PDF of the submission as it stands, recorded as read; where it is not rendered, asks for it.

    Raises `NoSubmissionError`.
    """
    standing = submissions.standing(work, reference)
    before = series.before(work, standing.id)
    pdf = _kept(work, standing, before, actor=actor, now=now)
    if pdf is not None:
        return pdf
    part = _part(before.state(standing.audit_head))
    if jobs.outlook(work, JobKind.RENDER, standing.id, part=part) in {Outlook.NONE, Outlook.DONE}:
        jobs.begin_again(work, JobKind.RENDER, standing.id, part=part, now=now)
    last = _find_last(work, standing, before)
    return Awaited(jobs.outlook(work, JobKind.RENDER, standing.id, part=part), last.earlier if last else None)


def ask_again(work: UnitOfWork, *, reference: str, now: datetime) -> None:
    """Asks for the PDF from the beginning, also where it was given up. Raises `NoSubmissionError`."""
    standing = submissions.standing(work, reference)
    part = _part(series.before(work, standing.id).state(standing.audit_head))
    jobs.begin_again(work, JobKind.RENDER, standing.id, part=part, now=now)


@dataclass(frozen=True, slots=True)
class Last:
    """The last PDF that was kept, and what it does not show."""

    state: str
    program: str
    earlier: Earlier


def download_last(work: UnitOfWork, *, reference: str, actor: Actor, now: datetime) -> tuple[bytes, Earlier] | None:
    """The last PDF that is kept, recorded as read, and what it does not show; None where there is none.

    One that tells of other submissions than the patient's record holds now is not given out: it may hold what
    somebody else sent. Raises `NoSubmissionError`.
    """
    standing = submissions.standing(work, reference)
    before = series.before(work, standing.id)
    last = _find_last(work, standing, before)
    if last is None:
        return None
    pdf = kept_pdfs.read(
        work,
        submission_id=standing.id,
        audience="clinician",
        state=last.state,
        program=last.program,
        actor=actor,
        now=now,
        earlier=tuple(each.id for each in before.told),
    )
    return (pdf, last.earlier) if pdf is not None else None


def _find_last(work: UnitOfWork, standing: Standing, before: series.Before) -> Last | None:
    """Looks from the newest state to that of sending, each with what the record holds now."""
    sent, *signed = heads(work.store, standing.id)
    for head in (*reversed(signed), sent):
        state = before.state(head)
        found = kept_pdfs.find_program(work, submission_id=standing.id, audience="clinician", state=state)
        if found is not None:
            is_newest, is_undecided = head == standing.audit_head, head == sent
            earlier = Earlier.PROGRAM if is_newest else Earlier.DECISION if is_undecided else Earlier.ADDENDUM
            return Last(state, found, earlier)
    return None


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

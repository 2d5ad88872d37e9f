"""A submission in words, ready to be rendered."""

import json
from datetime import datetime
from importlib.metadata import version

from screener.engine.assessment import to_json
from screener.services import submissions
from screener.services.auditing import Actor
from screener.services.submissions import SubmissionView
from screener.services.unit_of_work import UnitOfWork
from screener.summary.decision import Undecided
from screener.summary.model import AttachedFile, Person, Summary
from screener.summary.summarize import summarize

__all__ = ["AttachedFile", "Summary", "of_reference", "of_view", "program"]


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
        state=view.decision or Undecided(),
        language=view.questionnaire.language,
        program=program(),
        audit_head=view.audit_head,
        attachments=(_for_machines(view),),
    )


def _for_machines(view: SubmissionView) -> AttachedFile:
    content = {
        "reference": view.reference,
        "sent_at": view.sent_at.isoformat(),
        "signature": view.signature,
        "answers": dict(view.raw_answers),
        "assessment": to_json(view.questionnaire, view.assessment),
    }
    written = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    return AttachedFile("submission.json", "The answers and their assessment, for machines", written.encode())

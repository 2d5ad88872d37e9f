"""What the same patient sent before a submission: it stands in the submission's summary on paper.

Sent before means earlier by the clock of sending, from the same questionnaire
and on the same patient's record. What is sent later never changes an earlier
summary; merging and splitting records does.
"""

import hashlib
from dataclasses import dataclass

from screener.services import submissions
from screener.services.unit_of_work import UnitOfWork
from screener.store.names import PatientId, SubmissionId
from screener.store.series import SentBefore, sent_before, standing_of_patient
from screener.store.submissions import Standing
from screener.summary.case import Case
from screener.summary.phrases import ENGLISH
from screener.summary.trends import SentCase

MOST = 30
"""So many of the newest are told of; older ones are counted."""
MARK_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Before:
    """What was sent before a submission, the oldest first."""

    sent: tuple[SentBefore, ...]

    @property
    def told(self) -> tuple[SentBefore, ...]:
        """Those that the summary tells of."""
        return self.sent[-MOST:]

    @property
    def left_out(self) -> int:
        """How many are older than those."""
        return len(self.sent) - len(self.told)

    def state(self, audit_head: str) -> str:
        """What fixes every word of the submission's summary: its own audit head, and what was sent before it.

        What was sent is frozen, and its head of that moment stands for it: a
        decision about an earlier one changes nothing here.
        """
        if not self.sent:
            return audit_head
        named = "\n".join(f"{each.reference} {each.audit_head}" for each in self.sent)
        return f"{audit_head}+{hashlib.sha256(named.encode()).hexdigest()[:MARK_DIGITS]}"


def before(work: UnitOfWork, submission_id: SubmissionId) -> Before:
    """What was sent before; nothing of it is opened."""
    return Before(sent_before(work.store, submission_id))


def cases(work: UnitOfWork, found: Before) -> tuple[SentCase, ...]:
    """Those that the summary tells of, opened; whoever shows them records that."""
    return tuple(_case(work, each.id) for each in found.told)


def _case(work: UnitOfWork, submission_id: SubmissionId) -> SentCase:
    view = submissions.by_id(work, submission_id)
    return SentCase(view.reference, Case(view.questionnaire, view.answers, view.assessment, ENGLISH, view.carried))


def of_patient(work: UnitOfWork, patient_id: PatientId) -> tuple[Standing, ...]:
    """How everything stands that was sent from a patient's record; nothing of it is opened."""
    return standing_of_patient(work.store, patient_id)

"""Why a line of the queue stands where it does: its gravest finding, and how many more there are.

Only what the rules found is opened, no answer; who shows it has recorded that
the queue was read.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from screener.definition.model import Level
from screener.engine.findings import Assessment, Finding
from screener.engine.identity import rule_of
from screener.services import revisions
from screener.services.unit_of_work import UnitOfWork
from screener.store import submissions
from screener.store.names import SubmissionId


@dataclass(frozen=True, slots=True)
class Gist:
    """A submission in one line."""

    message: str
    """Of the gravest finding, as the rule has it for clinicians."""
    is_settled: bool
    """Whether it was found; else it could not be ruled out."""
    more: int
    """Further findings; what is for information only is not counted."""


def gists(work: UnitOfWork, submission_ids: Iterable[SubmissionId]) -> dict[SubmissionId, Gist]:
    """The gist of each submission that has a finding."""
    found = submissions.judged(work.store, frozenset(submission_ids))
    told = ((each.id, gist_of(work, each)) for each in found)
    return {submission_id: gist for submission_id, gist in told if gist is not None}


def gist_of(work: UnitOfWork, judged: submissions.Judged) -> Gist | None:
    """None where nothing was found but for information."""
    findings = telling(judged.assessment)
    if not findings:
        return None
    gravest = findings[0]
    rule = rule_of(revisions.questionnaire(work, judged.revision_id), gravest.rule)
    return Gist(rule.message, gravest.settled, len(findings) - 1)


def telling(assessment: Assessment) -> tuple[Finding, ...]:
    """The findings that ask something of a clinician, gravest first."""
    return tuple(finding for finding in assessment.findings if finding.level > Level.INFO)

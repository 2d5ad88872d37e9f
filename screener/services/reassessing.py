"""Past submissions judged anew: what publishing a draft would change, and whom a faulty rule misjudged.

How they are judged is in `judging`. What was sent stays as it is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from screener.definition.model import Disposition
from screener.errors import Refusal
from screener.services import jobs, revisions
from screener.services.auditing import Actor, record
from screener.services.authoring_events import RecallSeen, RecallStarted
from screener.services.jobs import JobKind
from screener.services.judging import Why
from screener.services.revisions import Revision
from screener.services.unit_of_work import UnitOfWork
from screener.store import reassessments
from screener.store.authoring_tables import Reassessment as Row
from screener.store.names import SubmissionId

SHOWN: Final = 100

State = Literal["running", "done", "stopped", "failed"]
"""A failed one went wrong too often, and waits for somebody to look (`screener jobs`)."""


FEWEST = 5
"""Of so many people who may not read submissions is told."""


class NoReassessmentError(Refusal):
    """There is no such thing."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How many went from one disposition to another."""

    old: Disposition
    new: Disposition
    count: int


@dataclass(frozen=True, slots=True)
class Reassessed:
    """One submission that is judged otherwise."""

    submission_id: str
    reference: str
    sent_at: datetime
    old: Disposition
    new: Disposition
    why: Why
    """Rules with what they said before and say now."""
    is_seen: bool


@dataclass(frozen=True, slots=True)
class Recalled:
    """A recall as one submission's page shows it."""

    recall_id: str
    submission_id: str
    rule: str
    reason: str
    old: Disposition
    new: Disposition
    is_seen: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A recall with submissions that nobody has looked at yet."""

    recall_id: str
    rule: str
    count: int


@dataclass(frozen=True, slots=True)
class Reassessment:
    """How far it has come, and what came of it."""

    id: str
    purpose: Literal["impact", "recall"]
    slug: str
    sha256: str
    """Of the files that judge."""
    rule: str | None
    reason: str
    state: State
    done: int
    total: int
    changed: int
    started_at: datetime
    finished_at: datetime | None
    moves: tuple[Moved, ...]
    """From which disposition to which, the gravest change first."""

    @property
    def is_done(self) -> bool:
        """Whether every submission is judged."""
        return self.state == "done"

    @property
    def is_running(self) -> bool:
        """Whether more will come by itself."""
        return self.state == "running"

    @property
    def sentence(self) -> str:
        """`Publishing this changes the disposition of 3 of 412 past submissions.`"""
        return self._sentence(f"{self.changed:,}")

    @property
    def coarse_sentence(self) -> str:
        """The same for who may not read submissions: a rule of one's own would ask them about somebody."""
        is_few = min(self.changed, self.total - self.changed) < FEWEST
        return self._sentence("some, or none," if is_few else f"{self.changed:,}")

    @property
    def coarse_moves(self) -> tuple[Moved, ...]:
        """The moves that may be told with it: none where one of them is of too few."""
        return self.moves if all(move.count >= FEWEST for move in self.moves) else ()

    def _sentence(self, number: str) -> str:
        if self.total == 0:
            return "There are no past submissions."
        so_far = "" if self.is_done else f" (so far: {self.done:,} judged)"
        what = "Publishing this changes" if self.purpose == "impact" else "The rule as it is now changes"
        return f"{what} the disposition of {number} of {self.total:,} past submissions{so_far}."


def start_impact(
    work: UnitOfWork,
    *,
    draft_id: str,
    slug: str,
    sha256: str,
    base: Revision,
    now: datetime,
    actor: Actor,
    again: bool = False,
) -> Reassessment:
    """Begins to judge past submissions by a draft, or joins whoever asked for exactly these files before.

    What is under way is never begun twice; what is done is begun anew with `again`, what was stopped or failed in
    any case.
    """
    work.must_write()
    reassessments.hold(work.store, base.id)
    found = find_impact(work, sha256=sha256, base=base)
    if found is not None and (found.is_running or (found.is_done and not again)):
        return found
    if found is not None:
        stop(work, reassessment_id=found.id, now=now)
    row = reassessments.add(
        work.store,
        purpose="impact",
        slug=slug,
        draft_id=draft_id,
        sha256=sha256,
        base_id=base.id,
        rule=None,
        reason="",
        total=reassessments.count(work.store, slug, now),
        started_at=now,
        started_by=str(actor),
    )
    jobs.queue(work, JobKind.REASSESS, row.id, now=now)
    return _view(work, row)


def start_recall(work: UnitOfWork, *, slug: str, rule: str, reason: str, now: datetime, actor: Actor) -> Reassessment:
    """Begins to judge every submission by the current revision, since a rule that judged it was faulty.

    Raises `NoRevisionError`.
    """
    work.must_write()
    current = revisions.current(work, slug)
    row = reassessments.add(
        work.store,
        purpose="recall",
        slug=slug,
        draft_id=None,
        sha256=current.sha256,
        base_id=None,
        rule=rule,
        reason=" ".join(reason.split()),
        total=reassessments.count(work.store, slug, now),
        started_at=now,
        started_by=str(actor),
    )
    jobs.queue(work, JobKind.REASSESS, row.id, now=now)
    record(work, RecallStarted(row.id, slug, rule, current.id), now=now, actor=actor)
    return _view(work, row)


def find_impact(work: UnitOfWork, *, sha256: str, base: Revision) -> Reassessment | None:
    """What came of judging past submissions by exactly these files."""
    row = reassessments.find_impact(work.store, sha256=sha256, base_id=base.id)
    return _view(work, row) if row else None


def sent_since(work: UnitOfWork, found: Reassessment, *, now: datetime) -> int:
    """How many submissions have come since it began: they are not judged by it."""
    return reassessments.count(work.store, found.slug, now) - found.total


def running(work: UnitOfWork) -> tuple[Reassessment, ...]:
    """Those under way, the oldest first."""
    return tuple(view for row in reassessments.running(work.store) if (view := _view(work, row)).is_running)


def forget(work: UnitOfWork, now: datetime) -> None:
    """Removes what an impact found longer ago than a job is remembered, a few at a time. Recalls stay."""
    work.must_write()
    before = now - timedelta(days=work.settings.job_days)
    reassessments.forget_impact(work.store, finished_before=before, limit=jobs.CLEARED_AT_ONCE)


def by_id(work: UnitOfWork, *, reassessment_id: str) -> Reassessment:
    """How far it has come. Raises `NoReassessmentError`."""
    row = reassessments.find(work.store, reassessment_id)
    if row is None:
        raise NoReassessmentError("There is no such reassessment.")
    return _view(work, row)


def recalls(work: UnitOfWork, *, slug: str) -> tuple[Reassessment, ...]:
    """Every recall of the questionnaire, the newest first."""
    return tuple(_view(work, row) for row in reassessments.recalls(work.store, slug))


def judged_otherwise(work: UnitOfWork, *, reassessment_id: str) -> tuple[Reassessed, ...]:
    """The submissions that are judged otherwise, gravest change first, a hundred at most."""
    return tuple(
        Reassessed(
            submission_id=each.submission_id,
            reference=reference,
            sent_at=sent_at,
            old=each.old,
            new=each.new,
            why=each.why,
            is_seen=seen_at is not None,
        )
        for each, reference, sent_at, seen_at in reassessments.judged_otherwise(work.store, reassessment_id, SHOWN)
    )


def recalled(work: UnitOfWork, *, reference: str) -> tuple[Recalled, ...]:
    """How faulty rules misjudged the submission with this reference, the newest recall first."""
    return tuple(
        Recalled(
            recall_id=recall.id,
            submission_id=case.submission_id,
            rule=recall.rule or "",
            reason=recall.reason,
            old=Disposition(case.old),
            new=Disposition(case.new),
            is_seen=case.seen_at is not None,
        )
        for recall, case in reassessments.recalled(work.store, reference)
    )


def waiting_recalls(work: UnitOfWork) -> tuple[Waiting, ...]:
    """The recalls that hold submissions which nobody has looked at."""
    return tuple(Waiting(row.id, row.rule or "", number) for row, number in reassessments.unseen(work.store))


def mark_seen(work: UnitOfWork, *, reassessment_id: str, submission_id: str, now: datetime, actor: Actor) -> None:
    """The member has looked at a recalled submission."""
    work.must_write()
    reassessments.mark_seen(work.store, reassessment_id, submission_id, now=now, by=str(actor))
    record(work, RecallSeen(reassessment_id, SubmissionId(submission_id)), now=now, actor=actor)


def stop(work: UnitOfWork, *, reassessment_id: str, now: datetime) -> None:
    """Nothing more comes of it: what was to judge is gone."""
    work.must_write()
    reassessments.stop(work.store, reassessment_id, now=now)


def _state(work: UnitOfWork, row: Row) -> State:
    match row.state:
        case "running":
            return "failed" if jobs.has_failed(work, JobKind.REASSESS, row.id) else "running"
        case "done":
            return "done"
        case _:
            return "stopped"


def _view(work: UnitOfWork, row: Row) -> Reassessment:
    return Reassessment(
        id=row.id,
        purpose="recall" if row.purpose == "recall" else "impact",
        slug=row.slug,
        sha256=row.sha256,
        rule=row.rule,
        reason=row.reason,
        state=_state(work, row),
        done=row.done,
        total=row.total,
        changed=row.changed,
        started_at=row.started_at,
        finished_at=row.finished_at,
        moves=tuple(
            Moved(Disposition(old), Disposition(new), count)
            for old, new, count in reassessments.moves(work.store, row.id)
            if old != new
        ),
    )

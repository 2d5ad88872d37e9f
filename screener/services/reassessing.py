"""Past submissions judged anew, piece by piece: what publishing a draft would change, and whom a faulty rule misjudged.

A piece is read and judged on a snapshot, which holds up nobody, and kept in a
short transaction of its own. It goes on from where it stopped, in whichever
process; two that judge the same piece keep it once. What was sent stays as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from screener.config import Settings
from screener.definition.model import Disposition, Questionnaire
from screener.definition.reading import read_files
from screener.definition.source_files import digest
from screener.engine.assessment import assess
from screener.engine.carrying import Carrier
from screener.engine.findings import Assessment
from screener.engine.proposing import Proposer
from screener.errors import Refusal
from screener.services import jobs, revisions
from screener.services.auditing import Actor, record
from screener.services.authoring_events import RecallSeen, RecallStarted
from screener.services.clinic_day import clinic_day
from screener.services.jobs import JobKind
from screener.services.revisions import Revision, RevisionId
from screener.services.unit_of_work import UnitOfWork
from screener.store import questionnaire_drafts, reassessments
from screener.store import revisions as kept_revisions
from screener.store.authoring_tables import Reassessment as Row
from screener.store.names import SubmissionId
from screener.store.reassessments import Found, Otherwise, Past

PIECE: Final = 50
"""Submissions in one piece: short enough to hold up nobody."""
SHOWN: Final = 100
SAVES_LOOKED_AT: Final = 200
DEGREES: Final = tuple(Disposition)

Why = tuple[tuple[str, str | None, str | None], ...]
State = Literal["running", "done", "stopped", "failed"]
"""A failed one went wrong too often, and waits for somebody to look (`screener jobs`)."""


class Judge:
    """Judges past answers by one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._carrier = Carrier(questionnaire)
        self._proposer = Proposer(questionnaire)
        self._others: dict[RevisionId, Judge] = {}

    def other(self, revision: RevisionId, read: Callable[[], Questionnaire]) -> "Judge":
        """The one by a revision that this one's judgment is held against."""
        if revision not in self._others:
            self._others[revision] = Judge(read())
        return self._others[revision]

    def disposition(self, settings: Settings, past: Past) -> Disposition:
        """What this questionnaire would have proposed on the day that it was sent."""
        day = clinic_day(settings, self.questionnaire, past.sent_at)
        return self._proposer.disposition(self._carrier.answers(past.raw_answers), day, born=past.born)

    def assessment(self, settings: Settings, past: Past) -> Assessment:
        """The same, with every finding."""
        day = clinic_day(settings, self.questionnaire, past.sent_at)
        return assess(self.questionnaire, self._carrier.answers(past.raw_answers), day, born=past.born)


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
        if self.total == 0:
            return "There are no past submissions."
        so_far = "" if self.is_done else f" (so far: {self.done:,} judged)"
        what = "Publishing this changes" if self.purpose == "impact" else "The rule as it is now changes"
        return f"{what} the disposition of {self.changed:,} of {self.total:,} past submissions{so_far}."


@dataclass(frozen=True, slots=True)
class Piece:
    """What came of judging some submissions."""

    reassessment_id: str
    after: str
    last_id: str
    judged: int
    changed: int
    found: tuple[Found, ...]
    """Who is judged otherwise, as it will be kept."""
    is_last: bool
    """Whether there was nothing left to judge behind these."""


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


def judge_of(work: UnitOfWork, *, reassessment_id: str) -> Questionnaire | None:
    """What judges: the draft as it was when that was asked for, or the mended revision. None where it is gone."""
    row = reassessments.find(work.store, reassessment_id)
    if row is None:
        return None
    if row.draft_id is None:
        revision = next(
            (each for each in kept_revisions.all_of(work.store, row.slug) if each.sha256 == row.sha256), None
        )
        return revisions.questionnaire_of(work, revisions.view_of(revision)) if revision else None
    return _judging_draft(work, row.draft_id, row.slug, row.sha256)


def _judging_draft(work: UnitOfWork, draft_id: str, slug: str, sha256: str) -> Questionnaire | None:
    known = work.library.find(sha256)  # the same each turn, and a draft may have been saved a hundred times since
    if known is not None:
        return known
    for save in questionnaire_drafts.saves(work.store, draft_id, SAVES_LOOKED_AT):
        files = questionnaire_drafts.files_of(work.store, draft_id, save.version)
        if digest(files) == sha256:
            return work.library.get(sha256, lambda files=files: read_files(files, slug))  # type: ignore[misc]
    return None


def stop(work: UnitOfWork, *, reassessment_id: str, now: datetime) -> None:
    """Nothing more comes of it: what was to judge is gone."""
    work.must_write()
    reassessments.stop(work.store, reassessment_id, now=now)


def judge_piece(work: UnitOfWork, *, reassessment_id: str, judge: Judge, onto: Piece | None = None) -> Piece | None:
    """The next submissions, judged, with those of `onto`, which is not kept yet; None where nothing is left to do.

    Reads only, and does here what need not be done while writers wait.
    """
    row = reassessments.find(work.store, reassessment_id)
    if row is None or row.state != "running":
        return None
    so_far = onto or Piece(row.id, row.last_id, row.last_id, 0, 0, (), is_last=False)
    piece = reassessments.next_ids(work.store, row, so_far.last_id, PIECE)
    judged = [_judged(work, row, past, judge) for past in reassessments.past(work.store, piece.ids)]
    found = [each for each in judged if each is not None]
    return Piece(
        row.id,
        so_far.after,
        piece.last_id,
        so_far.judged + len(piece.ids),
        so_far.changed + sum(each.old != each.new for each in found),
        (*so_far.found, *(reassessments.to_keep(work.store, row.id, each) for each in found)),
        piece.is_last,
    )


def keep_piece(work: UnitOfWork, piece: Piece, *, now: datetime) -> bool:
    """Keeps what came of a piece; False where it was kept already."""
    work.must_write()
    return reassessments.keep_piece(
        work.store,
        piece.reassessment_id,
        piece.found,
        after=piece.after,
        last_id=piece.last_id,
        judged=piece.judged,
        changed=piece.changed,
        finished_at=now if piece.is_last else None,
    )


def _judged(work: UnitOfWork, row: Row, past: Past, judge: Judge) -> Otherwise | None:
    """The submission, if it is judged otherwise: by disposition, or for a recall by the faulty rule alone."""
    is_own = row.base_id in (None, past.revision_id)
    if is_own and row.rule is None and judge.disposition(work.settings, past) == past.disposition:
        return None  # most of them: how each rule judged before need not be known
    before = RevisionId(row.base_id) if row.base_id else past.revision_id
    old = judge.other(before, lambda: revisions.questionnaire(work, before)).assessment(work.settings, past)
    new = judge.assessment(work.settings, past)
    why = _why(old, new)
    if old.disposition == new.disposition and not any(rule == row.rule for rule, _, _ in why):
        return None
    change = DEGREES.index(new.disposition) - DEGREES.index(old.disposition)
    return Otherwise(past.id, old.disposition, new.disposition, change, why)


def _why(old: Assessment, new: Assessment) -> Why:
    """The rules that say something else, in the order of the new findings, then of those that are gone."""
    before, after = _said(old), _said(new)
    names = dict.fromkeys((*after, *before))
    return tuple((name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name))


def _said(assessment: Assessment) -> dict[str, str]:
    return {
        finding.rule: finding.level.word if finding.settled else f"{finding.level.word}, not ruled out"
        for finding in assessment.findings
    }


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

"""Judging past submissions anew, piece by piece.

A piece is read and judged on a snapshot, which holds up nobody, and kept in a
short transaction of its own. It goes on from where it stopped, in whichever
process; two that judge the same piece keep it once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from screener.config import Settings
from screener.definition.model import Disposition, Questionnaire
from screener.definition.reading import read_published
from screener.definition.source_files import digest
from screener.engine.assessment import assess
from screener.engine.carrying import Carrier
from screener.engine.findings import Assessment
from screener.engine.proposing import Proposer
from screener.services import revisions
from screener.services.clinic_day import clinic_day
from screener.services.revisions import RevisionId
from screener.services.unit_of_work import UnitOfWork
from screener.store import questionnaire_drafts, reassessments
from screener.store import revisions as kept_revisions
from screener.store.authoring_tables import Reassessment as Row
from screener.store.reassessments import Found, Otherwise, Past

PIECE: Final = 50
"""Submissions in one piece: short enough to hold up nobody."""
SAVES_LOOKED_AT: Final = 200
DEGREES: Final = tuple(Disposition)

Why = tuple[tuple[str, str | None, str | None], ...]
"""Rules with what they said before and say now."""


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
            return work.library.get(sha256, lambda files=files: read_published(files, slug))  # type: ignore[misc]
    return None


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

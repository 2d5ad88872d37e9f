"""Past submissions judged anew, as kept: how far it has come, and who is judged otherwise."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from screener.definition.model import Disposition
from screener.store.authoring_tables import ReassessedSubmission, Reassessment
from screener.store.choosing import chosen_once
from screener.store.database import Store
from screener.store.intakes import key_home
from screener.store.keeping import restore_raw
from screener.store.names import RevisionId, SubmissionId, new_id
from screener.store.patients import restore_patient
from screener.store.sealing import Home
from screener.store.submissions import home
from screener.store.tables import Intake, Revision, Submission

LOOKED_AT: Final = 4
"""Times as many as are wanted: a clinic may have other questionnaires."""

Found = dict[str, object]
"""A row about a submission that is judged otherwise."""


@dataclass(frozen=True, slots=True)
class Past:
    """A submission, as far as judging it anew needs it."""

    id: SubmissionId
    revision_id: RevisionId
    disposition: Disposition
    sent_at: datetime
    born: date
    """As the clinic wrote it on the invitation."""
    raw_answers: dict[str, object]


@dataclass(frozen=True, slots=True)
class NextIds:
    """The submissions of one piece."""

    ids: tuple[str, ...]
    last_id: str
    """Of the last one looked at: the next piece goes on behind it."""
    is_last: bool
    """Whether there is nothing behind them."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A submission that is judged otherwise: how before, how now, and which rules make it so."""

    submission_id: SubmissionId
    old: Disposition
    new: Disposition
    change: int
    """By how many degrees graver; negative where milder."""
    why: tuple[tuple[str, str | None, str | None], ...]
    """Rules with what they said before and say now: `review`, `review, not settled`, or nothing."""


def add(store: Store, **values: object) -> Reassessment:
    """Keeps a new one, with nothing judged yet."""
    row = Reassessment(
        **{"id": new_id(), "state": "running", "done": 0, "changed": 0, "last_id": "", "finished_at": None, **values}
    )
    store.session.add(row)
    store.session.flush()
    return row


def find(store: Store, reassessment_id: str) -> Reassessment | None:
    """The reassessment."""
    return store.session.get(Reassessment, reassessment_id, populate_existing=True)


def find_impact(store: Store, *, sha256: str, base_id: str) -> Reassessment | None:
    """The newest one by exactly these files, held against exactly that revision, whichever draft has them."""
    return store.session.scalars(
        select(Reassessment)
        .where(Reassessment.purpose == "impact", Reassessment.sha256 == sha256, Reassessment.base_id == base_id)
        .order_by(Reassessment.started_at.desc(), Reassessment.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()


def hold(store: Store, base_id: str) -> None:
    """Lets nobody else begin one against this revision until the transaction ends."""
    store.session.execute(select(Revision.id).where(Revision.id == base_id).with_for_update(key_share=True))


def running(store: Store) -> Sequence[Reassessment]:
    """Those that are not at their end, the oldest first."""
    chosen = select(Reassessment).where(Reassessment.state == "running").order_by(Reassessment.started_at)
    return store.session.scalars(chosen).all()


def forget_impact(store: Store, *, finished_before: datetime, limit: int) -> int:
    """Removes what one old impact found, so many at most, and itself once nothing of it is left; gives how many."""
    row = store.session.scalars(
        select(Reassessment)
        .where(Reassessment.purpose == "impact", Reassessment.finished_at < finished_before)
        .order_by(Reassessment.finished_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is None:
        return 0
    those = select(ReassessedSubmission.submission_id).where(ReassessedSubmission.reassessment_id == row.id)
    gone = store.session.execute(
        delete(ReassessedSubmission)
        .where(
            ReassessedSubmission.reassessment_id == row.id,
            ReassessedSubmission.submission_id.in_(chosen_once(those.limit(limit))),
        )
        .returning(ReassessedSubmission.submission_id)
    ).all()
    if len(gone) < limit:
        store.session.delete(row)
        store.session.flush()
    return len(gone)


def recalls(store: Store, slug: str) -> Sequence[Reassessment]:
    """Every recall of the questionnaire, the newest first."""
    chosen = select(Reassessment).where(Reassessment.purpose == "recall", Reassessment.slug == slug)
    return store.session.scalars(chosen.order_by(Reassessment.started_at.desc())).all()


def count(store: Store, slug: str, until: datetime) -> int:
    """How many submissions there are to judge: those sent until then."""
    of_slug = select(Revision.id).where(Revision.slug == slug)
    chosen = select(func.count()).select_from(Submission).where(Submission.revision_id.in_(of_slug))
    return store.session.scalar(chosen.where(Submission.sent_at <= until)) or 0


def next_ids(store: Store, row: Reassessment, after: str, limit: int) -> NextIds:
    """Which submissions to judge behind that one, in the order of their identifiers.

    Only that order can serve the question: asked for one questionnaire's alone, a
    database may go through all of them for each piece.
    """
    revisions = set(store.session.scalars(select(Revision.id).where(Revision.slug == row.slug)))
    looked_at = store.session.execute(
        select(Submission.id, Submission.revision_id, Submission.sent_at)
        .where(Submission.id > after)
        .order_by(Submission.id)
        .limit(limit * LOOKED_AT)
    ).all()
    found = [each.id for each in looked_at if each.revision_id in revisions and each.sent_at <= row.started_at]
    if len(found) > limit:
        return NextIds(tuple(found[:limit]), found[limit - 1], is_last=False)
    last_id = looked_at[-1].id if looked_at else after
    return NextIds(tuple(found), last_id, is_last=len(looked_at) < limit * LOOKED_AT)


def past(store: Store, ids: Sequence[str]) -> Iterator[Past]:
    """These submissions, only their answers and birth dates unsealed. Raises `BrokenSealError`."""
    rows = store.session.execute(
        select(
            Submission.id,
            Submission.revision_id,
            Submission.disposition,
            Submission.sent_at,
            Submission.answers,
            Submission.patient,
            Intake.id,
            Intake.wrapped_key,
        )
        .join(Intake, Intake.id == Submission.intake_id)
        .where(Submission.id.in_(ids))
    )
    for own_id, revision_id, disposition, sent_at, answers, patient, intake_id, wrapped in rows:
        key = store.keys.unwrap(wrapped, key_home(intake_id))
        yield Past(
            SubmissionId(own_id),
            RevisionId(revision_id),
            Disposition(disposition),
            sent_at,
            restore_patient(key.unseal(patient, home("patient", own_id))).date_of_birth,
            restore_raw(key.unseal(answers, home("answers", own_id))),
        )


def to_keep(store: Store, reassessment_id: str, each: Otherwise) -> Found:
    """As it will be kept, with the rules sealed."""
    return {
        "reassessment_id": reassessment_id,
        "submission_id": each.submission_id,
        "old": each.old,
        "new": each.new,
        "change": each.change,
        "why": store.keys.seal(json.dumps(each.why).encode(), _home(reassessment_id, each.submission_id)),
        "noticed_at": None,
        "seen_at": None,
        "seen_by": None,
    }


def keep_piece(
    store: Store,
    reassessment_id: str,
    found: Sequence[Found],
    *,
    after: str,
    last_id: str,
    judged: int,
    changed: int,
    finished_at: datetime | None,
) -> bool:
    """Keeps what came of one piece; False, and nothing kept, where somebody else kept it first or stopped it."""
    taken = store.session.execute(
        update(Reassessment)
        .where(Reassessment.id == reassessment_id, Reassessment.last_id == after, Reassessment.state == "running")
        .values(
            last_id=last_id,
            done=Reassessment.done + judged,
            changed=Reassessment.changed + changed,
            state="done" if finished_at else "running",
            finished_at=finished_at,
        )
        .returning(Reassessment.id)
    ).one_or_none()
    if taken is None:
        return False
    if found:
        store.session.execute(insert(ReassessedSubmission), found)
    return True


def stop(store: Store, reassessment_id: str, *, now: datetime) -> None:
    """Nothing more comes of it."""
    store.session.execute(
        update(Reassessment)
        .where(Reassessment.id == reassessment_id, Reassessment.state == "running")
        .values(state="stopped", finished_at=now)
    )


def judged_otherwise(
    store: Store, reassessment_id: str, limit: int
) -> Iterator[tuple[Otherwise, str, datetime, datetime | None]]:
    """Who is judged otherwise, gravest change first; with each reference, when it was sent, and when it was seen."""
    rows = store.session.execute(
        select(ReassessedSubmission, Submission.reference, Submission.sent_at)
        .join(Submission, Submission.id == ReassessedSubmission.submission_id)
        .where(ReassessedSubmission.reassessment_id == reassessment_id)
        .order_by(ReassessedSubmission.change.desc(), Submission.sent_at.desc(), Submission.id)
        .limit(limit)
    )
    for row, reference, sent_at in rows:
        why = json.loads(store.keys.unseal(row.why, _home(reassessment_id, row.submission_id)))
        told = tuple((rule, old, new) for rule, old, new in why)
        otherwise = Otherwise(
            SubmissionId(row.submission_id), Disposition(row.old), Disposition(row.new), row.change, told
        )
        yield otherwise, reference, sent_at, row.seen_at


def moves(store: Store, reassessment_id: str) -> Sequence[tuple[str, str, int]]:
    """How many went from which disposition to which, the gravest change first."""
    change, number = func.max(ReassessedSubmission.change), func.count()
    rows = store.session.execute(
        select(ReassessedSubmission.old, ReassessedSubmission.new, number)
        .where(ReassessedSubmission.reassessment_id == reassessment_id)
        .group_by(ReassessedSubmission.old, ReassessedSubmission.new)
        .order_by(change.desc())
    )
    return [(old, new, count) for old, new, count in rows]


def mark_seen(store: Store, reassessment_id: str, submission_id: str, *, now: datetime, by: str) -> None:
    """Somebody has looked at it."""
    _set(store, reassessment_id, ReassessedSubmission.submission_id == submission_id, seen_at=now, seen_by=by)


def unseen(store: Store) -> Sequence[tuple[Reassessment, int]]:
    """The recalls that hold submissions which nobody has looked at, and how many."""
    rows = store.session.execute(
        select(Reassessment, func.count())
        .join(ReassessedSubmission, ReassessedSubmission.reassessment_id == Reassessment.id)
        .where(Reassessment.purpose == "recall", ReassessedSubmission.seen_at.is_(None))
        .group_by(Reassessment.id)
        .order_by(Reassessment.started_at.desc())
    )
    return [(row, number) for row, number in rows]


def recalled(store: Store, reference: str) -> Sequence[tuple[Reassessment, ReassessedSubmission]]:
    """The recalls by which the submission with this reference is judged otherwise, the newest first."""
    rows = store.session.execute(
        select(Reassessment, ReassessedSubmission)
        .join(ReassessedSubmission, ReassessedSubmission.reassessment_id == Reassessment.id)
        .join(Submission, Submission.id == ReassessedSubmission.submission_id)
        .where(Reassessment.purpose == "recall", Submission.reference == reference)
        .order_by(Reassessment.started_at.desc())
    )
    return [(recall, case) for recall, case in rows]


def _set(store: Store, reassessment_id: str, which: ColumnElement[bool], **values: object) -> None:
    store.session.execute(
        update(ReassessedSubmission)
        .where(ReassessedSubmission.reassessment_id == reassessment_id, which)
        .values(**values)
    )


def _home(reassessment_id: str, submission_id: str) -> Home:
    return Home("reassessed_submission", "why", f"{reassessment_id}/{submission_id}")

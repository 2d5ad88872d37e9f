"""Invitations that ask only some questions again: which, and on top of what."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from screener.definition.names import QuestionId
from screener.store.database import Store
from screener.store.desk_tables import FollowUp
from screener.store.names import InvitationId, SubmissionId
from screener.store.sealing import Home

Sort = Literal["ask again", "before infusion"]


@dataclass(frozen=True, slots=True)
class Again:
    """What a follow-up asks, and whose other answers it carries over."""

    invitation_id: InvitationId
    submission_id: SubmissionId
    sort: Sort
    questions: frozenset[QuestionId]


def home(invitation_id: str) -> Home:
    """Where the questions live."""
    return Home("follow_up", "questions", invitation_id)


def add(
    store: Store,
    *,
    invitation_id: InvitationId,
    submission_id: SubmissionId,
    sort: Sort,
    questions: Iterable[QuestionId],
) -> None:
    """Makes an invitation a follow-up."""
    plain = json.dumps(sorted(questions)).encode()
    store.session.add(
        FollowUp(
            invitation_id=invitation_id,
            submission_id=submission_id,
            sort=sort,
            questions=store.keys.seal(plain, home(invitation_id)),
        )
    )
    store.session.flush()


def find(store: Store, invitation_id: str) -> Again | None:
    """What the invitation asks again; None for one that asks everything. Raises `BrokenSealError`."""
    row = store.session.get(FollowUp, invitation_id)
    return opened(store, row) if row else None


def of_submission(store: Store, submission_id: SubmissionId) -> tuple[Again, ...]:
    """What was asked again of this submission."""
    rows = store.session.scalars(
        select(FollowUp).where(FollowUp.submission_id == submission_id).order_by(FollowUp.invitation_id)
    )
    return tuple(opened(store, row) for row in rows)


def opened(store: Store, row: FollowUp) -> Again:
    """A row with its seal opened."""
    kept = json.loads(store.keys.unseal(row.questions, home(row.invitation_id)))
    return Again(
        InvitationId(row.invitation_id),
        SubmissionId(row.submission_id),
        row.sort,  # type: ignore[arg-type]
        frozenset(QuestionId(question) for question in kept),
    )

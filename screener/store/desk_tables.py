"""The tables of the clinician's desk: patients, the triage queue, and what was decided.

Unsealed, for sorting and finding: levels, appointments, times, states, what was
decided and by whom. Names, birth dates, record numbers and every written word
are sealed.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from screener.store.tables import Base


class PatientRecord(Base):
    """A person as the clinic knows them. Never removed: one that was merged says into which."""

    __tablename__ = "patient"
    __table_args__ = (Index(None, "merged_into", "appointment", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[bytes]
    date_of_birth: Mapped[bytes]
    born_mac: Mapped[bytes] = mapped_column(index=True)
    """A keyed hash of the birth date, for finding who may be the same person."""
    record_number: Mapped[bytes]
    record_mac: Mapped[bytes | None] = mapped_column(unique=True)
    """A keyed hash of the clinic's own number; None where it has none."""
    appointment: Mapped[str]
    """`2026-12-01`, or `9999-12-31` where there is none: so that those stand last."""
    merged_into: Mapped[str]
    """Empty, or the record that this one became part of."""
    added_at: Mapped[datetime]
    added_by: Mapped[str]


class NameIndex(Base):
    """By which words a patient is found: keyed hashes of the first, the last and the whole name."""

    __tablename__ = "name_index"

    word_mac: Mapped[bytes] = mapped_column(primary_key=True)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), primary_key=True, index=True)


class PatientMove(Base):
    """An invitation that went from one patient's record to another's, by merging or splitting. Append-only."""

    __tablename__ = "patient_move"

    id: Mapped[str] = mapped_column(primary_key=True)
    invitation_id: Mapped[str] = mapped_column(ForeignKey("invitation.id"), index=True)
    from_patient: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    to_patient: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    moved_at: Mapped[datetime]
    moved_by: Mapped[str]


class QueueEntry(Base):
    """One line of the triage queue: an intake that was sent, or an unfinished one with an urgent finding.

    Everything that the queue sorts or filters by stands here, so that its first
    page is read from one index however many lines there are.
    """

    __tablename__ = "queue_entry"
    __table_args__ = (
        Index("ix_queue_entry_open", "state", "rank", "appointment", "arrived_at", "intake_id"),
        Index("ix_queue_entry_slug", "state", "slug", "rank", "appointment", "arrived_at", "intake_id"),
        Index("ix_queue_entry_day", "state", "appointment", "rank", "arrived_at", "intake_id"),
        Index("ix_queue_entry_claim", "claimed_by", "state", "rank", "appointment", "arrived_at", "intake_id"),
        Index("ix_queue_entry_newest", "state", "arrived_at", "intake_id"),
        Index("ix_queue_entry_patient", "patient_id", "arrived_at"),
    )

    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.id"), primary_key=True)
    submission_id: Mapped[str | None] = mapped_column(ForeignKey("submission.id"), unique=True)
    """None while the intake is unfinished."""
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    reference: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str]
    state: Mapped[str]
    """`open`, `decided`, or `handled` for an unfinished one that somebody has seen to."""
    rank: Mapped[int]
    """0 unfinished and urgent, then 1 urgent to 5 clear: the first of the queue has the lowest."""
    appointment: Mapped[str]
    """The patient's."""
    arrived_at: Mapped[datetime]
    claimed_by: Mapped[str]
    """Empty, or the member who is at it."""
    claimed_at: Mapped[datetime | None]


class Decision(Base):
    """What a clinician decided: the first of a submission, then each addendum. Append-only."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("submission_id", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"))
    number: Mapped[int]
    """1 the decision, from 2 on its addenda."""
    outcome: Mapped[str]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]
    words: Mapped[bytes]
    """Sealed: the name signed with, the note, and the reason for each finding overridden."""
    audit_head: Mapped[str]


class FollowUp(Base):
    """An invitation that asks only some of an earlier submission's questions again."""

    __tablename__ = "follow_up"

    invitation_id: Mapped[str] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), index=True)
    """Whose other answers are carried over."""
    sort: Mapped[str]
    """`ask again` or `before infusion`."""
    questions: Mapped[bytes]
    """Sealed: which are asked."""

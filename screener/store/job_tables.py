"""What is to be done later: one row a job, written in the transaction that caused it."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from screener.store.tables import Base


class Job(Base):
    """One thing to do. It names what it is about by identifier, and holds nothing else about anybody."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "state", "due_at", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    """An identifier, of what the kind says."""
    key: Mapped[str] = mapped_column(unique=True)
    """Asking twice for the same makes one job."""
    state: Mapped[str]
    """`waiting`, `taken`, `done` or `failed`."""
    due_at: Mapped[datetime]
    """When it may be taken; for a taken one, when its lease ends and another worker may take it."""
    attempts: Mapped[int]
    taken_by: Mapped[str]
    fault: Mapped[str]
    """The class of what went wrong last; never its words, which may be about somebody."""
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

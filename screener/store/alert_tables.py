"""Alerts, whom they were told to, and who is on duty when."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from screener.store.tables import Base


class Alert(Base):
    """Something that a person of the clinic must hear of. It names an intake, and says nothing of its answers."""

    __tablename__ = "alert"
    __table_args__ = (Index(None, "acknowledged_at", "raised_at"), Index(None, "intake_id"))

    id: Mapped[str] = mapped_column(primary_key=True)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.id"))
    sort: Mapped[str]
    """`urgent` or `declined`."""
    raised_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str]
    """A member's id; empty for nobody."""
    escalated_at: Mapped[datetime | None]


class Notice(Base):
    """An alert told to one member by e-mail."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("alert_id", "member_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    alert_id: Mapped[str] = mapped_column(ForeignKey("alert.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    asked_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Duty(Base):
    """Hours of one weekday in which a member is told first. Hours that end before they begin go into the next day."""

    __tablename__ = "duty"

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    weekday: Mapped[int]
    """0 Monday to 6 Sunday, by the clinic's calendar."""
    begins: Mapped[int]
    """Minutes after midnight, by the clinic's clock."""
    ends: Mapped[int]

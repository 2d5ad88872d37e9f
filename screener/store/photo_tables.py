"""Photos that patients add to a page: sealed, and gone with the answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from screener.store.tables import Base


class Photo(Base):
    """One photo, in the size that it is read in and in a small one."""

    __tablename__ = "photo"
    __table_args__ = (Index(None, "intake_id", "step_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.id"))
    step_id: Mapped[str]
    added_at: Mapped[datetime]
    picture: Mapped[bytes]
    small: Mapped[bytes]

"""What the clinic chose on its page of settings: a line for each change, and the newest holds."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from screener.store.tables import Base


class ClinicChange(Base):
    """All that was chosen from this change on. Never changed and never removed; nothing in it is about a person."""

    __tablename__ = "clinic_change"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1 for the first: two who save at once cannot both have the next."""
    at: Mapped[datetime]
    by: Mapped[str]
    """Who did it, as the audit spells an actor."""
    chosen: Mapped[str]
    """JSON: an object of names and texts. What is left out is as the server's settings have it."""


class ClinicLogo(Base):
    """A logo that was chosen once. Anybody may see it, so it is not sealed."""

    __tablename__ = "clinic_logo"

    mark: Mapped[str] = mapped_column(primary_key=True)
    """A hash of the picture, and its size: `3f…-320x96`."""
    added_at: Mapped[datetime]
    png: Mapped[str]
    """As base64."""

"""The clinic's choices, as kept."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from screener.store.clinic_tables import ClinicChange, ClinicLogo
from screener.store.database import Store
from screener.store.upserting import insert_into


def newest(store: Store, most: int = 1) -> Sequence[ClinicChange]:
    """The newest changes, newest first."""
    return store.session.scalars(select(ClinicChange).order_by(ClinicChange.number.desc()).limit(most)).all()


def append(store: Store, *, number: int, at: datetime, by: str, chosen: str) -> bool:
    """Keeps a change under its number; False where somebody else had that number first."""
    added = store.session.execute(
        insert_into(store, ClinicChange)
        .values(number=number, at=at, by=by, chosen=chosen)
        .on_conflict_do_nothing()
        .returning(ClinicChange.number)
    )
    return added.one_or_none() is not None


def keep_logo(store: Store, *, mark: str, png: str, at: datetime) -> None:
    """Keeps a logo; where the same is kept already, that one stays."""
    store.session.execute(
        insert_into(store, ClinicLogo).values(mark=mark, png=png, added_at=at).on_conflict_do_nothing()
    )


def logo(store: Store, mark: str) -> str | None:
    """The logo with that mark, as base64."""
    return store.session.scalar(select(ClinicLogo.png).where(ClinicLogo.mark == mark))

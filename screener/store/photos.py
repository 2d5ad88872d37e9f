"""Photos as kept, sealed with the intake's own key."""

from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select

from screener.definition.names import StepId
from screener.store.database import Store
from screener.store.intakes import key_of
from screener.store.names import IntakeId, PhotoId, new_id
from screener.store.photo_tables import Photo
from screener.store.sealing import Home
from screener.store.tables import Intake

Size = Literal["picture", "small"]


def home(size: Size, photo_id: str) -> Home:
    """Where a photo lives."""
    return Home("photo", size, photo_id)


def add(store: Store, intake: Intake, *, step_id: StepId, picture: bytes, small: bytes, now: datetime) -> PhotoId:
    """Keeps a photo."""
    own_id, key = PhotoId(new_id()), key_of(store, intake)
    store.session.add(
        Photo(
            id=own_id,
            intake_id=intake.id,
            step_id=step_id,
            added_at=now,
            picture=key.seal(picture, home("picture", own_id)),
            small=key.seal(small, home("small", own_id)),
        )
    )
    store.session.flush()
    return own_id


def of_intake(store: Store, intake_id: IntakeId) -> tuple[tuple[StepId, PhotoId], ...]:
    """The intake's photos by their steps, oldest first."""
    rows = store.session.execute(
        select(Photo.step_id, Photo.id).where(Photo.intake_id == intake_id).order_by(Photo.added_at, Photo.id)
    )
    return tuple((StepId(row.step_id), PhotoId(row.id)) for row in rows)


def find(store: Store, intake_id: IntakeId, photo_id: str, size: Size) -> bytes | None:
    """The photo, if it is this intake's; raises `BrokenSealError`."""
    row = store.session.get(Photo, photo_id)
    if row is None or row.intake_id != intake_id:
        return None
    key = key_of(store, store.session.get_one(Intake, intake_id))
    return key.unseal(row.picture if size == "picture" else row.small, home(size, row.id))


def remove(store: Store, intake_id: IntakeId, photo_id: str) -> None:
    """Forgets the photo, if it is this intake's."""
    store.session.execute(delete(Photo).where(Photo.id == photo_id, Photo.intake_id == intake_id))

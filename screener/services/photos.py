"""Photos of a list of medicines, where a page offers it: added and removed by the patient until the form is sent."""

from dataclasses import dataclass
from datetime import datetime

from screener.definition.names import StepId
from screener.errors import Refusal
from screener.services import submissions
from screener.services.auditing import Actor, PhotoAdded, PhotoRead, PhotoRemoved, record
from screener.services.intake import opened_step
from screener.services.intake_views import locked_row, must_be_open
from screener.services.pictures import Picture
from screener.services.unit_of_work import UnitOfWork
from screener.store import photos
from screener.store.names import IntakeId, PhotoId

MOST_PHOTOS = 4
"""Of one page."""


class TooManyPhotosError(Refusal):
    """There are as many as a page may have."""


class NoPhotoError(Refusal):
    """There is no such photo, or the page takes none."""


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo of one page."""

    id: PhotoId
    step_id: StepId


def must_fit(work: UnitOfWork, *, intake_id: IntakeId, step_id: StepId, now: datetime) -> None:
    """Whether the page takes one more photo: asked before one is unpacked. Raises as `add` does."""
    if opened_step(work, intake_id=intake_id, step_id=step_id, now=now).photo is None:
        raise NoPhotoError("This page takes no photo.")
    if sum(each.step_id == step_id for each in of_intake(work, intake_id=intake_id)) >= MOST_PHOTOS:
        raise TooManyPhotosError("There are as many photos as this page may have.")


def add(work: UnitOfWork, *, intake_id: IntakeId, step_id: StepId, picture: Picture, now: datetime) -> PhotoId:
    """Keeps a photo, which was painted (`services.pictures`) before the transaction was opened.

    Raises `TooManyPhotosError`, `NoPhotoError` where the page takes none, `StepNotOnPathError`, `AlreadySentError`,
    `DeclinedError`, `IntakeExpiredError`.
    """
    work.must_write()
    row = locked_row(work, intake_id)
    must_be_open(row, now)
    must_fit(work, intake_id=intake_id, step_id=step_id, now=now)
    photo_id = photos.add(work.store, row, step_id=step_id, picture=picture.whole, small=picture.small, now=now)
    record(work, PhotoAdded(photo_id, intake_id), now=now, actor=Actor("patient", intake_id))
    return photo_id


def remove(work: UnitOfWork, *, intake_id: IntakeId, photo_id: str, now: datetime) -> None:
    """Forgets a photo; one that is not there is no matter. Raises as `add` does for a form that is not open."""
    work.must_write()
    row = locked_row(work, intake_id)
    must_be_open(row, now)
    if photos.find(work.store, intake_id, photo_id, "small") is not None:
        photos.remove(work.store, intake_id, photo_id)
        record(work, PhotoRemoved(PhotoId(photo_id), intake_id), now=now, actor=Actor("patient", intake_id))


def of_intake(work: UnitOfWork, *, intake_id: IntakeId) -> tuple[KeptPhoto, ...]:
    """The photos of an intake, oldest first."""
    return tuple(KeptPhoto(photo_id, step_id) for step_id, photo_id in photos.of_intake(work.store, intake_id))


def own(work: UnitOfWork, *, intake_id: IntakeId, photo_id: str) -> bytes:
    """A photo in small, for the patient who added it: a JPEG. Raises `NoPhotoError`."""
    content = photos.find(work.store, intake_id, photo_id, "small")
    if content is None:
        raise NoPhotoError("There is no such photo.")
    return content


def of_submission(work: UnitOfWork, *, reference: str, photo_id: str, actor: Actor, now: datetime) -> bytes:
    """A photo of what was sent, for the clinic: a JPEG. Recorded. Raises `NoSubmissionError`, `NoPhotoError`."""
    work.must_write()
    found = submissions.record_of(work, reference)
    content = photos.find(work.store, found.intake_id, photo_id, "picture")
    if content is None:
        raise NoPhotoError("There is no such photo.")
    record(work, PhotoRead(PhotoId(photo_id), found.id), now=now, actor=actor)
    return content

"""A photo that came with a page: read within bounds, and kept after what was typed is safe.

A photo that is refused never costs what was typed, so one that is too large is
read to its end and let go, as far as `PHOTO_CONTENT_LENGTH` allows.
"""

import io
from enum import StrEnum
from typing import IO

from flask import Request, current_app, g, request
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from screener.definition.model import Step
from screener.definition.names import StepId
from screener.services import photos
from screener.services.photos import TooManyPhotosError
from screener.services.pictures import MOST_PIXELS, BadPictureError, painted
from screener.web.house import now, services, settings

FIELD = "page-photo"
QUERY = "photo"
"""Of the page's address: why the last photo was not kept."""
MILLION = 1_000_000


class PhotoProblem(StrEnum):
    """Why a photo was not kept."""

    MISSING = "missing"
    BYTES = "bytes"
    PIXELS = "pixels"
    UNREADABLE = "unreadable"
    LIMITS = "limits"
    FULL = "full"

    @property
    def words(self) -> str:
        """What is wrong, up to which bound, and what to do."""
        match self:
            case PhotoProblem.MISSING:
                return gettext("Choose a photo first.")
            case PhotoProblem.BYTES:
                return gettext(
                    "This photo was not added: its file is larger than %(size)s MB. "
                    "Take it again with a smaller size, or type the list.",
                    size=megabytes(),
                )
            case PhotoProblem.PIXELS:
                return gettext(
                    "This photo was not added: it has too many pixels. "
                    "A JPEG or HEIC photo may have %(photo)s million, a PNG or WebP %(other)s million. "
                    "Take it again with a smaller size, or type the list.",
                    photo=MOST_PIXELS["JPEG"] // MILLION,
                    other=MOST_PIXELS["PNG"] // MILLION,
                )
            case PhotoProblem.UNREADABLE:
                return gettext(
                    "This file was not added: it is not a photo that can be read here. "
                    "Use a JPEG, HEIC, PNG or WebP, or type the list."
                )
            case PhotoProblem.LIMITS:
                return gettext(
                    "This photo was not added: it could not be opened here in time. "
                    "Try once more, take it again with a smaller size, or type the list."
                )
            case PhotoProblem.FULL:
                return gettext(
                    "This photo was not added: there are as many photos here as there can be, %(number)s.",
                    number=photos.MOST_PHOTOS,
                )


class BoundedFile(io.BytesIO):
    """Keeps so many bytes of what is written; of more it keeps none, and says so."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.is_too_large = False

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Takes everything, and keeps what fits."""
        if self.is_too_large or self.tell() + len(data) > self.most:
            self.is_too_large = True
            self.seek(0)
            self.truncate()
            return len(data)
        return super().write(data)


class BoundedRequest(Request):
    """A request whose files are no larger than a photo may be."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        del total_content_length, content_type, filename, content_length
        return BoundedFile(current_app.config["PHOTO_BYTES"])


def megabytes() -> str:
    """How large a photo's file may be."""
    return f"{settings().photo_bytes / 1024**2:.3g}"


def sent_file() -> FileStorage | None:
    """The photo that was chosen, if one was."""
    sent = request.files.get(FIELD)
    return sent if sent is not None and sent.filename else None


def keep_photo(step: Step) -> PhotoProblem | None:
    """Keeps the photo that came with the page, if one did; gives why it was not kept. Call it with nothing open.

    Raises what `photos.add` raises for a form that is not open.
    """
    sent = sent_file()
    if sent is None or step.photo is None:
        return None
    content = sent.read()
    if isinstance(sent.stream, BoundedFile) and sent.stream.is_too_large:
        return PhotoProblem.BYTES
    if not content:
        return PhotoProblem.UNREADABLE
    try:
        add(step.id, content)
    except BadPictureError as bad:
        return PhotoProblem(bad.because)
    except TooManyPhotosError:
        return PhotoProblem.FULL
    return None


def add(step_id: StepId, content: bytes) -> None:
    """Asks whether there is room, unpacks the photo with no transaction open, and keeps it."""
    with services().reading() as work:
        photos.must_fit(work, intake_id=g.intake_id, step_id=step_id, now=now())
    picture = painted(content)
    with services().unit_of_work() as work:
        photos.add(work, intake_id=g.intake_id, step_id=step_id, picture=picture, now=now())


def find_problem() -> PhotoProblem | None:
    """What the page's address says of the last photo."""
    name = request.args.get(QUERY, "")
    return PhotoProblem(name) if name in set(PhotoProblem) else None

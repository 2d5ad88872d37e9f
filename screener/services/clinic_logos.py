"""The clinic's logo: known by its content, painted again as a small PNG, and kept under a hash of it."""

import base64
import hashlib
import json
import struct
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from screener.errors import Refusal
from screener.services.auditing import Actor, record
from screener.services.clinic_settings import Chosen, ClinicChanged, StaleClinicError, chosen
from screener.services.pictures import LOGO_PIXELS, BadPictureError, Because, painted_logo
from screener.services.unit_of_work import UnitOfWork
from screener.store import clinic

MOST_BYTES: Final = 200 * 1024
PROBLEMS: Final[dict[Because, str]] = {
    "unreadable": "This is no picture that can be used. Choose a PNG, JPEG or WebP.",
    "pixels": f"The picture has too many pixels: at most {LOGO_PIXELS // 1_000_000} million. "
    "Save it smaller, such as 480 by 144.",
    "limits": "The picture could not be opened here. Save it smaller, such as 480 by 144, and try again.",
}


class BadLogoError(Refusal):
    """It cannot be the clinic's logo; the text says why."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that may stand at the head of patients' pages."""

    png: bytes

    @property
    def mark(self) -> str:
        """A hash of the picture, and its size: `3f…-320x96`."""
        width, height = struct.unpack(">II", self.png[16:24])
        return f"{hashlib.sha256(self.png).hexdigest()[:24]}-{width}x{height}"


def read(content: bytes) -> Logo:
    """The logo of a file; call it before a transaction is open. Raises `BadLogoError`."""
    if len(content) > MOST_BYTES:
        raise BadLogoError(f"The picture is too large a file: at most {MOST_BYTES // 1024} kB.")
    try:
        return Logo(painted_logo(content))
    except BadPictureError as bad:
        raise BadLogoError(PROBLEMS[bad.because]) from None


def choose(work: UnitOfWork, *, logo: Logo, now: datetime, actor: Actor) -> None:
    """Puts a picture at the head of patients' pages. Raises `StaleClinicError`."""
    work.must_write()
    clinic.keep_logo(work.store, mark=logo.mark, png=base64.b64encode(logo.png).decode("ascii"), at=now)
    put(work, chosen(work), logo.mark, now=now, actor=actor)


def remove(work: UnitOfWork, *, now: datetime, actor: Actor) -> None:
    """Shows none any more. Raises `StaleClinicError`."""
    work.must_write()
    put(work, chosen(work), "", now=now, actor=actor)


def put(work: UnitOfWork, before: Chosen, mark: str, *, now: datetime, actor: Actor) -> None:
    """Keeps the choice, and all others as they are."""
    words = {**before.words, "logo": mark}
    if not mark:
        del words["logo"]
    if words == before.words:
        return
    text = json.dumps(words, ensure_ascii=False, sort_keys=True)
    if not clinic.append(work.store, number=before.version + 1, at=now, by=str(actor), chosen=text):
        raise StaleClinicError
    record(work, ClinicChanged(before.version + 1), now=now, actor=actor)


def find(work: UnitOfWork, *, mark: str) -> bytes | None:
    """The PNG with that mark; None where there is none."""
    kept = clinic.logo(work.store, mark)
    return None if kept is None else base64.b64decode(kept)

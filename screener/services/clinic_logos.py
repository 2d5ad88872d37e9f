"""The clinic's logo: known by its content, painted anew as a small PNG, and kept under a hash of it."""

import base64
import hashlib
import io
import json
from datetime import datetime
from typing import Final

from PIL import Image, ImageOps

from screener.errors import Refusal
from screener.services.auditing import Actor, record
from screener.services.clinic_settings import Chosen, ClinicChanged, StaleClinicError, chosen
from screener.services.pictures import UNREADABLE, opening
from screener.services.unit_of_work import UnitOfWork
from screener.store import clinic

MOST_BYTES: Final = 200 * 1024
MOST_PIXELS: Final = 4_000_000
SIZE: Final = (480, 144)
"""Pixels: three times as large as it is shown, for sharp screens."""


class BadLogoError(Refusal):
    """It cannot be the clinic's logo; the text says why."""


def choose(work: UnitOfWork, *, content: bytes, now: datetime, actor: Actor) -> None:
    """Puts a picture at the head of patients' pages. Raises `BadLogoError`, `StaleClinicError`."""
    work.must_write()
    image = painted(content)
    png = written(image)
    mark = f"{hashlib.sha256(png).hexdigest()[:24]}-{image.width}x{image.height}"
    clinic.keep_logo(work.store, mark=mark, png=base64.b64encode(png).decode("ascii"), at=now)
    put(work, chosen(work), mark, now=now, actor=actor)


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


def painted(content: bytes) -> Image.Image:
    """The picture alone: first frame, upright, small. Raises `BadLogoError`."""
    if len(content) > MOST_BYTES:
        raise BadLogoError(f"The picture is too large a file: at most {MOST_BYTES // 1024} kB.")
    try:
        with opening(content) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise BadLogoError("The picture has too many pixels. Save it smaller, such as 480 by 144.")
            image = ImageOps.exif_transpose(opened).convert("RGBA")
    except UNREADABLE:
        raise BadLogoError("This is no picture that can be used. Choose a PNG, JPEG or WebP.") from None
    image.thumbnail(SIZE)
    return image


def written(image: Image.Image) -> bytes:
    """As a PNG that holds nothing but the picture."""
    bare = Image.new("RGBA", image.size)
    bare.paste(image)
    file = io.BytesIO()
    bare.save(file, "PNG", optimize=True)
    return file.getvalue()

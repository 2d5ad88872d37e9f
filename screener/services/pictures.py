"""Pictures that come from anybody: looked at, painted anew, and small enough to keep. Nothing of the file itself stays.

What is kept is a new JPEG of the same look: no place, no camera, no thumbnail,
nothing hidden behind the picture.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from screener.errors import Refusal

FORMATS: Final = ("JPEG", "PNG", "WEBP")
MOST_PIXELS: Final = 60_000_000
"""More is no phone's photo; a small file can unpack to more than there is memory."""
LONGEST_SIDE: Final = 2_000
"""Pixels: a list of medicines can be read at that size."""
SMALL_SIDE: Final = 320

UNREADABLE: Final = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
    MemoryError,
)
"""What Pillow raises on a file that is no picture, or not a whole one."""

Because = Literal["unreadable", "heic", "pixels"]


class BadPictureError(Refusal):
    """It is no picture that can be kept; `because` says why."""

    def __init__(self, because: Because) -> None:
        super().__init__(f"The picture cannot be kept: {because}.")
        self.because: Because = because


@dataclass(frozen=True, slots=True)
class Picture:
    """The same look in two sizes, as JPEG."""

    whole: bytes
    small: bytes


def painted(content: bytes) -> Picture:
    """The picture of a file, known by its content and not by its name. Raises `BadPictureError`."""
    if content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif"}:
        raise BadPictureError("heic")
    try:
        return _painted(content)
    except UNREADABLE:
        raise BadPictureError("unreadable") from None


@contextmanager
def opening(content: bytes) -> Iterator[Image.Image]:
    """The picture of a file, to be unpacked within; raises one of `UNREADABLE`, also where its end is missing."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint lets half a picture pass in every process that imports it
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd metadata, none of which is kept
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            yield opened


def _painted(content: bytes) -> Picture:
    with opening(content) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise BadPictureError("pixels")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is unpacked no larger than it is kept
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    whole = _jpeg(upright, quality=82)
    upright.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Picture(whole, _jpeg(upright, quality=75))


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()

"""Painting a picture that came from anybody: runs in `picture_child` alone, where it can hurt nobody.

What comes out is a new file of the same look: no place, no camera, no thumbnail,
nothing hidden behind the picture.
"""

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import pillow_heif
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from screener.services.pictures import LOGO_PIXELS, LOGO_SIZE, LONGEST_SIDE, MOST_PIXELS, SMALL_SIDE, Because

PHOTOS: Final = ("JPEG", "PNG", "WEBP", "HEIF")
LOGOS: Final = ("JPEG", "PNG", "WEBP")
UNREADABLE: Final = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, RuntimeError)
"""What Pillow and its plugins raise on a file that is no picture, or not a whole one."""


class UnpaintableError(Exception):
    """It is no picture that can be kept; `because` says why."""

    def __init__(self, because: Because) -> None:
        super().__init__(because)
        self.because: Because = because


def paint_photo(content: bytes) -> tuple[bytes, ...]:
    """The photo in two sizes, as JPEG. Raises `UnpaintableError`."""
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.register_heif_opener()
    with opening(content, PHOTOS) as opened:
        bound(opened, MOST_PIXELS)
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is unpacked no larger than it is kept
        image = shrunk(opened, (LONGEST_SIDE, LONGEST_SIDE), "RGB")
    whole = as_jpeg(image, quality=82)
    image.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return whole, as_jpeg(image, quality=75)


def paint_logo(content: bytes) -> tuple[bytes, ...]:
    """The logo, upright and small, as PNG. Raises `UnpaintableError`."""
    with opening(content, LOGOS) as opened:
        bound(opened, dict.fromkeys(LOGOS, LOGO_PIXELS))
        image = shrunk(opened, LOGO_SIZE, "RGBA")
    bare = Image.new("RGBA", image.size)
    bare.paste(image)
    return (written(bare, "PNG", optimize=True),)


@contextmanager
def opening(content: bytes, formats: tuple[str, ...]) -> Iterator[Image.Image]:
    """The picture of a file, known by its content, to be unpacked within. Raises `UnpaintableError`."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # `bound` is stricter, and says so in words
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, none of which is kept
            with Image.open(io.BytesIO(content), formats=formats) as opened:
                yield opened
    except MemoryError:
        raise UnpaintableError("limits") from None
    except UNREADABLE:
        raise UnpaintableError("unreadable") from None


def bound(opened: Image.Image, most: Mapping[str, int]) -> None:
    """Looks at the size that the file's head tells, before anything is unpacked. Raises `UnpaintableError`."""
    if opened.width * opened.height > most.get(opened.format or "", min(most.values())):
        raise UnpaintableError("pixels")


def shrunk(opened: Image.Image, size: tuple[int, int], mode: str) -> Image.Image:
    """The picture unpacked once, then small and upright: each step holds less than the one before."""
    if opened.mode not in {"RGB", "RGBA", "L", "CMYK"}:
        image = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    else:
        opened.load()
        image = opened
    turned = opened.getexif().get(0x0112, 1) >= 5
    image.thumbnail((size[1], size[0]) if turned else size)
    image = ImageOps.exif_transpose(image) if image is opened else upright(image, opened)
    return image.convert(mode)


def upright(image: Image.Image, opened: Image.Image) -> Image.Image:
    """A converted picture, turned as the file says."""
    image.getexif().update(opened.getexif())
    return ImageOps.exif_transpose(image)


def as_jpeg(image: Image.Image, *, quality: int) -> bytes:
    """As a JPEG that holds nothing but the picture."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    return written(bare, "JPEG", quality=quality, optimize=True)


def written(image: Image.Image, form: str, **how: object) -> bytes:
    """The file's bytes."""
    file = io.BytesIO()
    image.save(file, form, **how)
    return file.getvalue()

"""Pictures that come from anybody: painted again by a process of its own, with limits. Nothing of the file stays.

Never call this within a transaction: others would wait for the picture.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from screener.errors import Refusal
from screener.services.picture_child import DONE, REFUSED

MOST_PIXELS: Final[Mapping[str, int]] = {
    "JPEG": 60_000_000,
    "HEIF": 60_000_000,
    "PNG": 25_000_000,
    "WEBP": 25_000_000,
}
"""By format. A phone takes up to 50 million, as JPEG or HEIC; the other two are no phone's photo."""
LONGEST_SIDE: Final = 2_000
"""Pixels: a list of medicines can be read at that size."""
SMALL_SIDE: Final = 320
LOGO_PIXELS: Final = 4_000_000
LOGO_SIZE: Final = (480, 144)
"""Pixels: three times as large as it is shown, for sharp screens."""

AT_ONCE: Final = threading.BoundedSemaphore(2)
"""More would only need more memory at the same time."""
WAIT_SECONDS: Final = 60
"""For a turn, and then for the picture: more than a busy machine needs."""
_TOP = Path(__file__).resolve().parents[2]
_HANDED_ON = ("HOME", "LANG", "LD_LIBRARY_PATH", "PATH", "TMPDIR")
"""What of the environment the child gets: never a key or an address."""

Because = Literal["unreadable", "pixels", "limits"]


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


@dataclass(frozen=True, slots=True)
class Limits:
    """What painting one picture may use: seconds of processor, bytes of address space."""

    seconds: int = 20
    memory: int = 900 * 1024**2


def painted(content: bytes, *, limits: Limits = Limits()) -> Picture:
    """The photo of a file, known by its content and not by its name. Raises `BadPictureError`."""
    whole, small = in_child("photo", content, limits)
    return Picture(whole, small)


def painted_logo(content: bytes, *, limits: Limits = Limits()) -> bytes:
    """The logo of a file, small, as a PNG. Raises `BadPictureError`."""
    (png,) = in_child("logo", content, limits)
    return png


def in_child(what: Literal["photo", "logo"], content: bytes, limits: Limits) -> tuple[bytes, ...]:
    """What the child made of it. Raises `BadPictureError`."""
    if not AT_ONCE.acquire(timeout=WAIT_SECONDS):
        raise BadPictureError("limits")
    try:
        done = subprocess.run(  # noqa: S603 - our own program and numbers
            (sys.executable, "-m", "screener.services.picture_child", what, str(limits.seconds), str(limits.memory)),
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_TOP,
            env={name: os.environ[name] for name in _HANDED_ON if name in os.environ},
            timeout=WAIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadPictureError("limits") from None
    finally:
        AT_ONCE.release()
    return read_answer(done.stdout if done.returncode == 0 else b"")


def read_answer(answer: bytes) -> tuple[bytes, ...]:
    """The files in a child's answer. Raises `BadPictureError`, also for a child that died."""
    line, _, rest = answer.partition(b"\n")
    word, *more = line.decode("ascii", "replace").split(" ")
    if word == REFUSED and more[0] in get_args(Because):
        raise BadPictureError(more[0])  # type: ignore[arg-type]
    if word != DONE:
        raise BadPictureError("limits")
    files = []
    for length in map(int, more):
        files.append(rest[:length])
        rest = rest[length:]
    return tuple(files)

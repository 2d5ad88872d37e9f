"""Turns at rendering: so many at once on this machine, the others wait in line, however busy it is.

The places are locks on files that each account of the machine has for itself.
The kernel frees a place when whoever holds it ends, however it ends.
"""

import fcntl
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

AT_ONCE: Final = 2
"""More at a time would only make each slower, and each may take its bound of memory."""
LOOK_SECONDS: Final = 0.05
"""Between two looks whether a place is free, by the one who stands first in line."""

_LINE = threading.Lock()
"""Of this process: only one of it at a time stands in the line of the machine."""


@contextmanager
def turn() -> Iterator[int]:
    """Wait for a place, and hold it; gives the lock's descriptor, which a child may inherit to hold the place too."""
    place = _wait(places())
    try:
        yield place
    finally:
        os.close(place)


def places() -> Path:
    """The folder of the locks; a folder of that name that somebody else made is not used."""
    folder = Path(tempfile.gettempdir()) / f"screener-rendering-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(folder)
    return folder


def _wait(folder: Path) -> int:
    with _LINE:
        line = _open(folder / "line")
        try:
            fcntl.flock(line, fcntl.LOCK_EX)
            while True:
                for number in range(AT_ONCE):
                    if (place := _find_free(folder / str(number))) is not None:
                        return place
                time.sleep(LOOK_SECONDS)
        finally:
            os.close(line)


def _find_free(file: Path) -> int | None:
    place = _open(file)
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(place)
        return None
    return place


def _open(file: Path) -> int:
    return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

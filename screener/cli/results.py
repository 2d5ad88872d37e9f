"""A result that a command writes into a file: whole, or nothing stands at that path.

Whoever finds a file at the path that they gave must find what this very run
made, not what another one made of somebody else.
"""

import errno
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from screener.cli.printing import fail, say

EARLIER: Final = ".before"
"""What stood at the path is kept under this suffix where nothing came of the command."""
FOR_OWNER, AS_USUAL = 0o600, 0o666
"""Who may read the file: its owner alone, or whoever the account's mask lets."""


def output_option(help: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `-o FILE`; give it to `result_file`."""
    return click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=help)


@contextmanager
def result_file(
    output: Path, *, sources: Iterable[Path] = (), mode: int = AS_USUAL
) -> Iterator[Callable[[bytes], None]]:
    """Gives what writes the result, once. Left without it, or killed at any moment, no file is at that path.

    Whether it can be written is seen before anything else is done. What is no ordinary file, such
    as a terminal or a pipe, is written to as it is. `sources` are the files that the command reads:
    nothing is written in their place.
    """
    place = Path(os.path.realpath(output))
    if str(place) in map(os.path.realpath, sources):
        fail(f"{output}: this command reads that file. Write the result to another one.")
    try:
        is_there, is_file = place.exists(), place.is_file()
    except OSError as error:
        fail(f"{output}: {error.strerror}")
    if place.is_dir():
        fail(f"{output}: {os.strerror(errno.EISDIR)}")
    if is_there and not is_file:
        yield lambda content: _write_through(place, output, content)
        return
    draft = place.with_name(f".{secrets.token_hex(8)}.draft")
    earlier = place.with_name(place.name + EARLIER)
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode))
        if is_there:
            place.replace(earlier)
    except OSError as error:
        draft.unlink(missing_ok=True)
        fail(f"{output}: {error.strerror}")
    try:
        yield lambda content: _write_whole(draft, place, output, content)
    finally:
        draft.unlink(missing_ok=True)
        if is_there and place.exists():
            earlier.unlink(missing_ok=True)
        elif is_there:
            say(f"{output}: not written. What stood there before is now {output.name}{EARLIER}.")


def replace_whole(file: Path, content: bytes) -> None:
    """Puts other content in the place of a file, or leaves it as it was. Raises `OSError`."""
    draft = file.with_name(f".{secrets.token_hex(8)}.draft")
    try:
        _write_durably(draft, content)
        if file.exists():
            draft.chmod(file.stat().st_mode)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _write_whole(draft: Path, place: Path, output: Path, content: bytes) -> None:
    try:
        _write_durably(draft, content)
        draft.replace(place)
    except OSError as error:
        fail(f"{output}: {error.strerror}")


def _write_durably(file: Path, content: bytes) -> None:
    with file.open("wb") as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())


def _write_through(place: Path, output: Path, content: bytes) -> None:
    try:
        place.write_bytes(content)
    except OSError as error:
        fail(f"{output}: {error.strerror}")

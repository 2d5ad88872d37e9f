"""Questionnaires that were read once, kept on disk for the next start of the program.

A kept questionnaire is found by the hash of its files, of its folder's name and
of the code that read it, so it is never stale. It is kept as a pickle, which is
safe here for three reasons, each of which is checked:

- Reading one back can make values of the classes in `_CLASSES` and nothing
  else, so a file cannot run code whoever wrote it.
- A file that someone else could have written is not read, as it could say that
  another dose is safe: the directory and the file must belong to this process's
  user, and nobody else may write to them.
- A file that was cut off or damaged does not match the hash at its head.

Whatever does not pass is read from the folder again, as if it were not there.
"""

import datetime
import decimal
import fractions
import functools
import hashlib
import io
import os
import pickle
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from screener.definition import conditions, dictionary, identity, model
from screener.definition.model import Questionnaire
from screener.definition.source_files import digest, gather

_HASH_BYTES = 32
_MOST_BYTES = 64 * 1_048_576


def read_folder_cached(folder: Path, cache: Path) -> Questionnaire:
    """The same as `reading.read_folder`, from the directory `cache` where it was kept there.

    The directory is made where it is missing. What is not kept yet is read and
    kept; a directory that cannot be used or trusted costs time and nothing else.
    """
    files, problems = gather(folder)
    kept = cache / f"{_key(digest(files), folder.resolve().name)}.pickle"
    found = None if problems else _kept_at(kept)
    if found is not None:
        return found
    from screener.definition.reading import read_folder  # only now: its libraries take longer to load than the cache

    questionnaire = read_folder(folder)
    _keep(questionnaire, kept)
    return questionnaire


def _key(sha256: str, slug: str) -> str:
    return hashlib.sha256(f"{sha256} {slug} {_program()}".encode()).hexdigest()


@functools.cache
def _program() -> str:
    """A hash of the code that reads questionnaires: its next version keeps its own."""
    here = Path(__file__).parent
    return digest({path.name: path.read_bytes() for path in here.iterdir() if path.suffix in (".py", ".lark")})


def _kept_at(path: Path) -> Questionnaire | None:
    try:
        content = _trusted(path)
    except OSError:
        return None
    head, body = content[:_HASH_BYTES], content[_HASH_BYTES:]
    if hashlib.sha256(body).digest() != head:
        return None
    try:
        found = _Unpickler(io.BytesIO(body)).load()
    except (pickle.UnpicklingError, EOFError, TypeError, ValueError, LookupError, AttributeError):
        return None
    return found if isinstance(found, Questionnaire) else None


def _trusted(path: Path) -> bytes:
    """The content of a file that only this user can have written; raises OSError for any other."""
    if not _is_ours(path.parent.lstat(), stat.S_ISDIR):
        raise PermissionError(f"others may write to {path.parent}")
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as opened:
        if not _is_ours(os.fstat(descriptor), stat.S_ISREG):
            raise PermissionError(f"others may write to {path}")
        return opened.read(_MOST_BYTES)


def _is_ours(status: os.stat_result, is_kind: Any) -> bool:
    others_write = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return bool(is_kind(status.st_mode)) and status.st_uid == os.geteuid() and not others_write


def _keep(questionnaire: Questionnaire, path: Path) -> None:
    """Write the file whole or not at all; that it cannot be written is no reason to fail."""
    body = io.BytesIO()
    _Pickler(body, protocol=5).dump(questionnaire)
    content = hashlib.sha256(body.getvalue()).digest() + body.getvalue()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as temporary:
            temporary.write(content)
        Path(temporary.name).replace(path)
    except OSError:
        return


_MODULES = (model, identity, dictionary, conditions)
"""Where the classes of a questionnaire are."""


def _classes() -> Iterator[type]:
    for module in _MODULES:
        yield from (thing for thing in vars(module).values() if isinstance(thing, type))


_CLASSES = {
    (made.__module__, made.__qualname__): made
    for made in (*_classes(), datetime.date, decimal.Decimal, fractions.Fraction)
    if made.__module__ in {*(module.__name__ for module in _MODULES), "datetime", "decimal", "fractions"}
}


class _Pickler(pickle.Pickler):
    """Writes a dataclass as its class and values: half the time to read of what it would do by itself."""

    def reducer_override(self, obj: Any) -> Any:
        if is_dataclass(obj) and not isinstance(obj, type):
            return type(obj), tuple(getattr(obj, field.name) for field in fields(obj))
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    """Makes values of the classes that a questionnaire is made of, and of no other."""

    def find_class(self, module: str, name: str) -> type:
        if (module, name) not in _CLASSES:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a questionnaire")
        return _CLASSES[module, name]

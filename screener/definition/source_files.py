"""The files of a questionnaire: which names they may have, and how they come from a folder."""

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from screener.definition.model import Place
from screener.definition.problems import Problem, Problems, did_you_mean, quoted
from screener.definition.source_text import MOST_BYTES

MAIN: Final = "questionnaire.yaml"
MEDICINES: Final = "medications.csv"
ALIASES: Final = "medication_aliases.csv"
VIGNETTES: Final = "vignettes.yaml"
NAMED: Final = (MAIN, MEDICINES, ALIASES, VIGNETTES)
SUFFIXES: Final = (".yaml", ".yml", ".csv")
"""Files of a folder that are read."""
MOST_FILES: Final = 64
_LANGUAGE: Final = re.compile(r"([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.yaml")


def language_of(name: str) -> str | None:
    """The language of a translation's file, `es` of `es.yaml`; None for every other file."""
    found = _LANGUAGE.fullmatch(name)
    return found[1] if found else None


def is_ours(name: str) -> bool:
    """Whether a file of this name is part of a questionnaire."""
    return name in NAMED or language_of(name) is not None


def check_names(names: Iterable[str], problems: Problems) -> None:
    """Report what is missing, and what nothing would read: a misspelt name must not go unnoticed."""
    names = list(names)
    if MAIN not in names:
        problems.refuse(Place(MAIN, 1, 1), "the file is missing")
    if ALIASES in names and MEDICINES not in names:
        problems.refuse(Place(MEDICINES, 1, 1), f"the file is missing, and {ALIASES} refers to it")
    for name in names:
        if not is_ours(name):
            near = did_you_mean(name, NAMED)
            problems.refuse(Place(name, 1, 1), f"no file of a questionnaire is called {quoted(name)}{near}")


def gather(folder: Path) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The files of a folder, by name, and what kept others from being read.

    Hidden files, and others that are no YAML or CSV, are left alone. Links are not followed.
    """
    files: dict[str, bytes] = {}
    problems = Problems()
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        problems.refuse(Place(folder.name or str(folder), 1, 1), f"the folder cannot be read: {error.strerror}")
        return files, tuple(problems.found)
    relevant = [entry for entry in entries if entry.name.endswith(SUFFIXES) and entry.name[0] != "."]
    if len(relevant) > MOST_FILES:
        problems.refuse(
            Place(folder.name, 1, 1), f"the folder has {len(relevant)} files; at most {MOST_FILES} are read"
        )
        return files, tuple(problems.found)
    for entry in relevant:
        try:
            files[entry.name] = _content(entry)
        except OSError as error:
            problems.refuse(Place(entry.name, 1, 1), f"the file cannot be read: {error.strerror or error}")
    if not files and not problems.found:
        problems.refuse(Place(MAIN, 1, 1), "the file is missing")
    return files, tuple(problems.found)


def digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the files' names and bytes, in the order of their names, as a hex digest."""
    running = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name]):
            running.update(len(part).to_bytes(8, "big"))
            running.update(part)
    return running.hexdigest()


def _content(entry: "os.DirEntry[str]") -> bytes:
    """The bytes of a regular file, one more than are allowed at most; raises OSError for anything else."""
    if not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
        raise OSError(f"it is {'a link' if entry.is_symlink() else 'not a file'}")
    descriptor = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as opened:
        return opened.read(MOST_BYTES + 1)

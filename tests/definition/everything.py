"""The sample that has one of each, whole and with mistakes in it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from screener.definition.model import Questionnaire
from screener.definition.problems import Problem
from screener.definition.reading import check_files

FOLDER = Path(__file__).parent.parent / "samples" / "everything"
MARK = "▸"
"""Stands in a changed text where a problem is to be reported."""


def files() -> dict[str, bytes]:
    """The sample's files by name."""
    return {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir())}


def check(files: Mapping[str, bytes]) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """The questionnaire of files in memory, and its problems and warnings."""
    return check_files(files, "everything")


def changed(old: str, new: str, *, file: str = "questionnaire.yaml") -> tuple[dict[str, bytes], str]:
    """The files with one text replaced, and the place of the mark in the new one as `file:line:column`."""
    files, places = changed_in_many([(file, old, new)])
    return files, next(iter(places), "")


def changed_in_many(changes: Sequence[tuple[str, str, str]]) -> tuple[dict[str, bytes], list[str]]:
    """The files with several texts replaced (file, old, new), and the place of each mark."""
    texts = {name: content.decode() for name, content in files().items()}
    for file, old, new in changes:
        assert texts[file].count(old) == 1, f"{old!r} stands {texts[file].count(old)} times in {file}"
        texts[file] = texts[file].replace(old, new)
    places = [place for file in dict.fromkeys(file for file, _, _ in changes) for place in _marks(file, texts[file])]
    return {name: text.replace(MARK, "").encode() for name, text in texts.items()}, places


def _marks(file: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), 1):
        if MARK in line:
            yield f"{file}:{number}:{line.index(MARK) + 1}"

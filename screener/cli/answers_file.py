"""Answers in a file: an object keyed by question id, in JSON."""

import json
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

import click

LARGEST = 1024 * 1024
"""Bytes of one answers file, or of one line of a batch."""


class AnswersFileError(ValueError):
    """The file is not answers, with words that say why."""


def read_json(text: str | bytes) -> object:
    """The JSON value, numbers exact; AnswersFileError where it is not plain JSON."""
    if len(text) > LARGEST:
        raise AnswersFileError(f"longer than {LARGEST} bytes")
    try:
        return json.loads(text, parse_float=_exact, parse_constant=_no_constant, object_pairs_hook=_once)
    except AnswersFileError:
        raise
    except RecursionError:
        raise AnswersFileError("nested too deeply") from None
    except ValueError as error:
        raise AnswersFileError(f"not JSON: {error}") from None


def read_answers_file(path: Path) -> dict[str, object]:
    """The answers in a file; wrong usage where there is no such file."""
    try:
        value = read_json(path.read_bytes())
    except OSError as error:
        raise click.BadParameter(f"{path}: {error.strerror}") from None
    return as_object(value)


def as_object(value: object) -> dict[str, object]:
    """The value itself if it is an object."""
    if not isinstance(value, dict):
        raise AnswersFileError("not an object of answers keyed by question id")
    return value


def _exact(text: str) -> Decimal:
    if len(text) > 40:
        raise AnswersFileError("a number of more than 40 characters")
    return Decimal(text)


def _no_constant(text: str) -> NoReturn:
    raise AnswersFileError(f"{text} is not a number that an answer can have")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for key, _ in pairs if sum(key == other for other, _ in pairs) > 1)
        raise AnswersFileError(f"{twice!r} stands twice")
    return found

"""A questionnaire's folder, as commands are given it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from screener.cli.printing import PROBLEM, say
from screener.definition.model import Questionnaire
from screener.definition.problems import QuestionnaireProblems
from screener.definition.reading import read_folder
from screener.definition.source_files import SUFFIXES

folder_argument: Callable[[Callable[..., Any]], Callable[..., Any]] = click.argument(
    "folder", metavar="DIR", type=click.Path(path_type=Path)
)


def files_read(folder: Path) -> list[Path]:
    """The files of a folder that reading its questionnaire takes in; none where there is no such folder."""
    return [file for file in folder.glob("*") if file.suffix in SUFFIXES]


def open_folder(folder: Path) -> Questionnaire:
    """The questionnaire in a folder; prints its problems and exits with 1 where it has any."""
    try:
        return read_folder(folder)
    except QuestionnaireProblems as refused:
        for problem in refused.problems:
            say(str(problem))
        raise SystemExit(PROBLEM) from None

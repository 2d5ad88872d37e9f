"""How commands speak: results on standard output, the rest on standard error, and one exit code each."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NoReturn

import click

from screener.definition.problems import Problem

Format = Literal["text", "json"]

DONE, PROBLEM, UNDECIDED = 0, 1, 3


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--format text|json`."""
    return click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people, or for programs."
    )(command)


def say(text: str) -> None:
    """Tell the person at the terminal; programs that read the result do not see it."""
    click.echo(text, err=True)


def print_json(result: object) -> None:
    """Print a result for programs, on one line per call, keys in their order."""
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))


def print_json_line(result: Mapping[str, object]) -> None:
    """Print one line of a stream of results."""
    click.echo(json.dumps(result, ensure_ascii=False))


def print_problems(problems: Iterable[Problem]) -> None:
    """Print what is wrong with a questionnaire, each with its place."""
    for problem in problems:
        click.echo(str(problem))


def problems_json(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """The same for programs."""
    return [problem.to_json() for problem in problems]


def fail(message: str, *, code: int = PROBLEM) -> NoReturn:
    """Say why, and exit with 1, or with that code."""
    say(message)
    raise SystemExit(code)

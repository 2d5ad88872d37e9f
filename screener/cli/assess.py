"""`screener assess`: what the rules make of answers in a file."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click

from screener.cli.answers_file import AnswersFileError, as_object, read_answers_file, read_json
from screener.cli.assessment_text import assessment_text
from screener.cli.dates import AsOf, read_day, today_in
from screener.cli.folders import folder_argument, open_folder
from screener.cli.printing import PROBLEM, Format, format_option, print_json, print_json_line, say
from screener.definition.model import Questionnaire
from screener.engine.assessment import assess as assess_answers
from screener.engine.assessment import to_json
from screener.engine.coercion import BadAnswersError, read_answers


@click.command()
@folder_argument
@click.argument("file", metavar="ANSWERS.json", type=click.Path(path_type=Path), required=False)
@click.option("--batch", type=click.File("rb"), help="Assess one {as_of, answers} a line; write one result a line.")
@click.option("--as-of", type=AsOf(), help="The day to assess on; today in the clinic's time zone if left out.")
@format_option
def assess(folder: Path, file: Path | None, batch: BinaryIO | None, as_of: date | None, form: Format) -> None:
    """Assess the answers in a file by the questionnaire in DIR."""
    if (file is None) == (batch is None):
        raise click.UsageError("Give either ANSWERS.json or --batch FILE.jsonl.")
    questionnaire = open_folder(folder)
    as_of = as_of or today_in(questionnaire.time_zone)
    if batch is not None:
        _assess_batch(questionnaire, batch, as_of)
    elif file is not None:
        _assess_file(questionnaire, file, as_of=as_of, form=form)


def _assess_file(questionnaire: Questionnaire, file: Path, *, as_of: date, form: Format) -> None:
    try:
        assessment = assess_answers(questionnaire, read_answers(questionnaire, read_answers_file(file)), as_of)
    except (AnswersFileError, BadAnswersError) as error:
        if form == "json":
            print_json(_error(error))
        for line in _complaints(error):
            say(f"{file}: {line}")
        raise SystemExit(PROBLEM) from None
    if form == "json":
        print_json(to_json(questionnaire, assessment))
    else:
        click.echo(assessment_text(questionnaire, assessment))


def _assess_batch(questionnaire: Questionnaire, batch: BinaryIO, as_of: date) -> None:
    failed = 0
    for line in batch:
        result = _assess_line(questionnaire, line, as_of)
        failed += "error" in result
        print_json_line(result)
    if failed:
        say(f"{failed} of the lines could not be assessed.")
        raise SystemExit(PROBLEM)


def _assess_line(questionnaire: Questionnaire, line: bytes, as_of: date) -> Mapping[str, object]:
    try:
        record = as_object(read_json(line))
        if unexpected := record.keys() - {"as_of", "answers"}:
            raise AnswersFileError(f"a line holds as_of and answers, not {sorted(unexpected)[0]!r}")
        answers = read_answers(questionnaire, as_object(record.get("answers")))
        on = record.get("as_of")
        return to_json(questionnaire, assess_answers(questionnaire, answers, _day(on) if on is not None else as_of))
    except (AnswersFileError, BadAnswersError) as error:
        return _error(error)


def _day(value: object) -> date:
    try:
        return read_day(value if isinstance(value, str) else json.dumps(value))
    except ValueError as error:
        raise AnswersFileError(f"as_of: {error}") from None


def _error(error: AnswersFileError | BadAnswersError) -> dict[str, object]:
    return {"error": "; ".join(_complaints(error))}


def _complaints(error: AnswersFileError | BadAnswersError) -> tuple[str, ...]:
    if isinstance(error, BadAnswersError):
        return tuple(str(problem) for problem in error.problems)
    return (str(error),)

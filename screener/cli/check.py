"""`screener check`: every problem of a questionnaire at once, each with its place."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from screener.cli.dates import AsOf, today_in
from screener.cli.folders import folder_argument
from screener.cli.printing import PROBLEM, Format, format_option, print_json, print_problems, problems_json, say
from screener.definition.checking_age import MONTHS
from screener.definition.model import Questionnaire
from screener.definition.reading import check_folder
from screener.engine.coercion import read_answers
from screener.engine.effort import Effort, whole_effort


@click.command()
@folder_argument
@click.option("--as-of", type=AsOf(), help="The day that ages of sources are counted to; today if left out.")
@click.option(
    "--months",
    type=click.IntRange(min=1),
    default=MONTHS,
    show_default=True,
    help="Warn of rules whose sources were checked longer ago.",
)
@click.option("--strict", is_flag=True, help="Let warnings fail, too.")
@format_option
def check(folder: Path, as_of: date | None, months: int, strict: bool, form: Format) -> None:
    """Read the questionnaire in DIR; report its problems and warnings, and what filling it in costs a patient."""
    questionnaire, problems = check_folder(folder, as_of or today_in("UTC"), months=months)
    costs = tuple(_efforts(questionnaire)) if questionnaire is not None else ()
    if form == "json":
        print_json({"problems": problems_json(problems), "effort": [_json(*each) for each in costs]})
    else:
        print_problems(problems)
        for which, vignette, effort in costs:
            click.echo(f"{which} vignette {vignette}: {effort_words(effort)}")
    failed = questionnaire is None or any(strict or problem.severity == "problem" for problem in problems)
    if questionnaire is not None:
        say(
            f"{questionnaire.slug}: {len(questionnaire.questions)} questions, "
            f"{len(questionnaire.rules) - len(questionnaire.checks)} rules, {len(questionnaire.checks)} checks, "
            f"{len(questionnaire.dictionary.medicines)} medicines, {len(problems)} remarks."
        )
    if failed:
        raise SystemExit(PROBLEM)


def _efforts(questionnaire: Questionnaire) -> Iterator[tuple[str, str, Effort]]:
    """The shortest, the typical (median) and the longest way of the example patients, by what it costs."""
    found = sorted(
        (
            (whole_effort(questionnaire, read_answers(questionnaire, each.answers), each.as_of), each.id)
            for each in questionnaire.vignettes
            if each.findings is not None
        ),
        key=lambda one: one[0].seconds(),
    )
    if found:
        for which, (effort, name) in zip(
            ("Shortest", "Typical", "Longest"), (found[0], found[len(found) // 2], found[-1]), strict=True
        ):
            yield which, name, effort


def effort_words(effort: Effort) -> str:
    """The estimate in a line."""
    return (
        f"{effort.pages} pages, {effort.questions} questions, {effort.words} words, {effort.choices} choices, "
        f"{effort.keys} keystrokes: about {effort.minutes} minutes, {effort.slow_minutes} in pain"
    )


def _json(which: str, vignette: str, effort: Effort) -> dict[str, object]:
    return {
        "which": which.lower(),
        "vignette": vignette,
        "pages": effort.pages,
        "questions": effort.questions,
        "words": effort.words,
        "choices": effort.choices,
        "keystrokes": effort.keys,
        "minutes": effort.minutes,
        "slow_minutes": effort.slow_minutes,
    }

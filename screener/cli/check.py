"""`screener check`: every problem of a questionnaire at once, each with its place."""

from datetime import date
from pathlib import Path

import click

from screener.cli.dates import AsOf, today_in
from screener.cli.folders import folder_argument
from screener.cli.printing import PROBLEM, Format, format_option, print_problems, say
from screener.definition.checking_age import MONTHS
from screener.definition.reading import check_folder


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
    """Read the questionnaire in DIR and report its problems and warnings."""
    questionnaire, problems = check_folder(folder, as_of or today_in("UTC"), months=months)
    print_problems(problems, form)
    failed = questionnaire is None or any(strict or problem.severity == "problem" for problem in problems)
    if questionnaire is not None:
        say(
            f"{questionnaire.slug}: {len(questionnaire.questions)} questions, {len(questionnaire.rules)} rules, "
            f"{len(questionnaire.dictionary.medicines)} medicines, {len(problems)} remarks."
        )
    if failed:
        raise SystemExit(PROBLEM)

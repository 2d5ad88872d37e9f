"""`screener rehearse`: do the example patients get the findings they must get, and is every rule tried both ways?"""

from datetime import date
from pathlib import Path

import click

from screener.cli.dates import AsOf, today_in
from screener.cli.folders import folder_argument, open_folder
from screener.cli.printing import PROBLEM, Format, format_option, print_json, say
from screener.definition.model import Questionnaire
from screener.definition.writing import write_vignettes
from screener.engine.vignettes import Rehearsal
from screener.engine.vignettes import rehearse as rehearse_vignettes


@click.command()
@folder_argument
@click.option(
    "--suggest", is_flag=True, help="Print vignettes for the rules that none tries, to add to vignettes.yaml."
)
@click.option(
    "--as-of", type=AsOf(), help="The day that suggested vignettes speak of; today in the clinic if left out."
)
@format_option
def rehearse(folder: Path, suggest: bool, as_of: date | None, form: Format) -> None:
    """Assess every vignette of DIR and print which rules they cover.

    Exits with 1 where a vignette fails, and where no vignette fires a rule or
    none rules it out.
    """
    questionnaire = open_folder(folder)
    rehearsal = rehearse_vignettes(questionnaire)
    if suggest:
        _suggest(questionnaire, rehearsal, as_of or today_in(questionnaire.time_zone))
    elif form == "json":
        print_json(rehearsal.to_json())
    else:
        for line in rehearsal.lines():
            click.echo(line)
    if suggest or form == "text":
        say(rehearsal.verdict)
    if not rehearsal.is_passed or rehearsal.uncovered:
        raise SystemExit(PROBLEM)


def _suggest(questionnaire: Questionnaire, rehearsal: Rehearsal, as_of: date) -> None:
    """Print a vignette for each rule and side that has none; say for which nobody was found."""
    from screener.proof.suggesting import suggest  # only here: the solver takes long to load

    suggested = suggest(rehearsal, questionnaire, as_of)
    if suggested.probes:
        click.echo(write_vignettes(suggested.probes, suggested.like), nl=False)
    found = {code for each in suggested.probes for code in (*each.fires, *each.rules_out)}
    for rule in rehearsal.uncovered:
        if rule not in found:
            say(f"{rule}: {rehearsal.coverage[rule].missing}, and nobody was found who would.")

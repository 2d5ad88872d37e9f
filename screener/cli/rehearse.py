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

MOST = 10
"""Vignettes suggested at once: each is to be read and given a name by somebody."""


@click.command()
@folder_argument
@click.option(
    "--suggest", is_flag=True, help="Print vignettes for the rules that none tries, to add to vignettes.yaml."
)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=MOST,
    show_default=True,
    help="How many vignettes are suggested at once; add them, and ask again for the next.",
)
@click.option(
    "--as-of", type=AsOf(), help="The day that suggested vignettes speak of; today in the clinic if left out."
)
@format_option
def rehearse(folder: Path, suggest: bool, most: int, as_of: date | None, form: Format) -> None:
    """Assess every vignette of DIR and print which rules they cover.

    Exits with 1 where a vignette fails, and where no vignette fires a rule or
    none rules it out.
    """
    questionnaire = open_folder(folder)
    rehearsal = rehearse_vignettes(questionnaire)
    if suggest:
        _suggest(questionnaire, rehearsal, as_of or today_in(questionnaire.time_zone), most)
    elif form == "json":
        print_json(rehearsal.to_json())
    else:
        for line in rehearsal.lines():
            click.echo(line)
    if suggest or form == "text":
        say(rehearsal.verdict)
    if not rehearsal.is_passed or rehearsal.uncovered:
        raise SystemExit(PROBLEM)


def _suggest(questionnaire: Questionnaire, rehearsal: Rehearsal, as_of: date, most: int) -> None:
    """Print a vignette for rules and sides that have none, as many as are asked for; say for which nobody was found."""
    from screener.proof.suggesting import suggest  # only here: the solver takes long to load

    suggested = suggest(rehearsal, questionnaire, as_of, most=most)
    if suggested.first is not None and suggested.probes:
        click.echo(write_vignettes([suggested.first]), nl=False)
    if suggested.probes:
        click.echo(write_vignettes(suggested.probes, suggested.like), nl=False)
    if len(suggested.probes) == most:
        say(f"These are {most} at once. Add them, and ask again: what they show is not suggested once more.")
        return
    found = {code for each in suggested.probes for code in (*each.fires, *each.rules_out)}
    for rule in rehearsal.uncovered:
        if rule not in found:
            say(f"{rule}: {rehearsal.coverage[rule].missing}, and nobody was found who would.")

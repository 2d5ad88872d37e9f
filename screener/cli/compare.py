"""`screener compare`: what changed between two questionnaires, and who would be judged otherwise for it."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

import click

from screener.cli.dates import AsOf, today_in
from screener.cli.folders import open_folder
from screener.cli.printing import UNDECIDED, Format, format_option, print_json, say
from screener.cli.progress import progress_bar
from screener.definition.difference import Change, differences
from screener.engine.answers import BLANK, Answer, Cells
from screener.engine.coercion import write_answer
from screener.proof.comparing import SECONDS
from screener.proof.comparing import compare as compare_questionnaires
from screener.proof.comparison import Comparison, Direction, Judgment, Patient, Standing, Told, word_of

_HEADINGS = {
    Standing.LOOSER: "Looser: somebody is judged more mildly than before",
    Standing.UNDECIDED: "Not decided within the limit",
    Standing.STRICTER: "Stricter: somebody is judged more gravely than before, and nobody more mildly",
}


@click.command()
@click.argument("old", metavar="OLD", type=click.Path(path_type=Path))
@click.argument("new", metavar="NEW", type=click.Path(path_type=Path))
@click.option("--as-of", type=AsOf(), help="The day that ages are counted to; today in the clinic if left out.")
@click.option(
    "--limit", type=click.FloatRange(min=0.1), default=SECONDS, show_default=True, help="Seconds for each try."
)
@format_option
def compare(old: Path, new: Path, as_of: date | None, limit: float, form: Format) -> None:
    """Compare the questionnaires in the folders OLD and NEW.

    Prints which rules have become looser or stricter, each with a patient who
    would be judged otherwise, then everything that was changed. Exits with 3
    where that could not be decided for every rule.
    """
    before, after = open_folder(old), open_folder(new)
    day = as_of or today_in(after.time_zone)
    with progress_bar("Comparing") as progress:
        comparison = compare_questionnaires(before, after, day, limit=limit, progress=progress)
    changes = differences(before, after)
    if form == "json":
        print_json(comparison.to_json() | {"changes": [change.to_json() for change in changes]})
    else:
        for line in (*judgment_lines(comparison), *change_lines(changes)):
            click.echo(line)
        say(_verdict(comparison))
    if comparison.standing(Standing.UNDECIDED):
        raise SystemExit(UNDECIDED)


def judgment_lines(comparison: Comparison) -> Iterator[str]:
    """The judgments that differ, what is looser first, each with its patients."""
    for standing, heading in _HEADINGS.items():
        judgments = comparison.standing(standing)
        if judgments:
            yield heading
            for judgment in judgments:
                yield from _judgment(judgment)
            yield ""


def _judgment(judgment: Judgment) -> Iterator[str]:
    yield f"  {judgment.subject}"
    for direction in Direction:
        search = judgment.searched(direction)
        if search.patient is not None:
            yield from _patient(search.patient, direction.value)
        elif not search.nobody:
            yield f"    whether it is {direction.value} for anybody is not decided"


def _patient(patient: Patient, word: str) -> Iterator[str]:
    levels = f"{word_of(patient.old)} before, {word_of(patient.new)} now"
    yield f"    {word}: {levels}, on {patient.as_of}, for {patient.words}"
    for name, answers in patient.said.items():
        for part, said in _parts(answers):
            old, new = ("not asked" if each is None else _text(each) for each in said[:2])
            usual = f" (else {_text(said[2])})" if said[2] is not None else ""
            yield f"      {name}{part}: {new if old == new else f'{old} before, {new} now'}{usual}"


def _parts(answers: Told) -> Iterator[tuple[str, Told]]:
    """The answer, or those cells of a grid that are not as usual."""
    before, after, usual = answers
    if not isinstance(usual, Cells):
        yield "", answers
        return
    for row, cell in usual.states.items():
        old, new = (each.states.get(row, BLANK) if isinstance(each, Cells) else each for each in (before, after))
        if (old, new) != (cell, cell):
            yield f".{row}", (old, new, cell)


def _text(answer: Answer) -> str:
    """An answer as files write it; of a row in a list what was said in it, and of silence that."""
    raw = write_answer(answer)
    if isinstance(raw, list):
        raw = [_given(each) if isinstance(each, dict) else each for each in raw]
    return "blank" if raw is None else json.dumps(raw, ensure_ascii=False)


def _given(row: dict[str, object]) -> dict[str, object]:
    return {column: cell for column, cell in row.items() if cell is not None}


def change_lines(changes: Iterable[Change]) -> Iterator[str]:
    """What changed, by what it belongs to."""
    for subject, those in groupby(changes, key=lambda change: change.subject):
        yield subject
        for change in those:
            yield f"  {change}"


def _verdict(comparison: Comparison) -> str:
    counts = {standing: len(comparison.standing(standing)) for standing in Standing}
    return ", ".join(f"{count} {standing.value}" for standing, count in counts.items()) + "."

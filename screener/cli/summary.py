"""`screener summary`: the clinician's PDF, of answers in a file or of a submission."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from screener.cli.answers_file import AnswersFileError, read_answers_file
from screener.cli.dates import AsOf, today_in
from screener.cli.folders import open_folder
from screener.cli.house import CLOCK, data_option, open_house, operator, refusals
from screener.cli.printing import fail, say
from screener.config import Settings
from screener.definition.model import Questionnaire
from screener.engine.answers import Answers
from screener.engine.assessment import assess
from screener.engine.coercion import BadAnswersError, read_answers
from screener.pdf.safely import PDF, Limits, Rendered, render_safely
from screener.pdf.signing import Seal
from screener.services import submissions, summaries
from screener.services.unit_of_work import Services
from screener.summary.decision import Undecided
from screener.summary.model import Person, Summary
from screener.summary.summarize import summarize


@click.command()
@click.argument("folder", metavar="[DIR", type=click.Path(path_type=Path), required=False)
@click.argument("file", metavar="ANSWERS.json]", type=click.Path(path_type=Path), required=False)
@click.option("--submission", "reference", help="The reference of one that was sent; recorded in the audit.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The PDF to write.")
@click.option("--sign", is_flag=True, help="With the clinic's certificate (SCREENER_SIGNING_FILE); of a submission.")
@click.option("--as-of", type=AsOf(), help="The day to assess on; today in the clinic's time zone if left out.")
@data_option
def summary(
    *,
    folder: Path | None,
    file: Path | None,
    reference: str | None,
    output: Path,
    sign: bool,
    as_of: date | None,
    data: Path | None,
) -> None:
    """Write the clinician's summary of answers in a file, or of a submission."""
    if reference is not None and folder is None and as_of is None:
        rendered, headline = _of_submission(reference, data, sign=sign)
    elif reference is None and folder is not None and file is not None and not sign:
        made = _of_file(folder, file, as_of)
        rendered, headline = render_safely(made), made.disposition.headline
    else:
        raise click.UsageError("Give either DIR and ANSWERS.json, or --submission REFERENCE, which --sign needs.")
    if not rendered.is_pdf:
        output = output.with_suffix(".txt")
        say("No PDF could be made within the limits; this is the same in plain text.")
    try:
        output.write_bytes(rendered.content)
    except OSError as error:
        fail(f"{output}: {error.strerror}")
    say(f"{output}: {headline}")


def _of_submission(reference: str, data: Path | None, *, sign: bool) -> tuple[Rendered, str]:
    """The kept PDF, byte for byte, and signed if it should be."""
    with open_house(data) as (settings, services):
        seal = Seal.of(settings)
        if sign and seal is None:
            fail("There is no certificate to sign with: SCREENER_SIGNING_FILE is not set.")
        rendered, headline = _kept(services, settings, reference)
        if sign and seal is not None and rendered.is_pdf:
            with refusals():
                rendered = replace(rendered, content=seal.sign(rendered.content))
    return rendered, headline


def _kept(services: Services, settings: Settings, reference: str) -> tuple[Rendered, str]:
    """The kept PDF; where none is kept yet, this renders and keeps it."""
    with services.unit_of_work() as work:
        view = submissions.by_reference(work, reference=reference, actor=operator(), now=CLOCK.now())
        kept = summaries.find_kept(work, view, actor=operator(), now=CLOCK.now())
        paper = summaries.on_paper(work, view)
    headline = paper.summary.disposition.headline
    if kept is not None:
        return Rendered(kept, PDF), headline
    rendered = render_safely(paper.summary, limits=Limits(seconds=settings.render_seconds))
    if rendered.is_pdf:
        with services.unit_of_work() as work:
            summaries.keep(work, paper, rendered.content, now=CLOCK.now())
    return rendered, headline


def _of_file(folder: Path, file: Path, as_of: date | None) -> Summary:
    questionnaire = open_folder(folder)
    try:
        answers = read_answers(questionnaire, read_answers_file(file))
    except AnswersFileError as error:
        fail(f"{file}: {error}")
    except BadAnswersError as error:
        fail("\n".join(f"{file}: {problem}" for problem in error.problems))
    return summarize(
        questionnaire,
        answers,
        assess(questionnaire, answers, as_of or today_in(questionnaire.time_zone)),
        person=_person(questionnaire, answers),
        state=Undecided(),
        language=questionnaire.language,
        program=summaries.program(),
    )


def _person(questionnaire: Questionnaire, answers: Answers) -> Person:
    who = questionnaire.identity
    name, born = (answers.to(who.name), answers.to(who.birth_date)) if who else (None, None)
    return Person(
        name if isinstance(name, str) else "Not given", born if isinstance(born, date) else None, "Not sent", None
    )

"""`screener summary`: the clinician's PDF, of answers in a file or of a submission."""

from datetime import date
from pathlib import Path

import click

from screener.cli.answers_file import AnswersFileError, read_answers_file
from screener.cli.dates import AsOf, today_in
from screener.cli.folders import files_read, open_folder
from screener.cli.house import CLOCK, data_option, open_house, operator, refusals
from screener.cli.printing import UNDECIDED, fail, say
from screener.cli.results import output_option, result_file
from screener.config import RenderSettings, read_render_settings
from screener.definition.model import Questionnaire
from screener.engine.answers import Answers
from screener.engine.assessment import assess
from screener.engine.coercion import BadAnswersError, read_answers
from screener.pdf.printable import printable
from screener.pdf.safely import Limits, find_rendered
from screener.pdf.signing import Seal
from screener.services import submissions, summaries
from screener.services.summaries import Paper
from screener.services.unit_of_work import Services
from screener.summary.decision import Undecided
from screener.summary.model import Person, Summary
from screener.summary.plain import as_text
from screener.summary.summarize import summarize

TEXT = ".txt"


@click.command()
@click.argument("folder", metavar="[DIR", type=click.Path(path_type=Path), required=False)
@click.argument("file", metavar="ANSWERS.json]", type=click.Path(path_type=Path), required=False)
@click.option("--submission", "reference", help="The reference of one that was sent; recorded in the audit.")
@output_option("The file to write: a PDF, or plain text where its name ends in .txt.")
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
    """Write the clinician's summary of answers in a file, or of a submission.

    Exits with 3 where no PDF can be made within the limits: no file is at that path then.
    """
    is_text = output.suffix.lower() == TEXT
    if sign and is_text:
        raise click.UsageError("Only a PDF can be signed.")
    if reference is not None and folder is None and as_of is None:
        with result_file(output) as write:
            content, headline = _text_of(reference, data) if is_text else _of_submission(reference, data, sign=sign)
            write(content)
    elif reference is None and folder is not None and file is not None and not sign:
        with result_file(output, sources=[file, *files_read(folder)]) as write:
            content, headline = _of_file(folder, file, as_of, is_text=is_text)
            write(content)
    else:
        raise click.UsageError("Give either DIR and ANSWERS.json, or --submission REFERENCE, which --sign needs.")
    say(f"{output}: {headline}")


def _text_of(reference: str, data: Path | None) -> tuple[bytes, str]:
    with open_house(data) as (_, services), refusals():
        _paper(services, reference)
        with services.unit_of_work() as work:
            said = summaries.as_text(work, reference=reference, actor=operator(), now=CLOCK.now())
    return in_text(said), f"{reference} in plain text"


def _of_submission(reference: str, data: Path | None, *, sign: bool) -> tuple[bytes, str]:
    """The kept PDF, byte for byte, and signed if it should be."""
    with open_house(data) as (settings, services), refusals():
        seal = Seal.of(settings)
        if sign and seal is None:
            fail("There is no certificate to sign with: SCREENER_SIGNING_FILE is not set.")
        paper = _paper(services, reference)
        with services.unit_of_work() as work:
            view = submissions.by_reference(work, reference=reference, actor=operator(), now=CLOCK.now())
            kept = summaries.find_kept(work, view, actor=operator(), now=CLOCK.now())
        if kept is None:
            made = rendered(paper.summary, settings)
            with services.unit_of_work() as work:
                summaries.keep(work, paper, made, now=CLOCK.now())
                kept = summaries.find_kept(work, view, actor=operator(), now=CLOCK.now()) or made
        content = seal.sign(kept) if sign and seal is not None else kept
    return content, paper.summary.disposition.headline


def _paper(services: Services, reference: str) -> Paper:
    """Read before anything is written: reading a questionnaire takes long, and nobody else can write meanwhile."""
    with services.reading() as work:
        return summaries.on_paper(work, submissions.view_of(work, submissions.record_of(work, reference)))


def _of_file(folder: Path, file: Path, as_of: date | None, *, is_text: bool) -> tuple[bytes, str]:
    made = _summarized(folder, file, as_of)
    with refusals():
        limits = read_render_settings()
    return in_text(as_text(made)) if is_text else rendered(made, limits), made.disposition.headline


def rendered(made: Summary, settings: RenderSettings) -> bytes:
    """The summary as a PDF; where none can be made within the limits, says so and exits with 3."""
    content = find_rendered(made, limits=Limits.of(settings))
    if content is None:
        words = "No PDF could be made within the limits. A file whose name ends in .txt gets the same in plain text."
        fail(words, code=UNDECIDED)
    return content


def in_text(said: str) -> bytes:
    """The same in plain text, as it is kept in a file."""
    return printable(said).encode("utf-8")


def _summarized(folder: Path, file: Path, as_of: date | None) -> Summary:
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

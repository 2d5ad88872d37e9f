"""The clinician's summary: putting it in words, and rendering it against a bare WeasyPrint of the same page."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from weasyprint import CSS, HTML

from bench.engine import FOLDER
from bench.measuring import Figure, measure
from screener.cli.demo_patients import EARLIER, send_series
from screener.clock import SystemClock
from screener.config import Settings
from screener.definition.model import Questionnaire
from screener.definition.reading import folder_files, read_folder
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers
from screener.jobs.running import work_off
from screener.pdf.density import densities
from screener.pdf.page import page_html, stylesheet
from screener.pdf.rendering import render
from screener.services import revisions, summaries
from screener.services.auditing import Actor
from screener.services.unit_of_work import Services, open_services
from screener.summary.case import Case
from screener.summary.decision import Undecided
from screener.summary.model import Person, Summary
from screener.summary.phrases import ENGLISH
from screener.summary.summarize import summarize
from screener.summary.trends import SentCase

CLOCK = SystemClock()
BENCH = Actor("operator", "bench")


def figures() -> Iterator[Figure]:
    """Summarize and render the first vignette, by itself and after others; the ratios stand in the rows' names."""
    yield from _of_one("", before=0)
    yield from _of_one(" after 30 others", before=30)
    questionnaire = read_folder(FOLDER)
    with tempfile.TemporaryDirectory() as folder, open_services(Settings.for_demo(Path(folder))) as services:
        reference = _sent(services, questionnaire)
        yield measure("download a kept PDF, on record", lambda: _download(services, reference), goal="< 30 ms")


def _of_one(words: str, *, before: int) -> Iterator[Figure]:
    questionnaire = read_folder(FOLDER)
    vignette = questionnaire.vignettes[0]
    answers = read_answers(questionnaire, vignette.answers)
    person = Person("Bench Patient", None, "KM-BENCH", None)
    judged = tuple(
        assess(questionnaire, answers, vignette.as_of - timedelta(weeks=4 * number)) for number in range(before, -1, -1)
    )
    earlier = tuple(SentCase("KM-BEFORE", Case(questionnaire, answers, each, ENGLISH)) for each in judged[:-1])

    def summary() -> Summary:
        return summarize(questionnaire, answers, judged[-1], person=person, state=Undecided(), before=earlier)

    made = summary()
    html = page_html(made, densities(made)[0])
    yield measure(f"put a submission in words{words}", summary, runs=30)
    bare = measure(f"bare WeasyPrint of the same page{words}", lambda: _bare(html), runs=7)
    ours = measure(f"render the summary{words}", lambda: render(made), runs=7, goal="<= 1.3 x bare")
    yield bare
    yield replace(ours, name=f"{ours.name} ({ours.seconds / bare.seconds:.2f} x bare)")


def _sent(services: Services, questionnaire: Questionnaire) -> str:
    """The reference of the newest of a made-up patient's submissions, rendered and kept."""
    with services.unit_of_work() as work:
        revisions.publish(work, files=folder_files(FOLDER), slug=FOLDER.name, now=CLOCK.now(), actor=BENCH)
    vignette = next(each for each in questionnaire.vignettes if each.id in EARLIER)
    reference = send_series(services, questionnaire, vignette, name="Bench Patient", now=CLOCK.now(), actor=BENCH)
    work_off(services, CLOCK)
    return reference


def _download(services: Services, reference: str) -> None:
    with services.unit_of_work() as work:
        assert isinstance(summaries.download(work, reference=reference, actor=BENCH, now=CLOCK.now()), bytes)


def _bare(html: str) -> bytes:
    written: bytes = HTML(string=html).write_pdf(stylesheets=[CSS(string=stylesheet())])
    return written

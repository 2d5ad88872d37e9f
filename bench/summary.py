"""The clinician's summary: putting it in words, and rendering it against a bare WeasyPrint of the same page."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from weasyprint import CSS, HTML

from bench.engine import FOLDER
from bench.measuring import Figure, measure
from screener.cli.demo_patients import send_all
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
from screener.summary.decision import Undecided
from screener.summary.model import Person, Summary
from screener.summary.summarize import summarize

CLOCK = SystemClock()
BENCH = Actor("operator", "bench")


def figures() -> Iterator[Figure]:
    """Summarize and render the first vignette; the ratio of the two renders stands in the last row's name."""
    questionnaire = read_folder(FOLDER)
    vignette = questionnaire.vignettes[0]
    answers = read_answers(questionnaire, vignette.answers)
    assessment = assess(questionnaire, answers, vignette.as_of)
    person = Person("Bench Patient", None, "KM-BENCH", None)

    def summary() -> Summary:
        return summarize(questionnaire, answers, assessment, person=person, state=Undecided())

    made = summary()
    html = page_html(made, densities(made)[0])
    yield measure("put a submission in words", summary, runs=30)
    bare = measure("bare WeasyPrint of the same page", lambda: _bare(html), runs=7)
    ours = measure("render the summary", lambda: render(made), runs=7, goal="<= 1.3 x bare")
    yield bare
    yield replace(ours, name=f"{ours.name} ({ours.seconds / bare.seconds:.2f} x bare)")
    with tempfile.TemporaryDirectory() as folder, open_services(Settings.for_demo(Path(folder))) as services:
        reference = _sent(services, questionnaire)
        yield measure("download a kept PDF, on record", lambda: _download(services, reference), goal="< 30 ms")


def _sent(services: Services, questionnaire: Questionnaire) -> str:
    """The reference of a made-up patient's submission, rendered and kept."""
    with services.unit_of_work() as work:
        revisions.publish(work, files=folder_files(FOLDER), slug=FOLDER.name, now=CLOCK.now(), actor=BENCH)
    reference = str(next(iter(send_all(services, questionnaire, now=CLOCK.now(), actor=BENCH))))
    work_off(services, CLOCK)
    return reference


def _download(services: Services, reference: str) -> None:
    with services.unit_of_work() as work:
        assert isinstance(summaries.download(work, reference=reference, actor=BENCH, now=CLOCK.now()), bytes)


def _bare(html: str) -> bytes:
    written: bytes = HTML(string=html).write_pdf(stylesheets=[CSS(string=stylesheet())])
    return written

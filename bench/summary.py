"""The clinician's summary: putting it in words, and rendering it against a bare WeasyPrint of the same page."""

from collections.abc import Iterator
from dataclasses import replace

from weasyprint import CSS, HTML

from bench.engine import FOLDER
from bench.measuring import Figure, measure
from screener.definition.reading import read_folder
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers
from screener.pdf.density import densities
from screener.pdf.page import page_html, stylesheet
from screener.pdf.rendering import render
from screener.summary.decision import Undecided
from screener.summary.model import Person, Summary
from screener.summary.summarize import summarize


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


def _bare(html: str) -> bytes:
    written: bytes = HTML(string=html).write_pdf(stylesheets=[CSS(string=stylesheet())])
    return written

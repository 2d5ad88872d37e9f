"""PDFs of the example patients: nothing is lost on the way from assessment to paper."""

import io
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import page
import pypdf
import pytest
from weasyprint import Page

from screener.definition.model import Level
from screener.engine.assessment import assess, to_json
from screener.engine.coercion import read_answers
from screener.pdf.density import Density
from screener.pdf.page import page_html
from screener.pdf.rendering import lay_out, render
from tests.pdf.vignettes import earlier, patients, pdf_of, questionnaire, summary_after, summary_of

GRAVITY = [level.word for level in sorted(Level)]
QUICK = {"V01", "V06", "V18", "V28", "V32", "V39", "V41"}
"""One of each disposition and of each layout; the longer tier has them all."""
NAMES = [pytest.param(vignette.id, marks=() if vignette.id in QUICK else pytest.mark.slow) for vignette in patients()]


@cache
def pages(name: str) -> tuple[str, ...]:
    """Each page's text with every run of spaces and line ends as one space."""
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(name)))
    return tuple(" ".join(one.extract_text().split()) for one in reader.pages)


def assessed(name: str) -> list[dict[str, Any]]:
    """The findings as `screener assess` tells them, gravest first: judged anew, not taken from the summary."""
    vignette = next(one for one in patients() if one.id == name)
    answers = read_answers(questionnaire(), vignette.answers)
    findings = to_json(questionnaire(), assess(questionnaire(), answers, vignette.as_of))["findings"]
    assert {f"{one['rule']}{'' if one['settled'] else ':unknown'}" for one in findings} == vignette.findings
    return sorted(findings, key=lambda one: -GRAVITY.index(one["level"]))


def heading(finding: Mapping[str, Any]) -> str:
    """How a finding stands in the text: its level, whether it is settled, the clinician's message and the rule."""
    open_ = "" if finding["settled"] else "Could not be ruled out: "
    level = f"{finding['level'].upper()}{'' if finding['settled'] else '?'}"
    return f"{level} {open_}{finding['message']} {finding['rule']}"


class TestTheExamples:
    def test_are_twenty_eight_people(self):
        assert len(patients()) == 28


@pytest.mark.parametrize("name", NAMES)
class TestAVignettesPdf:
    def test_every_finding_of_the_assessment_stands_in_it_gravest_first(self, name):
        text = " ".join(pages(name))
        places = [text.index(heading(finding)) for finding in assessed(name)]
        assert places == sorted(places)

    def test_page_1_holds_every_one_of_level_exclude_and_above(self, name):
        grave = [finding for finding in assessed(name) if finding["level"] in {"exclude", "urgent"}]
        assert [finding["rule"] for finding in grave if heading(finding) not in pages(name)[0]] == []

    def test_page_1_holds_all_findings_and_what_to_ask(self, name):
        first = pages(name)[0]
        assert [finding.rule for finding in summary_of(name).findings if finding.rule not in first] == []
        assert [ask.text for ask in summary_of(name).agenda if ask.text not in first] == []

    def test_every_answer_stands_in_it(self, name):
        text = " ".join(pages(name))
        said = [one for section in summary_of(name).sections for one in section.answers]
        assert [one.question for one in said if f"{one.question} {'; '.join(one.answer)}" not in text] == []

    @pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1])
    def test_a_validator_finds_no_fault(self, name, profile):
        report = page.validate_pdf_bytes(pdf_of(name), profile=profile)
        assert [(fault.rule_id, fault.message) for fault in report.failures] == []


def heights_of(name: str, one: Page) -> Iterator[float]:
    """Of every box of the element with that class on a page; the tallest is the element's own."""
    boxes = (box for box in one._page_box.descendants() if box.element is not None)
    return (box.height for box in boxes if box.element.get("class") == name)


class TestAPdfAfterManyOthers:
    @pytest.mark.parametrize("name", ["V01", "V18"])
    def test_page_1_still_holds_all_findings_and_what_to_ask(self, name):
        after = summary_after(name, earlier(30))
        first, *_ = pypdf.PdfReader(io.BytesIO(render(after))).pages
        text = " ".join(first.extract_text().split())
        places = [text.index(f"{finding.message} {finding.rule}") for finding in after.findings]
        places += [text.index(ask.text) for ask in after.agenda]
        assert places == sorted(places)
        assert after.over_time is not None

    @pytest.mark.parametrize("count", [2, 8, 30])
    def test_it_takes_at_most_a_third_of_a_page_more(self, count):
        after = summary_after("V01", earlier(count))
        laid_out = lay_out(page_html(after, Density.WHOLE))
        taken = sum(max(heights_of("over-time", one), default=0) for one in laid_out.pages)
        assert 0 < taken <= laid_out.pages[0].height / 3

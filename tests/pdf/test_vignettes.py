"""PDFs of the example patients: nothing is lost on the way from assessment to paper."""

import io
from functools import cache

import page
import pypdf
import pytest

from screener.pdf.rendering import render
from tests.pdf.vignettes import earlier, patients, pdf_of, summary_after, summary_of

QUICK = {"V01", "V06", "V18", "V28", "V32", "V39", "V41"}
"""One of each disposition and of each layout; the longer tier has them all."""
NAMES = [pytest.param(vignette.id, marks=() if vignette.id in QUICK else pytest.mark.slow) for vignette in patients()]


@cache
def pages(name: str) -> tuple[str, ...]:
    """Each page's text with every run of spaces and line ends as one space."""
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(name)))
    return tuple(" ".join(one.extract_text().split()) for one in reader.pages)


@pytest.mark.parametrize("name", NAMES)
class TestAVignettesPdf:
    def test_every_finding_stands_in_it_gravest_first(self, name):
        text = " ".join(pages(name))
        places = [text.index(f"{finding.message} {finding.rule}") for finding in summary_of(name).findings]
        assert places == sorted(places)

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

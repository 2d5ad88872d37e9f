"""Content that would like to be more than content."""

import ast
import http.server
import io
import threading
from pathlib import Path

import page
import pypdf
import pytest
from weasyprint import CSS

import screener
from screener.pdf.fetching import FetchRefusedError, RefusingFetcher
from screener.pdf.page import stylesheet
from screener.pdf.printable import printable
from screener.pdf.rendering import lay_out, render
from screener.summary.model import Person
from tests.summary.builders import JANE, fired, matched, questionnaire, rule, summary


class _Counter(http.server.BaseHTTPRequestHandler):
    hits: list[str] = []

    def do_GET(self) -> None:
        self.hits.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address():
    """A server of our own that notes whoever comes; to be left alone."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Counter)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    _Counter.hits.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    assert _Counter.hits == []


def traps(address: str) -> list[str]:
    return [
        f'<link rel="stylesheet" href="{address}/link.css">',
        f"<style>@import url({address}/import.css);</style>",
        f"<style>@font-face {{ font-family: x; src: url({address}/font.ttf) }} p {{ font-family: x }}</style><p>x</p>",
        f"<style>body {{ background: url({address}/back.png) }} li {{ list-style: url(file:///etc/passwd) }}</style>",
        f'<p style="background: url({address}/style.png); content: url({address}/content.png)">x</p>',
        f'<img src="{address}/img.png"><object data="{address}/object"></object><embed src="{address}/embed">',
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/a.png"/><use href="{address}/a.svg#a"/></svg>',
        '<link rel="attachment" href="file:///etc/passwd"><a rel="attachment" href="file:///etc/passwd">x</a>',
        f'<base href="{address}/"><img src="relative.png" alt="">',
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt=""><iframe src="file:///etc/passwd"></iframe>',
    ]


class TestNothingIsFetched:
    @pytest.mark.parametrize("number", range(10))
    def test_not_even_by_markup_that_got_through(self, address, number):
        written = lay_out(f'<html lang="en"><title>t</title><body>{traps(address)[number]}</body></html>').write_pdf()
        assert list(pypdf.PdfReader(io.BytesIO(written)).attachments) == []

    def test_not_by_a_stylesheet(self, address):
        CSS(string=f"@import url({address}/x.css); @import url(file:///etc/passwd);", url_fetcher=RefusingFetcher())

    def test_not_by_answers_names_messages_or_medicines(self, address):
        hostile = " ".join(traps(address))
        rules = {"R-CV-01": rule("R-CV-01", message=hostile, why=hostile)}
        made = summary(
            fired("R-CV-01", "note"),
            answers={"note": hostile[:4000]},
            person=Person(hostile, None, "SCR-7F3K-22Q0"),
            of=questionnaire(rules=rules, title=hostile, notice=(hostile,)),
            medicines=(matched(0, hostile, "none"),),
        )
        written = render(made)
        reader = pypdf.PdfReader(io.BytesIO(written))
        assert list(reader.attachments) == []
        assert "/etc/passwd" in "".join(one.extract_text() for one in reader.pages)  # as text, to be read
        assert page.validate_pdf_bytes(written, profile=page.ValidationProfile.PDF_UA_1).is_compliant

    def test_the_refusal_does_not_repeat_the_address(self):
        with pytest.raises(FetchRefusedError) as refusal:
            RefusingFetcher()("http://example.org/what-a-patient-typed")
        assert "example" not in str(refusal.value)

    def test_our_own_stylesheet_asks_for_nothing(self):
        assert "url(" not in stylesheet()
        assert "@import" not in stylesheet()

    def test_whoever_makes_a_document_or_stylesheet_hands_it_the_refusing_fetcher(self):
        calls = [call for path in Path(screener.__file__).parent.rglob("*.py") for call in _calls(path)]
        assert len(calls) >= 3
        assert [call for call in calls if "url_fetcher=RefusingFetcher()" not in call] == []


def _calls(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    made = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    names = {"HTML", "CSS", "Attachment"} if "weasyprint" in path.read_text(encoding="utf-8") else set()
    return [ast.unparse(node) for node in made if node.func.id in names]


class TestPrintable:
    def test_what_turns_the_direction_of_reading_is_left_out(self):
        assert printable("take \u202e01\u202c mg \u2066x\u2069\u200f") == "take 01 mg x"

    def test_controls_and_halves_of_characters_are_left_out(self):
        assert printable("a\x00b\x1bc\x9dd\ud800e\uffff") == "abcde"

    def test_line_ends_stay(self):
        assert printable("a\nb\tc") == "a\nb\tc"

    def test_letters_are_composed(self):
        assert printable("e\u0301") == "é"

    def test_what_no_font_has_is_spelled_out(self):
        assert printable("so 😢 today", frozenset("😢")) == "so [crying face] today"

    def test_what_has_no_name_is_spelled_by_its_number(self):
        assert printable("\ue000", frozenset("\ue000")) == "[u+e000]"


class TestLettersOfTheWorld:
    def test_no_letter_is_shown_as_a_box(self):
        made = summary(answers={"note": "日本語 😀 🇺🇸 Ελληνικά Привет مرحبا \U000f0000 \ue000 ≥ ½"}, person=JANE)
        written = render(made)
        for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
            report = page.validate_pdf_bytes(written, profile=profile)
            assert [fault.message for fault in report.failures] == []
        text = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(written)).pages)
        assert "Ελληνικά" in text
        assert "[u+e000]" in text

    def test_reading_is_not_turned_round(self):
        made = summary(answers={"note": "dose \u202e5.0 mg"})
        text = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(render(made))).pages)
        assert "dose 5.0 mg" in text

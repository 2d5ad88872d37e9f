"""Letters and copies on paper: to the standards, the same bytes, and with what they must say."""

from dataclasses import replace
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from screener.definition.model import Disposition, Vignette
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers
from screener.pdf.safely import Limits, find_rendered
from screener.pdf.sheets import qr, render_copy, render_letter
from screener.summary.letter import LETTER_WORDS
from tests.pdf.sheets import LINK, copy_of, make_copy, make_letter
from tests.pdf.vignettes import patients, questionnaire


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(each.extract_text() for each in PdfReader(BytesIO(pdf)).pages).split())


class TestALetter:
    @pytest.mark.parametrize("language", LETTER_WORDS)
    def test_is_one_page_with_all_that_it_takes_to_come_in(self, language: str) -> None:
        pdf = render_letter(make_letter(language))
        said = text_of(pdf)
        assert len(PdfReader(BytesIO(pdf)).pages) == 1
        for words in ("Ann Lee", "7F3K2-2Q9XM", "screening.clinic.example/code", "KM-7F3K-22Q9", "988"):
            assert words in said
        assert LINK not in said, "nobody should have to type it, nor read it over a shoulder"

    def test_says_nothing_about_anybodys_health(self) -> None:
        said = text_of(render_letter(make_letter())).lower()
        assert not [word for word in ("ketamine", "migraine", "headache", "infusion", "medicine") if word in said]

    def test_is_the_same_bytes_each_time_in_any_process(self) -> None:
        assert find_rendered(make_letter(), limits=Limits(seconds=30, wait_seconds=300)) == render_letter(make_letter())

    def test_is_in_english_where_there_are_no_other_words(self) -> None:
        assert make_letter("fr").words is LETTER_WORDS["en"]

    def test_says_the_day_as_people_do(self) -> None:
        assert make_letter("es").until == "1 de febrero de 2026"

    def test_takes_on_a_hostile_name(self) -> None:
        assert "<script>" in text_of(render_letter(make_letter(name="<script>alert(1)</script>")))


class TestTheSquare:
    def test_holds_the_link(self) -> None:
        drawn = str(qr(LINK, "QR code"))
        assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ')
        assert drawn != str(qr(LINK + "x", "QR code"))
        assert "<title>QR code</title>" in drawn


class TestACopy:
    def test_has_the_answers_and_what_happens_next(self) -> None:
        said = text_of(render_copy(make_copy(("Do you smoke?", ("No",)), ("Which?", ("One", "Two")))))
        for words in ("Do you smoke? No", "Which? One Two", "We read it.", "Then we call.", "Signed: Ann Lee"):
            assert words in said
        assert "no tags" in said

    def test_says_first_what_cannot_wait_and_then_what_else_is_for_the_patient(self) -> None:
        said = text_of(render_copy(make_copy()))
        told = ("Please read this first Call 911 now.", "For you", "Please do not stop it at once.", "Next We read it.")
        places = [said.index(words) for words in told]
        assert places == sorted(places)

    def test_has_no_empty_heading_where_nothing_was_said(self) -> None:
        said = text_of(render_copy(replace(make_copy(), urgent=(), said_besides=())))
        assert "Please read this first" not in said
        assert "For you" not in said

    @pytest.mark.parametrize("vignette", patients(), ids=lambda vignette: vignette.id)
    def test_of_an_example_holds_its_messages_and_nothing_of_its_findings(self, vignette: Vignette) -> None:
        copy = copy_of(vignette.id)
        findings = assess(questionnaire(), read_answers(questionnaire(), vignette.answers), vignette.as_of).findings
        held = repr(copy)
        assert not [one.rule for one in findings if one.rule in held or questionnaire().rules[one.rule].message in held]
        assert bool(copy.urgent) is (vignette.disposition is Disposition.URGENT)

    def test_spells_what_no_font_can_draw(self) -> None:
        assert "[" in text_of(render_copy(make_copy(("Why?", ("\U0001fae8",)))))


SHEETS = {"letter": lambda: render_letter(make_letter()), "copy": lambda: render_copy(make_copy(("Why?", ("So",))))}


class TestTheStandards:
    @pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1])
    @pytest.mark.parametrize("sheet", SHEETS)
    def test_are_kept(self, sheet: str, profile: page.ValidationProfile) -> None:
        report = page.validate_pdf_bytes(SHEETS[sheet](), profile=profile)
        assert report.is_compliant, report

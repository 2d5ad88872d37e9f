"""The PDF itself: what it says, in which order, and that it is the same every time."""

import io
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache

import page
import pypdf
import pytest

from screener.definition.model import Level
from screener.engine.answers import NOT_SURE, Cells, Row
from screener.engine.findings import Reference
from screener.pdf.rendering import render
from screener.summary.model import AttachedFile, Summary
from tests.summary.builders import (
    JANE,
    RULES,
    fired,
    matched,
    questionnaire,
    rule,
    sent_case,
    still_open,
    summary,
    unsettled,
)
from tests.summary.test_summarize import DECIDED

ANSWERS = {
    "artery": NOT_SURE,
    "bp": Cells({"sys": 164, "dia": 98}),
    "ha_days": 20,
    "am_days": Cells({"triptan": 12, "simple": 0}),
    "meds": (Row({"name": "Xanax", "dose": "0.5 mg"}), Row({"name": "blue sleep pill"})),
    "note": "Dim lights, please.",
    "pulse": 300,
}
FINDINGS = (
    fired("R-BP-02", Reference("bp", "sys"), Reference("bp", "dia")),
    unsettled("R-CV-01", "artery"),
    fired("R-MED-99", Reference("meds", row=1)),
    fired("R-MOH-01", Reference("am_days", "triptan")),
    fired("R-INFO-01", "ha_days"),
)


@cache
def full() -> Summary:
    return whole()


def whole(**more: object) -> Summary:
    """A summary with something in every part of it."""
    return summary(
        *FINDINGS,
        answers=ANSWERS,
        medicines=(matched(0, "Xanax", "exact", "alprazolam", "benzodiazepine"), matched(1, "blue sleep pill", "none")),
        not_ruled_out=(still_open("R-MED-01", Reference("meds", row=1), covered_by=("R-MED-99",)),),
        out_of_range=(Reference("pulse"),),
        missing_required=("low",),
        values={"bmi": 25},
        attachments=(AttachedFile("submission.json", "The answers, as data", b'{"artery": "not_sure"}'),),
        **more,
    )


EARLIER = tuple(
    sent_case(f"SCR-{days}", days, bp=Cells({"sys": top, "dia": 90}), ha_days=headache, am_days=Cells({"triptan": 9}))
    for days, top, headache in ((90, 150, 24), (60, 158, NOT_SURE), (30, 171, 22))
)


@cache
def after(count: int = len(EARLIER)) -> Summary:
    """The same, after so many earlier submissions."""
    many = (*EARLIER, *(replace(EARLIER[number % 3], reference=f"SCR-MANY-{number}") for number in range(3, count)))
    return whole(before=many[:count])


@cache
def rendered(made: Summary) -> bytes:
    return render(made)


def opened(made: Summary) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(rendered(made)))


def text_of(made: Summary, *, of_page: int | None = None) -> str:
    """The text with every run of spaces and line ends as one space."""
    pages = opened(made).pages if of_page is None else [opened(made).pages[of_page]]
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def many(count: int, level: Level) -> Summary:
    """As many findings of one level as asked for, each with a message and an answer of its own."""
    rules = {
        name: rule(name, level, message=f"Something grave was found, and it is number {number} of all that were.")
        for number, name in enumerate(f"R-XX-{number:02}" for number in range(count))
    }
    found = tuple(replace(fired("R-CV-01", "artery"), rule=name, level=level) for name in rules)
    return summary(*found, of=questionnaire(rules=rules), answers={"artery": "yes"})


class TestWhatItSays:
    def test_every_finding_stands_in_the_text_gravest_first(self):
        made = full()
        text = text_of(made)
        places = [text.index(finding.message) for finding in made.findings]
        assert places == sorted(places)

    @pytest.mark.parametrize(
        "words",
        [
            "EXCLUDE Do not proceed unless a clinician overrides",
            "Draft for sign-off. Off-label use; the evidence is weak.",
            "Jane Doe",
            "Born Jun 2, 1983, 42 years old",
            "SCR-7F3K-22Q0",
            "Top number 164 mmHg",
            "The reason for R-CV-01.",
            "Blood pressure categories 2025 (BP1) · confidence A*, checked Nov 22, 2026",
            "REVIEW? Could not be ruled out: Aneurysm: do not infuse. R-CV-01 exclude if it holds",
            "BP1, Blood pressure categories 2025 (read).",
            "They said: Not sure. Open: R-CV-01 exclude.",
            "What is blue sleep pill? Not a medicine we know. 1 rule could not be run for it (1 exclude).",
            "alprazolam · exact name · benzodiazepine",
            "Outside the plausible 30 to 200 beats a minute.",
            "Required and left blank.",
            "Body mass index 25.0 kg/m²",
            "Have you felt low? Left blank",
            "Decision and sign-off",
            "Questions and rules: small-clinic, revision 3, sha256 9f2c31ab9f2c. Program: screener 0.1.0.",
            "Audit head: c81f9a0b2e44",
            "Page 1 of",
        ],
    )
    def test_it_holds(self, words):
        assert words in text_of(full())

    def test_it_never_says_safe_or_eligible(self):
        text = text_of(summary()).lower()
        assert "no barrier found by this screening" in text
        assert "safe" not in text
        assert "eligible" not in text

    def test_compounds_are_not_broken_between_lines(self):
        message = "word " * 14 + "pre-eclampsia " * 40
        rules = {"R-CV-01": rule("R-CV-01", message=message.strip())}
        assert message.strip() in text_of(summary(fired("R-CV-01"), of=questionnaire(rules=rules)))

    def test_a_decision_fills_the_sign_off(self):
        text = text_of(replace(full(), decision=summary(state=DECIDED).decision))
        assert "Decided: Proceed with conditions. Dr. A. Rivera, Jan 16, 2026, 3:05 PM EST." in text
        assert "Signature" not in text

    def test_each_page_names_the_person(self):
        reader = opened(full())
        assert all("SCR-7F3K-22Q0 · Jane Doe" in one.extract_text() for one in reader.pages)


class TestOverEarlierSubmissions:
    @pytest.mark.parametrize(
        "words",
        [
            "Over earlier submissions",
            "SCR-90 Oct 17, 2025; SCR-60 Nov 16, 2025; SCR-30 Dec 16, 2025; SCR-7F3K-22Q0 Jan 15, 2026 (this one).",
            "Oct 17, 2025 to Jan 15, 2026: 150, 158, 171, 164",
            "Oct 17, 2025 to Jan 15, 2026: 24, Not sure, 22, 20",
        ],
    )
    def test_it_holds(self, words):
        assert words in text_of(after())

    def test_there_is_nothing_of_it_for_the_first(self):
        assert "Over earlier submissions" not in text_of(full())

    def test_it_comes_after_all_that_page_1_must_hold(self):
        text = text_of(after())
        assert text.index("They said: Not sure") < text.index("Over earlier submissions")

    def test_of_many_the_section_is_short_and_every_number_stands_at_the_end(self):
        text = text_of(after(30))
        assert "31 submissions from Oct 17, 2025 to Jan 15, 2026, each named at the end." in text
        assert "150 to 171; newest 150, 158, 171, 164" in text
        told = text[text.index("Over earlier submissions, in full:") :]
        assert "SCR-90 Oct 17, 2025; SCR-60" in told
        assert "SCR-MANY-29 Dec 16, 2025; SCR-7F3K-22Q0 Jan 15, 2026 (this one)." in told
        assert told.count("24, Not sure, 22, ") == 10

    def test_its_drawings_say_in_words_what_they_show(self):
        alternatives = [element["/Alt"] for element in _structure(opened(after())) if element.get("/S") == "/Figure"]
        assert (
            "Top number over time: 150 on Oct 17, 2025, 164 on Jan 15, 2026, lowest 150, highest 171; "
            "lines at 90, 160, 180"
        ) in alternatives

    def test_it_has_a_bookmark(self):
        (_, below) = opened(after()).outline
        titles = [one.title for one in below]
        assert titles[titles.index("Numbers against their lines") + 1] == "Over earlier submissions"

    def test_two_renderings_are_equal(self):
        assert render(after(30)) == rendered(after(30))


class TestPage1:
    @pytest.mark.parametrize("count", [1, 9, 16, 30, 45])
    def test_it_holds_every_finding_of_level_exclude_and_above(self, count):
        made = many(count, Level.EXCLUDE)
        first = text_of(made, of_page=0)
        assert [finding.rule for finding in made.findings if finding.rule not in first] == []

    def test_it_holds_the_agenda_of_an_ordinary_submission(self):
        assert "They said: Not sure" in text_of(full(), of_page=0)

    def test_what_does_not_fit_there_is_told_later(self):
        assert "Why, and from where" in text_of(many(16, Level.EXCLUDE))
        assert text_of(many(45, Level.EXCLUDE)).count("Do you have a weak, bulging artery (aneurysm)? Yes") >= 45


class TestTheSameBytes:
    def test_two_renderings_are_equal(self):
        assert render(full()) == rendered(full())

    @pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Tokyo"), ("2", "America/Denver")])
    def test_another_process_on_another_clock_gives_the_same(self, seed, zone):
        program = (
            "import sys; from tests.pdf.test_rendering import after; from screener.pdf.rendering import render;"
            "sys.stdout.buffer.write(render(after(30)))"
        )
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        done = subprocess.run([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, check=True)
        assert done.stdout == rendered(after(30))

    def test_another_answer_gives_another_file(self):
        assert rendered(summary(answers={"pulse": 71})) != rendered(summary(answers={"pulse": 72}))


SAMPLES = {
    "full": full,
    "nothing found": summary,
    "decided": lambda: replace(full(), decision=summary(state=DECIDED).decision),
    "tight": lambda: many(30, Level.URGENT),
    "after three others": after,
    "after thirty others": lambda: after(30),
    "without a birth date": lambda: summary(person=replace(JANE, date_of_birth=None, sent_at=None)),
}


class TestConformance:
    @pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1])
    @pytest.mark.parametrize("sample", SAMPLES)
    def test_a_validator_finds_no_fault(self, sample, profile):
        report = page.validate_pdf_bytes(rendered(SAMPLES[sample]()), profile=profile)
        assert [(fault.rule_id, fault.message) for fault in report.failures] == []
        assert report.is_compliant

    def test_both_claims_stand_in_the_one_description(self):
        metadata = opened(full()).trailer["/Root"]["/Metadata"].get_object().get_data()
        assert metadata.count(b"<rdf:RDF") == 1
        assert b'pdfaid:part="3"' in metadata
        assert b'pdfaid:conformance="A"' in metadata
        assert b'pdfuaid:part="1"' in metadata

    def test_it_is_tagged_titled_and_has_a_language(self):
        reader = opened(full())
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "en"
        assert reader.metadata.title == "Screening summary: Jane Doe, SCR-7F3K-22Q0"

    def test_its_bookmarks_are_its_headings(self):
        (top, below) = opened(full()).outline
        assert top.title == "Jane Doe"
        assert [one.title for one in below][:3] == [
            "Findings",
            "To ask: what could not be ruled out",
            "Numbers against their lines",
        ]

    def test_every_drawing_has_an_alternative(self):
        alternatives = [element["/Alt"] for element in _structure(opened(full())) if element.get("/S") == "/Figure"]
        assert alternatives[0] == "Mark: Exclude"
        assert "Top number: on a scale from 60 to 220" in alternatives

    def test_its_pages_are_us_letter(self):
        box = opened(full()).pages[0].mediabox
        assert (float(box.width), float(box.height)) == (612.0, 792.0)


def _structure(reader: pypdf.PdfReader):
    elements = (reader.get_object(number) for number in range(1, len(reader.xref_objStm) + len(reader.xref[0]) + 1))
    return [one for one in elements if isinstance(one, dict) and one.get("/Type") == "/StructElem"]


class TestAttachments:
    def test_the_submission_travels_inside_and_nothing_else(self):
        reader = opened(full())
        assert list(reader.attachments) == ["submission.json"]
        (content,) = reader.attachments["submission.json"]
        assert b'"artery": "not_sure"' in content

    def test_it_is_the_source_of_what_is_shown_dated_as_the_submission(self):
        root = opened(full()).trailer["/Root"]
        file = root["/AF"][0].get_object()
        assert file["/AFRelationship"] == "/Source"
        assert file["/EF"]["/F"]["/Params"]["/ModDate"] == "D:20260115144100Z"

    def test_without_one_there_is_none(self):
        assert list(opened(summary()).attachments) == []


class TestLongContent:
    @pytest.mark.parametrize("text", ["lorem ipsum dolor " * 222, "x" * 4000, "a\n" * 2000])
    def test_answers_of_4_kb_are_there_to_the_end(self, text):
        made = summary(answers={"note": text.strip() + " END"})
        assert "END" in text_of(made)

    def test_a_hundred_medicines_are_all_listed(self):
        rows = tuple(Row({"name": f"Medicine {number}"}) for number in range(100))
        medicines = tuple(matched(number, f"Medicine {number}", "none") for number in range(100))
        text = text_of(summary(answers={"meds": rows}, medicines=medicines))
        assert all(f"Medicine {number} " in text for number in range(100))

    def test_a_hundred_findings_are_all_told(self):
        made = many(100, Level.REVIEW)
        text = text_of(made)
        assert all(finding.rule in text for finding in made.findings)


def test_the_samples_use_rules_that_exist():
    assert {finding.rule for finding in FINDINGS} <= {one.id for one in RULES}


class TestALongName:
    @pytest.mark.parametrize("name", ["Wilhelmina Konstantinopolitanska " * 6, "W" * 200, "MMMMMMMMMM " * 18])
    def test_leaves_the_pages_number_on_its_line_and_what_cannot_wait_on_page_1(self, name):
        named = replace(full(), person=replace(full().person, name=name.strip()))
        pages = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(render(named))).pages]
        for number, text in enumerate(pages, start=1):
            assert f"Page {number} of {len(pages)}" in text
        assert "R-BP-02" in pages[0]
        assert "".join(name.split()) in "".join(pages[0].split())

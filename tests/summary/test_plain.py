"""A summary as plain text."""

from screener.engine.answers import NOT_SURE, Row
from screener.engine.findings import Reference
from screener.summary.plain import WIDTH, as_text
from tests.summary.builders import fired, matched, sent_case, still_open, summary, unsettled
from tests.summary.test_summarize import DECIDED


class TestAsText:
    def test_findings_stand_gravest_first_with_answers_and_reasons(self):
        text = as_text(
            summary(fired("R-CV-02", "pulse"), fired("R-CV-01", "artery"), answers={"artery": "yes", "pulse": 72})
        )
        assert text.index("[EXCLUDE] R-CV-01 Aneurysm") < text.index("[CAUTION] R-CV-02")
        assert "72 beats a minute" in text
        assert "Blood pressure categories 2025 (BP1); confidence A*, checked Nov 22, 2026" in " ".join(text.split())

    def test_what_to_ask_is_listed(self):
        text = as_text(summary(unsettled("R-CV-01", "artery"), answers={"artery": NOT_SURE}))
        assert "could not be ruled out: Aneurysm" in text
        assert "They said: Not sure" in text
        assert "Open: R-CV-01 (exclude)" in text

    def test_an_unknown_medicine_is_asked_about(self):
        text = as_text(
            summary(
                not_ruled_out=(still_open("R-MED-01", Reference("meds", row=0)),),
                medicines=(matched(0, "blue pill", "none"),),
                answers={"meds": (Row({"name": "blue pill"}),)},
            )
        )
        assert "What is “blue pill”? Not a medicine we know." in text
        assert "Not run: R-MED-01 (exclude)" in text

    def test_numbers_over_earlier_submissions_are_told_whole(self):
        earlier = tuple(sent_case(f"SCR-{days}", days, ha_days=said) for days, said in ((60, 24), (30, NOT_SURE)))
        text = as_text(summary(answers={"ha_days": 20}, before=earlier))
        assert "Oldest first: SCR-60 Nov 16, 2025; SCR-30 Dec 16, 2025; SCR-7F3K-22Q0 Jan 15, 2026 (this one)." in text
        assert "How many days do you have head pain? 24, Not sure, 20 days" in text

    def test_no_line_is_wider_than_a_terminal(self):
        text = as_text(summary(fired("R-CV-01", "note"), answers={"note": "word " * 800}))
        assert max(len(line) for line in text.splitlines()) <= WIDTH

    def test_a_decision_is_told(self):
        assert "Proceed with conditions. Dr. A. Rivera" in as_text(summary(state=DECIDED))
        assert "Not decided yet." in as_text(summary())

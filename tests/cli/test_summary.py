from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from tests.cli.answers import KETAMINE, answers_file
from tests.cli.conftest import Typed


class TestTheSummaryOfAFile:
    def test_says_first_what_matters(self, screener: Typed, tmp_path: Path) -> None:
        out = tmp_path / "summary.pdf"
        typed = screener("summary", KETAMINE, answers_file(tmp_path, "V06"), "--as-of", "2026-01-15", "-o", out)
        page = PdfReader(BytesIO(out.read_bytes())).pages[0].extract_text()
        assert typed.exit_code == 0
        assert "Contact the patient today" in page
        assert page.index("R-BP-01") < page.index("R-MED-34")

    def test_is_the_same_file_every_time(self, screener: Typed, tmp_path: Path) -> None:
        file = answers_file(tmp_path, "V02")
        for name in ("one.pdf", "two.pdf"):
            screener("summary", KETAMINE, file, "--as-of", "2026-01-15", "-o", tmp_path / name)
        assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()

    def test_is_refused_for_bad_answers(self, screener: Typed, tmp_path: Path) -> None:
        out = tmp_path / "summary.pdf"
        typed = screener("summary", KETAMINE, answers_file(tmp_path, "V01", bp_sys="high"), "-o", out)
        assert (typed.exit_code, out.exists()) == (1, False)
        assert "bp_sys" in typed.stderr

    def test_needs_something_to_summarize(self, screener: Typed, tmp_path: Path) -> None:
        assert screener("summary", "-o", tmp_path / "summary.pdf").exit_code == 2

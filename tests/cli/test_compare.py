"""`screener compare` at a terminal: what is looser comes first, then what was changed."""

import json
from pathlib import Path

import pytest

from tests.cli.answers import KETAMINE
from tests.cli.conftest import Typed
from tests.cli.test_questionnaires import spoiled

THRESHOLD = "bp_exclude_sys: {value: 160"


@pytest.fixture
def raised(tmp_path: Path) -> Path:
    """The ketamine questionnaire, its no-go line ten higher."""
    return spoiled(tmp_path, THRESHOLD, THRESHOLD.replace("160", "170"))


class TestCompare:
    def test_prints_what_is_looser_first_with_a_patient(self, screener: Typed, raised: Path) -> None:
        typed = screener("compare", KETAMINE, raised, "--as-of", "2026-11-25")
        assert typed.exit_code == 0
        lines = typed.stdout.splitlines()
        assert lines[:4] == [
            "Looser: somebody is judged more mildly than before",
            "  disposition",
            "    looser: exclude before, review now, on 2026-11-25, for somebody ordinary with",
            "      bp_sys: 160 (else 118)",
        ]
        assert "  ladder R-BP-01, R-BP-02, R-BP-03, R-BP-04" in lines

    def test_prints_what_was_changed_in_the_authors_words(self, screener: Typed, raised: Path) -> None:
        typed = screener("compare", KETAMINE, raised, "--as-of", "2026-11-25")
        assert "setting bp_exclude_sys\n  `value` was “160” and is “170”" in typed.stdout

    def test_calls_the_way_back_stricter(self, screener: Typed, raised: Path) -> None:
        typed = screener("compare", raised, KETAMINE, "--as-of", "2026-11-25")
        assert typed.stdout.startswith("Stricter: ")
        assert "0 looser, 0 not decided, 3 stricter, 210 same" in typed.stderr

    def test_has_nothing_to_say_of_the_same_questionnaire(self, screener: Typed) -> None:
        typed = screener("compare", KETAMINE, KETAMINE)
        assert (typed.exit_code, typed.stdout) == (0, "")
        assert "213 same" in typed.stderr

    def test_gives_programs_the_same(self, screener: Typed, raised: Path) -> None:
        told = json.loads(screener("compare", KETAMINE, raised, "--format", "json").stdout)
        first = told["judgments"][0]
        assert (first["subject"], first["standing"], first["stricter"]) == ("disposition", "looser", "nobody")
        assert first["looser"]["said"] == {"bp_sys": {"old": 160, "new": 160, "usual": 118}}
        assert told["changes"] == [
            {"subject": "setting bp_exclude_sys", "change": "changed", "key": "value", "old": "160", "new": "170"}
        ]

    def test_says_what_is_wrong_with_a_questionnaire_that_cannot_be_read(self, screener: Typed, tmp_path: Path) -> None:
        typed = screener("compare", KETAMINE, tmp_path / "nowhere")
        assert typed.exit_code == 1
        assert "cannot be read" in typed.stderr

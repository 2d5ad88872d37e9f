"""`screener rehearse`: a rule that no vignette tries fails, and a vignette for it is offered."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Typed

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def everything(tmp_path: Path) -> Path:
    """A sample of whose rules only some are tried."""
    return Path(shutil.copytree(SAMPLES / "everything", tmp_path / "everything"))


class TestCoverage:
    def test_is_a_table(self, screener: Typed, everything: Path) -> None:
        lines = screener("rehearse", everything).stdout.splitlines()
        assert "rule       fires  ruled out  unsettled" in lines
        assert "R-AGE-01       1          2          0" in lines
        assert "R-BP-01        0          2          1  no vignette fires it" in lines

    def test_fails_where_a_rule_is_not_tried_both_ways(self, screener: Typed, everything: Path) -> None:
        typed = screener("rehearse", everything)
        assert typed.exit_code == 1
        assert "3 of 3 passed; 1 of 7 rules fire and are ruled out" in typed.stderr


class TestSuggest:
    def test_offers_a_vignette_with_no_more_than_it_takes(self, screener: Typed, everything: Path) -> None:
        typed = screener("rehearse", everything, "--suggest", "--as-of", "2026-11-25")
        assert (
            "- id: R-MED-01-fires\n"
            "  title: R-MED-01 fires\n"
            "  like: V1\n"
            "  as of: 2026-11-25\n"
            "  answers:\n"
            "    hx_conditions: [angina]\n"
            "  fires: [R-MED-01]\n"
        ) in typed.stdout

    def test_offers_what_passes_once_it_is_added(self, screener: Typed, everything: Path) -> None:
        suggested = screener("rehearse", everything, "--suggest", "--as-of", "2026-11-25")
        assert suggested.exit_code == 1
        with (everything / "vignettes.yaml").open("a", encoding="utf-8") as file:
            file.write(suggested.stdout)
        assert screener("rehearse", everything).exit_code == 0
        again = screener("rehearse", everything, "--suggest")
        assert (again.exit_code, again.stdout) == (0, "")

    def test_begins_with_one_ordinary_person_who_consents_where_there_is_none(
        self, screener: Typed, everything: Path
    ) -> None:
        (everything / "vignettes.yaml").unlink()
        suggested = screener("rehearse", everything, "--suggest", "--as-of", "2026-11-25")
        first, *others = suggested.stdout.split("- id: ")[1:]
        assert first.startswith("ORDINARY")
        assert "notice: yes" in first
        assert all("like: ORDINARY" in each for each in others)
        assert len(suggested.stdout.splitlines()) < 120
        (everything / "vignettes.yaml").write_text(suggested.stdout, encoding="utf-8")
        assert screener("rehearse", everything).exit_code == 0

    def test_offers_a_few_at_once(self, screener: Typed, everything: Path) -> None:
        (everything / "vignettes.yaml").unlink()
        suggested = screener("rehearse", everything, "--suggest", "--most", "2", "--as-of", "2026-11-25")
        assert suggested.stdout.count("- id: ") == 3  # and the one whom they are like
        assert "These are 2 at once. Add them, and ask again" in suggested.stderr

    def test_says_for_which_rule_nobody_was_found(self, screener: Typed, everything: Path) -> None:
        main = everything / "questionnaire.yaml"
        text = main.read_text(encoding="utf-8")
        assert "when: bp.sys > settings.bp_high\n" in text
        never = text.replace("when: bp.sys > settings.bp_high\n", "when: bp.sys > 200 and bp.sys < 100\n")
        main.write_text(never, encoding="utf-8")
        typed = screener("rehearse", everything, "--suggest")
        assert "R-BP-02: no vignette fires it, and nobody was found who would." in typed.stderr

import json
import re
import shutil
from pathlib import Path

from tests.cli.answers import KETAMINE
from tests.cli.conftest import Typed


def spoiled(tmp_path: Path, old: str, new: str) -> Path:
    """The ketamine questionnaire with one thing changed."""
    folder = tmp_path / "ketamine-migraine"
    shutil.copytree(KETAMINE, folder)
    text = (folder / "questionnaire.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "questionnaire.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


class TestCheck:
    def test_finds_nothing_wrong_with_the_ketamine_questionnaire(self, screener: Typed) -> None:
        typed = screener("check", KETAMINE, "--as-of", "2026-11-25", "--strict")
        assert typed.exit_code == 0
        assert all(re.match("(Shortest|Typical|Longest) vignette ", line) for line in typed.stdout.splitlines())
        assert "148 questions, 215 rules, 3 checks" in typed.stderr

    def test_says_what_the_form_costs_a_patient(self, screener: Typed) -> None:
        shortest, typical, longest = json.loads(screener("check", KETAMINE, "--format", "json").stdout)["effort"]
        assert shortest["minutes"] <= typical["minutes"] <= longest["minutes"]
        assert typical["pages"] <= 30
        assert {"words", "choices", "keystrokes"} <= typical.keys()

    def test_names_the_place_of_a_problem(self, screener: Typed, tmp_path: Path) -> None:
        typed = screener("check", spoiled(tmp_path, "bp_sys > settings", "bp_syst > settings"))
        assert typed.exit_code == 1
        assert "questionnaire.yaml:" in typed.stdout
        assert "did you mean bp_sys?" in typed.stdout

    def test_gives_programs_the_same(self, screener: Typed, tmp_path: Path) -> None:
        folder = spoiled(tmp_path, "bp_sys > settings", "bp_syst > settings")
        problem = json.loads(screener("check", folder, "--format", "json").stdout)["problems"][0]
        assert problem["file"] == "questionnaire.yaml"
        assert problem["line"] > 1

    def test_warns_of_sources_that_were_checked_long_ago(self, screener: Typed) -> None:
        typed = screener("check", KETAMINE, "--as-of", "2027-01-01", "--months", "1")
        assert typed.exit_code == 0
        assert "warning: rule R-BP-01: its sources were last checked on" in typed.stdout
        assert screener("check", KETAMINE, "--as-of", "2027-01-01", "--months", "1", "--strict").exit_code == 1

    def test_says_when_there_is_no_such_folder(self, screener: Typed, tmp_path: Path) -> None:
        typed = screener("check", tmp_path / "nowhere")
        assert typed.exit_code == 1
        assert typed.stdout


class TestRehearse:
    def test_passes_and_covers_every_rule(self, screener: Typed) -> None:
        typed = screener("rehearse", KETAMINE, "--format", "json")
        assert typed.exit_code == 0
        assert len(json.loads(typed.stdout)["coverage"]) == 218

    def test_fails_when_a_rule_no_longer_fires(self, screener: Typed, tmp_path: Path) -> None:
        folder = spoiled(tmp_path, "when: cv_aneurysm is yes", "when: cv_aneurysm is no")
        typed = screener("rehearse", folder)
        assert typed.exit_code == 1
        assert "R-CV-01" in typed.stdout


class TestSchema:
    def test_is_a_schema_that_names_the_parts(self, screener: Typed) -> None:
        assert "rules" in json.loads(screener("schema").stdout)["properties"]


class TestTheProgram:
    def test_lists_its_commands(self, screener: Typed) -> None:
        typed = screener("--help")
        assert typed.exit_code == 0
        assert all(name in typed.stdout for name in ("check", "assess", "demo", "summary"))

    def test_knows_its_version(self, screener: Typed) -> None:
        assert screener("--version").exit_code == 0

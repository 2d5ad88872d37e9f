import json
from pathlib import Path

import pytest

from tests.cli.conftest import Typed

SAMPLES = Path(__file__).parents[1] / "samples"
SOUND = SAMPLES / "sound" / "two-conditions-that-agree"
MISTAKEN = SAMPLES / "mistakes" / "two-clashing-conditions"


@pytest.fixture(autouse=True)
def _no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "kept"))


class TestProve:
    def test_has_nothing_to_tell_of_a_sound_questionnaire(self, screener: Typed) -> None:
        typed = screener("prove", SOUND)
        assert (typed.exit_code, typed.stdout) == (0, "")
        assert "0 broken, 0 not decided" in typed.stderr

    def test_tells_a_mistake_where_it_is_and_fails(self, screener: Typed) -> None:
        typed = screener("prove", MISTAKEN)
        assert typed.exit_code == 1
        first = typed.stdout.splitlines()[0]
        assert first.startswith("questionnaire.yaml:19:65: The condition of *third* never holds, so it is never asked.")

    def test_gives_programs_every_statement(self, screener: Typed) -> None:
        typed = screener("prove", MISTAKEN, "--format", "json")
        told = json.loads(typed.stdout)
        assert typed.exit_code == 1
        assert told["complete"] is False
        assert told["counts"]["broken"] >= 1
        assert {each["standing"] for each in told["statements"]} == {"proved", "broken"}

    def test_remembers_what_was_proved(self, screener: Typed, tmp_path: Path) -> None:
        first = screener("prove", MISTAKEN, "--as-of", "2026-01-15")
        kept = tmp_path / "kept" / "screener" / "proofs.json"
        assert kept.stat().st_mode & 0o077 == 0
        assert screener("prove", MISTAKEN, "--as-of", "2026-01-15").stdout == first.stdout

    def test_believes_nothing_that_others_can_write(self, screener: Typed, tmp_path: Path) -> None:
        screener("prove", MISTAKEN, "--as-of", "2026-01-15")
        kept = tmp_path / "kept" / "screener" / "proofs.json"
        kept.write_text(kept.read_text().replace("third", "forged"))
        kept.chmod(0o666)
        assert "forged" not in screener("prove", MISTAKEN, "--as-of", "2026-01-15").stdout

    def test_says_when_a_questionnaire_cannot_be_read(self, screener: Typed) -> None:
        typed = screener("prove", SAMPLES / "mistakes" / "cycle-of-values")
        assert typed.exit_code == 1
        assert "needs itself" in typed.stderr

    def test_shows_no_bar_where_nobody_watches(self, screener: Typed) -> None:
        assert "Proving" not in screener("prove", SOUND).stderr

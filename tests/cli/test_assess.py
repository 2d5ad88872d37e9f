import json
from pathlib import Path

import pytest

from tests.cli.answers import KETAMINE, answers_file, vignette
from tests.cli.conftest import Typed


class TestAssessingAFile:
    def test_gives_every_rule_exactly_one_place(self, screener: Typed, tmp_path: Path) -> None:
        typed = screener("assess", KETAMINE, answers_file(tmp_path, "V41"), "--as-of", "2026-01-15", "--format", "json")
        result = json.loads(typed.stdout)
        places = [f["rule"] for f in result["findings"]] + result["ruled_out"]
        places += [each["rule"] for each in result["not_ruled_out"]]
        assert typed.exit_code == 0
        assert len(places) == len(set(places)) == 218

    def test_answers_with_the_disposition_the_date_and_the_revision(self, screener: Typed, tmp_path: Path) -> None:
        typed = screener("assess", KETAMINE, answers_file(tmp_path, "V02"), "--as-of", "2026-01-15", "--format", "json")
        result = json.loads(typed.stdout)
        assert (result["disposition"], result["as_of"]) == ("review", "2026-01-15")
        assert (result["revision"]["slug"], result["revision"]["number"]) == ("ketamine-migraine", None)
        assert len(result["revision"]["sha256"]) == 64
        found = next(f for f in result["findings"] if f["rule"] == "R-BP-03")
        assert found["because"] == [{"question": "bp_sys", "answer": 140}]
        assert found["settled"] is True

    def test_names_what_an_unsettled_finding_needs(self, screener: Typed, tmp_path: Path) -> None:
        typed = screener("assess", KETAMINE, answers_file(tmp_path, "V41"), "--as-of", "2026-01-15", "--format", "json")
        found = next(f for f in json.loads(typed.stdout)["findings"] if f["rule"] == "R-BP-01")
        assert (found["settled"], found["needs"], found["level"]) == (False, ["bp_dia"], "review")

    def test_tells_people_the_same_in_words(self, screener: Typed, tmp_path: Path) -> None:
        typed = screener("assess", KETAMINE, answers_file(tmp_path, "V06"), "--as-of", "2026-01-15")
        assert typed.stdout.startswith("Disposition: urgent (as of 2026-01-15)")
        assert "R-BP-01" in typed.stdout

    @pytest.mark.parametrize(
        ("changed", "complaint"),
        [
            ({"bp_syst": 120}, "bp_syst: there is no such question (did you mean bp_sys?)"),
            ({"cv_aneurysm": "maybe"}, "cv_aneurysm: 'maybe' is not one of the choices"),
            ({"bp_sys": "high"}, "bp_sys: is not a number"),
            ({"bp_sys": True}, "bp_sys: is not a number"),
            ({"dem_dob": "1983-02-30"}, "dem_dob: is a day that the calendar does not have"),
            ({"am_days": {"triptans": 3}}, "'triptans' is not a part of it (did you mean triptan?)"),
        ],
    )
    def test_names_each_bad_answer(
        self, screener: Typed, tmp_path: Path, changed: dict[str, object], complaint: str
    ) -> None:
        typed = screener("assess", KETAMINE, answers_file(tmp_path, "V01", **changed))
        assert typed.exit_code == 1
        assert complaint in typed.stderr
        assert typed.stdout == ""

    def test_accepts_an_implausible_number_and_flags_it(self, screener: Typed, tmp_path: Path) -> None:
        file = answers_file(tmp_path, "V01", dem_weight_kg=310)
        result = json.loads(screener("assess", KETAMINE, file, "--format", "json").stdout)
        assert "R-DATA-02" in [f["rule"] for f in result["findings"]]

    @pytest.mark.parametrize(
        "content",
        [b"", b"[]", b"{", b"null", b'{"a": NaN}', b'{"bp_sys": 1, "bp_sys": 2}', b"[" * 100_000, b"\xff\xfe"],
    )
    def test_refuses_what_is_no_answers_file(self, screener: Typed, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "answers.json").write_bytes(content)
        typed = screener("assess", KETAMINE, tmp_path / "answers.json", "--format", "json")
        assert typed.exit_code == 1
        assert "error" in json.loads(typed.stdout)

    @pytest.mark.parametrize("words", [[], ["--as-of", "yesterday"], ["nowhere.json"], ["--as-of", "2026-02-30"]])
    def test_tells_wrong_usage_apart(self, screener: Typed, words: list[str]) -> None:
        assert screener("assess", KETAMINE, *words).exit_code == 2


class TestAssessingABatch:
    def test_answers_each_line_in_order_and_goes_on_after_a_bad_one(self, screener: Typed, tmp_path: Path) -> None:
        good = [{"as_of": "2026-01-15", "answers": vignette(code).answers} for code in ("V06", "V01")]
        lines = [json.dumps(good[0], default=str), "not json", json.dumps(good[1], default=str)]
        (tmp_path / "batch.jsonl").write_text("\n".join(lines), encoding="utf-8")
        typed = screener("assess", KETAMINE, "--batch", tmp_path / "batch.jsonl")
        first, second, third = map(json.loads, typed.stdout.splitlines())
        assert (first["disposition"], third["disposition"]) == ("urgent", "clear")
        assert list(second) == ["error"]
        assert typed.exit_code == 1

    def test_is_done_when_every_line_could_be_read(self, screener: Typed, tmp_path: Path) -> None:
        (tmp_path / "batch.jsonl").write_text('{"as_of": "2026-01-15", "answers": {}}\n', encoding="utf-8")
        typed = screener("assess", KETAMINE, "--batch", tmp_path / "batch.jsonl")
        assert typed.exit_code == 0
        assert json.loads(typed.stdout)["disposition"] == "review"

from collections.abc import Iterable, Mapping
from dataclasses import replace

from screener.definition.model import Disposition, Level, Questionnaire, Vignette
from screener.engine.vignettes import Coverage, Rehearsal, rehearse
from tests.engine.builders import AS_OF, HERE, questionnaire, rule, whole, yes_no

TRIED = questionnaire(
    yes_no("x"),
    whole("n", required=False),
    rules={"R-1": rule("x is yes", Level.EXCLUDE), "R-2": rule("n > 3", Level.CAUTION, if_unknown=None)},
)


def vignette(
    name: str = "V1",
    *,
    answers: Mapping[str, object],
    findings: Iterable[str] | None = None,
    disposition: Disposition | None = None,
    fires: Iterable[str] = (),
    rules_out: Iterable[str] = (),
) -> Vignette:
    complete = None if findings is None else frozenset(findings)
    return Vignette(
        id=name,
        title="Somebody",
        narrative="",
        as_of=AS_OF,
        answers=answers,
        findings=complete,
        disposition=disposition,
        fires=frozenset(fires),
        rules_out=frozenset(rules_out),
        place=HERE,
    )


def rehearsed(*vignettes: Vignette, tried: Questionnaire = TRIED) -> Rehearsal:
    return rehearse(replace(tried, vignettes=vignettes))


def differences(**more: object) -> tuple[str, ...]:
    (only,) = rehearsed(vignette(**more)).vignettes
    assert only.is_passed is (not only.differences)
    return only.differences


class TestAVignette:
    def test_passes_with_exactly_its_findings(self) -> None:
        rehearsal = rehearsed(
            vignette(answers={"x": "yes", "n": 4}, findings=["R-1", "R-2"], disposition=Disposition.EXCLUDE)
        )
        assert rehearsal.is_passed
        assert rehearsal.vignettes[0].differences == ()

    def test_names_what_is_unsettled(self) -> None:
        assert differences(answers={"x": "not_sure"}, findings=["R-1:unknown"]) == ()

    def test_fails_by_a_finding_that_is_missing(self) -> None:
        assert differences(answers={"x": "no"}, findings=["R-1"]) == ("must find R-1 and does not",)

    def test_fails_by_a_finding_too_many(self) -> None:
        assert differences(answers={"x": "yes", "n": 4}, findings=["R-1"]) == ("must not find R-2 and does",)

    def test_tells_fired_from_unsettled(self) -> None:
        assert differences(answers={}, findings=["R-1"]) == (
            "must find R-1 and does not",
            "must not find R-1:unknown and does",
        )

    def test_fails_by_another_disposition(self) -> None:
        found = differences(answers={"x": "no"}, findings=[], disposition=Disposition.REVIEW)
        assert found == ("must be review and is clear",)

    def test_fails_by_answers_that_cannot_be_read(self) -> None:
        (problem,) = differences(answers={"x": "perhaps"}, findings=[])
        assert "x" in problem


class TestAProbe:
    def test_names_only_some_findings(self) -> None:
        assert differences(answers={"x": "yes", "n": 4}, fires=["R-2"]) == ()

    def test_fails_where_a_rule_does_not_fire(self) -> None:
        assert differences(answers={"x": "yes", "n": 2}, fires=["R-2"]) == ("must find R-2 and does not",)

    def test_fails_where_a_rule_is_not_ruled_out(self) -> None:
        assert differences(answers={"x": "yes"}, rules_out=["R-1", "R-2"]) == (
            "must rule out R-1 and does not",
            "must rule out R-2 and does not",
        )


class TestCoverage:
    REHEARSAL = rehearsed(
        vignette("V1", answers={"x": "yes", "n": 4}, fires=["R-1"]),
        vignette("V2", answers={"x": "no"}, fires=[]),
        vignette("V3", answers={}, fires=[]),
        vignette("V4", answers={"x": "perhaps"}, fires=[]),
    )

    def test_says_who_fires_rules_out_and_leaves_open_each_rule(self) -> None:
        assert self.REHEARSAL.coverage == {
            "R-1": Coverage(fires=("V1",), ruled_out=("V2",), unsettled=("V3",)),
            "R-2": Coverage(fires=("V1",), ruled_out=(), unsettled=()),
        }

    def test_names_the_rules_that_are_not_tried_both_ways(self) -> None:
        assert self.REHEARSAL.uncovered == ("R-2",)

    def test_is_said_in_lines_for_people(self) -> None:
        lines = list(self.REHEARSAL.lines())
        assert lines[0] == "ok   V1 Somebody"
        assert lines[3] == "FAIL V4 Somebody"
        assert lines[-3:] == [
            "rule  fires  ruled out  unsettled",
            "R-1       1          1          1",
            "R-2       1          0          0  no vignette rules it out",
        ]
        assert self.REHEARSAL.verdict == "3 of 4 passed; 1 of 2 rules fire and are ruled out"

    def test_is_said_in_json_for_machines(self) -> None:
        found = self.REHEARSAL.to_json()
        assert found["passed"] is False
        assert found["coverage"]["R-1"] == {"fires": ["V1"], "ruled_out": ["V2"], "unsettled": ["V3"]}
        assert found["uncovered"] == ["R-2"]

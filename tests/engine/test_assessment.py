import json
from fractions import Fraction

import pytest

from screener.definition.model import Disposition, Level, Reason
from screener.definition.names import QuestionId, StepId
from screener.engine.answers import BLANK, NOT_SURE, Answer, Unknown
from screener.engine.assessment import assess, to_json
from screener.engine.findings import Assessment, Reference
from tests.engine.builders import (
    AS_OF,
    DECLINED,
    NO,
    YES,
    Asked,
    answers,
    cells,
    choices,
    days,
    decimal,
    information,
    kilos,
    listed,
    medicine,
    medicines,
    message,
    picked,
    pressure,
    questionnaire,
    rule,
    text,
    whole,
    yes_no,
)

INFO, CAUTION, REVIEW, EXCLUDE, URGENT = Level


def assessed(asked: Asked | tuple[Asked, ...], rules: dict[str, object], **rest: object) -> Assessment:
    """The assessment of answers given by name; `ladders`, `values`, … shape the questionnaire."""
    shape = {key: rest.pop(key) for key in ("ladders", "values", "messages") if key in rest}
    asked = asked if isinstance(asked, tuple) else (asked,)
    return assess(questionnaire(*asked, rules=rules, **shape), answers(**rest), AS_OF)


def codes(assessment: Assessment) -> list[str]:
    return [finding.code for finding in assessment.findings]


def levels(assessment: Assessment) -> list[Level]:
    return [finding.level for finding in assessment.findings]


class TestARule:
    RULES = {"R-1": rule("x is yes", EXCLUDE)}

    def test_fires_where_its_condition_is_true(self) -> None:
        assessment = assessed(yes_no("x"), self.RULES, x=YES)
        assert codes(assessment) == ["R-1"]
        assert levels(assessment) == [EXCLUDE]
        assert assessment.disposition is Disposition.EXCLUDE

    def test_is_ruled_out_where_it_is_false(self) -> None:
        assessment = assessed(yes_no("x"), self.RULES, x=NO)
        assert assessment.ruled_out == ("R-1",)
        assert assessment.disposition is Disposition.CLEAR

    def test_could_not_be_ruled_out_where_it_is_unknown(self) -> None:
        assessment = assessed(yes_no("x"), self.RULES, x=NOT_SURE)
        assert codes(assessment) == ["R-1:unknown"]
        assert levels(assessment) == [REVIEW]
        assert assessment.findings[0].needs == (Reference(QuestionId("x")),)
        assert assessment.disposition is Disposition.REVIEW


class TestHowGraveSilenceIs:
    @pytest.mark.parametrize(("level", "silent"), [(URGENT, REVIEW), (REVIEW, REVIEW), (CAUTION, CAUTION)])
    def test_left_out_is_review_or_the_rules_own_level_where_milder(self, level: Level, silent: Level) -> None:
        assert levels(assessed(yes_no("x"), {"R-1": rule("x is yes", level)})) == [silent]

    def test_may_be_none_where_another_rule_speaks(self) -> None:
        rules = {"R-1": rule("x is yes", EXCLUDE, if_unknown=None), "R-2": rule("x is unknown", CAUTION)}
        assessment = assessed(yes_no("x"), rules)
        assert codes(assessment) == ["R-2"]
        (left_open,) = assessment.not_ruled_out
        assert (left_open.rule, left_open.needs) == ("R-1", (Reference(QuestionId("x")),))
        assert left_open.covered_by == ("R-2",)

    def test_may_depend_on_which_answer_is_silent_and_the_gravest_holds(self) -> None:
        by_question = {QuestionId("x"): None, QuestionId("y"): CAUTION}
        tried = rule("x is yes or y is yes or z is yes", URGENT, by_question=by_question, if_unknown=EXCLUDE)
        asked = (yes_no("x"), yes_no("y"), yes_no("z"))
        assert levels(assessed(asked, {"R-1": tried}, y=NO, z=NO)) == []
        assert levels(assessed(asked, {"R-1": tried}, z=NO)) == [CAUTION]
        assert levels(assessed(asked, {"R-1": tried})) == [EXCLUDE]

    def test_may_depend_on_the_first_case_that_holds(self) -> None:
        tried = rule("x is yes", URGENT, cases=[("x is declined", URGENT), ("x is unknown", None)], if_unknown=REVIEW)
        assert levels(assessed(yes_no("x"), {"R-1": tried}, x=DECLINED)) == [URGENT]
        assert levels(assessed(yes_no("x"), {"R-1": tried}, x=NOT_SURE)) == []

    def test_of_a_case_that_is_itself_open_goes_on_to_the_rest(self) -> None:
        tried = rule("x is yes", URGENT, cases=[("y is yes", URGENT)], if_unknown=CAUTION)
        assert levels(assessed((yes_no("x"), yes_no("y")), {"R-1": tried})) == [CAUTION]


class TestTheDisposition:
    def test_is_the_gravest_level(self) -> None:
        rules = {"R-1": rule("x is yes", CAUTION), "R-2": rule("x is yes", URGENT), "R-3": rule("x is yes", INFO)}
        assessment = assessed(yes_no("x"), rules, x=YES)
        assert codes(assessment) == ["R-2", "R-1", "R-3"]
        assert assessment.disposition is Disposition.URGENT

    def test_is_clear_with_information_alone(self) -> None:
        assert assessed(yes_no("x"), {"R-1": rule("x is yes", INFO)}, x=YES).disposition is Disposition.CLEAR

    def test_findings_of_one_level_stand_in_file_order(self) -> None:
        rules = {"R-9": rule("x is yes"), "R-1": rule("x is yes"), "R-5": rule("x is yes")}
        assert codes(assessed(yes_no("x"), rules, x=YES)) == ["R-9", "R-1", "R-5"]


class TestALadder:
    PRESSURE = {
        "R-BP-01": rule("bp.sys > 180 or bp.dia > 120", URGENT),
        "R-BP-02": rule("bp.sys >= 160 or bp.dia >= 100", EXCLUDE),
        "R-BP-03": rule("bp.sys >= 140 or bp.dia >= 90", REVIEW, if_unknown=None),
        "R-BP-04": rule("bp.sys >= 130 or bp.dia >= 80", CAUTION, if_unknown=None),
    }

    def pressed(self, **halves: object) -> Assessment:
        return assessed(pressure("bp"), self.PRESSURE, ladders=[list(self.PRESSURE)], bp=cells(**halves))

    def test_shows_the_highest_tier_alone(self) -> None:
        assessment = self.pressed(sys=190, dia=100)
        assert codes(assessment) == ["R-BP-01"]
        assert [(each.rule, each.covered_by) for each in assessment.not_ruled_out] == [
            ("R-BP-02", ("R-BP-01",)),
            ("R-BP-03", ("R-BP-01",)),
            ("R-BP-04", ("R-BP-01",)),
        ]

    def test_with_one_number_missing_shows_what_it_leaves_open_and_what_it_decides(self) -> None:
        assessment = self.pressed(sys=175)
        assert codes(assessment) == ["R-BP-02", "R-BP-01:unknown"]
        assert levels(assessment) == [EXCLUDE, REVIEW]

    def test_with_a_harmless_number_alone_leaves_both_grave_tiers_open(self) -> None:
        assert codes(self.pressed(sys=118)) == ["R-BP-01:unknown", "R-BP-02:unknown"]

    def test_rules_out_what_is_false(self) -> None:
        assessment = self.pressed(sys=145, dia=70)
        assert codes(assessment) == ["R-BP-03"]
        assert assessment.ruled_out == ("R-BP-01", "R-BP-02")

    def test_a_tier_without_a_finding_speaks_for_nobody(self) -> None:
        rules = {"R-1": rule("x is yes", EXCLUDE, if_unknown=None), "R-2": rule("y is yes", REVIEW)}
        assessment = assessed((yes_no("x"), yes_no("y")), rules, ladders=[["R-1", "R-2"]], y=YES)
        assert codes(assessment) == ["R-2"]


class TestWhoSpeaksForAnOpenRule:
    def test_is_whoever_speaks_of_the_same_silence(self) -> None:
        rules = {
            "R-1": rule("x is yes", EXCLUDE, if_unknown=None),
            "R-2": rule("y is yes", REVIEW),
            "R-3": rule("required_blank > 0", CAUTION),
            "R-4": rule("x is unknown", INFO),
            "R-5": rule("x is no", REVIEW),
        }
        (left_open,) = assessed((yes_no("x"), yes_no("y")), rules).not_ruled_out
        assert left_open.covered_by == ("R-5", "R-3")

    def test_one_row_of_a_list_does_not_speak_for_another(self) -> None:
        rules = {
            "R-1": rule("any pill in m where (pill.classes includes sedating)", EXCLUDE, if_unknown=None),
            "R-2": rule("any pill in m where (pill.tablets > 9)", REVIEW),
        }
        said = listed("blue pill", medicine("Imitrex", tablets=10))
        (left_open,) = assessed(medicines("m"), rules, m=said).not_ruled_out
        assert left_open.needs == (Reference(QuestionId("m"), "name", 0),)
        assert left_open.covered_by == ()

    def test_of_a_list_left_blank_is_whoever_says_so(self) -> None:
        rules = {
            "R-1": rule("any pill in m where (pill.classes includes sedating)", EXCLUDE, if_unknown=None),
            "R-2": rule("m is blank", REVIEW),
        }
        (left_open,) = assessed(medicines("m"), rules).not_ruled_out
        assert left_open.covered_by == ("R-2",)

    def test_of_a_grid_left_blank_is_whoever_speaks_of_the_whole(self) -> None:
        rules = {
            "R-1": rule("g.r2 > 9", EXCLUDE, if_unknown=None),
            "R-2": rule("required_blank > 0", REVIEW),
        }
        (left_open,) = assessed(days("g", "r1", "r2"), rules).not_ruled_out
        assert left_open.covered_by == ("R-2",)


class TestMessages:
    MESSAGES = (message("later", 20), message("first", 1, urgent=True))

    def test_are_those_of_rules_that_fired_each_once_in_order(self) -> None:
        rules = {
            "R-1": rule("x is yes", patient="later"),
            "R-2": rule("x is yes", patient="first"),
            "R-3": rule("x is yes", patient="later"),
            "R-4": rule("x is yes"),
        }
        assert assessed(yes_no("x"), rules, messages=self.MESSAGES, x=YES).messages == ("first", "later")

    def test_of_what_is_unsettled_are_shown_only_where_it_is_urgent(self) -> None:
        rules = {
            "R-1": rule("x is yes", URGENT, patient="later"),
            "R-2": rule("x is yes", URGENT, patient="first", if_unknown=URGENT),
        }
        assert assessed(yes_no("x"), rules, messages=self.MESSAGES).messages == ("first",)

    def test_of_what_is_superseded_are_not_shown(self) -> None:
        rules = {
            "R-1": rule("x is yes", URGENT, patient="first"),
            "R-2": rule("x is yes", REVIEW, patient="later"),
        }
        found = assessed(yes_no("x"), rules, messages=self.MESSAGES, ladders=[["R-1", "R-2"]], x=YES)
        assert found.messages == ("first",)


class TestWhatIsPending:
    TRIED = questionnaire(
        yes_no("x", step="one"),
        yes_no("y", step="two"),
        rules={
            "R-1": rule("x is yes", URGENT, if_unknown=URGENT),
            "R-2": rule("y is unknown", URGENT, if_unknown=None),
            "R-3": rule("x is yes or y is yes", URGENT),
        },
    )

    def pending(self, *steps: str, **said: Answer) -> Assessment:
        waiting = frozenset(StepId(step) for step in steps)
        return assess(self.TRIED, answers(**said), AS_OF, pending=waiting)

    def test_is_unknown_whatever_was_kept(self) -> None:
        assert codes(self.pending("one", "two", x=NO, y=YES)) == ["R-1:unknown", "R-3:unknown"]

    def test_says_nothing_of_a_silence_not_given_yet(self) -> None:
        assessment = self.pending("two", x=YES)
        assert codes(assessment) == ["R-1", "R-3"]
        assert [each.rule for each in assessment.not_ruled_out] == ["R-2"]

    def test_is_in_the_needs_so_that_nobody_is_alarmed_too_soon(self) -> None:
        assert self.pending("one", y=NO).findings[0].needs == (Reference(QuestionId("x")),)


class TestValues:
    ASKED = (yes_no("a"), whole("n", when="a is yes"), decimal("kg"), yes_no("x"))
    VALUES = {"double": "n + n", "third": "kg / 3", "ill": "when x is yes", "zero": "1 / (kg - kg)"}

    def values(self, **said: Answer) -> dict[str, object]:
        found = assessed(self.ASKED, {"R-1": "x is yes"}, values=self.VALUES, **said).values
        return {str(name): value for name, value in found.items()}

    def test_are_exact_numbers_and_truths(self) -> None:
        found = self.values(a=YES, n=2, kg=kilos("9.5"), x=NO)
        assert (found["double"], found["third"], found["ill"]) == (4, Fraction(19, 6), False)

    def test_are_unknown_for_the_reason_of_the_first_silent_answer(self) -> None:
        found = self.values(a=YES, n=DECLINED, x=NOT_SURE)
        assert (found["double"], found["third"], found["ill"]) == (DECLINED, BLANK, NOT_SURE)

    def test_are_none_where_they_are_not_asked(self) -> None:
        assert self.values(a=NO)["double"] is None

    def test_that_are_perhaps_asked_are_what_they_would_be(self) -> None:
        assert self.values(a=NOT_SURE, n=2)["double"] == 4

    def test_of_a_division_by_zero_are_unknown(self) -> None:
        assert self.values(kg=kilos("9"))["zero"] == BLANK


class TestWhatItListsBesides:
    def test_is_the_medicines_as_typed_with_what_they_are(self) -> None:
        said = listed("Xanax", "blue pill", medicine("Ambien", denied=True), medicine(BLANK))
        found = assessed(medicines("m"), {"R-1": "required_blank > 9"}, m=said).medicines
        assert [(each.row, each.typed, each.match, each.generic) for each in found] == [
            (0, "Xanax", "exact", "alprazolam"),
            (1, "blue pill", "none", None),
            (2, "Ambien", "none", None),
            (3, "", "none", None),
        ]

    def test_is_each_medicine_of_a_line_that_names_several(self) -> None:
        found = assessed(medicines("m"), {"R-1": "required_blank > 9"}, m=listed("Xanax and Ambien")).medicines
        assert [(each.row, each.generic) for each in found] == [(0, "alprazolam"), (0, "zolpidem")]

    def test_is_no_medicine_of_a_list_that_is_not_asked(self) -> None:
        asked = (yes_no("a"), medicines("m", when="a is yes"))
        assert assessed(asked, {"R-1": "a is yes"}, a=NO, m=listed("Xanax")).medicines == ()

    def test_is_what_is_missing_out_of_range_and_asked(self) -> None:
        asked = (yes_no("a"), whole("n", 0, 10), pressure("bp"), yes_no("b", when="a is no"), information("note"))
        found = assessed(asked, {"R-1": "a is yes"}, a=YES, n=11, bp=cells(sys=300))
        assert found.missing_required == ("bp",)
        assert found.out_of_range == (Reference(QuestionId("n")), Reference(QuestionId("bp"), "sys"))
        assert found.asked == ("a", "n", "bp")

    def test_is_the_day_and_the_revision(self) -> None:
        tried = questionnaire(yes_no("a"), rules={"R-1": "a is yes"})
        found = assess(tried, answers(), AS_OF, number=7)
        assert (found.as_of, found.slug, found.number, found.sha256) == (AS_OF, "tried", 7, "0" * 64)


class TestForMachines:
    def json(self, asked: Asked | tuple[Asked, ...], when: str, **said: object) -> dict[str, object]:
        asked = asked if isinstance(asked, tuple) else (asked,)
        shape = {"values": said.pop("values", None)}
        tried = questionnaire(*asked, rules={"R-1": when}, **shape)
        found = to_json(tried, assess(tried, answers(**said), AS_OF))
        assert json.loads(json.dumps(found)) == found
        return found

    def test_a_finding_has_its_rule_and_the_answers_behind_it(self) -> None:
        (finding,) = self.json(whole("n"), "n > 3", n=140)["findings"]
        assert finding["because"] == [{"question": "n", "answer": 140}]
        assert {key: finding[key] for key in ("rule", "level", "settled", "message", "needs", "sources")} == {
            "rule": "R-1",
            "level": "review",
            "settled": True,
            "message": "R-1 holds",
            "needs": [],
            "sources": [],
        }

    def test_an_open_one_has_the_questions_that_it_needs(self) -> None:
        (finding,) = self.json(days("g", "r1", "r2"), "any cell in g where (cell > 3)", g=cells(r1=1))["findings"]
        assert finding["settled"] is False
        assert finding["needs"] == ["g"]
        assert finding["needs_detail"] == [{"question": "g", "part": "r2"}]

    @pytest.mark.parametrize(
        ("asked", "when", "said", "written"),
        [
            (yes_no("x"), "x is unknown", NOT_SURE, "not_sure"),
            (yes_no("x"), "x is unknown", BLANK, None),
            (choices("x", "b", "a"), "x includes a", picked("a", unknown=Reason.DECLINED), ["a", "prefer_not"]),
            (decimal("x"), "x > 3", kilos("70.5"), 70.5),
            (text("x"), "x is known", "words", "words"),
            (text("x"), "x is unknown", Unknown(Reason.TO_DISCUSS), "to_discuss"),
        ],
    )
    def test_answers_are_written_as_in_files(self, asked: Asked, when: str, said: Answer, written: object) -> None:
        (finding,) = self.json(asked, when, x=said)["findings"]
        assert finding["because"] == [{"question": "x", "answer": written}]

    def test_values_are_numbers_truths_reasons_or_nothing(self) -> None:
        values = {"double": "n + n", "half": "n / 4", "ill": "when x is yes", "away": "k + 1"}
        asked = (whole("n"), yes_no("x"), whole("k", when="x is yes"))
        known = self.json(asked, "n > 9", values=values, n=2, x=NO)["values"]
        assert known == {"double": 4, "half": 0.5, "ill": False, "away": None}
        unknown = self.json(asked, "n > 9", values=values, n=NOT_SURE)["values"]
        assert unknown["double"] == {"unknown": "not_sure"}

    def test_the_rest_is_there_too(self) -> None:
        found = self.json(yes_no("x"), "x is yes", x=NO)
        assert found["disposition"] == "clear"
        assert found["ruled_out"] == ["R-1"]
        assert found["as_of"] == "2026-01-15"
        assert found["revision"] == {"slug": "tried", "number": None, "sha256": "0" * 64}

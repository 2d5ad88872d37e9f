"""Numbers over a patient's submissions: what is joined, what is a gap, and against which lines."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from screener.definition.model import Level, Questionnaire, WholeNumber
from screener.definition.names import QuestionId
from screener.engine.answers import BLANK, NOT_SURE, Answers, Cells
from screener.summary.carried import Carried
from screener.summary.case import Case
from screener.summary.gauges import OverTime, Trend
from screener.summary.phrases import ENGLISH
from screener.summary.trends import SentCase, over_time
from tests.summary.builders import (
    AS_OF,
    DAYS,
    HERE,
    SETTINGS,
    Setting,
    assessment,
    at_least,
    question,
    questionnaire,
    rule,
)

HEAD_PAIN = "How many days do you have head pain?"


def case(days_ago: int = 0, of: Questionnaire | None = None, asked: Any = None, **answers: Any) -> Case:
    more = {"asked": asked} if asked is not None else {}
    judged = assessment(as_of=AS_OF - timedelta(days=days_ago), **more)
    return Case(of or questionnaire(), Answers(answers), judged, ENGLISH)


def told(*cases: Case, left_out: int = 0) -> OverTime:
    found = over_time(tuple(SentCase(f"KM-{number}", one) for number, one in enumerate(cases)), left_out)
    assert found is not None
    return found


def trend(*cases: Case, label: str = HEAD_PAIN) -> Trend:
    found = told(*cases)
    return next(one for one in (*found.drawn, *found.told) if one.label == label)


def revised(**changed: Any) -> Questionnaire:
    """The next revision, with another question about head pain."""
    asked = question("ha_days", WholeNumber("days", DAYS), "How many days do you have head pain? (0 to 31)")
    before = questionnaire()
    return replace(before, questions={**before.questions, "ha_days": replace(asked, **changed)})


class TestWhichAreTold:
    def test_one_submission_has_no_trend(self):
        assert over_time((SentCase("KM-1", case(ha_days=20)),)) is None

    def test_each_is_named_with_its_day_the_oldest_first(self):
        found = told(case(30, ha_days=20), case(ha_days=18), left_out=2)
        assert [(one.reference, one.when) for one in found.covered] == [
            ("KM-0", "Dec 16, 2025"),
            ("KM-1", "Jan 15, 2026"),
        ]
        assert found.left_out == 2

    def test_a_number_that_is_known_once_is_no_trend(self):
        found = told(case(30, ha_days=20), case(ha_days=NOT_SURE))
        assert (found.drawn, found.told, found.nothing) == ((), (), ())

    def test_what_was_zero_in_all_is_named_only(self):
        zero = Cells({"triptan": 0, "simple": 0})
        found = told(case(30, am_days=zero), case(am_days=zero))
        assert (found.drawn, found.nothing) == ((), ("Triptans", "Plain pain pills"))

    def test_what_is_zero_by_now_and_was_not_is_drawn(self):
        found = told(case(30, am_days=Cells({"triptan": 12, "simple": 0})), case(am_days=Cells({"triptan": 0})))
        assert [one.in_words for one in found.drawn] == ["12, 0"]

    def test_six_are_drawn_and_those_first_that_reached_the_gravest_lines(self):
        asked, of = lined(7)
        calm = dict.fromkeys(asked, 3)
        found = told(case(30, of, asked=asked, **calm | {"n6": 22}), case(of=of, asked=asked, **calm))
        assert [one.label for one in found.drawn] == ["n0", "n1", "n2", "n3", "n4", "n6"]
        assert [one.label for one in found.told] == ["n5"]

    def test_rows_of_a_list_give_way_to_what_is_asked_by_itself(self):
        asked, of = lined(5)
        of = replace(of, questions={"am_days": questionnaire().questions["am_days"], **of.questions})
        of = replace(of, rules={**of.rules, "R-MOH-01": questionnaire().rules["R-MOH-01"]})
        said = {**dict.fromkeys(asked, 3), "am_days": Cells({"triptan": 4, "simple": 30})}
        found = told(case(30, of, asked=(*asked, "am_days"), **said), case(of=of, asked=(*asked, "am_days"), **said))
        assert [one.label for one in found.drawn] == ["Triptans", "n0", "n1", "n2", "n3", "n4"]
        assert [one.label for one in found.told] == ["Plain pain pills"]


def lined(count: int) -> tuple[tuple[str, ...], Questionnaire]:
    """A questionnaire of so many numbers of days, a line through each at 10."""
    names = tuple(f"n{number}" for number in range(count))
    lines = {name: rule(f"R-{name}", Level.REVIEW, at_least(name, None, "moh")) for name in names}
    questions = {name: question(name, WholeNumber("days", DAYS), name) for name in names}
    return names, questionnaire(questions=questions, rules={one.id: one for one in lines.values()})


class TestAGap:
    def test_says_why_and_joins_nothing(self):
        one = trend(
            *(case(days, ha_days=said) for days, said in ((40, 22), (30, 20), (20, NOT_SURE), (10, 18), (0, 16)))
        )
        assert one.in_words == "22, 20, Not sure, 18, 16"
        assert [[point.value for point in run] for run in one.stretches] == [[22, 20], [18, 16]]

    @pytest.mark.parametrize(
        ("gap", "words"),
        [
            (case(10, ha_days=BLANK), "Left blank"),
            (case(10, asked=("pulse",)), "not asked"),
            (case(10, revised(kind=WholeNumber("days a week", DAYS)), ha_days=5), "5 days a week"),
        ],
    )
    def test_is_in_words_what_was_said(self, gap, words):
        one = trend(case(20, ha_days=22), gap, case(ha_days=18))
        assert (one.points[1].words, one.points[1].y) == (words, None)

    def test_stands_at_the_end_too(self):
        one = trend(case(20, ha_days=22), case(10, ha_days=20), case(ha_days=NOT_SURE))
        assert one.in_words == "22, 20, Not sure"


class TestWhatWasCarriedOver:
    def over(self, days_ago: int, since: date, said: int) -> Case:
        carried = Carried("KM-0", True, {QuestionId("ha_days"): since})
        return replace(case(days_ago, ha_days=said), carried=carried)

    def test_is_told_with_its_day_and_drawn_at_its_height(self):
        one = trend(case(20, ha_days=22), self.over(10, AS_OF - timedelta(days=20), 22), case(ha_days=18))
        assert one.in_words == "22, 22 (Dec 26, 2025), 18"
        assert one.points[1].y == one.points[0].y
        assert ", 1 carried over" in one.alternative

    def test_alone_makes_no_trend(self):
        found = told(case(20, ha_days=22), self.over(0, AS_OF - timedelta(days=20), 22))
        assert (found.drawn, found.told) == ((), ())


class TestItsLines:
    def test_are_the_newest_revision_s(self):
        settings = {name: Setting(name, value, None, None, None, (), None, HERE) for name, value in SETTINGS.items()}
        moved = replace(settings["moh"], value=12)
        newest = questionnaire(settings={**settings, "moh": moved})
        days = Cells({"triptan": 11, "simple": 0})
        one = trend(case(20, am_days=days), case(of=newest, am_days=days), label="Triptans")
        assert [line.at for _, line in one.lines] == [12]
        assert one.gravest is None

    def test_hold_for_what_an_older_revision_had_no_rule_about(self):
        bare = questionnaire(rules={})
        assert trend(case(20, bare, ha_days=22), case(ha_days=18)).in_words == "22, 18"

    def test_a_question_is_known_by_its_name_however_it_was_worded(self):
        old = revised(text="Days with a headache?")
        assert trend(case(20, old, ha_days=22), case(ha_days=18)).in_words == "22, 18"

    def test_a_number_stands_as_high_as_its_line(self):
        one = trend(case(20, ha_days=8), case(ha_days=15))
        heights = {line.at: height for height, line in one.lines}
        assert [point.y for point in one.points] == [heights[8], heights[15]]


class TestWhereItStands:
    def test_is_by_the_days_between(self):
        one = trend(case(100, ha_days=1), case(50, ha_days=2), case(ha_days=3))
        assert [point.x for point in one.points] == [0, 50, 100]

    def test_what_was_sent_on_one_day_stands_apart(self):
        places = [point.x for point in trend(case(100, ha_days=1), case(ha_days=2), case(ha_days=3)).points]
        assert 5 < places[2] - places[1] < 20

    def test_all_on_one_day_stand_evenly(self):
        one = trend(case(ha_days=1), case(ha_days=2), case(ha_days=3))
        assert [point.x for point in one.points] == [0, 50, 100]

    def test_beyond_the_scale_is_at_its_end(self):
        one = trend(
            case(9, bp=Cells({"sys": 250, "dia": 70})), case(bp=Cells({"sys": 170, "dia": 70})), label="Top number"
        )
        assert one.points[0].y == 0


class TestItsWords:
    def test_tell_what_the_line_does(self):
        one = trend(case(20, ha_days=22), case(10, ha_days=NOT_SURE), case(ha_days=18))
        assert one.alternative == (
            f"{HEAD_PAIN} over time: 22 on Dec 26, 2025, 18 on Jan 15, 2026, lowest 18, highest 22, 1 not known; "
            "lines at 8, 15"
        )

    def test_are_short_where_there_are_many(self):
        many = [case(20 - number, ha_days=NOT_SURE if number == 10 else number) for number in range(12)]
        one = trend(*many)
        assert one.in_short == "0 to 11, not known 1 time; newest 8, 9, Not sure, 11"
        assert one.in_words.startswith("0, 1, 2, 3, ")
        assert told(*many).is_long

    def test_name_the_day_of_the_assessment(self):
        assert trend(case(20, ha_days=22), case(ha_days=18)).points[0].when == ENGLISH.date(date(2025, 12, 26))

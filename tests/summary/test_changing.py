from datetime import UTC, datetime, timedelta
from pathlib import Path

from screener.definition.names import QuestionId
from screener.definition.reading import read_folder
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers
from screener.summary.beside import SideBySide, side_by_side
from screener.summary.case import Case
from screener.summary.changing import Change, Save, changes, deciding
from screener.summary.phrases import ENGLISH
from screener.summary.turning import Would, turning

SENT = datetime(2026, 1, 15, 17, tzinfo=UTC)
VISIT = read_folder(Path(__file__).parents[1] / "samples" / "headache-visit")
WHOLE = {
    "dem_name": "Ann Lee",
    "dem_dob": "1983-06-02",
    "dem_weight": 80,
    "rf_thunderclap": "no",
    "mood_thoughts": "no",
    "al_any": "no",
    "med_list": [],
}


def case(**changed: object) -> Case:
    answers = read_answers(VISIT, {**WHOLE, **changed})
    return Case(VISIT, answers, assess(VISIT, answers, SENT.date()), ENGLISH)


def changed(*said: tuple[str, object, int]) -> tuple[Change, ...]:
    """Of saves as question, answer, minutes before sending."""
    saves = [
        Save(SENT - timedelta(minutes=before), read_answers(VISIT, {name: answer}), frozenset({QuestionId(name)}))
        for name, answer, before in said
    ]
    return changes(case(), saves, SENT)


class TestAnAnswerThatWasChanged:
    def test_shows_with_what_it_was(self) -> None:
        (change,) = changed(("rf_thunderclap", "yes", 9), ("rf_thunderclap", "no", 2))
        assert change.said == (("Yes",), ("No",))
        assert change.minutes == 2

    def test_shows_also_when_it_was_changed_back(self) -> None:
        (change,) = changed(("al_any", "no", 9), ("al_any", "yes", 5), ("al_any", "no", 2))
        assert change.said == (("No",), ("Yes",), ("No",))

    def test_does_not_show_after_an_hour(self) -> None:
        assert changed(("rf_thunderclap", "yes", 90), ("rf_thunderclap", "no", 61)) == ()

    def test_does_not_show_where_it_decides_nothing(self) -> None:
        assert changed(("dem_name", "Ann", 9), ("dem_name", "Ann Lee", 2)) == ()

    def test_is_none_that_filled_in_a_blank_or_was_saved_again(self) -> None:
        assert changed(("al_any", None, 9), ("al_any", "no", 5), ("al_any", "no", 2)) == ()


class TestWhatDecides:
    def test_is_what_rules_read_also_by_way_of_values(self) -> None:
        assert {"dem_dob", "rf_thunderclap", "med_list"} <= deciding(VISIT)
        assert "dem_name" not in deciding(VISIT)


class TestTurning:
    def test_names_the_answer_and_what_it_would_lead_to(self) -> None:
        (turn,) = turning(case(rf_thunderclap="yes"))
        assert turn.said.answer == ("Yes",)
        assert [(each.answers, each.disposition.value) for each in turn.would] == [(("No",), "clear")]

    def test_names_a_medicine_that_alone_decides(self) -> None:
        (turn,) = turning(case(med_list=[{"name": "Nardil", "dose": None}]))
        assert isinstance(turn.would[0], Would)
        assert turn.would[0].answers == ("without Nardil",)

    def test_has_nothing_where_two_answers_hold_it_up(self) -> None:
        found = turning(case(al_any="yes", al_which="latex", med_list=[{"name": "Nardil", "dose": None}]))
        assert found == ()


class TestSideBySide:
    def compared(self) -> SideBySide:
        return side_by_side((case(), case(rf_thunderclap="yes")))

    def test_shows_a_finding_where_it_was(self) -> None:
        (rule,) = self.compared().rules
        assert rule.rule == "R-RF-01"
        assert [level is not None for level in rule.levels] == [False, True]

    def test_shows_only_answers_that_differ(self) -> None:
        (answer,) = self.compared().answers
        assert answer.said == (("No",), ("Yes",))

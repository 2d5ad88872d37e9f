"""What to ask, and what hangs on it."""

from screener.definition.model import Level
from screener.engine.answers import NOT_SURE, Row
from screener.engine.findings import Reference
from tests.summary.builders import fired, matched, still_open, summary, unsettled

PILL = Reference("meds", row=0)
OTHER = Reference("meds", row=1)
PILLS = {"meds": (Row({"name": "blue sleep pill"}), Row({"name": "red pill"}))}


class TestAnAsk:
    def test_it_asks_the_whole_question_and_tells_what_was_said(self):
        (ask,) = summary(unsettled("R-CV-01", "artery"), answers={"artery": NOT_SURE}).agenda
        assert ask.text == "Do you have a weak, bulging artery (aneurysm)? It may have been fixed."
        assert ask.said == ("Not sure",)

    def test_it_names_what_is_open_at_the_rules_own_level(self):
        (ask,) = summary(unsettled("R-CV-02", "artery"), unsettled("R-CV-01", "artery")).agenda
        assert [(one.rule, one.level) for one in ask.open] == [("R-CV-01", Level.EXCLUDE), ("R-CV-02", Level.CAUTION)]

    def test_rules_that_another_one_speaks_for_are_counted_by_level(self):
        opens = (
            still_open("R-CV-01", Reference("conditions"), covered_by=("R-DATA-02",)),
            still_open("R-CV-02", Reference("conditions"), covered_by=("R-DATA-02",)),
        )
        (ask,) = summary(not_ruled_out=opens, answers={"conditions": NOT_SURE}).agenda
        assert [one.rule for one in ask.unrun] == ["R-CV-01", "R-CV-02"]
        assert [(one.level, one.count) for one in ask.unrun_tally] == [(Level.EXCLUDE, 1), (Level.CAUTION, 1)]
        assert ask.spoken_for_by == ("R-DATA-02",)

    def test_what_two_answers_would_settle_is_asked_twice(self):
        agenda = summary(unsettled("R-CV-01", "artery", "low")).agenda
        assert [ask.question for ask in agenda] == ["artery", "low"]


class TestAnUnrecognizedMedicine:
    def test_it_is_asked_about_by_the_name_that_was_typed(self):
        opens = (still_open("R-MED-01", PILL), still_open("R-MED-02", PILL))
        made = summary(
            fired("R-MED-99", "meds"),
            not_ruled_out=opens,
            medicines=(matched(0, "blue sleep pill", "none"),),
            answers=PILLS,
        )
        (ask,) = made.agenda
        assert (ask.medicine, ask.text, len(ask.unrun)) == (True, "blue sleep pill", 2)

    def test_several_that_leave_the_same_rules_open_are_one_line(self):
        opens = (still_open("R-MED-01", PILL, OTHER),)
        medicines = (matched(0, "blue sleep pill", "none"), matched(1, "red pill", "none"))
        (ask,) = summary(not_ruled_out=opens, medicines=medicines, answers=PILLS).agenda
        assert ask.text == "blue sleep pill, red pill"

    def test_a_recognized_medicine_is_no_topic_of_its_own(self):
        medicines = (matched(0, "Xanax", "exact", "alprazolam"),)
        (ask,) = summary(unsettled("R-MED-02", PILL), medicines=medicines, answers=PILLS).agenda
        assert (ask.medicine, ask.question) == (False, "meds")


class TestTheAgenda:
    def test_what_hangs_on_the_gravest_comes_first(self):
        made = summary(unsettled("R-CV-02", "artery"), unsettled("R-MED-01", "low"))
        assert [ask.question for ask in made.agenda] == ["low", "artery"]

    def test_among_equals_the_order_asked_holds(self):
        made = summary(unsettled("R-CV-01", "low"), unsettled("R-MED-01", "artery"))
        assert [ask.question for ask in made.agenda] == ["artery", "low"]

    def test_a_lower_step_of_a_ladder_is_not_asked_about_but_told(self):
        made = summary(
            fired("R-BP-01", "bp"), not_ruled_out=(still_open("R-BP-02", Reference("bp"), covered_by=("R-BP-01",)),)
        )
        assert made.agenda == ()
        (behind,) = made.superseded
        assert ([one.rule for one in behind.rules], behind.by) == (["R-BP-02"], "R-BP-01")

    def test_nothing_open_is_no_agenda(self):
        assert summary(fired("R-CV-01", "artery")).agenda == ()

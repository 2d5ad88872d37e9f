"""Findings in words."""

from dataclasses import replace

from screener.definition.conditions import Or
from screener.definition.model import Level
from screener.engine.answers import BLANK, NOT_SURE, Cells, Measure, Row
from screener.engine.findings import Reference
from screener.summary.gist import gist
from tests.summary.builders import at_least, fired, questionnaire, rule, summary, unsettled


class TestAFinding:
    def test_it_says_what_why_and_from_where(self):
        (finding,) = summary(fired("R-CV-01", "artery"), answers={"artery": "yes"}).findings
        assert finding.message == "Aneurysm: do not infuse."
        assert finding.why == "The reason for R-CV-01."
        assert [(source.key, source.title) for source in finding.sources] == [("BP1", "Blood pressure categories 2025")]
        assert (finding.confidence, finding.checked) == ("A*", "Nov 22, 2026")

    def test_the_persons_own_answer_stands_beside_it(self):
        cells = Cells({"sys": 164, "dia": 98})
        found = fired("R-BP-02", Reference("bp", "sys"), Reference("bp", "dia"))
        (finding,) = summary(found, answers={"bp": cells}).findings
        assert [(said.question, said.answer) for said in finding.said] == [
            ("Top number", ("164 mmHg",)),
            ("Bottom number", ("98 mmHg",)),
        ]

    def test_an_unsettled_one_tells_the_silence_and_both_levels(self):
        (finding,) = summary(unsettled("R-CV-01", "artery"), answers={"artery": NOT_SURE}).findings
        assert not finding.settled
        assert (finding.level, finding.own_level) == (Level.REVIEW, Level.EXCLUDE)
        assert (finding.said[0].answer, finding.said[0].known) == (("Not sure",), False)

    def test_answers_that_were_given_stand_before_those_that_were_not(self):
        (finding,) = summary(
            fired("R-CV-02", "pulse", "weight"), answers={"weight": Measure(80), "pulse": BLANK}
        ).findings
        assert [said.answer for said in finding.said] == [("80 kg",), ("Left blank",)]

    def test_many_answers_are_cut_short_and_counted(self):
        behind = ("artery", "pulse", "ha_days", "low", "where", "height")
        (finding,) = summary(fired("R-CV-02", *behind)).findings
        assert (len(finding.said), finding.more_said) == (4, 2)

    def test_a_degree_of_something_is_told_by_all_the_answers_of_its_ladder_the_deciding_one_first(self):
        low, days = at_least("low", None, "moh"), at_least("ha_days", None, "moh")
        rules = {"R-CV-01": rule("R-CV-01", when=Or((low, days))), "R-CV-02": rule("R-CV-02")}
        of = replace(questionnaire(), rules=rules, ladders=(("R-CV-01", "R-CV-02"),))
        said = {"artery": "no", "ha_days": 12}
        (finding,) = summary(fired("R-CV-01", "ha_days"), of=of, answers=said, asked=("artery", "ha_days")).findings
        assert [one.answer for one in finding.said] == [("12 days",), ("No",), ("Not asked",)]
        assert [one.known for one in finding.said] == [True, True, False]

    def test_a_degree_that_one_half_of_a_pair_decided_tells_the_other_half(self):
        found = fired("R-BP-01", Reference("bp", "sys"))
        (finding,) = summary(found, answers={"bp": Cells({"sys": 205, "dia": 70})}).findings
        assert [one.answer for one in finding.said] == [("205 mmHg",), ("70 mmHg",)]

    def test_a_degree_hides_none_of_its_deciding_answers(self):
        behind = ("artery", "pulse", "ha_days", "low", "where", "height")
        (finding,) = summary(fired("R-BP-01", *behind)).findings
        assert [one.question for one in finding.said][:6] == [
            gist(questionnaire().questions[name].text) for name in behind
        ]
        assert finding.more_said == 0

    def test_several_medicines_stand_under_their_question_once(self):
        rows = (Row({"name": "Xanax"}), Row({"name": "Norco"}))
        found = fired("R-MED-02", Reference("meds", row=0), Reference("meds", row=1))
        (finding,) = summary(found, answers={"meds": rows}).findings
        assert [said.answer for said in finding.said] == [("Xanax", "Norco")]

    def test_a_source_that_nobody_explained_stands_by_its_key(self):
        rules = {"R-CV-01": rule("R-CV-01", Level.EXCLUDE, sources=("ZZ9",))}
        (finding,) = summary(fired("R-CV-01"), of=questionnaire(rules=rules)).findings
        assert finding.sources[0].title == "ZZ9"


class TestTheOrder:
    def test_it_is_the_assessments_gravest_first(self):
        made = summary(fired("R-CV-02"), fired("R-CV-01"), fired("R-BP-01"), unsettled("R-MED-01"))
        assert [finding.rule for finding in made.findings] == ["R-BP-01", "R-CV-01", "R-MED-01", "R-CV-02"]

    def test_levels_are_tallied_gravest_first(self):
        tallies = summary(fired("R-CV-02"), fired("R-CV-01"), fired("R-HA-02")).disposition.tallies
        assert [(one.level, one.count) for one in tallies] == [(Level.EXCLUDE, 1), (Level.CAUTION, 2)]

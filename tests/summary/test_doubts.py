"""Answers to check."""

from dataclasses import replace
from decimal import Decimal

from screener.definition.model import Looks, Text
from screener.engine.answers import Cells, Measure
from screener.engine.findings import Reference
from tests.summary.builders import fired, questionnaire, summary


class TestDoubts:
    def test_a_number_out_of_range_is_told_with_its_range(self):
        made = summary(out_of_range=(Reference("weight"),), answers={"weight": Measure(Decimal(310))})
        (doubt,) = made.doubts
        assert doubt.text == "Outside the plausible 25 to 300 kg."
        assert doubt.said[0].answer == ("310 kg",)

    def test_half_a_pair_has_its_own_range(self):
        made = summary(out_of_range=(Reference("bp", "dia"),), answers={"bp": Cells({"sys": 120, "dia": 12})})
        assert made.doubts[0].text == "Outside the plausible 30 to 160 mmHg."

    def test_answers_at_odds_are_told_side_by_side(self):
        made = summary(fired("R-DATA-03", "ha_days", "pulse"), answers={"ha_days": 3, "pulse": 72})
        (doubt,) = made.doubts
        assert doubt.text == "Answers do not agree with each other."
        assert [said.answer for said in doubt.said] == [("3 days",), ("72 beats a minute",)]

    def test_a_rule_that_only_counts_what_is_out_of_range_is_not_told_twice(self):
        made = summary(
            fired("R-DATA-02", "weight"), out_of_range=(Reference("weight"),), answers={"weight": Measure(Decimal(310))}
        )
        assert [doubt.text for doubt in made.doubts] == ["Outside the plausible 25 to 300 kg."]

    def test_what_was_required_and_left_blank_is_listed(self):
        (doubt,) = summary(missing_required=("artery", "pulse")).doubts
        assert doubt.text == "Required and left blank."
        assert len(doubt.said) == 2

    def test_a_line_that_cannot_be_what_it_should_is_told(self):
        pulse, line = questionnaire().questions["pulse"], Text(False, "tel", Looks.TELEPHONE)
        of = replace(
            questionnaire(), questions={**questionnaire().questions, "phone": replace(pulse, id="phone", kind=line)}
        )
        (doubt,) = summary(answers={"phone": "abc"}, of=of, asked=("phone",)).doubts
        assert (doubt.text, doubt.said[0].answer) == ("Too few digits for a telephone number.", ("abc",))

    def test_other_findings_are_no_doubt(self):
        assert summary(fired("R-CV-01", "artery"), answers={"artery": "yes"}).doubts == ()

"""The ketamine questionnaire is whole, and its example patients get what they must."""

import re

import pytest

from screener.definition.condition_reads import walk
from screener.definition.conditions import Compare, Number
from screener.definition.deciding import questions_read, with_dependents
from screener.definition.model import Level
from screener.definition.names import QuestionId
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers
from screener.engine.vignettes import rehearse
from screener.summary.case import Case
from screener.summary.findings import findings_in_words
from screener.summary.phrases import ENGLISH
from tests.questionnaires.intake_patients import AS_OF, assessed, days, questionnaire, raw_answers

DEFINITIONS = frozenset((0, 1, 2))
"""Numbers that may stand in a rule: counts that a definition fixes, and none at all."""
SILENCE_OF_A_DOMAIN = frozenset(f"R-{domain}-90" for domain in ("MOH", "CV", "NEU", "PSY", "HEP", "AIR", "SUB", "ANE"))
SETTLED_EITHER_WAY = SILENCE_OF_A_DOMAIN | {"R-BP-07", "R-SUI-04", "R-DATA-01"}
"""Rules about silence itself: their conditions ask for nothing but states."""


class TestTheQuestionnaireIsWhole:
    def test_it_has_all_questions_rules_and_medicines(self) -> None:
        intake = questionnaire()
        assert len(intake.questions) == 148
        assert len(intake.rules) - len(intake.checks) == 215
        assert len(intake.checks) == 3
        assert len(intake.dictionary.medicines) == 608
        assert len(intake.dictionary.aliases) == 161

    def test_its_sections_stand_in_order(self) -> None:
        titles = [section.title for section in questionnaire().sections]
        assert len(titles) == 21
        assert titles[0] == "Before you start"
        assert titles.index("Warning signs") < titles.index("Heart and blood vessels") < titles.index("Your medicines")

    def test_past_behavior_is_asked_before_today(self) -> None:
        order = list(questionnaire().questions)
        assert order.index("sui_behavior") < order.index("sui_now")

    def test_its_levels_are_those_of_the_fact_base(self) -> None:
        levels = [rule.level for rule in questionnaire().rules.values() if rule.id not in questionnaire().checks]
        assert [levels.count(level) for level in Level] == [10, 68, 100, 26, 11]

    def test_no_message_speaks_of_marks_that_no_page_has(self) -> None:
        assert [code for code, message in questionnaire().messages.items() if "marked" in message.text] == []

    def test_help_stands_before_all_other_messages(self) -> None:
        messages = questionnaire().messages
        assert sorted(messages, key=lambda code: messages[code].order)[:4] == ["PM911", "PM988", "PMBP", "P3SD"]
        assert {code for code in messages if messages[code].urgent} == {"PM911", "PM988", "PMBP", "P3SD"}

    def test_each_urgent_rule_tells_the_patient_where_help_is(self) -> None:
        intake = questionnaire()
        urgent = [rule for rule in intake.rules.values() if rule.level is Level.URGENT]
        assert all(rule.patient and intake.messages[rule.patient].urgent for rule in urgent)

    def test_each_degree_of_suicide_risk_says_what_it_is_about(self) -> None:
        told = {name: rule.message for name, rule in questionnaire().rules.items() if name.startswith("R-SUI-")}
        assert {name for name, message in told.items() if not message.startswith("Suicide risk")} == set()
        assert len(told) == 4

    def test_a_finding_of_suicide_risk_shows_the_whole_set(self) -> None:
        intake, raw = questionnaire(), {**raw_answers("V23"), "sui_now": "yes", "sui_intent": "no", "sui_plan": "no"}
        answers = read_answers(intake, raw)
        case = Case(intake, answers, assess(intake, answers, AS_OF), ENGLISH)
        (found,) = (each for each in findings_in_words(case, {}) if each.rule == "R-SUI-01")
        assert (found.said[0].question, found.said[0].answer) == (
            intake.questions[QuestionId("sui_now")].text,
            ("Yes",),
        )
        assert len(found.said) == 7
        assert found.more_said == 0

    def test_what_only_ruled_something_out_never_hides_what_decided(self) -> None:
        """Overuse spread over several classes: days with any of them decide, and the classes without days do not."""
        raw = {**raw_answers("V01"), "am_days": days(triptan=6, simple=6), "am_any_days": 10}
        (mixed,) = (each for each in assessed("V01", **raw).findings if each.rule == "R-MOH-06")
        first = [each.reference for each in mixed.because][:3]
        assert [(each.question, each.part) for each in first] == [
            ("am_days", "triptan"),
            ("am_days", "simple"),
            ("am_any_days", None),
        ]

    def test_before_an_infusion_what_is_urgent_is_always_asked(self) -> None:
        """A birth date does not change; everything else that an urgent rule reads is asked each time."""
        intake = questionnaire()
        every_time = frozenset(each.id for each in intake.questions.values() if each.good_for == 0)
        asked = with_dependents(intake, every_time) | {"dem_dob"}
        urgent = [rule for rule in intake.rules.values() if rule.level is Level.URGENT]
        assert {rule.id for rule in urgent if not questions_read(intake, rule.when) <= asked} == set()

    def test_each_message_is_some_rules(self) -> None:
        intake = questionnaire()
        assert set(intake.messages) == {rule.patient for rule in intake.rules.values() if rule.patient}

    def test_no_threshold_stands_in_a_rule(self) -> None:
        loose = {
            (rule.id, side.value)
            for rule in questionnaire().rules.values()
            for node in walk(rule.when)
            if isinstance(node, Compare)
            for side in (node.left, node.right)
            if isinstance(side, Number) and side.value not in DEFINITIONS
        }
        assert not loose

    def test_nobody_is_told_that_they_are_accepted_or_refused(self) -> None:
        intake = questionnaire()
        texts = [intake.about, intake.after_sending, intake.agreement]
        texts += [message.text for message in intake.messages.values()]
        texts += [text for asked in intake.questions.values() for text in (asked.text, asked.help or "")]
        verdict = re.compile(r"eligib|qualif|accepted|refused|rejected|denied|cannot have (this|the) treatment", re.I)
        assert not [text for text in texts if verdict.search(text)]

    def test_the_notice_says_draft_off_label_and_weak_evidence(self) -> None:
        notice = " ".join(questionnaire().notice)
        assert "Draft" in notice
        assert "off label" in notice
        assert "weak or none" in notice

    def test_pages_about_suicide_and_substances_offer_a_way_out(self) -> None:
        private = {step.id for step in questionnaire().steps.values() if step.private}
        assert private == {"mind_safety", "substances_use"}


class TestAPatientMeetsFewPages:
    @pytest.mark.parametrize(("patient", "pages"), [("V01", 26), ("V09", 27)])
    def test_a_typical_patient_meets_fewer_than_30(self, patient: str, pages: int) -> None:
        asked = set(assessed(patient).asked)
        steps = questionnaire().steps.values()
        assert sum(any(each.id in asked for each in step.questions) for step in steps) == pages


class TestTheExamplePatients:
    def test_there_are_all_28(self) -> None:
        assert sum(vignette.findings is not None for vignette in questionnaire().vignettes) == 28

    def test_each_gets_what_it_must_and_nothing_else(self) -> None:
        rehearsal = rehearse(questionnaire())
        assert not [(each.vignette.id, each.differences) for each in rehearsal.vignettes if not each.is_passed]

    def test_each_rule_is_seen_to_fire_and_to_be_ruled_out(self) -> None:
        assert not rehearse(questionnaire()).uncovered

    def test_each_rule_that_can_stay_open_is_seen_to(self) -> None:
        assessments = [each.assessment for each in rehearse(questionnaire()).vignettes if each.assessment]
        open_rules = {open_.rule for assessment in assessments for open_ in assessment.not_ruled_out if open_.needs}
        open_rules |= {each.rule for assessment in assessments for each in assessment.findings if not each.settled}
        assert set(questionnaire().rules) - open_rules == SETTLED_EITHER_WAY

    @pytest.mark.parametrize(
        ("patient", "age", "bmi", "failed", "disability"),
        [("V01", 42, 25.2, 5, 32), ("V11", 17, 25.2, 5, 32), ("V31", 42, 97.8, 5, 32), ("V32", 36, 41.1, 5, 32)],
    )
    def test_values_are_as_worked_out_by_hand(
        self, patient: str, age: int, bmi: float, failed: int, disability: int
    ) -> None:
        values = assessed(patient).values
        assert values["age"] == age
        assert round(float(values["bmi"]), 1) == bmi
        assert values["failed_preventive_classes"] == failed
        assert values["disability_days_90"] == disability

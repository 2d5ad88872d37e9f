import pytest
from hypothesis import given

from screener.definition.condition_reads import asks_about_silence, children, depth, reads, walk
from screener.definition.condition_types import resolve
from screener.definition.conditions import AnswerRef, Builtin, Condition
from screener.definition.conditions_text import parse
from screener.definition.names import QuestionId, RowId
from tests.definition.conditions_sample import NAMES
from tests.strategies.questionnaires import questionnaires


def condition(text: str) -> Condition:
    tree, problems = resolve(parse(text), NAMES)
    assert problems == ()
    return tree


def ref(question: str, part: str | None = None) -> AnswerRef:
    return AnswerRef(QuestionId(question), None if part is None else RowId(part))


class TestReads:
    def test_names_each_thing_once_in_the_order_written(self):
        told = reads(
            condition(
                "age < settings.age_review and am_days.triptan > 3 and (R-BP-01 or no_heart_answer)"
                " and am_days.simple > settings.age_review and prg_now is yes and age > 3 and R-MOH-01"
            )
        )
        assert told.answers == (ref("am_days", "triptan"), ref("am_days", "simple"), ref("prg_now"))
        assert told.questions == ("am_days", "prg_now")
        assert told.values == ("age", "no_heart_answer")
        assert told.rules == ("R-BP-01", "R-MOH-01")
        assert told.settings == ("age_review",)

    def test_a_list_is_read_as_a_whole(self):
        told = reads(condition("any m in med_list where (m.daily is yes and ha_days > 3)"))
        assert told.answers == (ref("med_list"), ref("ha_days"))

    def test_dates_and_counts_are_read(self):
        told = reads(condition("days since prg_lmp > 3 and count of (prg_now is yes, dem_name is blank) > 1"))
        assert told.questions == ("prg_lmp", "prg_now", "dem_name")

    def test_the_counts_over_every_question(self):
        assert reads(condition("required_blank > out_of_range")).builtins == (
            Builtin("required_blank"),
            Builtin("out_of_range"),
        )

    def test_what_is_asked_by_state_alone_is_set_apart(self):
        told = reads(condition("prg_now is unknown and ha_days is blank or ha_days > 3"))
        assert told.only_by_state == {ref("prg_now")}

    def test_so_are_values(self):
        told = reads(condition("age is unknown or no_heart_answer is known and no_heart_answer"))
        assert told.values == ("age", "no_heart_answer")
        assert told.values_only_by_state == {"age"}


class TestAskingAboutSilence:
    @pytest.mark.parametrize(
        "text",
        [
            "prg_now is unknown",
            "not (age is known)",
            "any m in med_list where (m.tablets is blank)",
            "count of (R-BP-01, ha_days is not_sure) > 1",
            "any m in med_list where (m.match is none)",
        ],
    )
    def test_is_a_test_of_a_state(self, text):
        assert asks_about_silence(condition(text))

    @pytest.mark.parametrize("text", ["prg_now is not yes", "R-BP-01", "required_blank > 0", "age < 18"])
    def test_is_nothing_else(self, text):
        assert not asks_about_silence(condition(text))


class TestWalking:
    def test_the_depth_of_a_name_is_one(self):
        assert depth(parse("a")) == 1
        assert depth(parse("not not a")) == 3
        assert depth(parse("a and b and (c or d)")) == 3

    @given(questionnaires())
    def test_goes_to_every_node_once(self, questionnaire):
        for rule in questionnaire.rules.values():
            nodes = list(walk(rule.when))
            assert len(nodes) == 1 + sum(len(children(node)) for node in nodes)

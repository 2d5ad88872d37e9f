from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.definition.condition_types import resolve, resolve_number
from screener.definition.conditions import (
    AllRows,
    And,
    AnswerRef,
    AnyRow,
    Arithmetic,
    Builtin,
    Compare,
    CountOf,
    CountRows,
    Holds,
    Includes,
    IsOneOf,
    Not,
    Number,
    Or,
    SettingRef,
    Since,
    Smaller,
    StateIs,
)
from screener.definition.conditions_text import RESERVED, STATES, parse, parse_number
from screener.definition.conditions_writing import decimal_text, to_text
from tests.definition.conditions_sample import names_in
from tests.strategies.questionnaires import questionnaires

words = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True).filter(lambda word: word not in RESERVED)
codes = st.one_of(words, st.from_regex(r"[0-9][a-z0-9]{0,3}", fullmatch=True))
lists = st.lists(codes, min_size=1, max_size=3).map(tuple)
sources = st.builds(AnswerRef, words)
names = st.builds(AnswerRef, words, st.none() | codes)
holds = st.builds(Holds, words | st.from_regex(r"[A-Z][A-Za-z0-9]{0,3}(-[A-Za-z0-9]{1,4}){0,3}", fullmatch=True))
numbers = st.one_of(
    st.integers(-999, 999), st.builds(Fraction, st.integers(-9_999, 9_999).filter(lambda n: n % 10 != 0), st.just(10))
).map(Number)
leaves = st.one_of(
    names,
    numbers,
    st.builds(SettingRef, codes),
    st.builds(Builtin, st.sampled_from(("required_blank", "out_of_range"))),
    st.builds(Since, st.sampled_from(("years", "days")), names),
)
tests = st.one_of(
    holds,
    st.builds(IsOneOf, names, lists, st.booleans()),
    st.builds(Includes, names, lists, st.sampled_from(("any", "all"))),
    st.builds(StateIs, names, st.sampled_from((*STATES.values(), "to_discuss"))),
)
comparisons = st.sampled_from(("<", "<=", ">", ">=", "=", "!="))


def several(inner: st.SearchStrategy, least: int = 2) -> st.SearchStrategy:
    return st.lists(inner, min_size=least, max_size=3).map(tuple)


def wider_condition(inner: st.SearchStrategy) -> st.SearchStrategy:
    number = st.deferred(lambda: written_numbers)
    return st.one_of(
        several(inner).map(And),
        several(inner).map(Or),
        inner.map(Not),
        st.builds(Compare, comparisons, number, number),
        st.builds(AnyRow, words, sources, inner),
        st.builds(AllRows, words, sources, inner),
    )


def wider_number(inner: st.SearchStrategy) -> st.SearchStrategy:
    condition = st.deferred(lambda: written_conditions)
    return st.one_of(
        st.builds(Arithmetic, st.sampled_from("+-*/"), inner, inner),
        st.builds(Smaller, inner, inner),
        several(condition, least=1).map(CountOf),
        st.builds(CountRows, words, sources, condition, st.none() | codes),
    )


written_numbers = st.recursive(leaves, wider_number, max_leaves=5)
written_conditions = st.recursive(tests, wider_condition, max_leaves=6)


class TestWriting:
    @given(written_conditions)
    def test_a_condition_written_reads_as_itself(self, tree):
        assert parse(to_text(tree)) == tree

    @given(written_numbers)
    def test_a_number_written_reads_as_itself(self, tree):
        assert parse_number(to_text(tree)) == tree

    @given(written_conditions)
    def test_writing_is_settled_after_once(self, tree):
        text = to_text(tree)
        assert to_text(parse(text)) == text

    @given(questionnaires())
    def test_every_condition_of_a_questionnaire_survives_being_written(self, questionnaire):
        known = names_in(questionnaire)
        for rule in questionnaire.rules.values():
            assert resolve(parse(to_text(rule.when)), known)[0] == rule.when
        for value in questionnaire.values.values():
            read, settle = (parse, resolve) if value.is_condition else (parse_number, resolve_number)
            assert settle(read(to_text(value.expression)), known)[0] == value.expression

    @given(questionnaires())
    def test_a_columns_condition_survives_being_written(self, questionnaire):
        columns = [
            (question.id, column.when)
            for question in questionnaire.questions.values()
            for column in getattr(question.kind, "columns", ())
            if column.when is not None
        ]
        for question, when in columns:
            assert resolve(parse(to_text(when)), names_in(questionnaire, row=question)) == (when, ())

    @pytest.mark.parametrize(
        "text",
        [
            "65 <= age < settings.age_review",
            "am_any_days >= 10 and not (R-MOH-01 or R-MOH-02)",
            "a and (b or c) and not not d",
            "not (1 < a < 3) or b",
            "(a + b) * c - (d - 1) / 2 >= -0.5",
            "any m in med_list where (m.classes includes any of [ssri, snri] and m.daily is not yes)",
            "count of different m.generic in med_list where (m.classes includes opioid) >= 3",
            "count of (a is yes, b includes all of [x, y], c is to discuss) >= 2",
            "smaller of (days since a, 90) <= years since b",
            "x is not one of [0, 2plus] or required_blank > 0",
        ],
    )
    def test_what_is_well_written_stays_as_it_is(self, text):
        assert to_text(parse(text)) == text

    def test_days_ago_is_written_as_it_is_counted(self):
        assert to_text(parse("a is more than 42 days ago")) == "days since a > 42"

    def test_needless_parentheses_are_left_out(self):
        assert to_text(parse("((a is yes)) or (((b)))")) == "a is yes or b"


class TestDecimals:
    @pytest.mark.parametrize(
        ("value", "text"),
        [(18, "18"), (1_000, "1000"), (Fraction(37, 2), "18.5"), (Fraction(-1, 8), "-0.125"), (Fraction(100), "100")],
    )
    def test_are_exact_and_plain(self, value, text):
        assert decimal_text(value) == text

from fractions import Fraction

import pytest
from lark import Lark

from screener.definition.condition_reads import walk
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
from screener.definition.conditions_text import KEYWORDS, RESERVED, ConditionSyntaxError, _parser, parse, parse_number

IN_THE_MEANING = (
    "prg_now is yes",
    "age < 18",
    "bp_sys >= settings.bp_exclude_sys or bp_dia >= settings.bp_exclude_dia",
    "rf_neuro is one of [now, within_7d]",
    "cv_conditions includes any of [angina, heart_failure]",
    "any medicine in med_list where (medicine.classes includes maoi)",
    "count of medicine in med_list where (medicine.classes includes cns_depressant) >= 3",
    "am_days.triptan >= settings.moh_triptan",
    "65 <= age < settings.age_review",
    "prg_lmp is more than 42 days ago",
    "am_any_days >= 10 and not (R-MOH-01 or R-MOH-02)",
    "ha_days is unknown",
)
"""The examples of `docs/meaning.md`."""

A, B, C = (AnswerRef(name) for name in ("a", "b", "c"))  # type: ignore[arg-type]
HOLDS_A, HOLDS_B, HOLDS_C = (Holds(name) for name in ("a", "b", "c"))  # type: ignore[arg-type]


def ref(question: str, part: str | None = None) -> AnswerRef:
    return AnswerRef(question, part)  # type: ignore[arg-type]


def said(text: str, tree: object) -> str:
    """The part of the text that a node stands for."""
    span = tree.span  # type: ignore[attr-defined]
    return text[span.start : span.end]


class TestTheExamplesOfTheMeaning:
    @pytest.mark.parametrize("text", IN_THE_MEANING)
    def test_parse(self, text):
        assert said(text, parse(text)) == text

    def test_a_computed_value_parses(self):
        height = ref("height_m")
        square = Arithmetic("*", height, height)
        assert parse_number("dem_weight_kg / (height_m * height_m)") == Arithmetic("/", ref("dem_weight_kg"), square)


class TestTests:
    def test_is(self):
        assert parse("a is yes") == IsOneOf(A, ("yes",))

    def test_is_not(self):
        assert parse("a is not yes") == IsOneOf(A, ("yes",), negated=True)

    def test_is_one_of(self):
        assert parse("a is one of [now, within_7d]") == IsOneOf(A, ("now", "within_7d"))

    def test_is_not_one_of(self):
        assert parse("a is not one of [now, within_7d]") == IsOneOf(A, ("now", "within_7d"), negated=True)

    def test_a_choice_may_begin_with_a_digit(self):
        assert parse("a is one of [0, 1, 2plus]") == IsOneOf(A, ("0", "1", "2plus"))

    @pytest.mark.parametrize("state", ["known", "unknown", "blank", "not_sure", "declined", "unreadable"])
    def test_the_states(self, state):
        assert parse(f"a is {state}") == StateIs(A, state)

    def test_the_state_in_two_words(self):
        assert parse("a is to discuss") == StateIs(A, "to_discuss")

    def test_includes(self):
        assert parse("a includes x") == Includes(A, ("x",))
        assert parse("a includes any of [x, y]") == Includes(A, ("x", "y"))
        assert parse("a includes all of [x, y]") == Includes(A, ("x", "y"), "all")

    def test_a_part_is_a_row_of_a_grid(self):
        assert parse("am_days.triptan is unknown") == StateIs(ref("am_days", "triptan"), "unknown")

    def test_a_name_alone_holds(self):
        assert parse("a") == HOLDS_A

    @pytest.mark.parametrize("rule", ["R-BP-01", "R-MOH-10", "R-DATA-02", "R1"])
    def test_a_rule_is_one_word(self, rule):
        assert parse(f"not {rule}") == Not(Holds(rule))

    def test_days_ago_is_a_comparison_with_the_days_since(self):
        assert parse("a is more than 42 days ago") == Compare(">", Since("days", A), Number(42))
        assert parse("a is less than settings.gap days ago") == Compare("<", Since("days", A), SettingRef("gap"))


class TestComparisons:
    @pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "=", "!="])
    def test_each_operator(self, operator):
        assert parse(f"a {operator} b") == Compare(operator, A, B)

    def test_a_chain_is_one_comparison_after_the_other(self):
        assert parse("1 <= a < b") == And((Compare("<=", Number(1), A), Compare("<", A, B)))

    def test_a_chain_keeps_together_within_and(self):
        chain = And((Compare("<", Number(1), A), Compare("<", A, Number(3))))
        assert parse("1 < a < 3 and b") == And((chain, HOLDS_B))

    def test_numbers_are_exact(self):
        assert parse_number("0.1") == Number(Fraction(1, 10))
        assert parse_number("18.50") == Number(Fraction(37, 2))

    def test_a_whole_number_is_an_int_however_it_is_written(self):
        number = parse_number("18.0")
        assert isinstance(number, Number)
        assert type(number.value) is int

    def test_a_number_may_be_negative(self):
        assert parse("a >= -3") == Compare(">=", A, Number(-3))
        assert parse_number("a - -3") == Arithmetic("-", A, Number(-3))


class TestNumbers:
    def test_arithmetic_binds_as_at_school(self):
        assert parse_number("a + b * c") == Arithmetic("+", A, Arithmetic("*", B, C))
        assert parse_number("(a + b) * c") == Arithmetic("*", Arithmetic("+", A, B), C)

    def test_arithmetic_goes_from_left_to_right(self):
        assert parse_number("a - b - c") == Arithmetic("-", Arithmetic("-", A, B), C)
        assert parse_number("a / b * c") == Arithmetic("*", Arithmetic("/", A, B), C)

    def test_small_letters_with_a_minus_are_subtracted(self):
        assert parse_number("a-b") == Arithmetic("-", A, B)

    def test_the_smaller_of_two(self):
        assert parse_number("smaller of (a + b, 90)") == Smaller(Arithmetic("+", A, B), Number(90))

    def test_years_and_days_since(self):
        assert parse_number("years since a") == Since("years", A)
        assert parse_number("days since row.started") == Since("days", ref("row", "started"))

    def test_a_count_of_conditions(self):
        assert parse("count of (a, b is yes) >= 2") == Compare(
            ">=", CountOf((HOLDS_A, IsOneOf(B, ("yes",)))), Number(2)
        )

    def test_the_counts_over_every_question(self):
        assert parse("required_blank > 0") == Compare(">", Builtin("required_blank"), Number(0))
        assert parse_number("out_of_range") == Builtin("out_of_range")


class TestRows:
    CELL = IsOneOf(ref("cell"), ("no_help",))

    def test_any(self):
        assert parse("any cell in grid where (cell is no_help)") == AnyRow("cell", ref("grid"), self.CELL)

    def test_all(self):
        assert parse("all cell in grid where (cell is no_help)") == AllRows("cell", ref("grid"), self.CELL)

    def test_a_count(self):
        assert parse_number("count of cell in grid where (cell is no_help)") == CountRows(
            "cell", ref("grid"), self.CELL
        )

    def test_a_count_of_different_things(self):
        counted = CountRows("m", ref("list"), Includes(ref("m", "classes"), ("maoi",)), "generic")
        assert parse_number("count of different m.generic in list where (m.classes includes maoi)") == counted

    def test_what_follows_where_ends_with_its_parenthesis(self):
        every = AllRows("cell", ref("grid"), self.CELL)
        assert parse("all cell in grid where (cell is no_help) or a") == Or((every, HOLDS_A))

    def test_rows_within_rows(self):
        inner = AnyRow("y", ref("b"), Compare("=", ref("y"), ref("x")))
        assert parse("any x in a where (any y in b where (y = x))") == AnyRow("x", ref("a"), inner)


class TestPrecedence:
    def test_or_binds_least_then_and_then_not(self):
        assert parse("not a and b or c") == Or((And((Not(HOLDS_A), HOLDS_B)), HOLDS_C))

    def test_parentheses_group(self):
        assert parse("not (a or b) and c") == And((Not(Or((HOLDS_A, HOLDS_B))), HOLDS_C))

    def test_a_row_of_the_same_word_is_one_node(self):
        assert parse("a and b and c") == And((HOLDS_A, HOLDS_B, HOLDS_C))

    def test_groups_are_kept_apart(self):
        assert parse("(a and b) and c") == And((And((HOLDS_A, HOLDS_B)), HOLDS_C))

    def test_parentheses_may_hold_a_number_or_a_condition(self):
        assert parse("(a) < (b)") == Compare("<", A, B)
        assert parse("(a)") == HOLDS_A


class TestWords:
    @pytest.mark.parametrize(
        "name", ["order_x", "not_sure_q", "android", "is_it", "counted", "inx", "smaller_of", "oneof"]
    )
    def test_a_name_may_begin_with_a_keyword(self, name):
        assert parse(name) == Holds(name)
        assert parse(f"not {name} and {name} is yes") == And((Not(Holds(name)), IsOneOf(ref(name), ("yes",))))

    def test_a_choice_may_begin_with_a_keyword(self):
        assert parse("a is not_yet") == IsOneOf(A, ("not_yet",))
        assert parse("a is one of [order, anyone]") == IsOneOf(A, ("order", "anyone"))

    @pytest.mark.parametrize("text", ["a is yes orb is no", "a notb", "1or a < 2", "a < 1and b", "a isyes"])
    def test_keywords_end_where_their_word_ends(self, text):
        with pytest.raises(ConditionSyntaxError):
            parse(text)

    @pytest.mark.parametrize("word", sorted(KEYWORDS))
    def test_a_keyword_is_no_name(self, word):
        with pytest.raises(ConditionSyntaxError):
            parse(f"{word} = {word}")

    def test_every_keyword_of_the_grammar_is_reserved(self):
        parser: Lark = _parser()
        words = {str(terminal.pattern.value) for terminal in parser.terminals if terminal.pattern.type == "str"}
        assert {word for word in words if word.isalpha()} == KEYWORDS
        assert KEYWORDS < RESERVED

    def test_spaces_and_line_breaks_are_alike(self):
        assert parse("a\n  or\tb ") == parse("a or b")


class TestPlaces:
    def test_every_node_knows_where_it_stands(self):
        text = "not (am_days.triptan >= settings.moh) or any m in list where (m.classes includes maoi)"
        assert [said(text, node) for node in walk(parse(text))] == [
            text,
            "not (am_days.triptan >= settings.moh)",
            "(am_days.triptan >= settings.moh)",
            "am_days.triptan",
            "settings.moh",
            "any m in list where (m.classes includes maoi)",
            "list",
            "m.classes includes maoi",
            "m.classes",
        ]

    def test_numbers_and_lists_too(self):
        text = "1 + smaller of (a, -2.5) < count of (x is one of [p, q], y is not_sure)"
        assert [said(text, node) for node in walk(parse(text))] == [
            text,
            "1 + smaller of (a, -2.5)",
            "1",
            "smaller of (a, -2.5)",
            "a",
            "-2.5",
            "count of (x is one of [p, q], y is not_sure)",
            "x is one of [p, q]",
            "x",
            "y is not_sure",
            "y",
        ]

    def test_places_do_not_make_trees_differ(self):
        assert parse("a  <  18") == parse("a < 18")


class TestHostileText:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("x" * 100_000, "4,000 characters"),
            ("(" * 10_000, "4,000 characters"),
            ("(" * 60 + "a" + ")" * 60, "nested more than 50 deep"),
            ("(" * 1_999, "nested more than 50 deep"),
            ("not " * 900 + "a", "nested more than 50 deep"),
            ("1 < " + "1 + " * 900 + "1", "nested more than 50 deep"),
            ("a < " + "9" * 3_000, "15 digits"),
            ("a < 0." + "3" * 3_000, "15 digits"),
            ("a \x00 b", "has no meaning"),
            ("a \ud800", "has no meaning"),
            ("a\u202e", "has no meaning"),
            ("é", "has no meaning"),
        ],
    )
    def test_is_refused_in_words(self, text, words):
        with pytest.raises(ConditionSyntaxError, match=words):
            parse(text)

    def test_long_and_wide_is_fine(self):
        wide = parse(" or ".join(["abc is yes"] * 280))
        assert isinstance(wide, Or)
        assert len(wide.parts) == 280

    def test_fifty_parentheses_are_fine(self):
        assert parse("(" * 50 + "a" + ")" * 50) == HOLDS_A

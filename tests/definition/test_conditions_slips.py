import re

import pytest

from screener.definition.condition_slips import SLIPS, snippet
from screener.definition.conditions import Span
from screener.definition.conditions_text import ConditionSyntaxError, parse, parse_number
from screener.errors import Refusal

COMPARISON = "a comparison such as"


def mistake(text: str) -> tuple[str, str]:
    """What is told of a text that is no condition, and the part of it that is pointed at."""
    with pytest.raises(ConditionSyntaxError) as told:
        parse(text)
    return told.value.message, text[told.value.span.start : told.value.span.end]


class TestMistakes:
    """Each with what its author is told, and what is pointed at."""

    @pytest.mark.parametrize(
        ("text", "advice", "pointed_at"),
        [
            # habits from other languages
            ("age == 18", "write a single `=`", "=="),
            ("age => 18", "write `>=`", "=>"),
            ("age =< 18", "write `<=`", "=<"),
            ("age <> 18", "write `!=`", "<>"),
            ("age ≥ 18", "write `>=`", "≥"),
            ("age ≤ 18", "write `<=`", "≤"),
            ("age ≠ 18", "write `!=`", "≠"),
            ("age × 2 > 3", "write `*`", "×"),
            ("age ÷ 2 > 3", "write `/`", "÷"),
            ("age – 2 > 3", "write `-`", "–"),
            ("a && b", "write `and`", "&&"),
            ("a || b", "write `or`", "||"),
            ("!a", "write `not`", "!"),
            ("a AND b", "write `and`", "AND "),
            ("a OR b", "write `or`", "OR "),
            ("NOT a", "write `not`", "NOT a"),
            ("age < 18 # minors", "holds no remarks", "#"),
            ("age < 18 // minors", "holds no remarks", "//"),
            ("{a}", "use parentheses", "{"),
            # choices and states
            ('x is "yes"', "without quotes", '"'),
            ("x is ‘yes’", "without quotes", "‘"),
            ("x is Yes", "in small letters", "is Yes"),
            ("x is no sure", "write `is not_sure`", "is no sure"),
            ("x is not known", "write `not (x is known)`", "x is not known"),
            ("g.r is not blank", "write `not (g.r is blank)`", "g.r is not blank"),
            ("x is not to discuss", "write `not (x is to discuss)`", "is not to discuss"),
            ("x is to_discuss", "write `is to discuss`", "to_discuss"),
            ("x is prefer_not", "write `is declined`", "prefer_not"),
            ("x is one of [yes, not_sure]", "`not_sure` is the state of an answer", "not_sure"),
            ("x is one of [yes, prefer_not]", "x is declined", "prefer_not"),
            ("x includes not_sure", "`not_sure` is the state of an answer", "not_sure"),
            ("x is in [a, b]", "write `is one of [a, b]`", "is in "),
            ("x in [a, b]", "write `is one of [a, b]`", "in ["),
            ("x is [a, b]", "write `is one of [a, b]`", "is ["),
            ("x is none of [a, b]", "write `x is not one of [a, b]`", "is none of"),
            ("x is any of [a, b]", "write `x is one of [a, b]`", "is any of "),
            ("x isn't yes", "write `is not`", "isn't"),
            ("x does not include a", "write `not (x includes a)`", "does not include"),
            ("x contains a", "write `x includes a`", "contains"),
            ("x has a", "write `x includes a`", "has"),
            ("any of (a, b)", "join conditions with `and` or `or`", "any of ("),
            ("at least 2 of (a, b)", "write `count of (a, b, c) >= 2`", "at least 2 of"),
            ("a unless b", "join conditions with `and`, `or`, `not`", "unless"),
            ("R-1 fired", "a rule's name stands for its condition", "R-1 fired"),
            ("R-1 is yes", "`R-1` is a rule, and its name stands for its condition", "R-1"),
            ("x is one of (a, b)", "in square brackets", "one of (a"),
            ("x is one of a, b", "in square brackets", "one of a"),
            ("x is one of []", "I expected the id of a choice", "]"),
            ("x includes [a, b]", "`includes any of [a, b]` or", "includes ["),
            ("x includes any [a, b]", "`includes any of [a, b]` or", "includes any ["),
            ("x includes one of [a, b]", "write `includes any of [a, b]`", "includes one of"),
            ("x includes not a", "write `not (x includes a)`", "includes not "),
            # dates
            ("x is in the future", "write `days since x < 0`", "is in the future"),
            ("x is not in the past", "`days since x > 0`", "is not in the past"),
            (
                "x is in the last 30 days",
                "count in days, from today: `x is less than 30 days ago`",
                "is in the last 30 days",
            ),
            ("x is within 30 days", "count in days, from today: `x is less than 30 days ago`", "is within 30 days"),
            ("x is before today", "with today by `days since x > 0`", "is before today"),
            ("x is 3 days ago", "write `x is more than 3 days ago`", "is 3 days ago"),
            ("x is more than 3 days", "write `x is more than 3 days ago` of a date", "is more than 3 days"),
            ("months since x > 3", "write `years since x` or `days since x`", "months since"),
            # numbers
            ("age is at least 18", "write `>=`", "is at least"),
            ("age at most 18", "write `<=`", "at most"),
            ("age is equal to 18", "write `=` to compare numbers", "is equal to"),
            ("age is older than 65", "write `>`", "is older than 65"),
            ("age is between 18 and 65", "write `18 <= age < 65`", "is between 18"),
            ("sum of (a, b) > 3", "write `a + b`", "sum of"),
            ("max(a, b) > 3", "write `a > 3 or b > 3`", "max("),
            ("min(a, b) > 3", "write `smaller of (a, b)`", "min("),
            ("number of x > 3", "write `count of x in list where (…)`", "number of"),
            ("a > -b", "write `0 - x`", "> -b"),
            ("a ^ 2 > 3", "multiply: `x * x`", "^"),
            ("temp > 38°", "without their unit", "38°"),
            ("age < 18 years", "without their unit", "18 years"),
            ("weight > 150kg", "without their unit", "150kg"),
            ("age < 1,000", "without commas", "1,0"),
            ("age < .5", "on both sides of one point", ".5"),
            ("age < 5.", "on both sides of one point", "5."),
            ("x is >= 5", "leave out `is`", "is >="),
            ("x is more than 5", "write `>`", "is more than 5"),
            ("x is greater than 5", "write `>`", "is greater than 5"),
            ("x is under 5", "write `<`", "is under 5"),
            ("x between 1 and 5", "write `18 <= age < 65`", "between"),
            ("x is more than 3 months ago", "count in days", "is more than 3 months"),
            ("a < b > c", "must run in one direction", "a < b > c"),
            ("a = b = c", "must run in one direction", "a = b = c"),
            ("R-BP-01 < 3", "`R-BP-01` is written like a rule", "R-BP-01"),
            ("Age < 18", "begin with a small letter", "Age"),
            ("(a and b) < 3", "`(a and b)` is true or false", "(a and b)"),
            ("1 + (a < b) > 2", "`(a < b)` is true or false", "(a < b)"),
            ("settings > 3", "as in `settings.age_min`", "settings"),
            ("years from dob < 18", "write `years since`", "years from"),
            ("years since settings.x < 18", "a question about a date", "settings.x"),
            ("smaller of a, b < 3", "write `smaller of (a, b)`", "smaller of a, b < 3"),
            # what cannot stand where it stands
            ("age 18", f"{COMPARISON} `age < 18` or `age is yes`, or `and` or `or`, after `age`, not `18`", "18"),
            ("age + 3", f"{COMPARISON} `age + 3 < 18` after `age + 3`", "age + 3"),
            ("am_days.triptan", f"{COMPARISON} `am_days.triptan < 18` after `am_days.triptan`", "am_days.triptan"),
            ("a and age + 3", f"{COMPARISON} `age + 3 < 18`", "age + 3"),
            ("age + 3 is yes", "`age + 3` is not one", "age + 3"),
            ("settings.x includes a", "`settings.x` is not one", "settings.x"),
            ("a <", "I expected a number, or the name of a question or value after `<`", ""),
            ("a and", "I expected a condition such as `age < 18` after `and`", ""),
            ("and a", "I expected a condition such as `age < 18`, not `and`", "and"),
            ("a or or b", "I expected a condition such as `age < 18` after `or`, not `or`", "or"),
            ("not", "I expected a condition such as `age < 18` after `not`", ""),
            ("()", "I expected a condition such as `age < 18` after `(`, not `)`", ")"),
            ("x is", "a choice such as `yes` or a state such as `unknown` after `is`", ""),
            ("x includes", "a choice, `any of […]` or `all of […]` after `includes`", ""),
            ("R-BP-01 R-BP-02", "I expected `and`, `or` or the end after `R-BP-01`, not `R-BP-02`", "R-BP-02"),
            ("x is yes, y is no", "join conditions with `and` or `or`", ","),
            ("f(x) < 3", f"{COMPARISON} `f < 18`", "("),
            ("x.y.z is yes", "one part at most", "x.y."),
            ("a ? b", "'?' has no meaning", "?"),
            ("", "a condition is needed here", ""),
            (" \n ", "a condition is needed here", " \n "),
            # brackets and rows
            ("(a or b", "this `(` is never closed", "("),
            ("x is one of [a, b", "this `[` is never closed", "["),
            ("a or b)", "this `)` closes nothing", ")"),
            ("x is one of [a, b)", "this `)` closes a `[`", ")"),
            ("any m in q where m.x is yes", "in parentheses: `where (…)`", "where m.x"),
            ("any m q where (m is yes)", "I expected `in` after `m`, not `q`", "q"),
            ("any m in q", "I expected `where` after `q`", ""),
            ("any m in q.r where (m is yes)", "`q.r` has no rows", "q.r"),
            ("any in q where (m is yes)", "a word for one row", "in"),
            ("count m in q where (m is x) > 3", "write `count of x in list where (…)`", "count m"),
            ("count of different m in q where (m.x is yes) > 3", "say what differs", "different m"),
        ],
    )
    def test_are_told_in_words_and_pointed_at(self, text, advice, pointed_at):
        told, pointed = mistake(text)
        assert advice in told
        assert pointed == pointed_at

    def test_are_refusals(self):
        assert issubclass(ConditionSyntaxError, Refusal)

    def test_a_long_part_is_quoted_short(self):
        told, _ = mistake(" + ".join(["abc"] * 40))
        assert len(told) < 220
        assert "…" in told

    def test_a_number_has_its_own_words(self):
        with pytest.raises(ConditionSyntaxError, match="I expected a number, and `a < 3` is true or false"):
            parse_number("a < 3")

    def test_braces_of_an_author_are_left_alone(self):
        told, _ = mistake("(a < 3) + {it}")
        assert told == "use parentheses"


class TestTheTableOfSlips:
    def test_every_slip_looks_for_something(self):
        assert all(not pattern.match("") for pattern, _ in SLIPS)

    @pytest.mark.parametrize("advice", sorted({each for _, each in SLIPS}))
    def test_every_slip_s_advice_is_written_in_the_language(self, advice):
        for written in re.findall(r"`([^`]+)`", advice):
            assert any(_is_read(text) for text in _filled_in(written)), written

    def test_a_snippet_is_one_line(self):
        assert snippet("a  and\n b", Span(0, 9)) == "a and b"


def _filled_in(written):
    """The example as a condition, where it shows a part of one."""
    whole = written.replace("(…, …)", "(a, b)").replace("(…)", "(row.x is yes)").replace("…", "x")
    parts = (f"x {whole}", f"x {whole} a", f"{whole} > 3", f"a {whole} b", f"{whole} a", f"x {whole} (a is yes)")
    rows = (f"any row in list {whole}", f"{whole} x > 3", whole.replace("x in list", "row in list") + " > 3")
    return (whole, f"x {whole} y > 3", *parts, *rows)


def _is_read(text):
    try:
        parse(text)
    except ConditionSyntaxError:
        return False
    return True

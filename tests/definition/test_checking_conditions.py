"""Conditions that nobody can mean stop a draft, and never a revision in use."""

import pytest

from screener.definition.conditions_text import parse
from screener.definition.conditions_writing import to_text
from screener.definition.editing import set_key
from screener.definition.problems import Problem, QuestionnaireProblems
from screener.definition.reading import check_files, read_files, read_published
from screener.definition.source_files import MAIN
from screener.definition.things import Thing
from tests.definition import everything

SLUG = "everything"


def with_condition(formula: str) -> dict[str, bytes]:
    """The sample, one rule of which holds where this does."""
    return dict(set_key(everything.files(), Thing("rule", "R-AGE-01"), "when", formula))


def told(formula: str) -> list[Problem]:
    return [each for each in check_files(with_condition(formula), SLUG)[1] if each.severity == "problem"]


class TestAConditionThatNobodyMeans:
    @pytest.mark.parametrize(
        ("formula", "words"),
        [
            ("1 = 1", "no answer makes `1 = 1` false"),
            ("1 > 2", "no answer makes `1 > 2` true"),
            ("age < 18 or 1 = 1", "no answer makes `1 = 1` false"),
            ("not (2 + 2 = 5)", "no answer makes `2 + 2 = 5` true"),
            ("settings.age_min < 100", "no answer makes `settings.age_min < 100` false"),
            ("settings.age_min = settings.age_min", "no answer makes"),
            ("smaller of (3, settings.age_min) > 3", "no answer makes"),
            ("age = age", "no answer makes `age = age` false"),
            ("age < age", "no answer makes `age < age` true"),
            ("required_blank >= 0", "no answer makes `required_blank >= 0` false"),
            ("0 <= out_of_range", "no answer makes `0 <= out_of_range` false"),
            ("age < 18 or age < 18", "`age < 18` stands twice"),
            ("age < 18 and not (age < 18)", "true"),
            ("age < 18 or not (age < 18)", "false"),
            ("age < 18 and bmi > 3 or bmi < 9", "`and` and `or` stand side by side"),
            ("bmi < 9 or age < 18 and bmi > 3", "`and` and `or` stand side by side"),
            ("(age < 18) and (bmi > 3) or bmi < 9", "`and` and `or` stand side by side"),
            ("not (age < 18 and bmi > 3 or bmi < 9)", "`and` and `or` stand side by side"),
            ("count of (age < 18 and bmi > 3 or bmi < 9, age > 3) > 1", "`and` and `or` stand side by side"),
        ],
    )
    def test_is_told(self, formula: str, words: str) -> None:
        assert any(words in each.message for each in told(formula)), told(formula)

    @pytest.mark.parametrize(
        "formula",
        [
            "(age < 18 and bmi > 3) or bmi < 9",
            "age < 18 and (bmi > 3 or bmi < 9)",
            "18 <= age < 65 or bmi > 3",
            "(age < 18 and (bmi > 3 or bmi < 9)) or bmi = 12",
            "age < settings.age_min",
            "required_blank >= 1",
            "0 < out_of_range",
            "age < bmi",
        ],
    )
    def test_is_not_any_other(self, formula: str) -> None:
        assert told(formula) == []

    @pytest.mark.parametrize("formula", ["1 = 1", "age < 18 and bmi > 3 or bmi < 9"])
    def test_stops_a_draft_and_no_revision_in_use(self, formula: str) -> None:
        files = with_condition(formula)
        assert check_files(files, SLUG)[0] is None
        with pytest.raises(QuestionnaireProblems):
            read_files(files, SLUG)
        assert read_published(files, SLUG).sha256
        with pytest.raises(QuestionnaireProblems):
            read_published({**files, MAIN: b"slug: ["}, SLUG)

    def test_stands_where_it_is_pointed_at(self) -> None:
        (problem,) = told("bmi > 3 or 1 = 1")
        line = with_condition("bmi > 3 or 1 = 1")[MAIN].decode().splitlines()[problem.place.line - 1]
        assert line[problem.place.column - 1 :].startswith("1 = 1")

    def test_can_lean_on_values_that_multiply_without_end(self) -> None:
        main = everything.files()[MAIN].decode()
        grown = "values:\n  n0: {is: 99999999 * 99999999, text: n}\n" + "".join(
            f"  n{at}: {{is: {' * '.join([f'n{at - 1}'] * 30)}, text: n}}\n" for at in range(1, 18)
        )
        files = {**everything.files(), MAIN: main.replace("values:\n", grown, 1).encode()}
        check_files(set_key(files, Thing("rule", "R-AGE-01"), "when", "n17 > 3"), SLUG)


def test_a_tree_is_written_with_the_parentheses_that_a_draft_needs() -> None:
    assert to_text(parse("a and b or c")) == "(a and b) or c"

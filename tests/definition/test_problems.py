"""A problem, for people and for machines."""

from screener.definition.model import Place
from screener.definition.problems import Problem, QuestionnaireProblems, did_you_mean, in_order, is_usable, quoted

PLACE = Place("questionnaire.yaml", 214, 7)


class TestAProblem:
    def test_reads_as_a_line_that_editors_follow(self) -> None:
        problem = Problem(PLACE, "no such question: bp_syst (did you mean bp_sys?)", subject="rule R-BP-03")
        assert str(problem) == (
            "questionnaire.yaml:214:7: rule R-BP-03: no such question: bp_syst (did you mean bp_sys?)"
        )

    def test_says_that_it_is_a_warning(self) -> None:
        assert str(Problem(PLACE, "nothing uses it", "warning")) == "questionnaire.yaml:214:7: warning: nothing uses it"

    def test_is_an_object_for_machines(self) -> None:
        assert Problem(PLACE, "x", subject="rule R-A-1").to_json() == {
            "file": "questionnaire.yaml",
            "line": 214,
            "column": 7,
            "severity": "problem",
            "subject": "rule R-A-1",
            "message": "x",
        }


class TestProblems:
    def test_are_in_the_order_of_the_lines_each_once_the_main_file_first(self) -> None:
        first, second = (
            Problem(Place("questionnaire.yaml", 9, 1), "a"),
            Problem(Place("questionnaire.yaml", 10, 1), "b"),
        )
        other = Problem(Place("es.yaml", 1, 1), "c")
        assert in_order([other, second, first, second]) == (first, second, other)

    def test_leave_a_questionnaire_usable_where_all_are_warnings(self) -> None:
        assert is_usable([Problem(PLACE, "x", "warning")])
        assert not is_usable([Problem(PLACE, "x", "warning"), Problem(PLACE, "x")])

    def test_are_the_words_of_the_refusal(self) -> None:
        assert str(QuestionnaireProblems([Problem(PLACE, "a"), Problem(PLACE, "b")])) == (
            "questionnaire.yaml:214:7: a\nquestionnaire.yaml:214:7: b"
        )


class TestDidYouMean:
    def test_names_the_nearest(self) -> None:
        assert did_you_mean("bp_syst", ["bp_dia", "bp_sys", "age"]) == " (did you mean bp_sys?)"

    def test_forgives_letters_swapped(self) -> None:
        assert did_you_mean("hlep", ["help", "text"]) == " (did you mean help?)"

    def test_says_nothing_where_nothing_is_near(self) -> None:
        assert did_you_mean("weight", ["bp_dia", "age"]) == ""
        assert did_you_mean("x", []) == ""

    def test_takes_the_keys_of_a_mapping(self) -> None:
        assert did_you_mean("agee", {"age": object()}) == " (did you mean age?)"


class TestQuoted:
    def test_a_text_stays_on_one_short_line(self) -> None:
        assert quoted("a\nb") == "'a\\nb'"
        assert len(quoted("x" * 10_000)) == 62

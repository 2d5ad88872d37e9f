"""What each kind of condition means, by example: the tables of docs/meaning.md."""

from datetime import date

import pytest

from screener.definition.model import Reason
from screener.definition.names import StepId
from screener.engine.answers import BLANK, NOT_SURE, Answer, Unknown
from screener.engine.evaluation import program_for
from screener.engine.terms import years_between
from screener.engine.truth import FALSE, TRUE, UNKNOWN, Truth
from tests.engine.builders import (
    AS_OF,
    DECLINED,
    NO,
    TO_DISCUSS,
    YES,
    Asked,
    agreed,
    agreement,
    answers,
    cells,
    checklist,
    choice,
    choices,
    day,
    days,
    decimal,
    kilos,
    listed,
    medicine,
    medicines,
    picked,
    pressure,
    questionnaire,
    text,
    whole,
    yes_no,
)

T, F, U = TRUE, FALSE, UNKNOWN
STEP = frozenset((StepId("step"),))


def truth(
    asked: Asked | tuple[Asked, ...],
    when: str,
    pending: frozenset[StepId] = frozenset(),
    values: dict[str, str] | None = None,
    **said: Answer,
) -> Truth:
    """The truth of a condition, for what was said."""
    asked = asked if isinstance(asked, tuple) else (asked,)
    program = program_for(questionnaire(*asked, rules={"R-1": when}, values=values))
    situation = program.begin(answers(**said), AS_OF, pending=pending)
    return program.rules[0].clause.truth(situation, ())


class TestAChoice:
    @pytest.mark.parametrize(
        ("when", "said", "expected"),
        [
            ("x is yes", YES, T),
            ("x is yes", NO, F),
            ("x is yes", NOT_SURE, U),
            ("x is yes", DECLINED, U),
            ("x is yes", TO_DISCUSS, U),
            ("x is yes", BLANK, U),
            ("x is not yes", YES, F),
            ("x is not yes", NO, T),
            ("x is not yes", BLANK, U),
            ("not (x is yes)", NO, T),
            ("not (x is yes)", BLANK, U),
        ],
    )
    def test_is_compared_where_it_is_known(self, when: str, said: Answer, expected: Truth) -> None:
        assert truth(yes_no("x"), when, x=said) is expected

    def test_is_one_of_several(self) -> None:
        asked = choice("x", "a", "b", "c")
        assert truth(asked, "x is one of [a, b]", x="b") is T
        assert truth(asked, "x is one of [a, b]", x="c") is F
        assert truth(asked, "x is not one of [a, b]", x="c") is T
        assert truth(asked, "x is not one of [a, b]", x=NOT_SURE) is U

    def test_an_agreement_is_yes_or_no(self) -> None:
        assert truth(agreement("x"), "x is yes", x=agreed()) is T
        assert truth(agreement("x"), "x is no", x=agreed()) is F
        assert truth(agreement("x"), "x is yes") is U


class TestWhatIsNotAsked:
    ASKED = (yes_no("a"), yes_no("x", when="a is yes"))

    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            ("x is yes", F),
            ("x is not yes", F),
            ("x is unknown", F),
            ("x is known", F),
            ("x is blank", F),
            ("not (x is yes)", T),
            ("not (x is not yes)", T),
            ("not (x is known)", T),
        ],
    )
    def test_makes_every_test_of_it_false(self, when: str, expected: Truth) -> None:
        assert truth(self.ASKED, when, a=NO, x=YES) is expected

    @pytest.mark.parametrize(
        ("when", "said", "expected"),
        [
            ("x is yes", YES, U),
            ("x is yes", NO, F),
            ("not (x is yes)", YES, U),
            ("not (x is yes)", NO, T),
            ("x is not yes", NO, U),
            ("x is unknown", BLANK, U),
            ("x is unknown", YES, F),
            ("x is known", YES, U),
        ],
    )
    def test_may_be_unknown_and_then_both_cases_must_agree(self, when: str, said: Answer, expected: Truth) -> None:
        assert truth(self.ASKED, when, a=NOT_SURE, x=said) is expected


class TestASet:
    ASKED = choices("x", "a", "b", "none")

    @pytest.mark.parametrize(
        ("when", "said", "expected"),
        [
            ("x includes a", picked("a"), T),
            ("x includes b", picked("a"), F),
            ("x includes a", picked("a", unknown=Reason.NOT_SURE), T),
            ("x includes b", picked("a", unknown=Reason.NOT_SURE), U),
            ("x includes b", picked("a", unknown=Reason.DECLINED), U),
            ("x includes a", NOT_SURE, U),
            ("x includes a", BLANK, U),
            ("x includes any of [a, b]", picked("a"), T),
            ("x includes any of [a, b]", picked("none"), F),
            ("x includes any of [a, b]", picked("none", unknown=Reason.NOT_SURE), U),
            ("x includes all of [a, b]", picked("a"), F),
            ("x includes all of [a, b]", picked("a", "b"), T),
            ("x includes all of [a, b]", picked("a", unknown=Reason.NOT_SURE), U),
        ],
    )
    def test_has_what_was_ticked_and_may_have_what_was_not(self, when: str, said: Answer, expected: Truth) -> None:
        assert truth(self.ASKED, when, x=said) is expected

    @pytest.mark.parametrize(
        ("state", "expected"), [("unknown", T), ("not_sure", T), ("declined", F), ("known", F), ("blank", F)]
    )
    def test_that_is_partly_unknown_is_unknown(self, state: str, expected: Truth) -> None:
        assert truth(self.ASKED, f"x is {state}", x=picked("a", unknown=Reason.NOT_SURE)) is expected


class TestAState:
    @pytest.mark.parametrize(
        ("said", "true_of"),
        [
            (YES, {"known"}),
            (BLANK, {"unknown", "blank"}),
            (NOT_SURE, {"unknown", "not_sure"}),
            (DECLINED, {"unknown", "declined"}),
            (TO_DISCUSS, {"unknown", "to discuss"}),
        ],
    )
    def test_is_settled_of_whatever_was_given(self, said: Answer, true_of: set[str]) -> None:
        for state in ("known", "unknown", "blank", "not_sure", "declined", "to discuss"):
            assert truth(yes_no("x"), f"x is {state}", x=said) is (T if state in true_of else F), state

    @pytest.mark.parametrize("state", ["known", "unknown", "blank", "not_sure", "declined", "to discuss"])
    def test_is_open_while_the_answer_is_pending(self, state: str) -> None:
        assert truth(yes_no("x"), f"x is {state}", pending=STEP, x=YES) is U

    def test_of_a_grid_is_that_of_its_cells(self) -> None:
        asked = days("g", "r1", "r2")
        assert truth(asked, "g is known", g=cells(r1=1, r2=2)) is T
        assert truth(asked, "g is known", g=cells(r1=1)) is F
        assert truth(asked, "g is unknown", g=cells(r1=1, r2=NOT_SURE)) is T
        assert truth(asked, "g is blank", g=cells(r1=1, r2=NOT_SURE)) is F
        assert truth(asked, "g is blank") is T

    def test_of_a_text_can_be_asked(self) -> None:
        assert truth(text("x"), "x is known", x="words") is T
        assert truth(text("x"), "x is blank") is T

    def test_of_a_value_says_whether_it_can_be_worked_out(self) -> None:
        values = {"double": "n + n", "ill": "when x is yes"}
        asked = (whole("n"), yes_no("x"))
        assert truth(asked, "double is unknown", values=values) is T
        assert truth(asked, "double is known", values=values, n=2) is T
        assert truth(asked, "ill is unknown", values=values, x=NOT_SURE) is T
        assert truth(asked, "ill is known", values=values, x=NO) is T

    def test_of_a_value_that_is_not_asked_is_false(self) -> None:
        asked = (yes_no("a"), whole("n", when="a is yes"))
        for state in ("known", "unknown"):
            assert truth(asked, f"double is {state}", values={"double": "n + n"}, a=NO, n=2) is F

    def test_of_a_value_is_open_while_an_answer_that_it_needs_is_pending(self) -> None:
        values = {"double": "n + n", "ill": "when x is yes"}
        asked = (whole("n"), yes_no("x"))
        for state in ("double is unknown", "double is known", "ill is unknown", "ill is known"):
            assert truth(asked, state, pending=STEP, values=values) is U


class TestANumber:
    @pytest.mark.parametrize(
        ("when", "said", "expected"),
        [
            ("n >= 18", 18, T),
            ("n > 18", 18, F),
            ("n != 18", 17, T),
            ("n != 18", BLANK, U),
            ("65 <= n < 75", 75, F),
            ("65 <= n < 75", 65, T),
            ("n / (n - n) > 1", 1, U),
            ("smaller of (n, 90) = 90", 95, T),
        ],
    )
    def test_is_compared_exactly(self, when: str, said: Answer, expected: Truth) -> None:
        assert truth(whole("n"), when, n=said) is expected

    def test_with_decimals_is_exact(self) -> None:
        assert truth(decimal("kg"), "kg * 3 = 0.3", kg=kilos("0.1")) is T

    def test_of_a_pair_is_one_of_its_halves(self) -> None:
        assert truth(pressure("bp"), "bp.sys > 180 or bp.dia > 120", bp=cells(sys=190)) is T
        assert truth(pressure("bp"), "bp.sys > 180 or bp.dia > 120", bp=cells(sys=170)) is U

    def test_that_is_not_asked_makes_what_is_worked_out_from_it_not_asked(self) -> None:
        asked = (yes_no("a"), whole("n", when="a is yes"), whole("m"))
        assert truth(asked, "n + m != 5", a=NO, m=BLANK) is F
        assert truth(asked, "not (n + m = 5)", a=NO, m=BLANK) is T


class TestADate:
    @pytest.mark.parametrize(
        ("born", "age"),
        [("2008-01-15", 18), ("2008-01-16", 17), ("2025-01-16", 0), ("2026-01-16", -1)],
    )
    def test_a_year_is_complete_on_the_birthday(self, born: str, age: int) -> None:
        values = {"age": "years since d"}
        when = f"{age} <= age < {age + 1}" if age >= 0 else "age < 0"
        assert truth(day("d"), when, values=values, d=date.fromisoformat(born)) is T

    def test_a_leap_day_has_its_birthday_on_the_first_of_march(self) -> None:

        assert years_between(date(2008, 2, 29), date(2026, 2, 28)) == 17
        assert years_between(date(2008, 2, 29), date(2026, 3, 1)) == 18
        assert years_between(date(2008, 2, 29), date(2028, 2, 29)) == 20

    def test_days_are_counted_and_more_than_is_strict(self) -> None:

        assert truth(day("d"), "d is more than 42 days ago", d=date(2025, 12, 4)) is F
        assert truth(day("d"), "d is more than 42 days ago", d=date(2025, 12, 3)) is T
        assert truth(day("d"), "d is less than 30 days ago") is U


class TestAGrid:
    ASKED = checklist("g", ("r1", "r2", "r3"), ("never", "helped", "no_help"))

    @pytest.mark.parametrize(
        ("when", "said", "expected"),
        [
            ("g.r1 is no_help", cells(r1="no_help"), T),
            ("g.r2 is no_help", cells(r1="no_help"), U),
            ("any cell in g where (cell is no_help)", cells(r1="no_help"), T),
            ("any cell in g where (cell is no_help)", cells(r1="never", r2="never", r3="helped"), F),
            ("any cell in g where (cell is no_help)", cells(r1="never", r2="never"), U),
            ("any cell in g where (cell is no_help)", BLANK, U),
            ("all cell in g where (cell is never)", cells(r1="never", r2="helped"), F),
            ("all cell in g where (cell is never)", cells(r1="never", r2="never"), U),
            ("any cell in g where (cell is unknown)", cells(r1="never", r2="never"), T),
            ("count of cell in g where (cell is no_help) >= 2", cells(r1="no_help", r2="no_help"), T),
            ("count of cell in g where (cell is no_help) >= 2", cells(r1="no_help", r2="helped"), U),
            ("count of cell in g where (cell is no_help) >= 3", cells(r1="no_help", r2="helped"), F),
            ("count of cell in g where (cell is no_help) > 3", BLANK, F),
            ("1 <= count of cell in g where (cell is no_help) < 3", cells(r1="no_help", r2="helped"), T),
        ],
    )
    def test_has_cells_with_a_state_of_their_own(self, when: str, said: Answer, expected: Truth) -> None:
        assert truth(self.ASKED, when, g=said) is expected


class TestAList:
    ASKED = medicines("m")
    ANY = "any pill in m where (pill.classes includes sedating)"
    ALL = "all pill in m where (pill.classes includes sedating)"
    COUNT = "count of pill in m where (pill.classes includes sedating)"
    DIFFERENT = "count of different pill.generic in m where (pill.classes includes sedating)"

    @pytest.mark.parametrize(
        ("when", "said", "expected"),
        [
            (ANY, listed("Xanax"), T),
            (ANY, listed("Imitrex"), F),
            (ANY, listed("Imitrex", "blue pill"), U),
            (ANY, listed("Xanax", "blue pill"), T),
            (ANY, listed(medicine("Xanax", denied=True)), U),
            (ANY, listed(medicine(BLANK)), U),
            (ANY, (), F),
            (ALL, (), T),
            (ANY, BLANK, U),
            (ALL, BLANK, U),
            (f"{COUNT} >= 2", listed("Xanax", "Ambien"), T),
            (f"{COUNT} >= 2", listed("Xanax", "blue pill"), U),
            (f"{COUNT} >= 3", listed("Xanax", "blue pill"), F),
            (f"{COUNT} = 0", (), T),
            (f"{COUNT} = 0", BLANK, U),
            (f"{DIFFERENT} >= 2", listed("Xanax", "alprazolam"), F),
            (f"{DIFFERENT} >= 2", listed("Xanax", "alprazolam", "Ambien"), T),
            (f"{DIFFERENT} >= 2", listed("Xanax", "blue pill"), U),
            ("any pill in m where (pill.generic is alprazolam)", listed("Xanax"), T),
            ("any pill in m where (pill.match is none)", listed("blue pill"), T),
            ("any pill in m where (pill.match is none)", listed(medicine("Xanax", denied=True)), T),
            ("any pill in m where (pill.match is none)", listed("Xanax"), F),
            ("any pill in m where (pill.name is unknown)", listed("blue pill"), T),
        ],
    )
    def test_has_rows_whose_medicines_are_known_or_not(self, when: str, said: Answer, expected: Truth) -> None:
        assert truth(self.ASKED, when, m=said) is expected

    def test_a_line_that_names_two_medicines_stands_for_both(self) -> None:
        assert truth(self.ASKED, f"{self.DIFFERENT} = 2", m=listed("Xanax and Ambien")) is T

    def test_that_is_not_asked_makes_any_and_all_false_and_counts_not_asked(self) -> None:
        asked = (yes_no("a"), medicines("m", when="a is yes"))
        for when in (self.ANY, self.ALL, f"{self.COUNT} >= 0", f"{self.COUNT} = 0", f"{self.DIFFERENT} < 9"):
            assert truth(asked, when, a=NO, m=listed("Xanax")) is F

    def test_a_column_that_is_not_asked_in_a_row_is_false_there(self) -> None:
        asked = medicines("m", columns_when={"tablets": "row.daily is yes"})
        when = "any pill in m where (pill.tablets != 3)"
        assert truth(asked, when, m=listed(medicine("Xanax", daily=NO, tablets=5))) is F
        assert truth(asked, when, m=listed(medicine("Xanax", daily=YES, tablets=5))) is T
        assert truth(asked, when, m=listed(medicine("Xanax", daily=NOT_SURE, tablets=5))) is U

    def test_rows_may_be_compared_with_other_rows(self) -> None:
        when = "any pill in m where (any other in m where (pill.tablets < other.tablets))"
        assert truth(self.ASKED, when, m=listed(medicine("Xanax", tablets=1), medicine("Ambien", tablets=2))) is T
        assert truth(self.ASKED, when, m=listed(medicine("Xanax", tablets=2), medicine("Ambien", tablets=2))) is F


class TestNames:
    def test_a_rules_name_has_the_truth_of_its_condition(self) -> None:
        program = program_for(questionnaire(yes_no("x"), rules={"R-1": "x is yes", "R-2": "not R-1"}))
        for said, expected in ((YES, F), (NO, T), (NOT_SURE, U)):
            assert program.rules[1].clause.truth(program.begin(answers(x=said), AS_OF), ()) is expected


class TestWhatSpeaksOfEveryQuestion:
    def test_required_blanks_count_what_is_asked_and_was_left_out(self) -> None:
        asked = (yes_no("a"), yes_no("b", when="a is yes"), whole("n", required=False), days("g", "r1", "r2"))
        assert truth(asked, "required_blank = 3") is T
        assert truth(asked, "required_blank = 1", a=NO, g=cells(r1=1)) is T
        assert truth(asked, "required_blank = 0", a=NO, g=cells(r1=1, r2=NOT_SURE)) is T

    def test_not_sure_is_an_answer(self) -> None:
        assert truth(yes_no("a"), "required_blank = 0", a=NOT_SURE) is T

    def test_no_rows_is_an_answer_and_a_row_without_its_name_is_not(self) -> None:
        assert truth(medicines("m"), "required_blank = 0", m=()) is T
        assert truth(medicines("m"), "required_blank = 1", m=listed(medicine(BLANK, tablets=2))) is T

    def test_out_of_range_counts_the_questions_with_a_number_that_is(self) -> None:

        asked = (whole("n", 0, 10), pressure("bp"), day("d", past=True), days("g", "r1"))
        said = {"n": 11, "bp": cells(sys=300, dia=200), "d": date(2026, 1, 16), "g": cells(r1=32)}
        assert truth(asked, "out_of_range = 4", **said) is T
        fine = {"n": 10, "bp": cells(sys=120, dia=80), "d": AS_OF, "g": cells(r1=31)}
        assert truth(asked, "out_of_range = 0", **fine) is T

    def test_a_number_that_is_silent_may_be_out_of_range(self) -> None:
        asked = (whole("n", 0, 10), whole("k", 0, 10))
        assert truth(asked, "out_of_range > 0", n=3, k=NOT_SURE) is U
        assert truth(asked, "out_of_range > 0", n=11, k=NOT_SURE) is T
        assert truth(asked, "out_of_range > 2", n=11, k=NOT_SURE) is F

    def test_a_number_without_a_plausible_range_never_is(self) -> None:
        assert truth(whole("n"), "out_of_range = 0") is T

    def test_blanks_of_pending_steps_are_open(self) -> None:
        assert truth(yes_no("a"), "required_blank > 0", pending=STEP) is U
        assert truth((yes_no("a"), yes_no("b", step="two")), "required_blank > 0", pending=STEP) is T

    def test_a_blank_that_a_pending_answer_may_excuse_is_open(self) -> None:
        asked = (yes_no("a"), yes_no("b", when="a is yes", step="two"))
        assert truth(asked, "required_blank > 0", pending=STEP) is U
        assert truth(asked, "required_blank > 0", a=NOT_SURE) is T

    def test_an_unrecognized_medicine_is_no_blank(self) -> None:
        assert truth(medicines("m"), "required_blank = 0", m=listed("blue pill")) is T
        assert truth(medicines("m"), "required_blank = 0", m=Unknown(Reason.TO_DISCUSS)) is T

import json
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.definition.model import Question, Questionnaire, Reason
from screener.definition.names import QuestionId
from screener.definition.reading import read_folder
from screener.engine.answer_problems import AnswerProblem, BadAnswersError, ProblemCode
from screener.engine.answers import BLANK, NOT_SURE, Agreed, Answers, Cells, Measure, Picked, Row, Unknown
from screener.engine.coercion import read_answer, read_answers, write_answer, write_answers
from tests.engine import builders

TOP = Path(__file__).parents[2]


@cache
def ketamine() -> Questionnaire:
    return read_folder(TOP / "questionnaires" / "ketamine-migraine")


def asked(name: str) -> Question:
    return ketamine().questions[QuestionId(name)]


def agreement() -> Question:
    question = builders.questionnaire(builders.agreement("consent")).questions[QuestionId("consent")]
    assert isinstance(question, Question)
    return question


def code_of(question: Question, raw: object) -> ProblemCode | None:
    read = read_answer(question, raw)
    return read.code if isinstance(read, AnswerProblem) else None


def read_or_refuse(raw: dict[str, object]) -> Answers | BadAnswersError:
    try:
        return read_answers(ketamine(), raw)
    except BadAnswersError as refused:
        return refused


class TestABlank:
    @pytest.mark.parametrize("raw", [None, "", "  ", "\u200b", []])
    @pytest.mark.parametrize("name", ["cv_aneurysm", "bp_sys", "dem_name", "dem_dob", "cv_conditions", "am_days"])
    def test_is_nothing_given(self, name: str, raw: object) -> None:
        assert read_answer(asked(name), raw) == BLANK

    def test_list_of_medicines_says_that_there_are_none(self) -> None:
        assert read_answer(asked("med_list"), []) == ()
        assert read_answer(asked("med_list"), None) == BLANK

    def test_rows_with_nothing_in_them_say_nothing(self) -> None:
        assert read_answer(asked("med_list"), [{"name": "", "dose": None}]) == BLANK


class TestAnUnknown:
    def test_is_read_where_it_is_offered(self) -> None:
        assert read_answer(asked("cv_aneurysm"), "not_sure") == NOT_SURE
        assert read_answer(asked("sui_active"), "prefer_not") == Unknown(Reason.DECLINED)

    @pytest.mark.parametrize(("name", "said"), [("adm_consent_screen", "not_sure"), ("cv_aneurysm", "prefer_not")])
    def test_is_refused_where_it_is_not(self, name: str, said: str) -> None:
        assert code_of(asked(name), said) is ProblemCode.STATE_NOT_OFFERED

    def test_stands_beside_what_is_known_in_a_set(self) -> None:
        known = Picked(frozenset({"angina"}), Reason.NOT_SURE)
        assert read_answer(asked("cv_conditions"), ["angina", "not_sure"]) == known

    def test_alone_in_a_set_is_the_whole_answer(self) -> None:
        assert read_answer(asked("cv_conditions"), ["not_sure"]) == NOT_SURE

    @pytest.mark.parametrize("raw", [["prefer_not", "not_sure"], ["not_sure", "prefer_not"]])
    def test_that_is_a_refusal_stands_before_a_doubt(self, raw: list[str]) -> None:
        several = builders.questionnaire(builders.choices("used", "some", "none")).questions[QuestionId("used")]
        assert read_answer(several, raw) == Unknown(Reason.DECLINED)

    def test_written_for_a_text_that_does_not_offer_it_is_no_text(self) -> None:
        assert code_of(asked("dem_name"), "not_sure") is ProblemCode.STATE_NOT_OFFERED

    def test_of_one_cell_leaves_the_others_known(self) -> None:
        read = read_answer(asked("am_days"), {"triptan": 4, "ergot": "not_sure", "simple": ""})
        assert read == Cells({"triptan": 4, "ergot": NOT_SURE})


class TestASet:
    def test_none_clears_the_others(self) -> None:
        assert read_answer(asked("cv_conditions"), ["none", "angina"]) == Picked(frozenset({"none"}))

    @pytest.mark.parametrize(
        ("raw", "left"),
        [
            (["none", "not_sure"], NOT_SURE),
            (["none", "angina", "not_sure"], Picked(frozenset({"angina"}), Reason.NOT_SURE)),
        ],
    )
    def test_none_does_not_stand_beside_a_doubt(self, raw: list[str], left: object) -> None:
        assert read_answer(asked("cv_conditions"), raw) == left

    def test_tells_of_every_choice_that_is_not_offered(self) -> None:
        with pytest.raises(BadAnswersError) as refused:
            read_answers(ketamine(), {"cv_conditions": ["anginna", "angina", "pads"]})
        assert [problem.details["given"] for problem in refused.value.problems] == ["'anginna'", "'pads'"]

    def test_of_a_choice_that_is_not_offered_is_refused_with_a_hint(self) -> None:
        read = read_answer(asked("cv_conditions"), ["anginna"])
        assert isinstance(read, AnswerProblem)
        assert "did you mean angina?" in str(read)

    @pytest.mark.parametrize("raw", ["angina", {"angina": True}, 3, [["angina"]], [None]])
    def test_is_a_list(self, raw: object) -> None:
        assert isinstance(read_answer(asked("cv_conditions"), raw), AnswerProblem)


class TestANumber:
    @pytest.mark.parametrize("raw", [140, "140", 140.0, Decimal(140), " 140 ", "140.0"])
    def test_is_read_exactly(self, raw: object) -> None:
        assert read_answer(asked("bp_sys"), raw) == 140

    @pytest.mark.parametrize("raw", [-5, 999, 310])
    def test_out_of_its_plausible_range_is_accepted(self, raw: int) -> None:
        assert read_answer(asked("bp_sys"), raw) == raw

    @pytest.mark.parametrize(
        "raw", [True, "١٢", "1_000", "1e5", "+5", "sNaN", "Infinity", float("nan"), Decimal("sNaN"), [1], {"a": 1}]
    )
    def test_is_nothing_else(self, raw: object) -> None:
        assert code_of(asked("bp_sys"), raw) is ProblemCode.NOT_A_NUMBER

    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            ("1,200", ProblemCode.COMMA_IN_NUMBER),
            (12.5, ProblemCode.NOT_WHOLE),
            (10**400, ProblemCode.TOO_MANY_DIGITS),
            ("9" * 13, ProblemCode.TOO_MANY_DIGITS),
            (Decimal("1e99"), ProblemCode.TOO_MANY_DIGITS),
        ],
    )
    def test_is_refused_with_its_own_reason(self, raw: object, code: ProblemCode) -> None:
        assert code_of(asked("bp_sys"), raw) is code

    @pytest.mark.parametrize("raw", [0.1 + 0.2, 1e-7, "80.50", "70.123456 lb", {"value": 177.8}, Decimal("1E+2")])
    def test_with_decimals_is_written_as_it_is_read(self, raw: object) -> None:
        read = read_answer(asked("dem_weight_kg"), raw)
        assert isinstance(read, Measure)
        assert read_answer(asked("dem_weight_kg"), json.loads(json.dumps(write_answer(read)))) == read

    @pytest.mark.parametrize("raw", ["0", "-0", -0.0, Decimal("0e99")])
    def test_of_nothing_is_zero(self, raw: object) -> None:
        assert str(read_answer(asked("bp_sys"), raw)) == "0"

    def test_of_a_measure_keeps_what_was_typed(self) -> None:
        assert read_answer(asked("dem_height_cm"), "5 ft 10 in") == Measure(Decimal("177.8"), "5 ft 10 in")
        assert read_answer(asked("dem_weight_kg"), {"value": 80, "typed": "176 lb"}) == Measure(Decimal(80), "176 lb")

    def test_that_is_not_what_was_typed_is_refused(self) -> None:
        assert code_of(asked("dem_weight_kg"), {"value": 176, "typed": "176 lb"}) is ProblemCode.TYPED_DISAGREES


class TestADate:
    def test_is_year_month_and_day(self) -> None:
        assert read_answer(asked("dem_dob"), "1984-02-29") == date(1984, 2, 29)

    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            ("20240101", ProblemCode.NOT_A_DATE),
            ("2020-W01-1", ProblemCode.NOT_A_DATE),
            ("٢٠٢٤-01-01", ProblemCode.NOT_A_DATE),
            ("2024-02-30", ProblemCode.NO_SUCH_DAY),
            ("0001-01-01", ProblemCode.YEAR_OUT_OF_REACH),
            (20240101, ProblemCode.NOT_A_DATE),
        ],
    )
    def test_is_nothing_else(self, raw: object, code: ProblemCode) -> None:
        assert code_of(asked("dem_dob"), raw) is code


class TestAText:
    def test_is_kept_in_one_normal_form(self) -> None:
        assert read_answer(asked("dem_name"), " Zoe\u0301 ") == "Zoé"

    @pytest.mark.parametrize("raw", ["a\x00b", "a\x1bb", "abc\u202edef", "\ud800", "a\x85b"])
    def test_with_hidden_characters_is_refused(self, raw: str) -> None:
        assert code_of(asked("dem_name"), raw) is ProblemCode.NOT_PLAIN_TEXT

    @pytest.mark.parametrize("raw", ["two\nlines", "two\rlines", "two\u2028lines"])
    def test_of_one_line_is_one_line(self, raw: str) -> None:
        assert code_of(asked("dem_name"), raw) is ProblemCode.SEVERAL_LINES

    def test_of_several_lines_keeps_them(self) -> None:
        assert read_answer(asked("gen_other"), "one\r\n\ttwo\n") == "one\n\ttwo"

    def test_of_more_than_4_kilobytes_is_refused(self) -> None:
        assert code_of(asked("gen_other"), "é" * 2_001) is ProblemCode.TOO_LONG
        assert read_answer(asked("gen_other"), "é" * 2_000) == "é" * 2_000


class TestRepeatedRows:
    def test_keep_what_each_column_says(self) -> None:
        read = read_answer(asked("med_list"), [{"name": "Xanax", "dose": "1 mg", "reason": ""}])
        assert read == (Row({"name": "Xanax", "dose": "1 mg"}),)

    @pytest.mark.parametrize(("said", "confirmed", "denied"), [(True, True, False), (False, False, True)])
    def test_keep_whether_a_match_was_confirmed(self, said: object, confirmed: bool, denied: bool) -> None:
        read = read_answer(asked("med_list"), [{"name": "alprazolm", "confirmed": said}])
        assert read == (Row({"name": "alprazolm"}, confirmed=confirmed, denied=denied),)

    def test_are_at_most_a_hundred(self) -> None:
        assert code_of(asked("med_list"), [{"name": "x"}] * 101) is ProblemCode.TOO_MANY_ROWS

    def test_say_which_row_and_column_is_wrong(self) -> None:
        read = read_answer(asked("med_list"), [{"name": "Xanax"}, {"name": 7}])
        assert isinstance(read, AnswerProblem)
        assert read.where == "med_list[1].name"


class TestAnAgreement:
    def test_is_a_yes_with_a_name_under_it(self) -> None:
        assert read_answer(agreement(), {"agreed": "yes", "signature": "R. Roe"}) == Agreed(True, "R. Roe")

    @pytest.mark.parametrize("raw", [{"agreed": "yes"}, {"signature": "R. Roe"}, {"agreed": "perhaps"}, "yes"])
    def test_is_refused_otherwise(self, raw: object) -> None:
        assert isinstance(read_answer(agreement(), raw), AnswerProblem)


class TestInformation:
    @pytest.mark.parametrize(("raw", "code"), [(None, None), ("", None), ("x", ProblemCode.TAKES_NO_ANSWER)])
    def test_takes_no_answer(self, raw: object, code: ProblemCode | None) -> None:
        told = builders.questionnaire(builders.information("told")).questions[QuestionId("told")]
        assert code_of(told, raw) is code


class TestAllAnswers:
    def test_report_all_problems_at_once(self) -> None:
        with pytest.raises(BadAnswersError) as refused:
            read_answers(ketamine(), {"bp_syst": 1, "bp_dia": "low", "cv_mi": "maybe"})
        assert [problem.question for problem in refused.value.problems] == ["bp_syst", "bp_dia", "cv_mi"]

    def test_name_an_unknown_question_in_printable_words(self) -> None:
        with pytest.raises(BadAnswersError) as refused:
            read_answers(ketamine(), {"\ud800\u202e": 1, "x" * 500: 1})
        assert all(str(problem).isprintable() and len(str(problem)) < 150 for problem in refused.value.problems)

    def test_never_tell_a_text_answer_in_the_error(self) -> None:
        with pytest.raises(BadAnswersError) as refused:
            read_answers(ketamine(), {"dem_name": "Very\x00Private"})
        assert "Private" not in str(refused.value)
        assert "Private" not in str(refused.value.problems[0])

    @pytest.mark.parametrize("vignette", ketamine().vignettes, ids=lambda vignette: vignette.id)
    def test_are_written_as_they_are_read(self, vignette: object) -> None:
        answers = read_answers(ketamine(), vignette.answers)  # type: ignore[attr-defined]
        written = json.loads(json.dumps(write_answers(answers)), parse_float=Decimal)
        assert read_answers(ketamine(), written) == answers

    JSON = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
        max_leaves=8,
    )

    @given(st.dictionaries(st.sampled_from([*ketamine().questions, "nobody"]), JSON, max_size=6))
    def test_of_any_shape_are_read_or_refused_with_reasons(self, raw: dict[str, object]) -> None:
        read = read_or_refuse(raw)
        if isinstance(read, Answers):
            assert read_answers(ketamine(), write_answers(read)) == read
        else:
            assert all(map(str, read.problems))
            assert read.problems

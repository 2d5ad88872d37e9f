from dataclasses import replace

import pytest

from screener.definition.condition_types import resolve, resolve_number
from screener.definition.conditions import (
    AllRows,
    And,
    AnswerRef,
    AnyRow,
    Compare,
    Condition,
    CountRows,
    Holds,
    Includes,
    IsOneOf,
    Number,
    RowRef,
    SettingRef,
    Since,
    StateIs,
    ValueRef,
)
from screener.definition.conditions_text import parse, parse_number
from screener.definition.names import QuestionId, RowId, ValueName
from tests.definition.conditions_sample import NAMES, QUESTIONNAIRE, names_in

IN_A_ROW = names_in(QUESTIONNAIRE, row=QuestionId("med_list"))


def resolved(text: str) -> Condition:
    """The tree of a condition without problems."""
    tree, problems = resolve(parse(text), NAMES)
    assert problems == ()
    return tree


def told(text: str, names=NAMES) -> list[str]:
    """The problems of a condition, in order."""
    return [problem.message for problem in resolve(parse(text), names)[1]]


def ref(question: str, part: str | None = None) -> AnswerRef:
    return AnswerRef(QuestionId(question), None if part is None else RowId(part))


class TestResolving:
    def test_a_question_stays_an_answer(self):
        assert resolved("prg_now is yes") == IsOneOf(ref("prg_now"), ("yes",))

    def test_a_value_becomes_a_value(self):
        assert resolved("age < 18") == Compare("<", ValueRef(ValueName("age")), Number(18))

    def test_a_value_is_asked_for_its_state(self):
        assert resolved("age is unknown") == StateIs(ValueRef(ValueName("age")), "unknown")
        assert resolved("no_heart_answer is known") == StateIs(ValueRef(ValueName("no_heart_answer")), "known")

    def test_a_value_that_holds_a_condition_stands_as_one(self):
        assert resolved("no_heart_answer and R-BP-01") == And((Holds(ValueName("no_heart_answer")), Holds("R-BP-01")))

    def test_a_cell_becomes_the_variable(self):
        where = IsOneOf(RowRef("cell"), ("no_help",))
        assert resolved("any cell in pv_matrix where (cell is no_help)") == AnyRow("cell", ref("pv_matrix"), where)

    def test_a_column_becomes_part_of_the_variable(self):
        where = Includes(RowRef("m", RowId("classes")), ("maoi",))
        assert resolved("all m in med_list where (m.classes includes maoi)") == AllRows("m", ref("med_list"), where)

    def test_a_date_of_a_row_can_be_counted_from(self):
        where = Compare(">", Since("days", RowRef("m", RowId("started"))), Number(30))
        assert resolved("any m in med_list where (m.started is more than 30 days ago)") == AnyRow(
            "m", ref("med_list"), where
        )

    def test_a_variable_lasts_as_long_as_its_parentheses(self):
        assert told("any m in med_list where (m.daily is yes) and m.daily is yes") == ["no such question or value: `m`"]

    def test_rows_within_rows_see_both_variables(self):
        tree = resolved("any m in med_list where (any d in am_days where (d > m.tablets))")
        assert isinstance(tree, AnyRow)
        assert tree.where == AnyRow("d", ref("am_days"), Compare(">", RowRef("d"), RowRef("m", RowId("tablets"))))

    def test_a_resolved_tree_stays_the_same(self):
        tree = resolved("age < settings.age_review and any m in med_list where (m.generic is zolpidem)")
        assert resolve(tree, NAMES) == (tree, ())

    def test_a_number_is_resolved_likewise(self):
        tree, problems = resolve_number(parse_number("dem_weight_kg / (height_m * height_m)"), NAMES)
        assert problems == ()
        assert tree.right.left == ValueRef(ValueName("height_m"))

    def test_places_are_kept(self):
        tree = resolved("prg_now is yes or age < 18")
        assert (tree.parts[1].left.span.start, tree.parts[1].left.span.end) == (18, 21)

    @pytest.mark.parametrize(
        "text",
        [
            "bp.sys > 180 or bp.dia > bp.sys",
            "bp is blank or bp.sys is blank",
            "prg_lmp < dem_dob",
            "cv_conditions is declined or cv_conditions includes all of [angina, none]",
            "pv_failed is one of [0, 2plus]",
            "med_list is blank or alg_list is known",
            "count of different m.name in med_list where (m.classes includes cns_depressant) >= 3",
            "any m in med_list where (m.match is one of [close, none] or m.generic is unknown or m.name is blank)",
            "any a in alg_list where (a.what is known)",
            "any cell in am_days where (cell is blank)",
            "agreed is no or log_driver is to discuss",
            "count of (R-MOH-01, no_heart_answer, prg_now is yes) >= settings.ratio",
            "required_blank > 0 or out_of_range = 0",
            "dem_name is blank or dem_name is unreadable",
            "ha_days is unreadable or bp.sys is unreadable or bp is unreadable or dem_dob is unreadable",
            "med_list is unreadable or alg_list is unreadable or agreed is unreadable",
            "any m in med_list where (m.name is unreadable) or any cell in am_days where (cell is unreadable)",
            "smaller of (age, 3) < ha_days + 1",
        ],
    )
    def test_all_this_makes_sense(self, text):
        assert told(text) == []


class TestAColumnsCondition:
    def test_speaks_of_its_row(self):
        tree, problems = resolve(parse("row.daily is yes and age < 18"), IN_A_ROW)
        assert problems == ()
        assert tree.parts[0] == IsOneOf(RowRef("row", RowId("daily")), ("yes",))

    def test_may_ask_what_the_dictionary_says(self):
        assert told("row.classes includes maoi or row.match is none", IN_A_ROW) == []

    def test_is_checked_like_any_other(self):
        assert told("row.daly is yes", IN_A_ROW) == ["`row` has no column `daly` (did you mean daily?)"]

    def test_knows_no_row_elsewhere(self):
        assert told("row.daily is yes") == ["no such question or value: `row`"]


class TestProblems:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            # names
            ("bp_syst > 3", "no such question or value: `bp_syst` (did you mean bp_sys?)"),
            ("agge < 18", "no such question or value: `agge` (did you mean age?)"),
            ("zzzzzz", "no such question or value: `zzzzzz`"),
            ("R-BP-10", "no such rule: `R-BP-10` (did you mean R-BP-01?)"),
            ("age < settings.age_reviw", "no such setting: `age_reviw` (did you mean age_review?)"),
            ("age < age_review", "write `settings.age_review`"),
            ("dem_dob < today", "write `days since …` of a date: it counts to the day of the assessment"),
            ("am_days.triptn > 3", "`am_days` has no row `triptn` (did you mean triptan?)"),
            ("bp.sis > 3", "`bp` has no row `sis` (did you mean sys?)"),
            ("age.years > 3", "`age` has no parts"),
            ("ha_days.x > 3", "`ha_days` has no parts"),
            ("any m in med_lst where (m.daily is yes)", "no such list or grid: `med_lst` (did you mean med_list?)"),
            ("any m in med_list where (m.dialy is yes)", "`m` has no column `dialy` (did you mean daily?)"),
            ("any a in alg_list where (a.classes includes maoi)", "`a` has no column `classes`"),
            ("any c in am_days where (c.x > 3)", "`c` is one cell and has no parts"),
            # choices and classes
            ("prg_now is mabye", "`prg_now` cannot be `mabye` (did you mean maybe?)"),
            ("prg_now is one of [yes, perhaps]", "`prg_now` cannot be `perhaps`"),
            ("prg_now is not sure", "`prg_now` cannot be `sure` (did you mean prg_now is not_sure?)"),
            ("rf_neuro is one of [now, now]", "`now` stands twice"),
            ("cv_conditions includes angin", "`cv_conditions` cannot include `angin` (did you mean angina?)"),
            ("pv_matrix.botox is nohelp", "`pv_matrix.botox` cannot be `nohelp` (did you mean no_help?)"),
            ("agreed is maybe", "`agreed` cannot be `maybe`"),
            (
                "any m in med_list where (m.classes includes maio)",
                "`m.classes` cannot include `maio` (did you mean maoi?)",
            ),
            (
                "any m in med_list where (m.generic is zolpiden)",
                "`m.generic` cannot be `zolpiden` (did you mean zolpidem?)",
            ),
            ("any m in med_list where (m.match is near)", "`m.match` cannot be `near`"),
            # states
            ("rf_neuro is not_sure", "`rf_neuro` can never be not_sure, only blank, known, unknown"),
            ("prg_now is declined", "`prg_now` can never be declined, only blank, known, not_sure, unknown"),
            ("age is blank", "`age` can never be blank, only known, unknown"),
            (
                "am_days.triptan is to discuss",
                "`am_days.triptan` can never be to_discuss, only blank, known, unknown, unreadable",
            ),
            ("rf_neuro is unreadable", "`rf_neuro` can never be unreadable, only blank, known, unknown"),
            ("age is unreadable", "`age` can never be unreadable, only known, unknown"),
            ("any m in med_list where (m.match is unknown)", "`m.match` can never be unknown, only known"),
            ("any m in med_list where (m is unknown)", "`m` is a row: name one of its columns, as in `m.name`"),
            ("notice is blank", "`notice` is only shown: it has no answer"),
            # sorts
            ("prg_now", "`prg_now` is answered with one choice: write `prg_now is no`"),
            ("prg_now > 3", "`prg_now` is answered with one choice: write `prg_now is no`"),
            ("prg_now = yes", "`prg_now` is answered with one choice: write `prg_now is yes`"),
            ("prg_now != maybe", "`prg_now` is answered with one choice: write `prg_now is maybe`"),
            ("cv_conditions = angina", "`cv_conditions` is a set of choices: write `cv_conditions includes angina`"),
            ("cv_conditions is angina", "`cv_conditions` is a set of choices: write `cv_conditions includes angina`"),
            ("prg_now includes yes", "`prg_now` is answered with one choice: write `prg_now is yes`"),
            ("ha_days", "`ha_days` is a number: compare it, as in `ha_days < 18`"),
            ("age", "`age` is a number: compare it, as in `age < 18`"),
            ("ha_days is 5", "`ha_days` is a number: compare it, as in `ha_days < 18`"),
            ("ha_days includes x", "`ha_days` is a number: compare it, as in `ha_days < 18`"),
            (
                "no_heart_answer > 3",
                (
                    "`no_heart_answer` is true or false: let it stand alone, as in `no_heart_answer` or `not"
                    " no_heart_answer`"
                ),
            ),
            (
                "dem_dob < 18",
                "`dem_dob` is a date: compare `years since dem_dob` or `days since dem_dob` with a number",
            ),
            (
                "dem_dob < prg_now",
                "`dem_dob` is a date: compare `years since dem_dob` or `days since dem_dob` with a number",
            ),
            (
                "dem_dob + 3 > 4",
                "`dem_dob` is a date: compare `years since dem_dob` or `days since dem_dob` with a number",
            ),
            ("years since ha_days > 3", "`ha_days` is a number, not a date"),
            ("age is more than 3 days ago", "`age` is a number, not a date"),
            ("dem_name > 3", "`dem_name` is text: only its state can be asked for, as in `dem_name is blank`"),
            ("am_days > 3", "`am_days` is a grid: name one of its rows, as in `am_days.triptan`"),
            ("pv_matrix is no_help", "`pv_matrix` is a grid: name one of its rows, as in `pv_matrix.botox`"),
            (
                "med_list includes maoi",
                "`med_list` is a list: ask about its rows, as in `any row in med_list where (row.name …)`",
            ),
            (
                "med_list.daily is yes",
                "`med_list` is a list: ask about its rows, as in `any row in med_list where (row.daily …)`",
            ),
            ("notice", "`notice` is only shown: it has no answer"),
            ("notice is yes", "`notice` is only shown: it has no answer"),
            ("any m in med_list where (m > 3)", "`m` is a row: name one of its columns, as in `m.name`"),
            (
                "any m in med_list where (m.name > 3)",
                "`m.name` is text: only its state can be asked for, as in `m.name is blank`",
            ),
            # rows
            ("any x in ha_days where (x > 3)", "`ha_days` has no rows: it is neither a list nor a grid"),
            ("any x in bp where (x > 3)", "`bp` has no rows: it is neither a list nor a grid"),
            (
                "any age in am_days where (age > 3)",
                "`age` means something else already: call the row by another word",
            ),
            (
                "count of different m.classes in med_list where (m.daily is yes) > 3",
                "`m.classes` is a set: count by something that each row has one of",
            ),
            ("count of different m.klass in med_list where (m.daily is yes) > 3", "`m` has no column `klass`"),
            # slips that read well
            (
                "rf_neuro is now or within_7d",
                "`within_7d` is a choice and no condition: write `rf_neuro is within_7d`",
            ),
            (
                "cv_conditions includes angina or heart_failure",
                "`heart_failure` is a choice and no condition: write `cv_conditions includes heart_failure`",
            ),
            ("ha_days / 0 > 3", "a division by zero is never known"),
        ],
    )
    def test_are_told_in_words(self, text, message):
        assert told(text)[0] == message

    @pytest.mark.parametrize(
        "text", ["prg_now = yes", "med_list.daily is yes", "dem_dob < 18", "any m in no_list where (m.x is yes)"]
    )
    def test_are_told_once(self, text):
        assert len(told(text)) == 1

    def test_are_told_all_at_once_in_order(self):
        text = "agge < 18 or prg_now is perhaps and R-BP-99 and am_days.tript > settings.none and notice"
        places = [problem.span.start for problem in resolve(parse(text), NAMES)[1]]
        assert len(places) == 6
        assert places == sorted(places)

    def test_point_at_what_is_wrong(self):
        text = "prg_now is yes or bp_syst > 3"
        (problem,) = resolve(parse(text), NAMES)[1]
        assert text[problem.span.start : problem.span.end] == "bp_syst"

    def test_a_condition_as_a_number_is_told(self):
        (problem,) = resolve_number(parse_number("no_heart_answer"), NAMES)[1]
        assert problem.message.startswith("`no_heart_answer` is true or false")


class TestWhatHasProblemsOfItsOwn:
    BROKEN = replace(NAMES, questions={**NAMES.questions, QuestionId("odd"): None}, values={ValueName("vague"): None})

    @pytest.mark.parametrize(
        "text",
        ["odd is anything", "odd.part > 3", "odd", "vague > 3 or vague", "any x in odd where (x.y is z or x > 3)"],
    )
    def test_is_not_told_again(self, text):
        assert told(text, self.BROKEN) == []


class TestCountingRows:
    def test_is_resolved_with_its_variable(self):
        tree, problems = resolve_number(parse_number("count of d in am_days where (d > settings.moh_triptan)"), NAMES)
        assert problems == ()
        assert tree == CountRows("d", ref("am_days"), Compare(">", RowRef("d"), SettingRef("moh_triptan")))

"""The table of all that a questionnaire asks and of all that follows."""

from functools import cache

from screener.codebook.describing import describe
from screener.codebook.model import Asked, Codebook, RuleEntry
from tests.codebook.samples import sample


@cache
def codebook() -> Codebook:
    return describe(sample())


def asked(name: str) -> Asked:
    every = (one for chapter in codebook().chapters for page in chapter.pages for one in page.questions)
    return next(one for one in every if one.id == name)


def rule(name: str) -> RuleEntry:
    return next(one for one in codebook().rules if one.id == name)


class TestTheQuestions:
    def test_all_of_them_stand_in_it_in_the_order_asked(self) -> None:
        ids = [one.id for chapter in codebook().chapters for page in chapter.pages for one in page.questions]
        assert ids == list(sample().questions)

    def test_how_each_is_answered_is_told_with_its_unit_and_what_is_plausible(self) -> None:
        names = ("dem_dob", "dem_height_cm", "ha_days", "am_days", "bp", "goals", "preg_now")
        assert {name: asked(name).kind for name in names} == {
            "dem_dob": "a date in the past",
            "dem_height_cm": "number, cm, 100 to 230",
            "ha_days": "whole number, days, at most 31",
            "am_days": "a grid, whole numbers, days, 0 to 31",
            "bp": "two whole numbers, mmHg: 60 to 260 over 30 to 160",
            "goals": "several lines of text",
            "preg_now": "yes or no",
        }

    def test_choices_rows_and_columns_are_told_by_id_and_in_words(self) -> None:
        assert [(one.id, one.text) for one in asked("pv_tried").rows] == [("beta", "Beta blocker"), ("botox", "Botox")]
        assert asked("pv_tried").choices[2].text == "Did not help"
        columns = {one.id: one.text for one in asked("med_list").rows}
        assert columns["how_often"] == "How often? (one choice: Weekly, Less than weekly)"
        assert columns["last"] == "Last taken (a date in the past)"

    def test_the_unknown_answers_that_are_offered_are_told(self) -> None:
        assert asked("bp").silences == ("not sure", "will discuss in person")
        assert asked("notice").silences == ()

    def test_a_condition_is_told_in_words(self) -> None:
        assert asked("ha_days").only_if is None
        assert (asked("preg_now").only_if or "").startswith(
            "the answer to “Could you be pregnant?” is “Yes, it is possible”"
        )

    def test_the_rules_that_read_a_question_are_told_also_where_a_value_stands_between(self) -> None:
        assert asked("bp").read_by == ("R-BP-01", "R-BP-02", "R-DATA-01", "R-CHK-01")
        assert asked("dem_dob").read_by == ("R-AGE-01",)
        assert "R-BMI-01" in asked("dem_weight_kg").read_by
        assert asked("nickname").read_by == ()


class TestTheRules:
    def test_all_of_them_stand_in_it_in_file_order(self) -> None:
        assert [one.id for one in codebook().rules] == list(sample().rules)

    def test_a_condition_has_the_threshold_that_holds(self) -> None:
        assert rule("R-AGE-01").when == "“Age” is less than 18 years"

    def test_what_silence_proposes_is_told_case_by_case(self) -> None:
        assert rule("R-BP-01").if_unknown == ("review",)
        assert rule("R-BMI-01").if_unknown == ("nothing: another rule speaks of it",)
        assert rule("R-BP-02").if_unknown == (
            "nothing: another rule speaks of it, where the silence is about bp",
            "caution, otherwise",
        )
        assert rule("R-MED-01").if_unknown[0] == "review, if the answer to “Do you have any of these?” is blank"

    def test_sources_are_those_that_it_cites(self) -> None:
        assert [source.key for source in rule("R-BP-01").sources] == ["G1", "G2"]


class TestTheThresholds:
    def test_a_setting_names_the_rules_that_read_it(self) -> None:
        settings = {one.name: one for one in codebook().settings}
        assert settings["age_min"].value == "18 years"
        assert settings["bp_high"].rules == ("R-BP-01", "R-BP-02", "R-DATA-01")

    def test_a_value_is_told_as_a_formula_in_words(self) -> None:
        values = {one.name: one.formula for one in codebook().values}
        assert values["age"] == "the number of years since the date in the answer to “When were you born?”"

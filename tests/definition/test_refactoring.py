"""Renaming follows every reference, deleting is refused while there is one, and copying leaves all else alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.definition.conditions_text import RESERVED
from screener.definition.editing import open_main
from screener.definition.model import Questionnaire
from screener.definition.names import QuestionId, RuleId
from screener.definition.naming import BadNameError
from screener.definition.placing import NotEditableError
from screener.definition.problems import is_readable
from screener.definition.reading import check_files, read_files, read_published
from screener.definition.refactoring import StillReferencedError, delete, duplicate, referrers, rename
from screener.definition.source_files import MAIN, VIGNETTES
from screener.definition.things import Thing
from screener.definition.writing import write
from screener.engine.vignettes import rehearse
from tests.definition.test_editing import KETAMINE, SLUG, generated, main, outside, remarks, text_of
from tests.strategies.questionnaires import questionnaires

NEW_NAMES = {
    "section": "renamed_section",
    "step": "renamed_step",
    "question": "renamed",
    "choice": "renamed_choice",
    "row": "renamed_row",
    "column": "renamed_column",
    "rule": "R-NEW-9",
    "check": "R-CHK-9",
    "setting": "renamed_setting",
    "value": "renamed_value",
    "message": "M-NEW",
    "source": "S-NEW",
}


def number_asked(text: str) -> str:
    """A question of that questionnaire whose answer is a number."""
    found = re.search(r"- id: (\w+)\n +kind: whole-number\n", text)
    assert found
    return found[1]


class TestRenaming:
    @given(st.data())
    def test_follows_every_reference_and_reads_back(self, data: st.DataObject) -> None:
        """Renamed and renamed back is the same file; in between it reads, and says the new name."""
        questionnaire = data.draw(questionnaires())
        files = generated(questionnaire)
        thing = data.draw(st.sampled_from(list(open_main(files).things)))
        name = thing.name.rpartition(".")[2]
        there = rename(files, thing, NEW_NAMES[thing.sort])
        assert remarks(there) == remarks(files)
        _, problems = check_files(there, "generated")
        if thing.sort != "column":  # the reader itself looks for no column by name
            assert is_readable(problems), [str(problem) for problem in problems]
        new = Thing(thing.sort, ".".join((*thing.name.split(".")[:-1], NEW_NAMES[thing.sort])))
        assert new in open_main(there).things
        assert thing not in open_main(there).things
        if name not in RESERVED:
            assert rename(there, new, name) == files

    @pytest.mark.parametrize(
        ("thing", "name"),
        [
            (Thing("question", "med_list"), "medicines_now"),
            (Thing("question", "dem_dob"), "birth_date"),
            (Thing("question", "adm_consent_screen"), "may_we"),
            (Thing("question", "cv_conditions"), "heart_list"),
            (Thing("choice", "cv_conditions.angina"), "chest_pain"),
            (Thing("row", "am_days.triptan"), "triptans"),
            (Thing("rule", "R-MOH-01"), "R-OVER-01"),
            (Thing("value", "overuse"), "too_much"),
            (Thing("setting", "age_min"), "youngest"),
            (Thing("step", "you"), "who_you_are"),
            (Thing("message", "P1"), "CALL"),
        ],
    )
    def test_keeps_the_ketamine_set_whole(self, thing: Thing, name: str) -> None:
        there = rename(KETAMINE, thing, name)
        read = read_files(there, SLUG)
        assert all(vignette.is_passed for vignette in rehearse(read).vignettes)
        assert not [each for each in check_files(there, SLUG)[1] if "translated" in each.message]
        new = Thing(thing.sort, ".".join((*thing.name.split(".")[:-1], name)))
        assert rename(there, new, thing.name.rpartition(".")[2]) == KETAMINE

    def test_follows_a_question_that_is_all_that_a_value_says(self) -> None:
        text = text_of(KETAMINE).replace("\nvalues:\n", "\nvalues:\n  pain_now:\n    is: pain_worst\n    text: Pain\n")
        files = {**KETAMINE, MAIN: text.replace("pain_worst", number_asked(text)).encode()}
        thing = Thing("question", number_asked(text))
        assert "  is: renamed\n" in text_of(rename(files, thing, "renamed"))
        with pytest.raises(StillReferencedError, match="pain_now"):
            delete(files, thing)

    def test_changes_nothing_but_the_name(self) -> None:
        there = rename(KETAMINE, Thing("rule", "R-ADM-01"), "R-ADM-91")
        assert text_of(there) == text_of(KETAMINE).replace("R-ADM-01", "R-ADM-91").replace(
            "still assessed on whatever else was answered (R-ADM-91)",
            "still assessed on whatever else was answered (R-ADM-01)",
        )

    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("ha_days", "already"),
            ("age", "There is a value age already"),
            ("Ha", "small letters"),
            ("unknown", "word of the condition language"),
            ("two words", "small letters"),
            ("x\n", "small letters"),
        ],
    )
    def test_to_what_cannot_be_is_refused(self, name: str, why: str) -> None:
        with pytest.raises(BadNameError, match=why):
            rename(KETAMINE, Thing("question", "dem_dob"), name)

    def test_that_would_be_caught_by_a_bound_variable_is_refused(self) -> None:
        """`cell` in `count of cell in pv_matrix where (...)` is no question."""
        files = main(
            "values:\n  v:\n    is: count of cell in grid where (cell is never and other is yes)\n    text: t\n"
            "sections:\n  - id: s\n    steps:\n      - id: p\n        questions:\n"
            "          - {id: grid, kind: checklist, rows: {a: A}, choices: {never: Never}}\n"
            "          - {id: other, kind: yes-no}\n"
        )
        with pytest.raises(BadNameError, match="mean something else"):
            rename(files, Thing("question", "other"), "cell")


class TestDeleting:
    def test_is_refused_while_others_refer_and_says_who(self) -> None:
        with pytest.raises(StillReferencedError) as refused:
            delete(KETAMINE, Thing("question", "dem_sex_birth"))
        assert "rule R-PREG-01" in refused.value.by or any("rule" in name for name in refused.value.by)
        with pytest.raises(StillReferencedError, match="the ladder R-BP-01, R-BP-02"):
            delete(KETAMINE, Thing("rule", "R-BP-02"))
        with pytest.raises(StillReferencedError, match="the accepted statement “R-BP-07 can be left unsettled”"):
            delete(KETAMINE, Thing("rule", "R-BP-07"))
        with pytest.raises(StillReferencedError, match="the contact"):
            delete(KETAMINE, Thing("question", "dem_phone"))
        with pytest.raises(StillReferencedError, match="vignette V01"):
            delete(KETAMINE, Thing("choice", "adm_who_fills.self"))

    def test_takes_translations_and_example_answers_along(self) -> None:
        after = delete(KETAMINE, Thing("question", "adm_access"))
        assert b"adm_access" not in after["es.yaml"] + after[VIGNETTES] + after[MAIN]
        read = read_files(after, SLUG)
        assert QuestionId("adm_access") not in read.questions
        assert all(vignette.is_passed for vignette in rehearse(read).vignettes)
        was, now = outside(KETAMINE, {**after, VIGNETTES: KETAMINE[VIGNETTES], "es.yaml": KETAMINE["es.yaml"]})
        assert now == ""
        assert was.strip().startswith("- id: adm_access")

    def test_of_the_last_of_its_kind_is_refused(self) -> None:
        with pytest.raises(NotEditableError, match="last"):
            delete(main("sections:\n  - id: s\n    steps: []\n"), Thing("section", "s"))

    @given(st.data())
    def test_what_nobody_refers_to_leaves_the_rest_as_it_was(self, data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires())
        files = generated(questionnaire)
        rule = data.draw(st.sampled_from(list(questionnaire.rules)))
        thing = Thing("rule", rule)
        if by := referrers(files, thing):
            with pytest.raises(StillReferencedError) as refused:
                delete(files, thing)
            assert refused.value.by == by
            return
        after = delete(files, thing)
        read = read_published(after, "generated")
        assert list(read.rules) == [each for each in questionnaire.rules if each != rule]
        assert set(remarks(after)) <= set(remarks(files))
        assert outside(files, after)[1] == ""

    @given(questionnaires())
    def test_is_refused_just_where_reading_would_miss_the_rule(self, questionnaire: Questionnaire) -> None:
        """Nobody is named who does not refer, and nobody who refers is left out."""
        files = write(questionnaire)
        for rule in questionnaire.rules:
            text = text_of(files)
            assert bool(referrers(files, Thing("rule", rule))) == (
                text.count(rule) - 1 - text.count(f"Rule {rule} h") > 0
            )


class TestDuplicating:
    @given(st.data())
    def test_a_rule_reads_back_as_the_edited_model(self, data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires())
        files = generated(questionnaire)
        rule = data.draw(st.sampled_from(list(questionnaire.rules)))
        after = duplicate(files, Thing("rule", rule), "R-COPY-1")
        read = read_published(after, "generated")
        names = list(questionnaire.rules)
        names.insert(names.index(rule) + 1, RuleId("R-COPY-1"))
        assert list(read.rules) == names
        assert read.rules[RuleId("R-COPY-1")].formula == questionnaire.rules[rule].formula
        assert outside(files, after)[0] == ""

    def test_a_question_stands_right_behind_it(self) -> None:
        after = duplicate(KETAMINE, Thing("question", "adm_contact"), "adm_contact_2")
        assert "\n\n          - id: adm_contact_2\n            kind: choices\n" in text_of(after)
        names = list(read_files(after, SLUG).questions)
        assert names.index(QuestionId("adm_contact_2")) == names.index(QuestionId("adm_contact")) + 1

    def test_a_page_is_refused_as_its_questions_would_share_their_names(self) -> None:
        with pytest.raises(NotEditableError, match="share their names"):
            duplicate(KETAMINE, Thing("step", "you"), "you_2")

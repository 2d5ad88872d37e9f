"""A form's edit changes the characters that it must, and no other; what comes out reads as what was wanted."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.definition.editing import NothingThereError, add, move, open_main, set_key
from screener.definition.model import Questionnaire, Rule
from screener.definition.names import QuestionId, RuleId, SettingName
from screener.definition.placing import NotEditableError
from screener.definition.reading import check_files, folder_files, read_files, read_published
from screener.definition.source_files import MAIN
from screener.definition.spans import UnreadableYamlError
from screener.definition.things import Thing, things_in
from screener.definition.writing import write
from tests.definition import everything
from tests.definition.marking import remarked
from tests.definition.test_writing import assert_equal
from tests.strategies.questionnaires import TEXTS, questionnaires

KETAMINE = folder_files(Path("questionnaires/ketamine-migraine"))
SLUG = "ketamine-migraine"


def text_of(files: Mapping[str, bytes]) -> str:
    """The main file."""
    return files[MAIN].decode()


def main(text: str) -> dict[str, bytes]:
    """Files with just a main one."""
    return {MAIN: text.encode()}


def outside(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[str, str]:
    """The lines that differ: what went, and what came in its place. Everything else is the same, byte for byte."""
    assert {name for name in before if before[name] != after[name]} <= {MAIN}
    old, new = text_of(before).splitlines(keepends=True), text_of(after).splitlines(keepends=True)
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return "".join(old[start : len(old) - end]), "".join(new[start : len(new) - end])


def generated(questionnaire: Questionnaire) -> dict[str, bytes]:
    """Its files, with remarks all over the main one."""
    files = write(questionnaire)
    return {**files, MAIN: remarked(files[MAIN].decode()).encode()}


def remarks(files: Mapping[str, bytes]) -> list[str]:
    """The remarks of the main file, in order."""
    return [line.strip() for line in text_of(files).split("\n") if line.strip().startswith("# remark")]


class TestChangingAText:
    @given(st.data())
    def test_reads_back_as_the_edited_model_and_keeps_every_remark(self, data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires(odd_texts=True))
        files = generated(questionnaire)
        question = data.draw(st.sampled_from(list(questionnaire.questions.values())))
        words = data.draw(st.sampled_from(TEXTS)).strip()
        after = set_key(files, Thing("question", question.id), "text", words)
        assert remarks(after) == remarks(files)
        assert_equal(read_published(after, "generated"), with_question(questionnaire, replace(question, text=words)))

    @given(st.data())
    def test_of_a_rule_likewise(self, data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires(odd_texts=True))
        files = generated(questionnaire)
        rule = data.draw(st.sampled_from(list(questionnaire.rules.values())))
        words = data.draw(st.sampled_from(TEXTS)).strip()
        after = set_key(files, Thing("rule", rule.id), "message", words)
        assert remarks(after) == remarks(files)
        assert_equal(read_published(after, "generated"), with_rule(questionnaire, replace(rule, message=words)))

    def test_changes_only_the_lines_of_that_text(self) -> None:
        after = set_key(KETAMINE, Thing("question", "ha_days"), "text", "How many days?")
        was, now = outside(KETAMINE, after)
        assert "How many days?" in now
        assert was.count("\n") <= 3
        assert read_files(after, SLUG).questions[QuestionId("ha_days")].text == "How many days?"

    def test_that_is_the_same_changes_nothing(self) -> None:
        for thing, key in ((Thing("question", "ha_days"), "text"), (Thing("rule", "R-DEM-01"), "when")):
            value = open_main(KETAMINE).plain((*open_main(KETAMINE).path(thing), key))
            assert set_key(KETAMINE, thing, key, value) == KETAMINE

    def test_breaks_only_the_lines_of_a_folded_text_that_changed(self) -> None:
        files = main("a: >-\n  one two three\n  four five six\n  seven eight nine\nb: c\n")
        assert text_of(set_key(files, None, "a", "one two three four 5 six seven eight nine")) == (
            "a: >-\n  one two three\n  four 5 six\n  seven eight nine\nb: c\n"
        )

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("a: b  # why\n", "a: c  # why\n"),
            ("a: 'b'\n", "a: 'c'\n"),
            ('a: "b"\n', 'a: "c"\n'),
            ("{x: 1, a: b, y: 2}\n", "{x: 1, a: c, y: 2}\n"),
            ("a: >- # kept\n    b\n\n# end\n", "a: >- # kept\n    c\n\n# end\n"),
            ("a: |\n   b\nx: y\n", "a: |\n   c\nx: y\n"),
            ("a:\nx: y\n", "a: c\nx: y\n"),
            ("x: y\r\na: b\r\n", "x: y\r\na: c\r\n"),
            ("\ufeffa: b\n", "\ufeffa: c\n"),
        ],
    )
    def test_keeps_the_style(self, before: str, after: str) -> None:
        assert text_of(set_key(main(before), None, "a", "c")) == after

    def test_quotes_what_would_read_as_something_else(self) -> None:
        assert text_of(set_key(main("a: b\n"), None, "a", "c: d # e")) == 'a: "c: d # e"\n'
        assert text_of(set_key(main("a: b\n"), None, "a", "null")) == 'a: "null"\n'

    def test_refuses_a_character_that_cannot_be_shown(self) -> None:
        with pytest.raises(NotEditableError, match=r"U\+0007"):
            set_key(main("a: b\n"), None, "a", "c\x07")


class TestChangingAThreshold:
    def test_changes_its_number_alone(self) -> None:
        after = set_key(KETAMINE, Thing("setting", "age_min"), "value", "21")
        was, now = outside(KETAMINE, after)
        assert "value: 18, " in was
        assert now == was.replace("value: 18, ", "value: 21, ")
        assert read_files(after, SLUG).settings[SettingName("age_min")].value == 21

    def test_does_so_in_braces_too(self) -> None:
        after = set_key(everything.files(), Thing("setting", "bp_high"), "value", "150")
        assert "bp_high: {value: 150, unit: mmHg, sources: [G1, G2], confidence: B}" in text_of(after)


class TestAKey:
    def test_that_is_new_stands_where_it_belongs(self) -> None:
        after = set_key(KETAMINE, Thing("question", "ha_days"), "help", "Count any headache.")
        was, now = outside(KETAMINE, after)
        assert (was, now.strip()) == ("", "help: Count any headache.")
        assert read_files(after, SLUG).questions[QuestionId("ha_days")].help == "Count any headache."

    def test_that_goes_leaves_no_trace(self) -> None:
        there = set_key(KETAMINE, Thing("question", "ha_days"), "help", "Count any headache.")
        assert set_key(there, Thing("question", "ha_days"), "help", None) == KETAMINE

    def test_of_something_that_is_gone_is_refused(self) -> None:
        with pytest.raises(NothingThereError, match="question nobody"):
            set_key(KETAMINE, Thing("question", "nobody"), "text", "?")

    def test_of_yaml_that_cannot_be_read_is_refused(self) -> None:
        with pytest.raises(UnreadableYamlError):
            set_key(main("a: [b\n"), None, "a", "c")

    @given(st.data())
    def test_level_and_condition_read_back_as_the_edited_model(self, data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires())
        files = generated(questionnaire)
        rule, other = (data.draw(st.sampled_from(list(questionnaire.rules.values()))) for _ in range(2))
        for key, value in (("level", "urgent"), ("when", other.formula), ("group", "A new group")):
            files = set_key(files, Thing("rule", rule.id), key, value)
        read, problems = check_files(files, "generated")
        if read is not None:
            changed = read.rules[rule.id]
            assert (changed.formula, changed.group, changed.level.word) == (other.formula, "A new group", "urgent")
            assert [each.id for each in read.rules.values()] == list(questionnaire.rules)
        else:
            assert problems


class TestAdding:
    @given(st.data())
    def test_a_question_reads_back_as_the_edited_model(self, data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires(odd_texts=True))
        files = generated(questionnaire)
        step = data.draw(st.sampled_from(list(questionnaire.steps.values())))
        words = data.draw(st.sampled_from(TEXTS)).strip()
        value = {"kind": "yes-no", "text": words, "help": "Say so."}
        after = add(files, Thing("question", "fresh"), value, inside=Thing("step", step.id))
        assert remarks(after) == remarks(files)
        read = read_published(after, "generated")
        assert [each.id for each in read.steps[step.id].questions][-1] == "fresh"
        assert read.questions[QuestionId("fresh")].text == words
        assert outside(files, after)[0] == ""

    @given(st.data())
    def test_a_rule_reads_back_as_the_edited_model(self, data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires())
        files = generated(questionnaire)
        value = {"group": "New", "level": "review", "when": "settings.low > 1", "message": "M", "why": "W"}
        after = add(files, Thing("rule", "R-N-1"), {**value, "sources": ["S1"], "confidence": "B"})
        assert remarks(after) == remarks(files)
        assert list(read_published(after, "generated").rules)[-1] == "R-N-1"
        assert outside(files, after)[0] == ""

    def test_a_choice_stands_behind_the_others(self) -> None:
        after = add(KETAMINE, Thing("choice", "adm_who_fills.friend"), "I am a friend", inside=FILLS)
        assert outside(KETAMINE, after) == ("", "              friend: I am a friend\n")

    def test_a_choice_in_braces_too(self) -> None:
        inside = Thing("question", "preg_possible")
        after = add(everything.files(), Thing("choice", "preg_possible.maybe"), "Perhaps: ask", inside=inside)
        assert 'male: I was born male, maybe: "Perhaps: ask"}' in text_of(after)

    def test_the_first_rule_makes_the_list(self) -> None:
        files = main("slug: x\nsections: []\n")
        after = add(files, Thing("rule", "R-N-1"), {"level": "info"})
        assert text_of(after) == "slug: x\nsections: []\nrules:\n  - id: R-N-1\n    level: info\n"


FILLS = Thing("question", "adm_who_fills")


class TestMoving:
    @given(st.data())
    def test_a_question_takes_its_remarks_along_and_loses_none(self, data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires())
        files = generated(questionnaire)
        one, other = (data.draw(st.sampled_from(list(questionnaire.questions.values()))) for _ in range(2))
        is_after = data.draw(st.booleans())
        if one == other:
            return
        if one.step != other.step and len(questionnaire.steps[one.step].questions) == 1:
            with pytest.raises(NotEditableError, match="last question"):
                move(files, Thing("question", one.id), beside=Thing("question", other.id), is_after=is_after)
            return
        after = move(files, Thing("question", one.id), beside=Thing("question", other.id), is_after=is_after)
        assert sorted(remarks(after)) == sorted(remarks(files))
        order = [thing.name for thing in things_in(open_main(after).written.root) if thing.sort == "question"]
        assert order.index(one.id) - order.index(other.id) == (1 if is_after else -1)
        assert sorted(text_of(after).split()) == sorted(text_of(files).split())

    def test_there_and_back_is_the_same_file(self) -> None:
        one, other = Thing("question", "adm_who_fills"), Thing("question", "adm_contact")
        there = move(KETAMINE, one, beside=other, is_after=True)
        assert there != KETAMINE
        assert move(there, one, beside=Thing("question", "adm_consent_screen")) == KETAMINE

    def test_a_choice_changes_the_order_in_which_it_is_offered(self) -> None:
        after = move(KETAMINE, Thing("choice", "adm_who_fills.guardian"), beside=Thing("choice", "adm_who_fills.self"))
        read: Any = read_files(after, SLUG).questions[QuestionId("adm_who_fills")].kind
        assert [choice.id for choice in read.choices] == ["guardian", "self", "helper"]

    def test_a_choice_in_braces_changes_places(self) -> None:
        beside = Thing("choice", "preg_possible.yes")
        after = move(everything.files(), Thing("choice", "preg_possible.no"), beside=beside)
        assert 'choices: {no: No, yes: "Yes, it is possible", male: I was born male}' in text_of(after)

    def test_a_rule_carries_the_remark_right_above_it(self) -> None:
        after = move(KETAMINE, Thing("rule", "R-ADM-02"), beside=Thing("rule", "R-ADM-01"))
        text = text_of(after)
        assert "leaves it open.\n  - id: R-ADM-02\n" in text
        assert text.index("--- Consent, identity, and age") < text.index("R-ADM-02") < text.index("- id: R-ADM-01")
        assert "\n\n\n" not in text


def with_question(questionnaire: Questionnaire, question: Any) -> Questionnaire:
    """The model with one question changed."""
    steps = {
        step.id: replace(step, questions=tuple(question if q.id == question.id else q for q in step.questions))
        for step in questionnaire.steps.values()
    }
    sections = tuple(
        replace(section, steps=tuple(steps[step.id] for step in section.steps)) for section in questionnaire.sections
    )
    questions = {**questionnaire.questions, question.id: question}
    return replace(questionnaire, steps=steps, sections=sections, questions=questions)


def with_rule(questionnaire: Questionnaire, rule: Rule) -> Questionnaire:
    """The model with one rule changed."""
    return replace(questionnaire, rules={**questionnaire.rules, RuleId(rule.id): rule})

"""Checks as an author writes them: read, written back, told apart, renamed, and put into other words."""

import json
from dataclasses import replace

import pytest

from screener.definition.difference import differences
from screener.definition.editing import set_key
from screener.definition.model import Check, Level, Questionnaire, Translation
from screener.definition.names import QuestionId, RuleId
from screener.definition.reading import check_files
from screener.definition.refactoring import StillReferencedError, delete, rename
from screener.definition.things import Thing
from screener.definition.translating import in_language
from screener.definition.writing import write
from tests.definition.everything import changed, check, files

CHECK = RuleId("R-CHK-01")
ASK = "You wrote {bp.sys} over {bp.dia}. Did you swap them?"


def sample(made: dict[str, bytes] | None = None) -> Questionnaire:
    questionnaire, problems = check(made or files())
    assert questionnaire is not None, problems
    return questionnaire


def with_spanish(made: dict[str, bytes], words: str) -> dict[str, bytes]:
    """The files with what the check asks in Spanish."""
    entry = f"  checks.{CHECK}.ask: {json.dumps({'from': ASK, 'to': words}, ensure_ascii=False)}\n"
    return {**made, "es.yaml": made["es.yaml"] + entry.encode()}


def told(made: dict[str, bytes]) -> list[str]:
    return [f"{change.subject}: {change}" for change in differences(sample(), sample(made))]


class TestACheck:
    def test_is_what_the_patient_is_asked(self) -> None:
        found = sample().checks[CHECK]
        bp = (QuestionId("bp"),)
        assert found == Check(CHECK, ASK, questions=bp, swap=bp, help_waits=True, place=found.place)

    def test_comes_to_a_rule_of_its_name_that_says_nothing_of_silence(self) -> None:
        rule = sample().rules[CHECK]
        assert rule.level is Level.REVIEW
        assert rule.message == "The two numbers may be the wrong way round."
        assert (rule.if_unknown.cases, rule.if_unknown.by_question, rule.if_unknown.otherwise) == ((), {}, None)
        assert list(sample().rules)[-1] == CHECK

    def test_may_be_named_in_a_condition(self) -> None:
        made, _ = changed("required_blank > 0 or R-BP-01", "required_blank > 0 or R-CHK-01")
        assert sample(made).rules[RuleId("R-DATA-01")].formula == "required_blank > 0 or R-CHK-01"

    def test_of_two_with_one_name_only_the_first_stands(self) -> None:
        again = "  - {id: R-CHK-01, level: info, when: bp.sys > 1, questions: [bp], ask: x, message: y}\n"
        text = files()["questionnaire.yaml"] + again.encode()
        _, problems = check({**files(), "questionnaire.yaml": text})
        assert [each.message for each in problems if each.severity == "problem"] == [
            "there is a check R-CHK-01 already; it is in line 254"
        ]


class TestWritingBack:
    def test_keeps_every_key(self) -> None:
        again, problems = check_files(write(sample()), "everything")
        assert again is not None, problems
        assert replace(again.checks[CHECK], place=sample().checks[CHECK].place) == sample().checks[CHECK]
        assert list(again.rules) == list(sample().rules)

    def test_of_another_thing_leaves_checks_as_they_were(self) -> None:
        made = set_key(files(), Thing("rule", "R-BP-01"), "message", "Other words.")
        was, now = (each["questionnaire.yaml"].decode().partition("checks:\n")[2] for each in (files(), made))
        assert was == now != ""


class TestADifference:
    def test_is_told_key_by_key(self) -> None:
        made, _ = changed("Did you swap them?", "Right?")
        assert told(made) == [
            f"check R-CHK-01: `ask` was “{ASK}” and is “You wrote {{bp.sys}} over {{bp.dia}}. Right?”"
        ]

    def test_of_a_whole_check_is_told_by_its_message(self) -> None:
        made = {name: content.partition(b"\nchecks:\n")[0] + b"\n" for name, content in files().items()}
        assert told(made) == ["check R-CHK-01: removed: “The two numbers may be the wrong way round.”"]


class TestRenaming:
    def test_a_question_follows_into_its_checks_and_their_translations(self) -> None:
        made = with_spanish(files(), "Escribió {bp.sys} sobre {bp.dia}. ¿Los cambió?")
        renamed = sample(rename(made, Thing("question", "bp"), "pressure"))
        found = renamed.checks[CHECK]
        assert found.ask == "You wrote {pressure.sys} over {pressure.dia}. Did you swap them?"
        assert found.questions == found.swap == (QuestionId("pressure"),)
        assert "{pressure.sys} sobre" in in_language(renamed, "es").checks[CHECK].ask

    def test_a_check_follows_into_conditions_and_translations(self) -> None:
        made, _ = changed("required_blank > 0 or R-BP-01", "required_blank > 0 or R-CHK-01")
        renamed = rename(with_spanish(made, "¿Los cambió?"), Thing("check", CHECK), "R-CHK-9")
        assert sample(renamed).rules[RuleId("R-DATA-01")].formula == "required_blank > 0 or R-CHK-9"
        assert in_language(sample(renamed), "es").checks[RuleId("R-CHK-9")].ask == "¿Los cambió?"

    def test_a_question_that_a_check_asks_about_cannot_go(self) -> None:
        with pytest.raises(StillReferencedError, match="check R-CHK-01"):
            delete(files(), Thing("question", "bp"))


class TestATranslation:
    def test_asks_in_the_other_language(self) -> None:
        spanish = Translation("es", {"checks.R-CHK-01.ask": "¿Los cambió?"}, {"checks.R-CHK-01.ask": ASK})
        spoken = in_language(replace(sample(), translations={"es": spanish}), "es")
        assert spoken.checks[CHECK].ask == "¿Los cambió?"

    def test_may_not_speak_of_other_answers_than_the_check(self) -> None:
        _, problems = check(with_spanish(files(), "¿{ha_days}?"))
        assert [each.message for each in problems if each.severity == "problem"] == [
            "there is no placeholder '{ha_days}'"
        ]

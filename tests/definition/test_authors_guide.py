"""The guide for authors: its examples are one questionnaire, and no key of the format is left out."""

import re
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from screener.definition import companion_documents, document, question_document
from screener.definition.checking_order import DEEPEST
from screener.definition.condition_types import Names, resolve
from screener.definition.conditions_text import LONGEST, parse
from screener.definition.model import Questionnaire
from screener.definition.names import RuleId, SettingName
from screener.definition.question_document import Document
from screener.definition.reading import check_files
from screener.definition.source_files import ALIASES, MAIN, MEDICINES, VIGNETTES
from screener.definition.strict_yaml import MOST_NESTING
from screener.definition.yaml_text import to_yaml
from screener.engine.vignettes import rehearse
from screener.proof.proving import prove
from tests.definition.test_strict_yaml import value

GUIDE = (Path(__file__).parents[2] / "questionnaires" / "README.md").read_text()
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
TABLES = re.findall(r"```csv\n(.*?)```", GUIDE, re.DOTALL)
CONDITIONS = re.findall(r"^\| `([^|]+)` \|", GUIDE.split("## Conditions\n")[1].split("\n## ")[0], re.MULTILINE)


def assembled() -> dict[str, bytes]:
    """The files that the examples are when they are put together: lists follow what they belong to."""
    main: dict[str, Any] = {}
    files = {MEDICINES: TABLES[0], ALIASES: TABLES[1]}
    for written in EXAMPLES:
        match value(written):
            case {"texts": _, "language": language}:
                files[f"{language}.yaml"] = written
            case dict() as keys:
                main |= keys
            case [{"kind": _}, *_] as questions:
                main["sections"][-1]["steps"][-1]["questions"].extend(questions)
            case [{"level": _}, *_] as rules:
                main["rules"].extend(rules)
            case _:
                files[VIGNETTES] = written
    return {name: text.encode() for name, text in {MAIN: to_yaml(main), **files}.items()}


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    read, problems = check_files(assembled(), "headache-visit")
    assert [str(problem) for problem in problems if "are not translated" not in problem.message] == []
    assert read is not None
    return read


class TestTheExamples:
    def test_are_one_questionnaire_without_problems_or_warnings(self, questionnaire: Questionnaire) -> None:
        assert questionnaire.slug == "headache-visit"

    def test_give_its_patients_the_findings_they_must_get(self, questionnaire: Questionnaire) -> None:
        assert rehearse(questionnaire).is_passed

    def test_accept_what_the_proof_finds_in_its_own_words(self, questionnaire: Questionnaire) -> None:
        proof = prove(questionnaire, as_of=date(2026, 1, 15))
        accepted = {str(each.claim) for each in proof.statements if each.accepted is not None}
        assert {each.statement for each in questionnaire.accepted} == accepted
        assert proof.unused == ()

    def test_show_every_kind_of_question(self) -> None:
        kinds = {
            kind
            for model in models()
            if "kind" in model.model_fields
            for kind in get_args(model.model_fields["kind"].annotation)
        }
        assert {kind for kind in kinds if f"kind: {kind}" not in GUIDE} == set()

    @pytest.mark.parametrize("text", CONDITIONS)
    def test_show_conditions_that_can_be_read(self, text: str, questionnaire: Questionnaire) -> None:
        names = Names(
            questions=questionnaire.questions,
            values={name: "condition" if one.is_condition else "number" for name, one in questionnaire.values.items()},
            settings=frozenset(map(SettingName, questionnaire.settings)),
            rules=frozenset(map(RuleId, questionnaire.rules)),
            classes=questionnaire.dictionary.classes,
            generics=[entry.generic for entry in questionnaire.dictionary.medicines],
        )
        assert resolve(parse(text), names)[1] == ()

    def test_show_every_form_of_condition(self) -> None:
        assert len(CONDITIONS) >= 20
        for word in (
            "is one of",
            "includes any of",
            "any ",
            "count of different",
            "smaller of",
            "is more than",
            "years since",
        ):
            assert any(word in text for text in CONDITIONS), word


class TestTheGuide:
    def test_names_every_key(self) -> None:
        keys = {str(field.alias) for model in models() for field in model.model_fields.values() if field.alias}
        assert {key for key in keys if f"`{key}`" not in GUIDE and f"{key}:" not in GUIDE} == set()

    def test_explains_every_key_of_a_rule_in_its_table(self) -> None:
        table = GUIDE.split("## Rules")[1].split("## When")[0]
        keys = {str(field.alias) for field in document.RuleDocument.model_fields.values()}
        assert {key for key in keys if f"| `{key}`" not in table and f", `{key}` |" not in table} == set()

    def test_leads_only_to_headings_that_it_has(self) -> None:
        headings = {
            line.lower().replace(" ", "-").replace(",", "") for line in re.findall(r"^## (.+)$", GUIDE, re.MULTILINE)
        }
        assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= headings

    def test_says_how_long_and_deep_things_may_be(self) -> None:
        assert f"at most {LONGEST:,} characters" in GUIDE
        assert f"at most {DEEPEST} in a row" in GUIDE
        assert f"at most {MOST_NESTING} levels" in GUIDE


def models() -> list[type[BaseModel]]:
    """Every part of the format that has keys."""
    modules = (document, question_document, companion_documents)
    found = {one for module in modules for one in vars(module).values() if isinstance(one, type)}
    return [one for one in found if issubclass(one, Document)]

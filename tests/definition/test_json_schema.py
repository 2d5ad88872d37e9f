"""The format for editors: made from the code, kept in the repository."""

import json
from pathlib import Path

from screener.definition.json_schema import json_schema

KEPT = Path(__file__).parents[2] / "docs" / "questionnaire.schema.json"


class TestTheSchema:
    def test_is_the_one_that_is_kept(self) -> None:
        """If not: `screener schema > docs/questionnaire.schema.json`."""
        assert json.loads(KEPT.read_text()) == json_schema()

    def test_knows_keys_as_authors_write_them(self) -> None:
        rule = json_schema()["$defs"]["RuleDocument"]  # type: ignore[index]
        assert {"if unknown", "implied out by", "covered by"} <= set(rule["properties"])
        assert rule["additionalProperties"] is False

    def test_lets_editors_type_what_they_type(self) -> None:
        setting = json_schema()["$defs"]["SettingDocument"]["properties"]  # type: ignore[index]
        assert setting["value"]["type"] == ["number", "string"]
        step = json_schema()["$defs"]["StepDocument"]["properties"]  # type: ignore[index]
        assert step["private"]["type"] == ["boolean", "string"]

    def test_lists_every_kind(self) -> None:
        kinds = json_schema()["$defs"]["StepDocument"]["properties"]["questions"]["items"]  # type: ignore[index]
        assert len(kinds["discriminator"]["mapping"]) == 14

"""The format of `questionnaire.yaml` as JSON Schema, for editors.

Kept in `docs/questionnaire.schema.json`; `screener schema` prints it. What a
schema cannot say (names that resolve, conditions, order) `screener check` says.
"""

from screener.definition.document import QuestionnaireDocument


def json_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of `questionnaire.yaml`, made from the documents' types."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **QuestionnaireDocument.model_json_schema()}

"""What the editor of a text is told besides problems: its conditions in words, and the names that there are."""

from collections.abc import Iterator

from screener.definition.conditions import Condition, Operand
from screener.definition.conditions_words import explain
from screener.definition.editing import Opened, open_main
from screener.definition.json_schema import json_schema
from screener.definition.model import Questionnaire, Rows
from screener.definition.names import QuestionId
from screener.definition.source_files import MAIN
from screener.definition.spans import UnreadableYamlError
from screener.definition.things import Thing
from screener.services.permissions import Permission
from screener.web.access import permit
from screener.web.authoring.reading_drafts import lines_of
from screener.web.authoring.rooms import Files, blueprint

Written = tuple[Thing, str, Condition | Operand | None, QuestionId | None]
"""What has a condition, under which key, and the question whose rows it speaks of."""


@blueprint.get("/schema")
@permit(Permission.EDIT_QUESTIONNAIRES)
def schema() -> dict[str, object]:
    """Which keys may stand where: the format as JSON Schema."""
    return json_schema()


def told(files: Files, name: str, questionnaire: Questionnaire | None) -> dict[str, object]:
    """`names` by their sort, and `conditions` with the lines that they take; nothing of what cannot be read."""
    if name != MAIN:
        return {}
    try:
        opened = open_main(files)
    except UnreadableYamlError:
        return {}
    names: dict[str, list[str]] = {}
    for thing in opened.things:
        names.setdefault(thing.sort, []).append(thing.name)
    return {"names": names, "conditions": list(in_words(opened, questionnaire)) if questionnaire else []}


def in_words(opened: Opened, questionnaire: Questionnaire) -> Iterator[dict[str, object]]:
    """Each condition with its first and last line."""
    for thing, key, node, row in conditions_of(questionnaire):
        if node is not None and thing in opened.things:
            first, last = lines_of(opened, (*opened.path(thing), key))
            words = explain(node, questionnaire, language=questionnaire.language, row=row)
            yield {"first": first, "last": last, "words": words}


def conditions_of(questionnaire: Questionnaire) -> Iterator[Written]:
    """Everything that may have a condition."""
    for section in questionnaire.sections:
        yield Thing("section", section.id), "when", section.when, None
    for step in questionnaire.steps.values():
        yield Thing("step", step.id), "when", step.when, None
    for question in questionnaire.questions.values():
        yield Thing("question", question.id), "when", question.when, None
        for column in question.kind.columns if isinstance(question.kind, Rows) else ():
            yield Thing("column", f"{question.id}.{column.id}"), "when", column.when, question.id
    for value in questionnaire.values.values():
        yield Thing("value", value.name), "when" if value.is_condition else "is", value.expression, None
    for rule in questionnaire.rules.values():
        yield Thing("rule", rule.id), "when", rule.when, None

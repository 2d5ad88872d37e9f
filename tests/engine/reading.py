"""What rules read, followed through every name and gate: which of them speak about silence, and which count."""

from collections.abc import Iterator

from screener.definition.condition_reads import Node, asks_about_silence, walk
from screener.definition.conditions import AnswerRef, Arithmetic, Builtin, CountOf, CountRows, Holds, ValueRef
from screener.definition.model import Questionnaire, Rows
from screener.definition.names import QuestionId, RuleId, ValueName


def about_silence(questionnaire: Questionnaire) -> frozenset[RuleId]:
    """The rules that ask whether something is unknown, themselves or through what they read."""
    return frozenset(rule for rule in questionnaire.rules if is_about_silence(questionnaire, rule))


def is_about_silence(questionnaire: Questionnaire, rule: RuleId) -> bool:
    """Whether learning an answer may turn this rule round."""
    return any(
        asks_about_silence(node) or node == Builtin("required_blank")
        for node in all_read(questionnaire, questionnaire.rules[rule].when)
    )


def values_about_silence(questionnaire: Questionnaire) -> frozenset[ValueName]:
    """The same of values."""
    return frozenset(
        name
        for name, value in questionnaire.values.items()
        if any(
            asks_about_silence(node) or node == Builtin("required_blank")
            for node in all_read(questionnaire, value.expression)
        )
    )


def questions_about_silence(questionnaire: Questionnaire) -> frozenset[QuestionId]:
    """The questions that are asked, or not, because of silence."""
    return frozenset(
        name
        for name in questionnaire.questions
        if any(asks_about_silence(node) for node in _gates(questionnaire, name))
    )


def counts(questionnaire: Questionnaire, rule: RuleId) -> bool:
    """Whether a count is behind it, whose evidence is what was counted, not what was not."""
    nodes = all_read(questionnaire, questionnaire.rules[rule].when)
    return any(isinstance(node, CountOf | CountRows | Builtin) for node in nodes)


def divides(questionnaire: Questionnaire, rule: RuleId) -> bool:
    """Whether a division, perhaps by zero, is behind it."""
    nodes = all_read(questionnaire, questionnaire.rules[rule].when)
    return any(isinstance(node, Arithmetic) and node.operator == "/" for node in nodes)


def all_read(questionnaire: Questionnaire, node: Node) -> Iterator[Node]:
    """Every node behind a condition, followed through rules, values and the conditions of what is asked."""
    for each in walk(node):
        yield each
        match each:
            case ValueRef(name=name):
                yield from all_read(questionnaire, questionnaire.values[name].expression)
            case Holds(name=name) if name in questionnaire.rules:
                yield from all_read(questionnaire, questionnaire.rules[RuleId(name)].when)
            case Holds(name=name):
                yield from all_read(questionnaire, questionnaire.values[ValueName(name)].expression)
            case AnswerRef(question=question):
                yield from _gates(questionnaire, question)
            case Builtin():
                for name in questionnaire.questions:
                    yield from _gates(questionnaire, name)


def _gates(questionnaire: Questionnaire, name: QuestionId) -> Iterator[Node]:
    question = questionnaire.questions[name]
    section = next(each for each in questionnaire.sections if each.id == question.section)
    columns = [column.when for column in question.kind.columns] if isinstance(question.kind, Rows) else []
    for when in (section.when, questionnaire.steps[question.step].when, question.when, *columns):
        if when is not None:
            yield from all_read(questionnaire, when)

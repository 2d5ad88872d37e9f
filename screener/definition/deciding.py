"""Which questions decide: whether another one is asked, or what a condition says."""

from screener.definition.condition_reads import Node, reads
from screener.definition.model import Question, Questionnaire
from screener.definition.names import QuestionId


def questions_behind(questionnaire: Questionnaire, question: Question) -> frozenset[QuestionId]:
    """The questions that the question's own condition reads, through values and rules too."""
    return frozenset() if question.when is None else questions_read(questionnaire, question.when)


def questions_read(questionnaire: Questionnaire, node: Node) -> frozenset[QuestionId]:
    """The questions that a condition reads, through values and rules too."""
    found: set[QuestionId] = set()
    waiting = [node]
    while waiting:
        read = reads(waiting.pop())
        found.update(read.questions)
        waiting.extend(questionnaire.values[name].expression for name in read.values)
        waiting.extend(questionnaire.rules[name].when for name in read.rules)
    return frozenset(found)


def with_dependents(questionnaire: Questionnaire, chosen: frozenset[QuestionId]) -> frozenset[QuestionId]:
    """The chosen questions, and those that are asked by the answer to one of them."""
    asked = chosen
    while True:
        more = {each.id for each in questionnaire.questions.values() if asked & questions_behind(questionnaire, each)}
        if more <= asked:
            return asked
        asked |= more

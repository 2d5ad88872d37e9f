"""Which questions decide whether another one is asked."""

from screener.definition.condition_reads import Node, reads
from screener.definition.model import Question, Questionnaire
from screener.definition.names import QuestionId


def questions_behind(questionnaire: Questionnaire, question: Question) -> frozenset[QuestionId]:
    """The questions that the question's own condition reads, through values and rules too."""
    found: set[QuestionId] = set()
    waiting: list[Node] = [question.when] if question.when is not None else []
    while waiting:
        read = reads(waiting.pop())
        found.update(read.questions)
        waiting.extend(questionnaire.values[name].expression for name in read.values)
        waiting.extend(questionnaire.rules[name].when for name in read.rules)
    return frozenset(found)

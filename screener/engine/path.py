"""What is asked of one person: worked out from the answers every time, never stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from screener.definition.model import Question, Questionnaire, Step
from screener.definition.names import QuestionId, StepId
from screener.engine.answers import Answers
from screener.engine.evaluation import program_for
from screener.engine.truth import FALSE, Truth


@dataclass(frozen=True, slots=True)
class Path:
    """The steps and questions on one person's way through, in order.

    A question whose being asked is unknown is asked. A step none of whose
    questions or texts is asked is not on the path.
    """

    asked: Mapping[QuestionId, Truth]
    """Of every question, whether it is asked."""
    steps: tuple[Step, ...]

    def questions_of(self, step: Step) -> tuple[Question, ...]:
        """What the step asks or tells this person."""
        return tuple(question for question in step.questions if self.asked[question.id] is not FALSE)

    def is_on(self, step: StepId) -> bool:
        """Whether the step is on the path."""
        return any(each.id == step for each in self.steps)


def path(
    questionnaire: Questionnaire, answers: Answers, as_of: date, *, pending: frozenset[StepId] = frozenset()
) -> Path:
    """The path by the answers as they are on that day; those of `pending` steps are not known yet."""
    situation = program_for(questionnaire).begin(answers, as_of, pending=pending)
    asked = dict(zip(questionnaire.questions, situation.asked, strict=True))
    steps = questionnaire.steps.values()
    return Path(asked, tuple(step for step in steps if any(asked[each.id] is not FALSE for each in step.questions)))

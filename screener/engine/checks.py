"""Which checks stand: what was answered does not seem to fit together, and what it would be the other way round."""

from datetime import date

from screener.definition.deciding import questions_read
from screener.definition.model import Check, Questionnaire
from screener.definition.names import QuestionId, StepId
from screener.engine.answers import Answer, Answers, Cells
from screener.engine.evaluation import program_for
from screener.engine.truth import TRUE


def standing(
    questionnaire: Questionnaire, answers: Answers, as_of: date, *, pending: frozenset[StepId] = frozenset()
) -> tuple[Check, ...]:
    """The checks whose condition holds, in file order; none of which a question is still to come."""
    if not questionnaire.checks:
        return ()
    program = program_for(questionnaire)
    situation = program.begin(answers, as_of, pending=pending)
    own = (ready for ready in program.rules if ready.rule.id in questionnaire.checks)
    true = {ready.rule.id for ready in own if ready.clause.truth(situation, ()) is TRUE}
    return tuple(
        check
        for name, check in questionnaire.checks.items()
        if name in true and not any(questionnaire.questions[each].step in pending for each in check.questions)
    )


def questions_of(questionnaire: Questionnaire, check: Check) -> frozenset[QuestionId]:
    """The questions that decide it, and those that it asks about."""
    return questions_read(questionnaire, questionnaire.rules[check.id].when).union(check.questions)


def pages_of(questionnaire: Questionnaire, check: Check) -> frozenset[StepId]:
    """Their pages: sending one of them runs it."""
    return frozenset(questionnaire.questions[each].step for each in questions_of(questionnaire, check))


def swapped(check: Check, answers: Answers) -> Answers:
    """The answers with those swapped that may have been: of two questions, or the halves of one."""
    match check.swap:
        case (one, other):
            new = {one: answers.to(other), other: answers.to(one)}
        case (one,):
            new = {one: _halves_swapped(answers.to(one))}
        case _:
            return answers
    return Answers({**answers.by_question, **new})


def _halves_swapped(answer: Answer) -> Answer:
    if not isinstance(answer, Cells) or len(answer.states) != 2:
        return answer
    (one, first), (other, second) = answer.states.items()
    return Cells({one: second, other: first})

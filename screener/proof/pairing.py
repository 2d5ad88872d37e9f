"""One person and two questionnaires: what they say to one, they say to the other, as far as it asks and offers that."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from screener.definition.model import (
    Checklist,
    Choices,
    DayCounts,
    Information,
    OneChoice,
    Pair,
    Question,
    Questionnaire,
    Rows,
    YesNo,
)
from screener.definition.names import ChoiceId, QuestionId, RowId
from screener.engine.answer_problems import AnswerProblem
from screener.engine.answers import BLANK, Answer, Answers, Cells, Picked, Row, Unknown
from screener.engine.coercion import read_answer, write_answer
from screener.proof.shapes import shape
from screener.proof.states import with_unreadable

MOST_WAYS = 64
"""In how many ways somebody may say what one questionnaire has no words for."""


@dataclass(frozen=True)
class Pairing:
    """Carries answers from one questionnaire over to another."""

    source: Questionnaire
    target: Questionnaire

    def ways(self, answers: Answers, elsewhere: Answers) -> tuple[Answers, ...]:
        """What the same person may say to the other questionnaire, in every way that they may.

        There is one way where everything that was said can be said again. Where
        a choice is no longer offered, they may take any of those that are.
        `elsewhere` answers what only the other questionnaire asks. There is no
        way where an answer cannot be carried over at all.
        """
        asked = [each for each in self.target.questions.values() if not isinstance(each.kind, Information)]
        options = [tuple(self._options(question, answers, elsewhere)) for question in asked]
        names = [question.id for question in asked]
        combined = islice(product(*options), MOST_WAYS + 1)
        ways = tuple(Answers(dict(zip(names, each, strict=True))) for each in combined)
        return ways if len(ways) <= MOST_WAYS else ()

    def _options(self, question: Question, answers: Answers, elsewhere: Answers) -> Iterator[Answer]:
        earlier = self.source.questions.get(question.id)
        if earlier is None or isinstance(earlier.kind, Information):
            yield elsewhere.to(question.id)
            return
        said = answers.to(question.id)
        if question.id in self._alike:
            yield said
            return
        carried = _carried(question, said)
        if carried is not None:
            yield carried
        elif isinstance(question.kind, YesNo | OneChoice):
            yield from (choice.id for choice in question.kind.choices)

    @cached_property
    def _alike(self) -> frozenset[QuestionId]:
        """The questions that take the same answers in both."""
        both = self.source.questions.keys() & self.target.questions.keys()
        return frozenset(
            name for name in both if shape(self.source.questions[name]) == shape(self.target.questions[name])
        )

    def untold(self, question: QuestionId) -> tuple[ChoiceId | Unknown, ...]:
        """What can be said to a question of one answer here and not there, although that asks the question as well."""
        mine, other = self.source.questions[question], self.target.questions.get(question)
        if other is None or question in self._alike or not isinstance(mine.kind, YesNo | OneChoice):
            return ()
        choices = (choice.id for choice in mine.kind.choices if _carried(other, choice.id) is None)
        silences = (Unknown(reason) for reason in sorted(mine.also) if _carried(other, Unknown(reason)) is None)
        return (*choices, *silences)


def _carried(question: Question, said: Answer) -> Answer | None:
    """The answer as this question takes it; None where it does not."""
    match said, question.kind:
        case Unknown(reason=reason), _:
            if said == BLANK or reason in with_unreadable(question.kind, question.also):
                return said
            return None if isinstance(question.kind, YesNo | OneChoice) else BLANK
        case Picked(), Choices() as kind:
            return _still_picked(question, kind, said)
        case Cells(states=states), Checklist() | DayCounts() | Pair() as kind:
            read = [_read(question, {row.id: write_answer(states.get(row.id, BLANK))}) for row in kind.rows]
            cells = {row: state for each in read if isinstance(each, Cells) for row, state in each.states.items()}
            return Cells(cells) if cells else BLANK
        case tuple(), Rows() as kind:
            columns = {column.id for column in kind.columns}
            return _read(question, write_answer(tuple(_with(row, columns) for row in said)))
        case _:
            return _read(question, write_answer(said))


def _with(row: Row, columns: set[RowId]) -> Row:
    cells = {column: cell for column, cell in row.cells.items() if column in columns}
    return Row(cells, row.confirmed, row.denied)


def _still_picked(question: Question, kind: Choices, said: Picked) -> Answer:
    """What of a set is still offered; whoever is left with nothing ticks *none of these*, if there is such a choice."""
    offered = {choice.id for choice in kind.choices}
    left = said.choices & offered
    reason = said.unknown if said.unknown in with_unreadable(kind, question.also) else None
    if left:
        return Picked(left, reason, said.typed if reason else None)
    if reason is not None:
        return Unknown(reason, said.typed)
    nothing = next((choice.id for choice in kind.choices if choice.exclusive), None)
    return BLANK if nothing is None else Picked(frozenset((nothing,)))


def _read(question: Question, raw: object) -> Answer | None:
    found = read_answer(question, raw)
    return None if isinstance(found, AnswerProblem) else found

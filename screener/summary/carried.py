"""What a submission took over from an earlier one: which, why, and how old each answer is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from screener.definition.model import Question
from screener.definition.names import QuestionId
from screener.summary.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers that were not asked again, each with the day at the clinic on which it was given."""

    reference: str
    """The submission that they come from."""
    is_before_infusion: bool
    """Whether what had expired was asked again before an infusion; else a clinician chose the questions."""
    since: Mapping[QuestionId, date] = field(default_factory=dict)

    def words(self, asked: int, phrases: Phrases) -> str:
        """One line for a clinician; `asked` counts all questions of the submission that were answered."""
        again, kept = asked - len(self.since), len(self.since)
        why = "Before an infusion" if self.is_before_infusion else "At a clinician's wish"
        first = f"{why}: {again} {'question' if again == 1 else 'questions'} asked again"
        if not kept:
            return f"{first}."
        oldest = phrases.date(min(self.since.values()))
        answers = "1 answer" if kept == 1 else f"{kept} answers"
        return f"{first}; {answers} carried over from {self.reference}, the oldest of {oldest} (days in brackets)."


def last_good_day(question: Question, said_on: date) -> date | None:
    """The last day on which an answer of `said_on` stands before an infusion; None where it stands for good."""
    return None if question.good_for is None else said_on + timedelta(days=question.good_for)


def has_expired(question: Question, said_on: date, *, by: date) -> bool:
    """Whether an answer of `said_on` does not stand any more on the day `by`."""
    last = last_good_day(question, said_on)
    return last is not None and last < by

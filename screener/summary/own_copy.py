"""What a patient sent, for the patient to keep: what the sent page told them, what happens next, and the answers.

In plain words: no finding, no level and no rule stands in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from screener.definition.model import Information, Message, Questionnaire, Step
from screener.engine.answers import Answers
from screener.engine.path import Path
from screener.summary.answer_words import Lines
from screener.summary.answer_words import words as said
from screener.summary.phrases import Phrases


@dataclass(frozen=True, slots=True)
class CopyWords:
    """The page's own words, in the patient's language."""

    title: str
    for_whom: str
    sent: str
    """With the day in words."""
    reference: str
    signed: str
    next: str
    first: str
    """Above what cannot wait."""
    for_you: str
    """Above what a rule says to the patient besides."""


@dataclass(frozen=True, slots=True)
class CopySection:
    """One section's questions and what was said to each."""

    title: str
    answers: tuple[tuple[str, Lines], ...]


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """The copy, ready to be set on paper."""

    language: str
    clinic: str
    phone: str
    title: str
    sections: tuple[CopySection, ...]
    what_next: str
    """The small safe subset of Markdown."""
    urgent: tuple[str, ...]
    """What cannot wait, as the sent page said it."""
    said_besides: tuple[str, ...]
    words: CopyWords
    dated: datetime


def own_copy(
    questionnaire: Questionnaire,
    answers: Answers,
    way: Path,
    *,
    language: str,
    phrases: Phrases,
    words: CopyWords,
    clinic: str,
    phone: str,
    what_next: str,
    messages: tuple[Message, ...],
    dated: datetime,
) -> OwnCopy:
    """The copy of these answers; `questionnaire`, `way` and `messages` speak that language already."""
    gravest = [message for message in messages if message.urgent][:1]
    return OwnCopy(
        language=language,
        clinic=clinic,
        phone=phone,
        title=questionnaire.title,
        sections=tuple(
            section
            for each in questionnaire.sections
            if (section := CopySection(each.title, tuple(_said(each.steps, way, answers, phrases)))).answers
        ),
        what_next=what_next,
        urgent=tuple(message.text for message in gravest),
        said_besides=tuple(message.text for message in messages if message not in gravest),
        words=words,
        dated=dated,
    )


def _said(steps: tuple[Step, ...], way: Path, answers: Answers, phrases: Phrases) -> Iterator[tuple[str, Lines]]:
    for step in steps:
        for question in way.questions_of(step):
            if not isinstance(question.kind, Information):
                yield question.text, said(question, answers.to(question.id), phrases)

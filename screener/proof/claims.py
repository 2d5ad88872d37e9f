"""What is proved: one short sentence for each claim, the same in reports and under `accepted` in a questionnaire."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from screener.definition.model import (
    Agreement,
    Checklist,
    Choices,
    Information,
    OneChoice,
    Question,
    Questionnaire,
    Rows,
    YesNo,
)


class ClaimKind(Enum):
    """The sentence that a claim is."""

    ASKED = "{} can be asked"
    CHOSEN = "{1} of {0} can be chosen"
    REACHED = "step {} can be reached"
    HOLDS = "the condition of {} can hold"
    FAILS = "the condition of {} can fail"
    WORKED_OUT = "{} can be worked out"
    FIRES = "{} can fire"
    RULED_OUT = "{} can be ruled out"
    UNSETTLED = "{} can be left unsettled"
    SPEAKS = "{} can speak on its ladder"
    DIFFER = "{} and {} can differ"
    NET = "{} is never ruled out unasked"
    SILENCE = "silence about {} never clears"
    LEARNING = "learning never contradicts {}"
    APART = "{} and {} never fire together"


POSSIBLE: Final = frozenset(
    (
        ClaimKind.ASKED,
        ClaimKind.CHOSEN,
        ClaimKind.REACHED,
        ClaimKind.HOLDS,
        ClaimKind.FAILS,
        ClaimKind.WORKED_OUT,
        ClaimKind.FIRES,
        ClaimKind.RULED_OUT,
        ClaimKind.UNSETTLED,
        ClaimKind.SPEAKS,
        ClaimKind.DIFFER,
    )
)
"""The claims that one person shows; of the others, one person would be the refutation."""


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """One thing to prove, by what it is about: a question, `question ha_days`, a rule."""

    kind: ClaimKind
    subject: str
    other: str = ""

    def __str__(self) -> str:
        return self.kind.value.format(self.subject, self.other)

    @property
    def is_possibility(self) -> bool:
        """Whether one person who shows it proves it."""
        return self.kind in POSSIBLE


def possibilities(questionnaire: Questionnaire) -> Iterator[Claim]:
    """Everything that must be possible but for what speaks of two rules, in the order of the file."""
    for section in questionnaire.sections:
        if section.when is not None:
            yield from _condition(f"section {section.id}")
        for step in section.steps:
            yield Claim(ClaimKind.REACHED, step.id)
            if step.when is not None:
                yield from _condition(f"step {step.id}")
            for question in step.questions:
                yield from _question(question)
    for value in questionnaire.values.values():
        if value.is_condition:
            yield from _condition(f"value {value.name}")
        else:
            yield Claim(ClaimKind.WORKED_OUT, value.name)


def _condition(owner: str) -> Iterator[Claim]:
    yield Claim(ClaimKind.HOLDS, owner)
    yield Claim(ClaimKind.FAILS, owner)


def _question(question: Question) -> Iterator[Claim]:
    yield Claim(ClaimKind.ASKED, question.id)
    if question.when is not None:
        yield from _condition(f"question {question.id}")
    for choice in choices_of(question.kind):
        yield Claim(ClaimKind.CHOSEN, question.id, choice)
    if isinstance(question.kind, Rows):
        for column in question.kind.columns:
            name = f"{question.id}.{column.id}"
            if column.when is not None:
                yield from _condition(f"column {name}")
            for choice in choices_of(column.kind):
                yield Claim(ClaimKind.CHOSEN, name, choice)


def choices_of(kind: object) -> tuple[str, ...]:
    """The ids of what a question offers."""
    match kind:
        case YesNo() | OneChoice() | Choices() | Checklist():
            return tuple(choice.id for choice in kind.choices)
        case Agreement():
            return ("yes", "no")
        case _:
            return ()


def is_question(question: Question) -> bool:
    """Whether it is answered at all."""
    return not isinstance(question.kind, Information)


def named(claims: Iterable[Claim]) -> Mapping[str, Claim]:
    """The claims by their sentences."""
    return {str(claim): claim for claim in claims}

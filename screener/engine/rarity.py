"""How many people said the same: what few have said may point at one of them.

A count, and no proof: it looks at what was chosen and at medicines, one by one,
and knows nothing of numbers, nor of what the answers say together.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from screener.definition.model import Checklist, Choice, Choices, OneChoice, Question, Questionnaire, Rows, YesNo
from screener.definition.names import QuestionId
from screener.engine.answers import Answer, Answers, Cells, Picked
from screener.engine.medicines import matcher_for

FEW: Final = 5
"""What fewer than this have said is rare."""
ENOUGH: Final = 10 * FEW
"""Among fewer people than this, that says little."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing that somebody chose or takes, in words."""

    question: QuestionId
    words: str


@dataclass(frozen=True, slots=True)
class Rarity:
    """How one person stands among others; the person counts as one of them."""

    of_all: int
    alike: int
    """How many have just the same findings."""
    rare: tuple[tuple[Trait, int], ...]
    """What few have said, with how many, the rarest first."""

    @property
    def has_rare_findings(self) -> bool:
        """Whether few have just these findings."""
        return self.alike < FEW

    @property
    def are_few(self) -> bool:
        """Whether there are so few people that nearly all that one says is rare."""
        return self.of_all < ENOUGH


def traits(questionnaire: Questionnaire, answers: Answers) -> tuple[Trait, ...]:
    """Everything that was chosen and every medicine that is known, each once, in the order of the questions."""
    found = (
        Trait(question.id, words)
        for question in questionnaire.questions.values()
        for words in _said(questionnaire, question, answers.to(question.id))
    )
    return tuple(dict.fromkeys(found))


def rarity(
    questionnaire: Questionnaire,
    person: tuple[Answers, frozenset[str]],
    others: Iterable[tuple[Answers, frozenset[str]]],
) -> Rarity:
    """How the person stands among the others: of each the answers, and the codes of the findings."""
    answers, findings = person
    own = traits(questionnaire, answers)
    counts, of_all, alike = Counter(own), 1, 1
    for their_answers, their_findings in others:
        counts.update(traits(questionnaire, their_answers))
        of_all += 1
        alike += their_findings == findings
    rare = [(trait, counts[trait]) for trait in own if counts[trait] < FEW]
    return Rarity(of_all, alike, tuple(sorted(rare, key=lambda each: each[1])))


def _said(questionnaire: Questionnaire, question: Question, answer: Answer) -> Iterator[str]:
    match question.kind, answer:
        case YesNo() | OneChoice() as kind, str():
            yield from _words(kind.choices, {answer})
        case Choices() as kind, Picked():
            yield from _words(kind.choices, answer.choices)
        case Checklist() as kind, Cells():
            for row in kind.rows:
                chosen = _words(kind.choices, {answer.states.get(row.id)})
                yield from (f"{row.text}: {words}" for words in chosen)
        case Rows() as kind, tuple() if kind.medicine is not None:
            matcher = matcher_for(questionnaire.dictionary)
            for line in answer:
                typed = line.cells.get(kind.medicine)
                matches = matcher.match(typed).each if isinstance(typed, str) and not line.denied else ()
                yield from (match.generic for match in matches if match.generic)


def _words(choices: tuple[Choice, ...], chosen: Iterable[object]) -> Iterator[str]:
    picked = set(chosen)
    return (choice.text for choice in choices if choice.id in picked)

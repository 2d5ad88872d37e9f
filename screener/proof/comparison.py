"""What a comparison of two questionnaires says: of each rule, and the disposition, if anybody is judged otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from screener.definition.model import Level, Questionnaire
from screener.definition.names import QuestionId, RuleId
from screener.engine.answers import Answer, Answers
from screener.engine.coercion import write_answer

Told = tuple[Answer | None, Answer | None, Answer | None]
"""What somebody says to the old questionnaire, to the new one, and what is usually said; None where it is not asked."""

Weight = Level | None
"""How grave a judgment is: the level of a finding, fired or unsettled; None where there is none."""


class Direction(Enum):
    """Which way a judgment differs."""

    LOOSER = "looser"
    STRICTER = "stricter"

    def is_shown(self, old: Weight, new: Weight) -> bool:
        """Whether somebody who is judged so shows it."""
        before, after = old or 0, new or 0
        return after < before if self is Direction.LOOSER else after > before


class Standing(Enum):
    """How judgments compare, the one to look at first first."""

    LOOSER = "looser"
    """Somebody is judged more mildly than before. Somebody else may be judged more gravely."""
    UNDECIDED = "not decided"
    """Nobody was found who is judged more mildly, and it is not certain that there is nobody."""
    STRICTER = "stricter"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody who is judged otherwise: the engine was asked, with both questionnaires."""

    as_of: date
    before: Answers
    """What they say to the old questionnaire."""
    after: Answers
    """What they say to the new one: the same, as far as both ask it."""
    said: Mapping[QuestionId, Told]
    """In what they differ from somebody ordinary."""
    old: Weight
    new: Weight
    is_plausible: bool = True
    """Whether no number of theirs is out of its plausible range, and no day to come that should be past."""

    @property
    def words(self) -> str:
        """How people are told of them, behind *for*."""
        if self.is_plausible:
            return "somebody ordinary" + (" with" if self.said else "")
        return "nobody likely: numbers or days are not plausible. It takes somebody with"

    def to_json(self) -> dict[str, object]:
        """For programs; answers in the shapes of an answers file."""
        return {
            "as_of": self.as_of.isoformat(),
            "old": word_of(self.old),
            "new": word_of(self.new),
            "plausible": self.is_plausible,
            "said": {
                name: dict(zip(("old", "new", "usual"), map(_written, told), strict=True))
                for name, told in self.said.items()
            },
            "answers_old": {name: write_answer(answer) for name, answer in self.before.by_question.items()},
            "answers_new": {name: write_answer(answer) for name, answer in self.after.by_question.items()},
        }


@dataclass(frozen=True, slots=True)
class Search:
    """Who was found to be judged otherwise in one direction; or that there is nobody; or neither within the limit."""

    patient: Patient | None = None
    nobody: bool = False


NOBODY = Search(nobody=True)
UNDECIDED = Search()


@dataclass(frozen=True, slots=True)
class Judgment:
    """One rule, the rules of a ladder as one, or (without rules) the disposition."""

    rules: tuple[RuleId, ...]
    looser: Search
    stricter: Search

    @property
    def standing(self) -> Standing:
        """In short: that somebody is judged more mildly, or may be, comes before all else."""
        if self.looser.patient is not None:
            return Standing.LOOSER
        if not self.looser.nobody:
            return Standing.UNDECIDED
        if self.stricter.patient is not None:
            return Standing.STRICTER
        return Standing.SAME if self.stricter.nobody else Standing.UNDECIDED

    def searched(self, direction: Direction) -> Search:
        """What was found in one direction."""
        return self.looser if direction is Direction.LOOSER else self.stricter

    @property
    def subject(self) -> str:
        """As people call it: `rule R-BP-05`, `ladder R-BP-01, R-BP-02`, `disposition`."""
        if not self.rules:
            return "disposition"
        return f"{'ladder' if len(self.rules) > 1 else 'rule'} {', '.join(self.rules)}"

    def to_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "subject": self.subject,
            "rules": list(self.rules),
            "standing": self.standing.value,
            "looser": _searched(self.looser),
            "stricter": _searched(self.stricter),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """The disposition first, then every rule or ladder in the order of the new file, then those that are gone."""

    old: Questionnaire
    new: Questionnaire
    judgments: tuple[Judgment, ...]

    def standing(self, standing: Standing) -> tuple[Judgment, ...]:
        """The judgments that compare so."""
        return tuple(each for each in self.judgments if each.standing is standing)

    @property
    def is_decided(self) -> bool:
        """Whether there is certainty about every judgment, in both directions."""
        searches = [search for each in self.judgments for search in (each.looser, each.stricter)]
        return all(search.nobody or search.patient is not None for search in searches)

    def to_json(self) -> dict[str, object]:
        """For programs; in the order of `Standing`."""
        return {"judgments": [each.to_json() for standing in Standing for each in self.standing(standing)]}


def word_of(weight: Weight) -> str:
    """A level in a word, and `nothing` where there is no finding."""
    return weight.word if weight else "nothing"


def _written(answer: Answer | None) -> object:
    return None if answer is None else write_answer(answer)


def _searched(search: Search) -> object:
    if search.patient is not None:
        return search.patient.to_json()
    return "nobody" if search.nobody else "not decided"

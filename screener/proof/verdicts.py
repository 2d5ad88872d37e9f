"""What a proof says: of each claim whether it is proved, and by whom it is shown or what stands against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from screener.definition.model import Questionnaire
from screener.engine.answers import Answers
from screener.engine.coercion import write_answers
from screener.proof.claims import Claim


class Standing(Enum):
    """How a claim stands."""

    PROVED = "proved"
    BROKEN = "broken"
    """It does not hold: nobody can show it, or somebody refutes it."""
    UNDECIDED = "not decided"
    """Neither was found within the limit."""


@dataclass(frozen=True, slots=True)
class Definition:
    """Something that a clash names: a condition, a value, a rule, or a plausible range, by its owner."""

    what: str
    """`condition`, `value`, `rule` or `range`."""
    owner: str
    """`question ha_days`, `section pregnancy`, `rule R-BP-01`."""


@dataclass(frozen=True, slots=True)
class Witness:
    """One person who shows a claim, or refutes it: the engine was asked."""

    as_of: date
    answers: Answers
    like: str | None = None
    """The vignette whose answers these are."""
    later: Answers | None = None
    """Of a claim about silence: what the same person says once they say it all."""

    def to_json(self) -> dict[str, object]:
        """The answers in the shapes of an answers file."""
        written: dict[str, object] = {"as_of": self.as_of.isoformat(), "answers": write_answers(self.answers)}
        if self.like is not None:
            written["like"] = self.like
        if self.later is not None:
            written["later"] = write_answers(self.later)
        return written


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim and how it stands."""

    claim: Claim
    standing: Standing
    witness: Witness | None = None
    clash: tuple[Definition, ...] = ()
    """What cannot all be so, where nobody can show the claim; nothing of it can be dropped."""
    accepted: str | None = None
    """Why the author accepts it as it is."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do: proved, or accepted with a reason."""
        return self.standing is Standing.PROVED or self.accepted is not None


@dataclass(frozen=True)
class Proof:
    """Everything that was claimed of a questionnaire, in the order of its file."""

    questionnaire: Questionnaire
    as_of: date
    statements: tuple[Statement, ...]
    about_silence: tuple[str, ...]
    """The rules that ask about silence, themselves or through a question's condition: learning may change them."""
    unused: tuple[str, ...]
    """Accepted statements that are no claim of this questionnaire, or that are proved by now."""

    @property
    def broken(self) -> tuple[Statement, ...]:
        """What does not hold and was not accepted."""
        return tuple(each for each in self.statements if each.standing is Standing.BROKEN and not each.is_settled)

    @property
    def undecided(self) -> tuple[Statement, ...]:
        """What was not decided within the limit."""
        return tuple(each for each in self.statements if each.standing is Standing.UNDECIDED and not each.is_settled)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many statements stand how."""
        return {
            "proved": sum(each.standing is Standing.PROVED for each in self.statements),
            "accepted": sum(
                each.standing is not Standing.PROVED and each.accepted is not None for each in self.statements
            ),
            "broken": len(self.broken),
            "not decided": len(self.undecided),
        }

    @property
    def is_complete(self) -> bool:
        """Whether every statement is proved or accepted."""
        return not (self.broken or self.undecided or self.unused)

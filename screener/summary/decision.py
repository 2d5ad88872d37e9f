"""What a clinician decided about a submission, or that nobody has yet. The software only proposes."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from screener.definition.names import RuleId


class Outcome(enum.StrEnum):
    """What a clinician may decide."""

    PROCEED = "proceed"
    PROCEED_WITH_CONDITIONS = "proceed_with_conditions"
    MORE_INFORMATION = "more_information"
    NOT_NOW = "not_now"


OUTCOME_WORDS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.PROCEED: "Proceed",
        Outcome.PROCEED_WITH_CONDITIONS: "Proceed with conditions",
        Outcome.MORE_INFORMATION: "More information needed",
        Outcome.NOT_NOW: "Not now",
    }
)
PROCEEDING = frozenset({Outcome.PROCEED, Outcome.PROCEED_WITH_CONDITIONS})
"""Outcomes that go past a grave finding, and so need a reason for each."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """Waiting for a clinician."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A signed decision. `reasons` gives a reason for each finding that it overrides."""

    outcome: Outcome
    by: str
    at: datetime
    """Aware; shown in the clinic's time zone."""
    note: str = ""
    reasons: tuple[tuple[RuleId, str], ...] = ()
    earlier: tuple["Decided", ...] = ()
    """What it amended, oldest first; each of them stays as it was signed."""


State = Undecided | Decided

"""What a clinician decided about a submission, or that nobody has yet. The software only proposes."""

import enum
from dataclasses import dataclass
from datetime import datetime

from screener.definition.names import RuleId


class Outcome(enum.StrEnum):
    """What a clinician may decide."""

    PROCEED = "proceed"
    PROCEED_WITH_CONDITIONS = "proceed_with_conditions"
    MORE_INFORMATION = "more_information"
    NOT_NOW = "not_now"


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


State = Undecided | Decided

"""What an assessment is made of: findings with their reasons, and the disposition that follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from screener.definition.model import Disposition, Level
from screener.definition.names import GenericName, MedicineClass, MessageCode, QuestionId, RowId, RuleId, ValueName
from screener.engine.answers import Answer, Known, Unknown


@dataclass(frozen=True, slots=True)
class Reference:
    """Which answer: a question, perhaps one row of its grid, or one numbered row of a list (from 0)."""

    question: QuestionId
    part: RowId | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One answer behind a finding, as it was judged."""

    reference: Reference
    answer: Known | Unknown | Answer


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired (`settled`), or that could not be ruled out."""

    rule: RuleId
    level: Level
    settled: bool
    because: tuple[Evidence, ...]
    """The answers that decided it, those that made it hold first; empty where unsettled."""
    needs: tuple[Reference, ...]
    """The answers that would settle it; empty where settled."""

    @property
    def code(self) -> str:
        """As vignettes write it: `R-BP-03`, or `R-CV-01:unknown`."""
        return self.rule if self.settled else f"{self.rule}:unknown"


@dataclass(frozen=True, slots=True)
class Open:
    """A rule that was not ruled out and makes no finding of its own: another one speaks for it.

    Either its silence is covered (`if unknown: none`), or a graver rule of its ladder supersedes it.
    """

    rule: RuleId
    needs: tuple[Reference, ...]
    covered_by: tuple[RuleId, ...]


@dataclass(frozen=True, slots=True)
class MatchedMedicine:
    """One listed medicine and what the dictionary makes of it.

    `match` is `exact`, `close` (by spelling, to be confirmed) or `none`, which has no generic and no classes.
    """

    question: QuestionId
    row: int
    typed: str
    match: str
    generic: GenericName | None
    classes: frozenset[MedicineClass]
    note: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """All findings and the disposition: what one revision makes of one set of answers on one date.

    `findings` are gravest first, then in file order. Each rule stands once in
    `findings`, `ruled_out` or `not_ruled_out`.
    """

    disposition: Disposition
    findings: tuple[Finding, ...]
    ruled_out: tuple[RuleId, ...]
    not_ruled_out: tuple[Open, ...]
    values: Mapping[ValueName, "int | Fraction | bool | Unknown | None"]
    """None where not asked."""
    medicines: tuple[MatchedMedicine, ...]
    messages: tuple[MessageCode, ...]
    """What the patient reads, each once, in order."""
    missing_required: tuple[QuestionId, ...]
    out_of_range: tuple[Reference, ...]
    asked: tuple[QuestionId, ...]
    """Every question on the path, in order."""
    as_of: date
    slug: str
    number: int | None
    """The revision's number; None for a folder."""
    sha256: str

"""A summary, whole: everything that stands on the page, in words and in order.

Templates only place what is here. Nothing is looked up, counted or sorted
after this.
"""

from dataclasses import dataclass
from datetime import date, datetime

from screener.definition.model import Disposition, Level
from screener.definition.names import QuestionId, RuleId, SourceKey
from screener.summary.checking import Check
from screener.summary.decision import Outcome
from screener.summary.gauges import Chart, OverTime


@dataclass(frozen=True, slots=True)
class Person:
    """Whose answers these are. `sent_at` is aware; None for answers that were never sent."""

    name: str
    date_of_birth: date | None
    reference: str
    sent_at: datetime | None = None
    contact: str = ""
    """How to reach them, as the clinic wrote it on the invitation."""


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One way to reach them: `Telephone`, `(555) 010-0123`."""

    label: str
    words: str
    dial: str = ""
    """As a `tel:` link takes it; empty where there is no number in it."""
    known: bool = True
    from_clinic: bool = False
    """Whether the clinic wrote it on the invitation, and the patient has not said it."""
    doubt: str = ""
    """Why nobody is reached by it: `cannot be a telephone number`. Then there is nothing to dial."""


@dataclass(frozen=True, slots=True)
class PersonInWords:
    """The strip at the head of each page."""

    name: str
    born: str | None
    age: str | None
    reference: str
    sent: str | None
    assessed: str
    """The date that ages and time spans were counted to."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings there are of one level, settled and not."""

    level: Level
    count: int


@dataclass(frozen=True, slots=True)
class DispositionInWords:
    """What the rules propose: never a decision, and never "safe"."""

    disposition: Disposition
    name: str
    headline: str
    detail: str
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: what was asked, and what the person said, a line each."""

    question: str
    answer: tuple[str, ...]
    known: bool = True
    """False for what was left blank, not sure, declined or left for the visit."""
    more: int = 0
    """How many more lines it has among all answers."""
    since: str | None = None
    """The day on which it was said, where it was not asked again for this submission."""


@dataclass(frozen=True, slots=True)
class SourceInWords:
    """Where a fact comes from: its key and its title."""

    key: SourceKey
    title: str
    read: str | None = None
    """How far it was read."""


@dataclass(frozen=True, slots=True)
class FindingInWords:
    """A rule that fired, or that could not be ruled out."""

    rule: RuleId
    level: Level
    settled: bool
    own_level: Level
    """The rule's level if it turns out to hold; the same as `level` where settled."""
    message: str
    said: tuple[Said, ...]
    more_said: int
    """How many answers behind it stand only among all answers."""
    why: str
    sources: tuple[SourceInWords, ...]
    confidence: str
    checked: str | None
    reason: str | None = None
    """Why a clinician overrode it, once decided."""

    @property
    def grave(self) -> bool:
        """Whether page 1 must show it."""
        return self.level >= Level.EXCLUDE


@dataclass(frozen=True, slots=True)
class RuleInShort:
    """A rule by name, and how grave it is if it holds."""

    rule: RuleId
    level: Level


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to ask in the consult, and what hangs on it.

    `open` are findings that it would settle; `unrun` are rules that make no
    finding of their own, because another one speaks for this silence.
    """

    question: QuestionId
    text: str
    said: tuple[str, ...]
    medicine: bool
    """Whether it is about a medicine that nobody recognized; its name stands in `text`."""
    open: tuple[RuleInShort, ...]
    unrun: tuple[RuleInShort, ...]
    unrun_tally: tuple[Tally, ...]
    spoken_for_by: tuple[RuleId, ...]


@dataclass(frozen=True, slots=True)
class Superseded:
    """Rules that stand behind a graver step of the same ladder."""

    rules: tuple[RuleInShort, ...]
    by: RuleId


@dataclass(frozen=True, slots=True)
class MedicineInWords:
    """One listed medicine: as typed, and what the dictionary makes of it."""

    typed: str
    details: str
    match: str
    """`exact`, `close` or `none`."""
    match_words: str
    generic: str | None
    classes: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Answers that do not agree with each other, are out of range or are missing."""

    text: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class SectionInWords:
    """One section's answers in the order asked, and how many of its questions did not apply."""

    title: str
    answers: tuple[Said, ...]
    not_asked: int


@dataclass(frozen=True, slots=True)
class ValueInWords:
    """Something worked out from answers: `Body mass index`, `25.2 kg/m²`."""

    text: str
    words: str


@dataclass(frozen=True, slots=True)
class DecisionInWords:
    """What a clinician decided, by whom and when; `earlier` is what it amended, oldest first."""

    outcome: Outcome
    headline: str
    by: str
    at: str
    note: str
    reasons: tuple[tuple[RuleId, str], ...] = ()
    earlier: tuple["DecisionInWords", ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What this summary was made from, so that it can be made again."""

    revision: str
    sha256: str
    program: str
    audit_head: str | None
    spoken: str | None = None
    """`Read and signed in Spanish`, if that is known."""
    check: Check | None = None
    """How to check that this is the current one; None for what was never sent."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that travels inside the document, for machines."""

    name: str
    description: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Summary:
    """A submission in words."""

    title: str
    language: str
    person: PersonInWords
    notice: tuple[str, ...]
    carried: str | None
    """What was asked again, and from when the rest is; None where everything was asked."""
    disposition: DispositionInWords
    findings: tuple[FindingInWords, ...]
    """Gravest first, then in the order of the questionnaire's file."""
    agenda: tuple[Ask, ...]
    """What to ask, what hangs on the gravest first."""
    superseded: tuple[Superseded, ...]
    medicines: tuple[MedicineInWords, ...]
    doubts: tuple[Doubt, ...]
    values: tuple[ValueInWords, ...]
    charts: tuple[Chart, ...]
    sections: tuple[SectionInWords, ...]
    decision: DecisionInWords | None
    sources: tuple[SourceInWords, ...]
    provenance: Provenance
    dated: datetime
    """When it was sent or decided: the document's only date, never the clock's."""
    attachments: tuple[AttachedFile, ...]
    contact: tuple[ContactLine, ...] = ()
    """How the person is reached, the telephone first."""
    over_time: OverTime | None = None
    """Beside what the same patient sent before; None where nothing was."""

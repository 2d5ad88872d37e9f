"""The questionnaire as the rest of the house sees it: frozen, checked, complete.

`definition.reading` makes one from a folder and is the only way to get one, so
whoever holds a `Questionnaire` knows that every name in it resolves, every
condition is well typed and no condition reads a question asked later.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from screener.definition.conditions import Condition, Operand
from screener.definition.dictionary import Dictionary
from screener.definition.identity import Consent, Contact, Identity
from screener.definition.names import (
    ChoiceId,
    MessageCode,
    QuestionId,
    RowId,
    RuleId,
    SectionId,
    SettingName,
    SourceKey,
    StepId,
    ValueName,
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file: 1-based line and column."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Level(enum.IntEnum):
    """How grave a finding is, mildest first."""

    INFO = 1
    CAUTION = 2
    REVIEW = 3
    EXCLUDE = 4
    URGENT = 5

    @property
    def word(self) -> str:
        """The level as it is written in files: `review`."""
        return self.name.lower()


class Disposition(enum.StrEnum):
    """What the rules propose. `CLEAR` reads "no barrier found by this screening", never "safe"."""

    CLEAR = "clear"
    CAUTION = "caution"
    REVIEW = "review"
    EXCLUDE = "exclude"
    URGENT = "urgent"


class Reason(enum.StrEnum):
    """Why an answer that was asked for is unknown, as written in answers: null is a blank, `{typed: …}` unreadable."""

    BLANK = "blank"
    NOT_SURE = "not_sure"
    DECLINED = "prefer_not"
    TO_DISCUSS = "to_discuss"
    UNREADABLE = "unreadable"
    UNRECOGNIZED = "unrecognized"
    """A medicine that the dictionary does not know, or whose proposed match the patient denied."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A threshold that a clinic may change, in one place."""

    name: SettingName
    value: int | Fraction
    unit: str | None
    sensible: tuple[Decimal, Decimal] | None
    why: str | None
    sources: tuple[SourceKey, ...]
    confidence: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from, and how far it was read."""

    key: SourceKey
    title: str
    addresses: tuple[str, ...]
    read: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Message:
    """What a patient reads because of a rule. Lower `order` stands first; `urgent` is shown at once, as help."""

    code: MessageCode
    text: str
    order: int
    urgent: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers offered; an exclusive one ("None of these") clears the others."""

    id: ChoiceId
    text: str
    exclusive: bool = False


# Kinds: a closed union. What every kind shares is in `Question`.


@dataclass(frozen=True, slots=True)
class YesNo:
    """Answered `yes` or `no`; the choices carry the words."""

    choices: tuple[Choice, Choice]


@dataclass(frozen=True, slots=True)
class OneChoice:
    """Answered with one choice (YAML `choice`)."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Answered with a set of choices (YAML `choices`)."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a checklist or of day counts, or one half of a pair."""

    id: RowId
    text: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """A grid: each row is answered with one choice. `fill` names the choice that one button gives to all rows."""

    rows: tuple[GridRow, ...]
    choices: tuple[Choice, ...]
    fill: ChoiceId | None


@dataclass(frozen=True, slots=True)
class Range:
    """What is plausible, both ends included. A number outside is accepted, kept, compared and flagged."""

    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A count, with its unit and plausible range."""

    unit: str | None
    plausible: Range


@dataclass(frozen=True, slots=True)
class DecimalNumber:
    """A measure in `unit`. With `entry`, it may be typed in imperial units and what was typed is kept."""

    unit: str | None
    plausible: Range
    entry: Literal["height", "weight"] | None
    """`height` is kept in cm (typed as cm, or feet and inches), `weight` in kg (typed as kg or pounds)."""


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar date; `past` says that one after the assessment is out of its plausible range."""

    past: bool


class Looks(enum.StrEnum):
    """What a line of text should look like. What does not is pointed out once, kept, and shown as such."""

    TELEPHONE = "telephone"
    EMAIL = "email"
    ZIP = "zip"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Text:
    """One line (YAML `text`) or several (YAML `long-text`)."""

    long: bool
    autocomplete: str | None
    looks_like: Looks | None = None


@dataclass(frozen=True, slots=True)
class DayCounts:
    """A grid of whole numbers of days, one per class (YAML `day-counts`)."""

    rows: tuple[GridRow, ...]
    plausible: Range
    fill: bool
    """Whether one button offers 0 for all rows."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two whole numbers read together (YAML `blood-pressure`): rows `sys` and `dia`, in mmHg."""

    rows: tuple[GridRow, GridRow]
    plausible: tuple[Range, Range]


@dataclass(frozen=True, slots=True)
class Medicine:
    """A column of repeated rows only: a medicine's name, matched with the dictionary (MEANING section 6)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One thing asked in each row; its condition speaks of the same row as `row.<column>`."""

    id: RowId
    text: str
    kind: "Medicine | Text | YesNo | OneChoice | WholeNumber | DecimalNumber | Date"
    also: frozenset[Reason]
    required: bool
    when: Condition | None
    place: Place


@dataclass(frozen=True, slots=True)
class Rows:
    """Repeated rows (medicines, allergies). No rows is an answer: `none_text` is its words ("I take none")."""

    columns: tuple[Column, ...]
    none_text: str
    add_text: str

    @property
    def medicine(self) -> RowId | None:
        """The medicine column, if there is one."""
        return next((column.id for column in self.columns if isinstance(column.kind, Medicine)), None)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A statement agreed to with a typed name; its answer is `yes` or `no`, and the signature beside it."""

    statement: str


@dataclass(frozen=True, slots=True)
class Information:
    """Text without a question."""


Kind = (
    YesNo
    | OneChoice
    | Choices
    | Checklist
    | WholeNumber
    | DecimalNumber
    | Date
    | Text
    | DayCounts
    | Pair
    | Rows
    | Agreement
    | Information
)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. `also` are the unknown answers offered; a yes-no has *not sure* among them, or says why not."""

    id: QuestionId
    kind: Kind
    text: str
    help: str | None
    why: str | None
    required: bool
    also: frozenset[Reason]
    without_not_sure: str | None
    """Why a yes-no offers no *not sure*."""
    when: Condition | None
    step: StepId
    section: SectionId
    place: Place
    reading_level: str | None = None
    """Why its words must stand although they are hard to read."""
    good_for: int | None = None
    """For how many days an answer stands before an infusion asks for it again; None: for good."""


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a section."""

    id: StepId
    title: str
    text: str | None
    when: Condition | None
    questions: tuple[Question, ...]
    section: SectionId
    private: bool
    """Whether the page offers a quick way out."""
    place: Place
    photo: str | None = None
    """What a photo may be added of, in words; None where the page takes none."""
    reading_level: str | None = None
    """As a question's, for the page's own text."""


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter: History, Medicines."""

    id: SectionId
    title: str
    when: Condition | None
    steps: tuple[Step, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Value:
    """Something derived from answers: a number, or a condition with a name."""

    name: ValueName
    expression: Condition | Operand
    is_condition: bool
    text: str
    """What it is, in words: "Body mass index"."""
    unit: str | None
    decimals: int | None
    """How many decimals people are shown; comparisons use the exact number."""
    formula: str
    """The expression as its author wrote it."""
    place: Place


@dataclass(frozen=True, slots=True)
class IfUnknown:
    """The level of an unsettled finding, by which answer is silent.

    The first of `cases` whose condition is true decides. Else each silent
    question has its level in `by_question`, or `otherwise`, and the gravest of
    them holds; None means that another rule already covers the silence.
    """

    cases: tuple[tuple[Condition, Level | None], ...]
    by_question: Mapping[QuestionId, Level | None]
    otherwise: Level | None


@dataclass(frozen=True, slots=True)
class Rule:
    """When a condition holds, propose a level, because."""

    id: RuleId
    level: Level
    when: Condition
    formula: str
    """The condition as its author wrote it."""
    message: str
    patient: MessageCode | None
    why: str
    sources: tuple[SourceKey, ...]
    confidence: str
    checked: date | None
    """When the sources were last checked."""
    if_unknown: IfUnknown
    implied_out_by: Condition | None
    covered_by: tuple[RuleId, ...]
    """Rules that speak when a deciding question was not asked (proof, safety net)."""
    group: str
    note: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Check:
    """What the patient is asked, once, where answers do not seem to fit together.

    What a clinician reads if they stand, and how grave it is, says the rule of
    the same id, which is judged like any other.
    """

    id: RuleId
    ask: str
    """`{bp_sys}` stands for the answer to a question, `{bp.sys}` for one part of it, `{age}` for a value."""
    questions: tuple[QuestionId, ...]
    """What the patient may change: their answers stand beside it."""
    swap: tuple[QuestionId, ...]
    """Whose answers one tap swaps: two questions, or the two halves of one; empty where none does."""
    help_waits: bool
    """Whether urgent help that would not be needed if they were swapped waits until the patient has said so."""
    place: Place


@dataclass(frozen=True, slots=True)
class Accepted:
    """A statement of the proof that does not hold, and why its author accepts that."""

    statement: str
    """As the proof writes it: `R-DATA-01 can be left unsettled`."""
    why: str


@dataclass(frozen=True, slots=True)
class Vignette:
    """An example patient with the complete set of findings they must get.

    `findings` are written as in files: `R-BP-03`, or `R-CV-01:unknown` where unsettled.
    `answers` are raw, in the shapes of an answers file.
    """

    id: str
    title: str
    narrative: str
    as_of: date
    answers: Mapping[str, object]
    findings: frozenset[str] | None
    """None for a probe, which only says what it `fires` and what it `rules_out`."""
    disposition: Disposition | None
    fires: frozenset[str]
    rules_out: frozenset[str]
    place: Place


@dataclass(frozen=True, slots=True)
class Translation:
    """Patient-facing texts in another language, keyed by path: `questions.dem_dob.text`.

    `source` is the text that was translated, so that a stale one shows.
    """

    language: str
    texts: Mapping[str, str]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The content, whole: what may be asked, and what follows from the answers."""

    slug: str
    title: str
    language: str
    time_zone: str
    notice: tuple[str, ...]
    """What stands at the head of every summary: draft for sign-off, off-label use, weak evidence."""
    about: str
    """What a patient should know first; the small safe subset of Markdown."""
    agreement: str
    """What the patient agrees to by typing their name before sending."""
    after_sending: str
    settings: Mapping[SettingName, Setting]
    sources: Mapping[SourceKey, Source]
    messages: Mapping[MessageCode, Message]
    sections: tuple[Section, ...]
    values: Mapping[ValueName, Value]
    rules: Mapping[RuleId, Rule]
    """In file order; behind them what each check comes to, as a rule of the check's id."""
    ladders: tuple[tuple[RuleId, ...], ...]
    """Degrees of one thing, gravest first."""
    dictionary: Dictionary
    vignettes: tuple[Vignette, ...]
    translations: Mapping[str, Translation]
    questions: Mapping[QuestionId, Question]
    """Every question, in the order asked."""
    steps: Mapping[StepId, Step]
    sha256: str
    """Hex digest over the folder's files, names and bytes."""
    exclusive: tuple[tuple[RuleId, ...], ...] = ()
    """Rules of which no two may ever fire together, as their messages would contradict each other (proof)."""
    accepted: tuple[Accepted, ...] = ()
    """What the proof finds and the author accepts."""
    identity: Identity | None = None
    consent: Consent | None = None
    """Without whose yes nothing else may be asked."""
    contact: Contact | None = None
    emergency_notice: Consent | None = None
    """Whether the person has understood that nobody watches the form."""
    checks: Mapping[RuleId, Check] = field(default_factory=dict)
    """In file order."""
    before_infusion: str | None = None
    """What a patient reads first who answers again before an infusion; the small safe subset of Markdown."""

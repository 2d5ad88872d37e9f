"""The shape of `questionnaire.yaml`: every key, what it holds, and which may be left out.

The documents are what authors write, before names are resolved; `building`
makes the `Questionnaire` of them. Keys are written with spaces where the
attributes have underscores (`if unknown`).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from screener.definition.scalars import (
    Address,
    Autocomplete,
    ChoiceName,
    Code,
    Day,
    Exact,
    Flag,
    Formula,
    Language,
    Limits,
    Name,
    Prose,
    RuleName,
    Slug,
    Whole,
    Words,
)

LevelWord = Literal["info", "caution", "review", "exclude", "urgent"]
SilenceWord = Literal["info", "caution", "review", "exclude", "urgent", "none"]
Confidence = Literal["A*", "A", "B", "C"]
Silence = Literal["not_sure", "prefer_not", "to_discuss"]


# How alternatives that have no `kind` are told apart; what is wrong in one is found by its tag.
A_NUMBER, A_CONDITION, A_WORD, A_MAPPING, A_LIST = TAGS = (
    "a number",
    "a condition",
    "a word",
    "a mapping",
    "a list",
)


class Document(BaseModel):
    """What all parts share: no unknown keys, and no changes once read."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.strip("_").replace("_", " "),
        use_enum_values=True,
    )


class SettingDocument(Document):
    """A threshold that a clinic may change."""

    value: Exact
    unit: Words | None = None
    sensible: Limits | None = None
    why: Words | None = None
    sources: tuple[Code, ...] = ()
    confidence: Confidence | None = None


class SourceDocument(Document):
    """Where a fact comes from."""

    title: Words
    addresses: tuple[Address, ...]
    read: Words | None = None


class MessageDocument(Document):
    """What a patient reads because of a rule."""

    text: Words
    order: Whole
    urgent: Flag = False


class NumberDocument(Document):
    """A number worked out from answers."""

    is_: Formula
    text: Words
    unit: Words | None = None
    decimals: Annotated[Whole, Field(ge=0, le=6)] | None = None


class NamedConditionDocument(Document):
    """A condition with a name."""

    when: Formula
    text: Words


def _value_form(value: object) -> str:
    return A_CONDITION if isinstance(value, dict) and "when" in value else A_NUMBER


ValueDocument = Annotated[
    Annotated[NumberDocument, Tag(A_NUMBER)] | Annotated[NamedConditionDocument, Tag(A_CONDITION)],
    Discriminator(_value_form),
]


class PlainQuestion(Document):
    """What every kind of question has."""

    id: Name
    text: Words
    help: Words | None = None
    why: Words | None = None
    required: Flag = True
    may_also_say: tuple[Silence, ...] = ()
    when: Formula | None = None


class YesNoWords(Document):
    """Other words for yes and no."""

    yes: Words
    no: Words


Offered = Annotated[dict[ChoiceName, Words], Field(min_length=1)]


class YesNoQuestion(PlainQuestion):
    """Yes or no, and *not sure* unless a reason is given why not."""

    kind: Literal["yes-no"]
    choices: YesNoWords | None = None
    without_not_sure: Words | None = None


class ChoiceQuestion(PlainQuestion):
    """One choice of several."""

    kind: Literal["choice"]
    choices: Offered


class ChoicesQuestion(PlainQuestion):
    """Any number of choices."""

    kind: Literal["choices"]
    choices: Offered
    exclusive: tuple[ChoiceName, ...] = ()


class ChecklistQuestion(PlainQuestion):
    """A grid: each row is answered with one choice."""

    kind: Literal["checklist"]
    rows: Offered
    choices: Offered
    fill: ChoiceName | None = None


class WholeNumberQuestion(PlainQuestion):
    """A count."""

    kind: Literal["whole-number"]
    unit: Words | None = None
    plausible: Limits | None = None


class DecimalQuestion(PlainQuestion):
    """A measure; height and weight may be typed in imperial units."""

    kind: Literal["decimal"]
    unit: Words | None = None
    plausible: Limits | None = None
    entry: Literal["height", "weight"] | None = None


class DateQuestion(PlainQuestion):
    """A day."""

    kind: Literal["date"]
    past: Flag = False


class TextQuestion(PlainQuestion):
    """Words, on one line or on several."""

    kind: Literal["text", "long-text"]
    autocomplete: Autocomplete | None = None


class DayCountsQuestion(PlainQuestion):
    """A grid of numbers of days."""

    kind: Literal["day-counts"]
    rows: Offered
    plausible: Limits | None = None
    fill: Literal["zero"] | None = None


class PairLimits(Document):
    """What is plausible for each half of a blood pressure."""

    sys: Limits | None = None
    dia: Limits | None = None


class PairWords(Document):
    """Words for the two halves of a blood pressure."""

    sys: Words
    dia: Words


class BloodPressureQuestion(PlainQuestion):
    """Two numbers in mmHg that are read together."""

    kind: Literal["blood-pressure"]
    rows: PairWords | None = None
    plausible: PairLimits = PairLimits()


class PlainColumn(Document):
    """What every column of repeated rows has; its condition speaks of `row.<column>`."""

    id: Name
    text: Words
    required: Flag = False
    may_also_say: tuple[Silence, ...] = ()
    when: Formula | None = None


class MedicineColumn(PlainColumn):
    """A medicine's name, looked up in `medications.csv`."""

    kind: Literal["medicine"]


class TextColumn(PlainColumn):
    """A line of words."""

    kind: Literal["text"]
    autocomplete: Autocomplete | None = None


class YesNoColumn(PlainColumn):
    """Yes, no or not sure."""

    kind: Literal["yes-no"]
    choices: YesNoWords | None = None


class ChoiceColumn(PlainColumn):
    """One choice of several."""

    kind: Literal["choice"]
    choices: Offered


class WholeNumberColumn(PlainColumn):
    """A count."""

    kind: Literal["whole-number"]
    unit: Words | None = None
    plausible: Limits | None = None


class DecimalColumn(PlainColumn):
    """A measure."""

    kind: Literal["decimal"]
    unit: Words | None = None
    plausible: Limits | None = None


class DateColumn(PlainColumn):
    """A day."""

    kind: Literal["date"]
    past: Flag = False


ColumnDocument = Annotated[
    MedicineColumn | TextColumn | YesNoColumn | ChoiceColumn | WholeNumberColumn | DecimalColumn | DateColumn,
    Field(discriminator="kind"),
]


class RowsQuestion(PlainQuestion):
    """Repeated rows, such as medicines; that there are none is an answer."""

    kind: Literal["rows"]
    columns: Annotated[tuple[ColumnDocument, ...], Field(min_length=1)]
    none: Words
    add: Words


class AgreementQuestion(PlainQuestion):
    """A statement agreed to by typing one's name."""

    kind: Literal["agreement"]
    statement: Words


class InformationQuestion(Document):
    """Text without a question."""

    kind: Literal["information"]
    id: Name
    text: Prose
    when: Formula | None = None


QuestionDocument = Annotated[
    YesNoQuestion
    | ChoiceQuestion
    | ChoicesQuestion
    | ChecklistQuestion
    | WholeNumberQuestion
    | DecimalQuestion
    | DateQuestion
    | TextQuestion
    | DayCountsQuestion
    | BloodPressureQuestion
    | RowsQuestion
    | AgreementQuestion
    | InformationQuestion,
    Field(discriminator="kind"),
]


class StepDocument(Document):
    """One page."""

    id: Name
    title: Words
    text: Prose | None = None
    when: Formula | None = None
    private: Flag = False
    questions: Annotated[tuple[QuestionDocument, ...], Field(min_length=1)]


class SectionDocument(Document):
    """A chapter of pages."""

    id: Name
    title: Words
    when: Formula | None = None
    steps: Annotated[tuple[StepDocument, ...], Field(min_length=1)]


BySilence = dict[Name, SilenceWord]
"""A level for each silent question, and `otherwise` for the rest."""


def _form(value: object) -> str:
    return A_LIST if isinstance(value, list) else A_MAPPING if isinstance(value, dict) else A_WORD


RestDocument = Annotated[
    Annotated[SilenceWord, Tag(A_WORD)] | Annotated[BySilence, Tag(A_MAPPING)],
    Discriminator(lambda value: A_MAPPING if isinstance(value, dict) else A_WORD),
]


class CaseDocument(Document):
    """One case of `if unknown`; the last one, without `when`, is the rest."""

    when: Formula | None = None
    level: RestDocument


IfUnknownDocument = Annotated[
    Annotated[SilenceWord, Tag(A_WORD)]
    | Annotated[BySilence, Tag(A_MAPPING)]
    | Annotated[Annotated[tuple[CaseDocument, ...], Field(min_length=1)], Tag(A_LIST)],
    Discriminator(_form),
]


class RuleDocument(Document):
    """When a condition holds, propose a level, because."""

    id: RuleName
    group: Words
    level: LevelWord
    when: Formula
    message: Words
    patient: Code | None = None
    why: Words
    sources: Annotated[tuple[Code, ...], Field(min_length=1)]
    confidence: Confidence
    checked: Day | None = None
    if_unknown: IfUnknownDocument | None = None
    implied_out_by: Formula | None = None
    covered_by: tuple[RuleName, ...] = ()
    note: Words | None = None


class QuestionnaireDocument(Document):
    """A questionnaire for patients, with the rules that clinicians have agreed on."""

    slug: Slug
    title: Words
    language: Language
    time_zone: Words
    notice: tuple[Words, ...] = ()
    about: Prose
    agreement: Words
    after_sending: Prose
    settings: dict[Name, SettingDocument] = {}
    sources: dict[Code, SourceDocument] = {}
    messages: dict[Code, MessageDocument] = {}
    values: dict[Name, ValueDocument] = {}
    sections: Annotated[tuple[SectionDocument, ...], Field(min_length=1)]
    rules: tuple[RuleDocument, ...] = ()
    ladders: tuple[Annotated[tuple[RuleName, ...], Field(min_length=2)], ...] = ()

"""The shape of a question in `questionnaire.yaml`: one model for each kind, and for each kind of column.

Keys are written with spaces where the attributes have underscores (`may also say`).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from screener.definition.scalars import Autocomplete, ChoiceName, Flag, Formula, Limits, Name, Prose, Span, Words

Silence = Literal["not_sure", "prefer_not", "to_discuss"]


class Document(BaseModel):
    """What all parts share: no unknown keys, and no changes once read."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.strip("_").replace("_", " "),
        use_enum_values=True,
    )


class PlainQuestion(Document):
    """What every kind of question has."""

    id: Name
    text: Words
    help: Words | None = None
    why: Words | None = None
    reading_level: Words | None = None
    required: Flag = True
    good_for: Span | None = None
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
    looks_like: Literal["telephone", "email", "zip", "name"] | None = None


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
    reading_level: Words | None = None
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

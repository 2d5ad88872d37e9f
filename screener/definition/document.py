"""The shape of `questionnaire.yaml`: every key, what it holds, and which may be left out.

The documents are what authors write, before names are resolved; `building`
makes the `Questionnaire` of them. Keys are written with spaces where the
attributes have underscores (`if unknown`).
"""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from screener.definition.question_document import Document, QuestionDocument
from screener.definition.scalars import (
    Address,
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


# How alternatives that have no `kind` are told apart; what is wrong in one is found by its tag.
A_NUMBER, A_CONDITION, A_WORD, A_MAPPING, A_LIST = TAGS = (
    "a number",
    "a condition",
    "a word",
    "a mapping",
    "a list",
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


class StepDocument(Document):
    """One page."""

    id: Name
    title: Words
    text: Prose | None = None
    reading_level: Words | None = None
    when: Formula | None = None
    private: Flag = False
    photo: Words | None = None
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


class CheckDocument(Document):
    """What the patient is asked where answers do not fit together, and what a clinician reads if they stand."""

    id: RuleName
    level: Literal["info", "caution", "review", "exclude"]
    when: Formula
    questions: Annotated[tuple[Name, ...], Field(min_length=1)]
    ask: Words
    message: Words
    swap: Annotated[tuple[Name, ...], Field(min_length=1, max_length=2)] | None = None
    urgent_help_waits: Flag = False


class AcceptedDocument(Document):
    """A statement of the proof that does not hold, and why that is accepted."""

    statement: Words
    why: Words


class IdentityDocument(Document):
    """The questions by which the person who answers is known."""

    name: Name
    birth_date: Name
    contact: tuple[Name, ...] = ()


class VoicemailDocument(Document):
    """The question that says whether a voicemail may be left, and the choices that allow it."""

    question: Name
    allowed_by: Annotated[tuple[ChoiceName, ...], Field(min_length=1)]


class ContactDocument(Document):
    """The questions by which the person who answers is reached."""

    telephone: Name
    email: Name | None = None
    voicemail: VoicemailDocument | None = None
    whereabouts: Name | None = None
    emergency_contact: Name | None = None


class ConsentDocument(Document):
    """A question whose yes is needed, and the choices that say no."""

    question: Name
    refused_by: tuple[ChoiceName, ...] = ()


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
    before_an_infusion: Prose | None = None
    identity: IdentityDocument | None = None
    contact: ContactDocument | None = None
    consent: ConsentDocument | None = None
    emergency_notice: ConsentDocument | None = None
    settings: dict[Name, SettingDocument] = {}
    sources: dict[Code, SourceDocument] = {}
    messages: dict[Code, MessageDocument] = {}
    values: dict[Name, ValueDocument] = {}
    sections: Annotated[tuple[SectionDocument, ...], Field(min_length=1)]
    rules: tuple[RuleDocument, ...] = ()
    checks: tuple[CheckDocument, ...] = ()
    ladders: tuple[Annotated[tuple[RuleName, ...], Field(min_length=2)], ...] = ()
    exclusive_rules: tuple[Annotated[tuple[RuleName, ...], Field(min_length=2)], ...] = ()
    accepted: tuple[AcceptedDocument, ...] = ()

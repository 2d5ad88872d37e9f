"""Which questions say who answers, how they are reached, and whether they agree to be asked."""

from dataclasses import dataclass

from screener.definition.names import ChoiceId, QuestionId


@dataclass(frozen=True, slots=True)
class Identity:
    """The questions by which the person who answers is known."""

    name: QuestionId
    birth_date: QuestionId
    contact: tuple[QuestionId, ...]
    """How to reach them, as it was written before `Contact` was: which of them is what nobody said."""


@dataclass(frozen=True, slots=True)
class Voicemail:
    """The question that says whether a voicemail may be left, and the choices that allow it."""

    question: QuestionId
    allowed_by: frozenset[ChoiceId]


@dataclass(frozen=True, slots=True)
class Contact:
    """The questions by which the person who answers is reached, today if it must be."""

    telephone: QuestionId
    email: QuestionId | None
    voicemail: Voicemail | None
    whereabouts: QuestionId | None
    """Where they are now: where help would be sent."""
    emergency_contact: QuestionId | None
    """Whom to call where they cannot be reached."""


@dataclass(frozen=True, slots=True)
class Consent:
    """A question whose yes is needed, and what says no: to being asked at all, or to the emergency notice."""

    question: QuestionId
    refused_by: frozenset[ChoiceId]
    """Choices that say no; an agreement says it by not being agreed to."""

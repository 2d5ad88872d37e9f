"""What a field has to know of the question, or the column of a row, that it asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from screener.definition.model import Choice, Column, Information, Kind, Medicine, Question, Reason

REASON_WORDS: dict[Reason, LazyString] = {
    Reason.NOT_SURE: lazy_gettext("Not sure"),
    Reason.DECLINED: lazy_gettext("I would rather not say"),
    Reason.TO_DISCUSS: lazy_gettext("I will talk about this in person"),
}
"""The unknown answers that a page can offer, in the order they stand."""

SHORT = 14
"""Choices no longer than this many letters stand side by side."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One radio button or checkbox."""

    value: str
    text: str | LazyString
    exclusive: bool = False
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked, whether by a question or by a column."""

    kind: Kind | Medicine
    text: str
    help: str | None
    why: str | None
    required: bool
    reasons: tuple[Reason, ...]

    @property
    def unknowns(self) -> tuple[Offer, ...]:
        """The unknown answers offered beside the kind's own."""
        return tuple(Offer(reason.value, REASON_WORDS[reason], is_unknown=True) for reason in self.reasons)


def asked_by(question: Question) -> Asked:
    """What a question asks."""
    is_required = question.required and not isinstance(question.kind, Information)
    return Asked(question.kind, question.text, question.help, question.why, is_required, in_order(question.also))


def asked_in(column: Column) -> Asked:
    """What a column asks in each row."""
    return Asked(column.kind, column.text, None, None, column.required, in_order(column.also))


def in_order(also: frozenset[Reason]) -> tuple[Reason, ...]:
    """The unknown answers that are offered, in the order they stand."""
    return tuple(reason for reason in REASON_WORDS if reason in also)


def offers_of(choices: Iterable[Choice]) -> tuple[Offer, ...]:
    """The choices as they stand on the page."""
    return tuple(Offer(choice.id, choice.text, choice.exclusive) for choice in choices)


def are_short(offers: Iterable[Offer]) -> bool:
    """Whether the offers can stand side by side."""
    return all(len(str(offer.text)) <= SHORT for offer in offers)

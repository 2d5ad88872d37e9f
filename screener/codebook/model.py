"""What a codebook says: words and names only, ready to be set on a page."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Offered:
    """A choice, a row or a column: what stands in answers, and its words."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question."""

    id: str
    kind: str
    """In words: `one choice`, `whole number, days, 0 to 31`."""
    text: str
    help: str | None
    rows: tuple[Offered, ...]
    choices: tuple[Offered, ...]
    silences: tuple[str, ...]
    """The unknown answers that are offered, in words."""
    required: bool
    good_for: int | None
    """For how many days an answer stands before an infusion; None: for good."""
    only_if: str | None
    """Its condition in words; None where everybody on the page is asked."""
    read_by: tuple[str, ...]
    """The rules that read it, themselves or by a value, in file order."""


@dataclass(frozen=True, slots=True)
class Page:
    """One step."""

    id: str
    title: str
    only_if: str | None
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One section."""

    id: str
    title: str
    only_if: str | None
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A source."""

    key: str
    title: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule."""

    id: str
    group: str
    level: str
    when: str
    if_unknown: tuple[str, ...]
    """What is proposed where the condition is not settled, a line for each case."""
    message: str
    why: str
    sources: tuple[Cited, ...]
    confidence: str
    checked: date | None


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """One value derived from answers."""

    name: str
    text: str
    unit: str | None
    formula: str
    """In words."""


@dataclass(frozen=True, slots=True)
class SettingEntry:
    """One threshold that a clinic may change."""

    name: str
    value: str
    """With its unit."""
    sensible: str | None
    why: str | None
    rules: tuple[str, ...]
    """The rules that read it, themselves or by a value, in file order."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """A questionnaire as one readable table."""

    slug: str
    title: str
    language: str
    chapters: tuple[Chapter, ...]
    values: tuple[ValueEntry, ...]
    settings: tuple[SettingEntry, ...]
    rules: tuple[RuleEntry, ...]

"""What a page points out: answers that cannot be read, and things to look at once more, in plain words."""

from dataclasses import dataclass
from enum import StrEnum

from screener.definition.names import QuestionId


class Sort(StrEnum):
    """Why something is pointed out."""

    FAULT = "fault"
    """It cannot be read, so it cannot be kept."""
    BLANK = "blank"
    IMPLAUSIBLE = "implausible"
    MEANT = "meant"
    """A medicine was recognized by its spelling; is it the one?"""
    TWICE = "twice"
    """A medicine stands in the list already, perhaps under another name."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing pointed out, with the input that it is about."""

    sort: Sort
    asked_by: QuestionId
    input: str
    """The id of the input that it is about."""
    question: str
    """The question's own text."""
    words: str
    about: str = ""
    """What was given: given anew, it is pointed out anew."""

    @property
    def is_fault(self) -> bool:
        """Whether the page cannot be saved with it."""
        return self.sort is Sort.FAULT

    @property
    def key(self) -> str:
        """Goes with the page, so that each thing is pointed out once."""
        return f"{self.sort}:{self.input}:{self.about}"

"""The house's own words around an answer: for what was left blank, not sure, declined.

The questionnaire's words stand in the questionnaire. These are the interface's,
and the pages hand in their own, translated; English is the default.
"""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from screener.definition.model import Reason


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's words; `{}` takes the number, the name or the text."""

    locale: str = "en_US"
    blank: str = "Left blank"
    not_sure: str = "Not sure"
    declined: str = "I would rather not say"
    to_discuss: str = "I will discuss this in person"
    unrecognized: str = "Not a medicine we know"
    unreadable: str = "Could not be read"
    not_understood: str = "typed: {}"
    ticked: str = "ticked: {}"
    pending: str = "Not answered yet"
    not_asked: str = "Not asked"
    agreed: str = "Agreed"
    not_agreed: str = "Not agreed"
    signed: str = "signed “{}”"
    typed: str = "typed as {}"
    day: str = "{} day"
    days: str = "{} days"

    def reason(self, reason: Reason) -> str:
        """Why an answer is unknown, as the person said it."""
        match reason:
            case Reason.BLANK:
                return self.blank
            case Reason.NOT_SURE:
                return self.not_sure
            case Reason.DECLINED:
                return self.declined
            case Reason.TO_DISCUSS:
                return self.to_discuss
            case Reason.UNREADABLE:
                return self.unreadable
            case Reason.UNRECOGNIZED:
                return self.unrecognized

    def count_of_days(self, count: int) -> str:
        """`1 day`, `14 days`."""
        return (self.day if count == 1 else self.days).format(count)

    def date(self, day: date) -> str:
        """`Apr 2, 1988`."""
        return format_date(day, "medium", locale=self.locale)


ENGLISH = Phrases()

"""A date in three boxes, outside of a questionnaire: the birth date that is confirmed at the door."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from screener.web.forms.months import month_number

DIGITS = re.compile(r"[0-9]{1,4}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class TypedDate:
    """Month, day and year as typed."""

    month: str = ""
    day: str = ""
    year: str = ""

    @classmethod
    def posted(cls, form: Mapping[str, str], name: str) -> Self:
        """What the page says in `name-month`, `name-day` and `name-year`; a month may be named."""
        month, day, year = (form.get(f"{name}-{part}", "").strip()[:20] for part in ("month", "day", "year"))
        return cls(month_number(month), day, year)

    @classmethod
    def of_iso(cls, text: str) -> Self:
        """What a date box sends: `1983-06-02`."""
        year, _, rest = text.strip()[:20].partition("-")
        month, _, day = rest.partition("-")
        return cls(month, day, year)

    @property
    def is_date(self) -> bool:
        """Whether there is such a day."""
        if not all(map(DIGITS.match, (self.month, self.day, self.year))):
            return False
        try:
            date(int(self.year), int(self.month), int(self.day))
        except ValueError:
            return False
        return len(self.year) == 4

    @property
    def date(self) -> date:
        """The day; raises `ValueError` where there is none such."""
        return date(int(self.year), int(self.month), int(self.day))

    @property
    def iso(self) -> str:
        """As `1983-06-02`."""
        return f"{self.year}-{self.month:0>2}-{self.day:0>2}"

"""Answers without who gave them: what is left of a real person in an example patient.

Whatever was typed freely gives way to a fixed word, so that an answer that was
given still counts as given. All dates move by one number of days, the day that
they are judged on too: ages and "more than 30 days ago" stay, birthdays do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from screener.definition.model import (
    Agreement,
    Choices,
    Column,
    Date,
    DayCounts,
    DecimalNumber,
    Kind,
    Medicine,
    Pair,
    Questionnaire,
    Range,
    Reason,
    Rows,
    Text,
    WholeNumber,
)
from screener.engine.medicines import Match, Matcher, matcher_for

REMOVED = "Removed"
"""Stands where something was typed. No medicine is called so."""
COUNT = WholeNumber(None, Range(None, None))
"""How a cell of a grid of numbers is answered."""
STATES = frozenset(reason.value for reason in Reason)


def unnamed(questionnaire: Questionnaire, raw: Mapping[str, object], *, days: int) -> dict[str, object]:
    """Raw answers as `write_answers` gives them, without identity, every date `days` later (or earlier).

    Raises `OverflowError` where a date would leave the calendar.
    """
    matcher = matcher_for(questionnaire.dictionary)
    return {
        str(question.id): _Taker(matcher, days).part(question.kind, raw[question.id])
        for question in questionnaire.questions.values()
        if raw.get(question.id) is not None
    }


@dataclass(slots=True)
class _Taker:
    """Takes identity out of one answer."""

    matcher: Matcher
    days: int
    typed: dict[str, str] = field(default_factory=dict)
    """What stands for each text: different texts stay different, since a rule may count them."""

    def part(self, kind: Kind | Medicine, said: object) -> object:
        """The answer, or one cell of a row."""
        if said is None or (isinstance(said, str) and said in STATES):
            return said
        if isinstance(said, Mapping) and said.keys() == {"typed"}:
            return {"typed": self._text(str(said["typed"]))}
        match kind:
            case Text():
                return self._text(str(said))
            case Medicine():
                return self._medicine(str(said))
            case Date():
                return (date.fromisoformat(str(said)) + timedelta(days=self.days)).isoformat()
            case DecimalNumber():
                return said["value"] if isinstance(said, Mapping) else said
            case Agreement():
                return {**said, "signature": REMOVED} if isinstance(said, Mapping) and said.get("signature") else said
            case DayCounts() | Pair() if isinstance(said, Mapping):
                return {row: self.part(COUNT, cell) for row, cell in said.items()}
            case Choices() if isinstance(said, list):
                return [self.part(kind, each) for each in said]
            case Rows():
                return [self._row(kind.columns, row) for row in said] if isinstance(said, list) else said
            case _:
                return said

    def _text(self, typed: str) -> str:
        number = len(self.typed) + 1
        return self.typed.setdefault(typed, REMOVED if number == 1 else f"{REMOVED} {number}")

    def _medicine(self, typed: str) -> str:
        """A name that is matched as what was typed, and says nothing else; the fixed word where there is none.

        A close match is a finding of its own: the name is misspelled anew, by a letter left out.
        """
        found = self.matcher.match(typed)
        generic = found.generic or ""
        misspelled = (generic[:place] + generic[place + 1 :] for place in range(1, len(generic)))
        names = (generic,) if found.kind == "exact" else misspelled
        return next((name for name in names if _facts(self.matcher.match(name)) == _facts(found)), REMOVED)

    def _row(self, columns: tuple[Column, ...], row: object) -> dict[str, object]:
        """One row. A proposed medicine that was denied stays unrecognized."""
        if not isinstance(row, Mapping):
            raise TypeError("A row is a mapping of columns to answers.")
        is_denied = row.get("confirmed") is False
        left: dict[str, object] = {
            str(column.id): REMOVED if is_denied and isinstance(column.kind, Medicine) else self.part(column.kind, said)
            for column in columns
            if (said := row.get(column.id)) is not None
        }
        return left if row.get("confirmed") is None else {**left, "confirmed": row["confirmed"]}


def _facts(match: Match) -> tuple[tuple[str, str | None], ...]:
    """What rules may read of it."""
    return tuple((each.kind, each.generic) for each in match.each)

"""Answers without who gave them: what is left of a real person in an example patient.

Whatever was typed freely gives way to a fixed word, so that an answer that was
given still counts as given. All dates move by one number of days, the day that
they are judged on too: ages and "more than 30 days ago" stay, birthdays do not.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from screener.definition.model import (
    Agreement,
    Column,
    Date,
    DecimalNumber,
    Kind,
    Medicine,
    Questionnaire,
    Reason,
    Rows,
    Text,
)
from screener.engine.medicines import matcher_for

REMOVED = "Removed"
"""Stands where something was typed. No medicine is called so."""
STATES = frozenset(reason.value for reason in Reason)


def unnamed(questionnaire: Questionnaire, raw: Mapping[str, object], *, days: int) -> dict[str, object]:
    """Raw answers as `write_answers` gives them, without identity, every date `days` later (or earlier).

    Raises `OverflowError` where a date would leave the calendar.
    """
    return {
        str(question.id): _part(questionnaire, question.kind, raw[question.id], days)
        for question in questionnaire.questions.values()
        if raw.get(question.id) is not None
    }


def _part(
    questionnaire: Questionnaire, kind: Kind | Medicine, said: object, days: int, *, is_confirmed: bool = False
) -> object:
    """One answer, or one cell of a row."""
    if said is None or (isinstance(said, str) and said in STATES):
        return said
    match kind:
        case Text():
            return REMOVED
        case Medicine():
            return _medicine(questionnaire, str(said), is_confirmed=is_confirmed)
        case Date():
            return (date.fromisoformat(str(said)) + timedelta(days=days)).isoformat()
        case DecimalNumber():
            return said["value"] if isinstance(said, Mapping) else said
        case Agreement():
            return {**said, "signature": REMOVED} if isinstance(said, Mapping) and said.get("signature") else said
        case Rows():
            return [_row(questionnaire, kind.columns, row, days) for row in said] if isinstance(said, list) else said
        case _:
            return said


def _medicine(questionnaire: Questionnaire, typed: str, *, is_confirmed: bool) -> str:
    """A name that is matched as what was typed, and says nothing else; the fixed word where there is none.

    A close match that nobody confirmed is a finding of its own: the name is misspelled anew, by a letter left out.
    """
    matcher = matcher_for(questionnaire.dictionary)
    found = matcher.match(typed)
    generic = found.generic or ""
    if found.kind == "close" and not is_confirmed:
        names = tuple(generic[:place] + generic[place + 1 :] for place in range(1, len(generic)))
    else:
        names = (generic,)
    wanted = "close" if len(names) > 1 else "exact"
    for name in names:
        again = matcher.match(name)
        if again.kind == wanted and again.generic == found.generic:
            return name
    return REMOVED


def _row(questionnaire: Questionnaire, columns: tuple[Column, ...], row: object, days: int) -> dict[str, object]:
    """One row. A proposed medicine that was denied stays unrecognized; a confirmed one needs no confirming again."""
    if not isinstance(row, Mapping):
        raise TypeError("A row is a mapping of columns to answers.")
    left: dict[str, object] = {}
    confirmed = row.get("confirmed")
    for column in columns:
        said = row.get(column.id)
        if said is None:
            continue
        is_denied = isinstance(column.kind, Medicine) and confirmed is False
        left[str(column.id)] = (
            REMOVED if is_denied else _part(questionnaire, column.kind, said, days, is_confirmed=confirmed is True)
        )
    return left

"""What becomes of answers when somebody goes on with another revision: kept, to be looked at again, or lost.

An answer is carried over (`carrying`) if the question is still there and takes
it. A number whose unit has changed is not the same number, and nobody agrees to
a statement by having agreed to another: neither is carried. Of lists and grids,
what still fits is. Whatever was asked in other words is to be looked at again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from screener.definition.kind_states import may_be_unreadable
from screener.definition.model import (
    Agreement,
    Checklist,
    Choice,
    Choices,
    Column,
    DayCounts,
    DecimalNumber,
    Information,
    Kind,
    Medicine,
    OneChoice,
    Pair,
    Question,
    Questionnaire,
    Range,
    Reason,
    Rows,
    Text,
    WholeNumber,
    YesNo,
)
from screener.definition.names import QuestionId, RowId, StepId
from screener.engine.carrying import Carrier
from screener.engine.coercion import UNSAID, write_answers

_ANY: Final = Range(None, None)


@dataclass(frozen=True, slots=True)
class Moved:
    """Answers to an earlier revision, as answers to another."""

    answers: Mapping[QuestionId, object]
    """Raw answers that fit, in the order of the questions; None for what was left blank, and is asked again."""
    lost: tuple[QuestionId, ...]
    """Questions of the earlier revision whose answers do not fit, all of them or in part, in its order."""
    reworded: frozenset[QuestionId]
    """Questions whose answers fit, and that are asked in other words."""


def move(old: Questionnaire, new: Questionnaire, raw: Mapping[str, object]) -> Moved:
    """Raw answers to `old` as answers to `new`."""
    fitting: dict[str, object] = {name: narrowed(old, new, name, raw[name]) for name in new.questions if name in raw}
    given = {name: said for name, said in fitting.items() if said is not None or raw[name] is None}
    carried = write_answers(Carrier(new).answers(given))
    kept = {name: carried[name] for name in new.questions if name in carried}
    return Moved(
        answers=kept,
        lost=tuple(name for name in old.questions if raw.get(name) is not None and raw[name] != kept.get(name)),
        reworded=frozenset(name for name in kept if words_of(old.questions[name]) != words_of(new.questions[name])),
    )


def narrowed(old: Questionnaire, new: Questionnaire, name: QuestionId, given: object) -> object:
    """What of a raw answer the question may still take; None for nothing."""
    before, after = old.questions.get(name), new.questions[name]
    if before is None:
        return None
    is_consent = any(each.consent is not None and each.consent.question == name for each in (old, new))
    if is_consent or isinstance(after.kind, Agreement):
        return given if words_of(before) == words_of(after) else None
    match before.kind, after.kind, given:
        case _, Choices(choices=choices), list():
            return [each for each in given if is_offered(choices, after.also, each) or _is_typed(after, each)] or None
        case _, Checklist() | DayCounts() | Pair() as kind, dict():
            return {name: said for name, said in given.items() if _has_cell(kind, after.also, name, said)} or None
        case Rows(columns=earlier), Rows(columns=columns), list():
            same = {each.id: each for each in columns for one in earlier if one.id == each.id and _counts(one, each)}
            return [_narrowed_row(same, row) for row in given]
        case _:
            return given if unit_of(before.kind) == unit_of(after.kind) else None


def unit_of(kind: Kind | Medicine) -> str | None:
    """In what a number counts."""
    return kind.unit if isinstance(kind, WholeNumber | DecimalNumber) else None


def is_offered(choices: tuple[Choice, ...], also: frozenset[Reason], said: object) -> bool:
    """Whether it is one of the choices, or an unknown that may be said instead."""
    return isinstance(said, str) and said in {choice.id for choice in choices} | {reason.value for reason in also}


def _is_typed(question: Question, said: object) -> bool:
    """Whether it could not be read, and stays what it is."""
    return isinstance(said, dict) and may_be_unreadable(question.kind)


def _counts(before: Column, after: Column) -> bool:
    return unit_of(before.kind) == unit_of(after.kind)


def _has_cell(kind: Checklist | DayCounts | Pair, also: frozenset[Reason], name: object, said: object) -> bool:
    has_row = name in {row.id for row in kind.rows}
    return has_row and (not isinstance(kind, Checklist) or is_offered(kind.choices, also, said))


def _narrowed_row(columns: Mapping[RowId, Column], row: object) -> object:
    if not isinstance(row, dict):
        return row
    return {name: said for name, said in row.items() if name in UNSAID or _has_column(columns.get(name), said)}


def _has_column(column: Column | None, said: object) -> bool:
    if column is None or not isinstance(column.kind, YesNo | OneChoice):
        return column is not None
    return said is None or is_offered(column.kind.choices, column.also, said)


def words_of(question: Question) -> tuple[object, ...]:
    """All that a patient reads of a question, and may answer."""
    return question.text, question.help, question.also, question.required, _bare(question.kind)


def _bare(kind: Kind | Medicine) -> object:
    """A kind without what is not read: what is plausible, conditions, and where it stands in a file."""
    match kind:
        case WholeNumber() | DecimalNumber() | DayCounts():
            return replace(kind, plausible=_ANY)
        case Pair():
            return replace(kind, plausible=(_ANY, _ANY))
        case Text():
            return replace(kind, autocomplete=None, looks_like=None)
        case Rows(columns=columns):
            read = tuple((each.id, each.text, each.also, each.required, _bare(each.kind)) for each in columns)
            return read, kind.none_text, kind.add_text
        case _:
            return kind


def changed_pages(old: Questionnaire, new: Questionnaire) -> Iterator[StepId]:
    """Pages whose own text, or a text on it that asks nothing, has other words; new pages are not among them."""
    for step in new.steps.values():
        before = old.steps.get(step.id)
        if before is not None and (step.text, told(step.questions)) != (before.text, told(before.questions)):
            yield step.id


def told(questions: tuple[Question, ...]) -> tuple[tuple[object, ...], ...]:
    """What a page says without asking."""
    return tuple(words_of(each) for each in questions if isinstance(each.kind, Information))

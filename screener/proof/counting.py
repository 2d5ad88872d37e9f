"""Counts over all questions as the solver sees them: required ones left blank, numbers out of their plausible range."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import z3

from screener.definition.model import (
    Checklist,
    Column,
    Date,
    DayCounts,
    DecimalNumber,
    Information,
    Pair,
    Question,
    Range,
    Reason,
    Rows,
    WholeNumber,
)
from screener.engine.situation import ITSELF
from screener.proof.facts import CERTAIN, Fact, counted, every, no, some
from screener.proof.quantities import Quantity
from screener.proof.states import Seen, is_future, within

if TYPE_CHECKING:
    from screener.proof.world import World

Fault = tuple[Fact, Fact]
"""Whether a question is at fault for certain, and whether it may be."""


def count_of_faults(world: "World", name: str) -> Quantity:
    """How many questions are at fault in one way: those in view, and of the others any number."""
    faulty = _blank if name == "required_blank" else _implausible
    asking = [each for each in world.questionnaire.questions.values() if not isinstance(each.kind, Information)]
    questions = [each for each in asking if world.everything or f"question {each.id}" in world.in_view]
    faults = [fault for each in questions if (fault := faulty(world, each)) is not None]
    low, high = counted(certain for certain, _ in faults), counted(possible for _, possible in faults)
    if len(questions) < len(asking) and not (name == "required_blank" and world.filled_in):
        others = z3.Int(f"{name} elsewhere{world.mark}"), z3.Int(f"{name} perhaps elsewhere{world.mark}")
        world.holds[""] += [others[0] >= 0, others[1] >= 0]
        low, high = low + others[0], high + others[0] + others[1]
    return Quantity(CERTAIN, True, low, high)


def may_be_implausible(world: "World", question: Question) -> Fact:
    """Whether a question may turn out to be out of range: a number of it is silent, or perhaps not asked."""
    asked = world.asked(question.id)
    open_ = some(every((maybe, no(every((sure, asked.true))))) for sure, maybe in _numbers(world, question))
    return every((no(asked.false), open_))


def is_silent_on_range(world: "World", question: Question) -> Fact:
    """Whether that is so because a number of it is silent; of a list, because of anything in it."""
    if isinstance(question.kind, Rows):
        return may_be_implausible(world, question)
    silent = some(every((maybe, no(sure))) for sure, maybe in _numbers(world, question))
    return every((no(world.asked(question.id).false), silent))


def _blank(world: "World", question: Question) -> Fault | None:
    if not question.required:
        return None
    asked = world.asked(question.id)
    fault = every((no(asked.false), some(_blanks(world, question))))
    return fault, fault


def _blanks(world: "World", question: Question) -> Iterator[Fact]:
    match question.kind:
        case Rows(columns=columns):
            found = world.rows(question.id)
            yield unanswered(Seen(found.silences))
            for row in found.rows:
                for column in columns:
                    if column.required:
                        asked = no(row.asks(column.id).false)
                        yield every((found.known, row.present, asked, unanswered(row.states[column.id])))
        case Checklist() | DayCounts() | Pair():
            for row in world.rows(question.id).rows:
                yield unanswered(row.states[ITSELF])
        case _:
            yield unanswered(world.state(question.id))


def unanswered(seen: Seen) -> Fact:
    """Left blank, or answered by nothing that can be read: a set with something in it is neither."""
    unreadable = every((seen.silences.get(Reason.UNREADABLE, False), no(some(seen.choices.values()))))
    return some((seen.silences[Reason.BLANK], unreadable))


def _implausible(world: "World", question: Question) -> Fault | None:
    asked = world.asked(question.id)
    found = list(_numbers(world, question))
    if not found:
        return None
    certain = every((asked.true, some(sure for sure, _ in found)))
    return certain, every((no(asked.false), some(maybe for _, maybe in found)))


def _numbers(world: "World", question: Question) -> Iterator[Fault]:
    match question.kind:
        case WholeNumber() | DecimalNumber() | Date():
            yield from _judged(world.state(question.id), question.kind)
        case DayCounts(rows=rows, plausible=plausible):
            for row in rows:
                yield from _judged(world.state(question.id, row.id), WholeNumber(None, plausible))
        case Pair(rows=rows, plausible=both):
            for row, plausible in zip(rows, both, strict=True):
                yield from _judged(world.state(question.id, row.id), WholeNumber(None, plausible))
        case Rows(columns=columns):
            yield from _in_rows(world, question, columns)
        case _:
            return


def _in_rows(world: "World", question: Question, columns: tuple[Column, ...]) -> Iterator[Fault]:
    found = world.rows(question.id)
    judged = [column for column in columns if _limits(column.kind)]
    if judged:
        yield False, no(found.known)
    for row in found.rows:
        for column in judged:
            asked = row.asks(column.id)
            for sure, maybe in _judged(row.states[column.id], column.kind):
                yield (
                    every((found.known, row.present, asked.true, sure)),
                    every((found.known, row.present, no(asked.false), maybe)),
                )


def _limits(kind: object) -> bool:
    match kind:
        case WholeNumber(plausible=Range(low=low, high=high)) | DecimalNumber(plausible=Range(low=low, high=high)):
            return low is not None or high is not None
        case Date(past=past):
            return past
        case _:
            return False


def _judged(seen: Seen, kind: object) -> Iterator[Fault]:
    if not _limits(kind):
        return
    match kind:
        case WholeNumber(plausible=plausible) | DecimalNumber(plausible=plausible):
            inside: Fact = every(within(seen.number, plausible))
        case _:
            inside = no(is_future(seen))
    yield every((seen.known, no(inside))), some((seen.silent, no(inside)))

"""Figures that may be shown: what would tell of a few people, alone or beside another figure, is left out.

Whoever sees who was invited, and how far each has come, could otherwise learn
from a figure who left a question blank. So nothing is told of fewer than five:
neither of those counted nor of the others of the same whole; where a total would
give one number away, another goes with it; and figures are counted in whole
groups of five (`analytics.analyze`), so that no two of them differ by one person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from screener.definition.model import Reason
from screener.services.analytics import Analytics, QuestionUse, StepUse, analyze
from screener.services.revisions import Revision
from screener.services.unit_of_work import UnitOfWork

LEAST: Final = 5
"""Of so many people a figure may tell."""


@dataclass(frozen=True, slots=True)
class StepFigures:
    """How one page fares; None: of too few to be told."""

    title: str
    saved: int | None
    stopped: int | None
    minutes: float | None


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """How often a question stayed unknown; `unknown` is None where nearly everybody left it so."""

    text: str
    asked: int
    unknown: int | None
    reasons: Mapping[Reason, int]
    """Empty where one of them was given by too few."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How one revision fared; None: of too few to be told."""

    revision: Revision
    title: str
    started: int
    sent: int
    unfinished: int
    """Left for a day or more: those who stopped and those who said no."""
    declined: int | None
    stopped_at_once: int | None
    minutes: float | None
    looked_at: int
    steps: tuple[StepFigures, ...]
    submissions: int
    questions: tuple[QuestionFigures, ...]


def figures(work: UnitOfWork, *, slug: str, days: int, now: datetime) -> Figures:
    """How the current revision fared in these days, as far as it tells of nobody. Raises `NoRevisionError`."""
    found = analyze(work, slug=slug, days=days, now=now, group=LEAST)
    stops = without_few((found.stopped_at_once, *(use.stopped for use in found.steps)))
    return Figures(
        revision=found.revision,
        title=found.title,
        started=found.started,
        sent=found.sent,
        unfinished=found.stopped + found.declined_and_gone,
        declined=declined_of(found),
        stopped_at_once=stops[0],
        minutes=found.minutes if found.finished >= LEAST else None,
        looked_at=found.looked_at,
        steps=tuple(
            step_of(use, stopped, found.looked_at) for use, stopped in zip(found.steps, stops[1:], strict=True)
        ),
        submissions=found.submissions,
        questions=tuple(question_of(use) for use in found.questions if use.unknown >= LEAST),
    )


def declined_of(found: Analytics) -> int | None:
    """Who said no, of those who left."""
    return part_of(found.declined_and_gone, found.stopped + found.declined_and_gone)


def step_of(use: StepUse, stopped: int | None, looked_at: int) -> StepFigures:
    """A page's figures. A page that only some come to tells of what they answered."""
    return StepFigures(use.title, part_of(use.saved, looked_at), stopped, use.minutes if use.timed >= LEAST else None)


def question_of(use: QuestionUse) -> QuestionFigures:
    """A question's figures."""
    reasons = use.reasons if all(number >= LEAST for number in use.reasons.values()) else {}
    is_nearly_all = use.asked - use.unknown < LEAST
    return QuestionFigures(
        use.text, use.asked, None if is_nearly_all else use.unknown, {} if is_nearly_all else reasons
    )


def part_of(part: int, whole: int) -> int | None:
    """The part, unless it or what is left of the whole is of too few."""
    return None if whole < LEAST or 0 < part < LEAST or 0 < whole - part < LEAST else part


def without_few(parts: Sequence[int]) -> tuple[int | None, ...]:
    """The parts of a whole that may be known: without those of too few, and without what would give these away."""
    hidden = {place for place, part in enumerate(parts) if 0 < part < LEAST}
    others = sorted((place for place, part in enumerate(parts) if part >= LEAST), key=lambda place: parts[place])
    while hidden and others and (len(hidden) == 1 or sum(parts[place] for place in hidden) < LEAST):
        hidden.add(others.pop(0))
    return tuple(None if place in hidden else part for place, part in enumerate(parts))

"""How a questionnaire fares with patients: who finishes, where people stop, what takes long, what stays unknown.

Counts alone leave this room: no answer, no name, no reference.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final, TypeVar

from screener.definition.model import Information, Questionnaire, Reason
from screener.definition.names import QuestionId, StepId
from screener.engine.answers import Cells, Picked, Unknown
from screener.engine.coercion import read_answers
from screener.engine.path import Path, path
from screener.engine.truth import FALSE
from screener.services import revisions
from screener.services.clinic_day import clinic_day
from screener.services.intake_views import IntakeState
from screener.services.revisions import Revision
from screener.services.unit_of_work import UnitOfWork
from screener.store import analytics
from screener.store.analytics import Course

MOST_INTAKES: Final = 2_000
"""Only the newest are looked at, so that the page stays quick."""
MOST_SUBMISSIONS: Final = 500
LEFT_AFTER: Final = timedelta(days=1)
"""An unfinished intake that nobody touched for so long counts as stopped."""
LONGEST_PAGE: Final = timedelta(minutes=30)
"""More time than this between two pages is a break, and no time spent on a page."""


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class StepUse:
    """How one page fares."""

    step: StepId
    title: str
    saved: int
    """Intakes that saved it."""
    stopped: int
    """Intakes that saved it last and were left there unfinished."""
    minutes: float | None
    """The median time to its first saving; None where nobody saved it in one go."""
    timed: int
    """How many that is the median of."""


@dataclass(frozen=True, slots=True)
class QuestionUse:
    """How often a question that was asked stayed unknown; an optional one left blank is none."""

    question: QuestionId
    text: str
    asked: int
    unknown: int
    reasons: Mapping[Reason, int]

    @property
    def share(self) -> float:
        """Of those asked, 0 to 1."""
        return self.unknown / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class Analytics:
    """How one revision fared in a stretch of time."""

    revision: Revision
    title: str
    since: datetime
    started: int
    sent: int
    declined: int
    stopped: int
    """Unfinished, and not touched for a day or expired."""
    declined_and_gone: int
    """Said no, and did not take it back for a day."""
    stopped_at_once: int
    """Of those that stopped and whose pages were counted, those that saved no page."""
    minutes: float | None
    """The median time that a finished intake took, breaks left out."""
    finished: int
    """How many that is the median of."""
    looked_at: int
    """Intakes whose pages were counted: the newest."""
    steps: tuple[StepUse, ...]
    """In the order of the questionnaire."""
    submissions: int
    """Submissions whose unknowns were counted: the newest."""
    questions: tuple[QuestionUse, ...]
    """Those that were unknown at least once, the most often unknown first."""


def analyze(work: UnitOfWork, *, slug: str, days: int, now: datetime, group: int = 1) -> Analytics:
    """How the current revision fared in these days. Raises `NoRevisionError`.

    With `group`, pages and unknowns are counted in whole groups of so many, the
    same in every stretch of time: two figures differ by a group at least, never by somebody.
    """
    since = now - timedelta(days=days)
    revision = revisions.current(work, slug)
    questionnaire = revisions.questionnaire_of(work, revision)
    states = analytics.count_by_state(work.store, revision.id, since=since)
    intakes_ever, submissions_ever = analytics.count_all(work.store, revision.id)
    newest = tuple(analytics.courses(work.store, revision.id, since=since, limit=MOST_INTAKES))
    courses = tuple(
        course
        for some in whole_groups(newest, ever=intakes_ever, size=group)
        if group == 1 or all(_is_settled(course, now) for course in some)
        for course in some
    )
    left = tuple(course for course in courses if _is_left(course, now))
    sent = tuple(analytics.answers_sent(work.store, revision.id, since=since, limit=MOST_SUBMISSIONS))
    submissions = tuple(each for some in whole_groups(sent, ever=submissions_ever, size=group) for each in some)
    return Analytics(
        revision=revision,
        title=questionnaire.title,
        since=since,
        started=sum(states.values()),
        sent=states.get(IntakeState.SENT, 0),
        declined=states.get(IntakeState.DECLINED, 0),
        stopped=sum(_is_left(course, now) for course in newest),
        declined_and_gone=sum(_is_gone(course, now) for course in newest),
        stopped_at_once=sum(not course.saves for course in left),
        minutes=_median(_whole(course) for course in courses if course.state == IntakeState.SENT),
        finished=sum(course.state == IntakeState.SENT for course in courses),
        looked_at=len(courses),
        steps=_steps(questionnaire, courses, left),
        submissions=len(submissions),
        questions=_questions(work, questionnaire, submissions),
    )


def whole_groups(newest: Sequence[Item], *, ever: int, size: int) -> Iterator[Sequence[Item]]:
    """The newest first, in groups that stay the same: of all there ever were the first so many, the next, and so on."""
    oldest_first = newest[::-1]
    begins = -(ever - len(newest)) % size
    for begin in range(begins, len(oldest_first) - size + 1, size):
        yield oldest_first[begin : begin + size]


def _is_settled(course: Course, now: datetime) -> bool:
    return course.state == IntakeState.SENT or _is_left(course, now) or _is_gone(course, now)


def _is_gone(course: Course, now: datetime) -> bool:
    return course.state == IntakeState.DECLINED and now - course.last_at >= LEFT_AFTER


def _is_left(course: Course, now: datetime) -> bool:
    return course.state == IntakeState.OPEN and (now >= course.expires_at or now - course.last_at >= LEFT_AFTER)


def _steps(questionnaire: Questionnaire, courses: Iterable[Course], left: Iterable[Course]) -> tuple[StepUse, ...]:
    saved = Counter(step for course in courses for step in {step for step, _ in course.saves})
    last = Counter(course.saves[-1][0] for course in left if course.saves)
    spent: dict[str, list[float]] = {}
    for course in courses:
        for step, minutes in _first_times(course).items():
            spent.setdefault(step, []).append(minutes)
    return tuple(
        StepUse(
            step.id,
            step.title,
            saved[step.id],
            last[step.id],
            _median(spent.get(step.id, ())),
            len(spent.get(step.id, ())),
        )
        for step in questionnaire.steps.values()
    )


def _first_times(course: Course) -> dict[str, float]:
    """Minutes from one saving to the next, by the step that was saved; breaks and second savings left out."""
    times: dict[str, float] = {}
    moments = [("", course.started_at), *course.saves]
    for (_, before), (step, at) in pairwise(moments):
        if step not in times and at - before <= LONGEST_PAGE:
            times[step] = (at - before).total_seconds() / 60
    return times


def _whole(course: Course) -> float:
    moments = [course.started_at, *(at for _, at in course.saves)]
    return sum(
        (later - earlier).total_seconds() / 60
        for earlier, later in pairwise(moments)
        if later - earlier <= LONGEST_PAGE
    )


def _median(numbers: Iterable[float]) -> float | None:
    known = list(numbers)
    return median(known) if known else None


def _reason(answer: object) -> Reason | None:
    """Why an answer is unknown, or a part of it; None where all of it is known."""
    match answer:
        case Unknown(reason=reason):
            return reason
        case Picked(unknown=Reason() as reason):
            return reason
        case Cells(states=states):
            return next((state.reason for state in states.values() if isinstance(state, Unknown)), None)
        case _:
            return None


def _questions(
    work: UnitOfWork, questionnaire: Questionnaire, submissions: Iterable[tuple[datetime, Mapping[str, object]]]
) -> tuple[QuestionUse, ...]:
    asked, unknown = Counter[QuestionId](), dict[QuestionId, Counter[Reason]]()
    for sent_at, raw in submissions:
        answers = read_answers(questionnaire, raw)
        way = path(questionnaire, answers, clinic_day(work.settings, questionnaire, sent_at))
        for name in _asked(questionnaire, way):
            asked[name] += 1
            reason = _reason(answers.to(name))
            if reason is not None and (reason is not Reason.BLANK or questionnaire.questions[name].required):
                unknown.setdefault(name, Counter())[reason] += 1
    used = (
        QuestionUse(name, questionnaire.questions[name].text, asked[name], reasons.total(), reasons)
        for name, reasons in unknown.items()
    )
    return tuple(sorted(used, key=lambda use: (-use.share, -use.unknown, use.question)))


def _asked(questionnaire: Questionnaire, way: Path) -> Iterator[QuestionId]:
    for question in questionnaire.questions.values():
        if not isinstance(question.kind, Information) and way.asked[question.id] is not FALSE:
            yield question.id

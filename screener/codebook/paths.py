"""A questionnaire as a map: its pages in order, and which answers lead to which later pages and questions."""

from collections.abc import Iterator
from dataclasses import dataclass

from screener.codebook.reading import behind
from screener.definition.conditions import Condition
from screener.definition.conditions_words import explain
from screener.definition.model import Question, Questionnaire, Section, Step
from screener.definition.names import QuestionId, StepId


@dataclass(frozen=True, slots=True)
class Stop:
    """One page of the map."""

    step: StepId
    title: str
    chapter: str
    """The title of its section."""
    opens_chapter: bool
    """Whether it is the first page of its section."""
    questions: int
    """How many may be asked on it."""
    only_for_some: int
    """How many of them have a condition of their own."""
    follow_ups: tuple[str, ...]
    """What of them hangs on answers of this very page, in words: what is shown, and when."""
    is_for_all: bool
    """Whether neither it nor its section has a condition."""


@dataclass(frozen=True, slots=True)
class Way:
    """Answers on one page decide whether a later page, or something on it, is shown."""

    start: StepId
    end: StepId
    opens_page: bool
    """Whether all of the later page hangs on it; otherwise some of its questions do."""
    reasons: tuple[str, ...]
    """In words: what is shown, and when."""


@dataclass(frozen=True, slots=True)
class PathMap:
    """All pages, and all ways between them that a condition makes."""

    stops: tuple[Stop, ...]
    ways: tuple[Way, ...]


def paths(questionnaire: Questionnaire) -> PathMap:
    """The map, in the order asked. What hangs on answers of its own page stands at the stop, and is no way."""
    reasons: dict[tuple[StepId, StepId, bool], list[str]] = {}
    for gate in _gates(questionnaire):
        said = f"{gate.what}, if {explain(gate.when, questionnaire, language=questionnaire.language)}"
        for start in _starts(questionnaire, gate):
            reasons.setdefault((start, gate.step, gate.is_page), []).append(said)
    stops = tuple(
        _stop(
            section,
            step,
            opens_chapter=step is section.steps[0],
            follow_ups=tuple(reasons.get((step.id, step.id, False), ())),
        )
        for section in questionnaire.sections
        for step in section.steps
    )
    order = {stop.step: place for place, stop in enumerate(stops)}
    ways = (Way(start, end, is_page, tuple(said)) for (start, end, is_page), said in reasons.items() if start != end)
    return PathMap(stops, tuple(sorted(ways, key=lambda way: (order[way.start], order[way.end], not way.opens_page))))


@dataclass(frozen=True, slots=True)
class _Gate:
    """A condition on the way to a page or a question."""

    step: StepId
    what: str
    when: Condition
    is_page: bool


def _stop(section: Section, step: Step, *, opens_chapter: bool, follow_ups: tuple[str, ...]) -> Stop:
    return Stop(
        step=step.id,
        title=step.title,
        chapter=section.title,
        opens_chapter=opens_chapter,
        questions=len(step.questions),
        only_for_some=sum(question.when is not None for question in step.questions),
        follow_ups=follow_ups,
        is_for_all=section.when is None and step.when is None,
    )


def _gates(questionnaire: Questionnaire) -> Iterator[_Gate]:
    for section in questionnaire.sections:
        for step in section.steps:
            if section.when is not None:
                yield _Gate(step.id, f"all of “{section.title}”", section.when, is_page=True)
            if step.when is not None:
                yield _Gate(step.id, "this page", step.when, is_page=True)
            for question in step.questions:
                if question.when is not None:
                    yield _Gate(step.id, _named(question), question.when, is_page=False)


def _named(question: Question) -> str:
    return f"“{' '.join(question.text.split())}”"


def _starts(questionnaire: Questionnaire, gate: _Gate) -> tuple[StepId, ...]:
    """The pages whose answers decide it, in the order asked."""
    deciding: frozenset[QuestionId] = behind(questionnaire, gate.when).questions
    return tuple(
        dict.fromkeys(question.step for question in questionnaire.questions.values() if question.id in deciding)
    )

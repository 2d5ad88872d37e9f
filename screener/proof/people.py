"""Believable people: one who has little to tell, many who differ from them, and whoever the solver describes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import z3

from screener.definition.dictionary import MedicineEntry
from screener.definition.model import (
    Agreement,
    Checklist,
    Choice,
    Choices,
    Column,
    Date,
    DayCounts,
    DecimalNumber,
    Information,
    Medicine,
    OneChoice,
    Question,
    Questionnaire,
    Range,
    Reason,
    Rows,
    Text,
    WholeNumber,
    YesNo,
)
from screener.definition.model import Pair as PairKind
from screener.definition.names import QuestionId, RowId
from screener.engine.answers import BLANK, Agreed, Answer, Answers, Cells, Measure, Picked, Row, Unknown, unreadable
from screener.engine.medicines import matcher_for
from screener.proof.lists import SeenRow
from screener.proof.states import COUNT, Calendar, Seen
from screener.proof.world import World, parts_of

PLAIN_WORDS = ("no", "none", "never")
"""Choices of someone who has little to tell; else it is the first."""
SCRIBBLE = "(not readable)"
"""What is typed where nobody can read it."""


@dataclass(frozen=True)
class People:
    """Makes answers to one questionnaire, around one believable person."""

    questionnaire: Questionnaire
    calendar: Calendar
    like: Mapping[QuestionId, Answer]
    """What is known of that person, from an example; the rest is made up."""

    @cached_property
    def ordinary(self) -> dict[QuestionId, Answer]:
        """The one who has little to tell: every question answered, and consent given."""
        return {
            question.id: self.like.get(question.id, self._plainest(question))
            for question in self.questionnaire.questions.values()
            if not isinstance(question.kind, Information)
        }

    def _plainest(self, question: Question) -> Answer:
        """The plainest that can be said. Consent is given: nobody who refuses it is asked anything else."""
        options = _options(question.kind, self.calendar)
        consent = self.questionnaire.consent
        if consent is not None and consent.question == question.id:
            given = (each for each in options if not isinstance(each, str) or each not in consent.refused_by)
            return next(given, options[0])
        if isinstance(question.kind, YesNo) and Reason.NOT_SURE not in question.also:
            return next((each for each in options if each == "yes"), options[0])  # what must be understood or agreed to
        is_measured = isinstance(question.kind, DecimalNumber) and question.kind.plausible.low
        return options[1] if is_measured else options[0]  # nobody is of the least height that there is

    def answers(self, said: Mapping[QuestionId, Answer]) -> Answers:
        """The ordinary person, but for what is said."""
        return Answers({**self.ordinary, **said})

    def many(self) -> Iterator[dict[QuestionId, Answer]]:
        """The ordinary person, one who says nothing, and people who say the first, second, third … of everything."""
        yield {}
        yield dict.fromkeys(self.ordinary, BLANK)
        options = {
            question.id: self._all_options(question)
            for question in self.questionnaire.questions.values()
            if question.id in self.ordinary
        }
        for number in range(max(map(len, options.values()), default=0)):
            yield {question: each[number % len(each)] for question, each in options.items()}

    def _all_options(self, question: Question) -> tuple[Answer, ...]:
        silences = tuple(silent(reason) for reason in sorted(question.also))
        return (*_options(question.kind, self.calendar), *silences)

    # From the solver

    def described(self, model: z3.ModelRef, world: World, names: frozenset[str]) -> dict[QuestionId, Answer]:
        """The answers that a model of the solver gives to the questions in view."""
        reader = _Reader(self, model, world)
        questions = [each for each in self.questionnaire.questions.values() if f"question {each.id}" in names]
        return {
            question.id: found
            for question in questions
            if question.id in self.ordinary and (found := reader.answer(question)) is not None
        }

    @cached_property
    def _matcher(self) -> Any:
        return matcher_for(self.questionnaire.dictionary)

    def typed(self, entry: MedicineEntry, how: str) -> str:
        """A name that the dictionary recognizes as the medicine: exactly, or by its spelling."""
        names = (entry.generic, *entry.brands)
        if how == "close":
            aliases = [each.typed for each in self.questionnaire.dictionary.aliases if each.generic == entry.generic]
            names = (*aliases, *(_misspelled(name) for name in names))
        for name in names:
            match = self._matcher.match(name)
            if match.kind == how and match.generic == entry.generic and not match.parts:
                return name
        return entry.generic

    @cached_property
    def unrecognized(self) -> str:
        """A name that the dictionary does not know."""
        names = ("blue pill", "something for sleep", "zzqx")
        return next((name for name in names if self._matcher.match(name).kind == "none"), "zzqx")


def _misspelled(name: str) -> str:
    middle = len(name) // 2
    return name[:middle] + name[middle + 1 :]


def _options(kind: object, calendar: Calendar) -> tuple[Answer, ...]:
    """Things that can be said, the plainest first."""
    match kind:
        case YesNo(choices=choices) | OneChoice(choices=choices):
            return tuple(each.id for each in _plainest_first(choices))
        case Choices(choices=choices):
            return tuple(Picked(frozenset((each.id,))) for each in _plainest_first(choices))
        case Checklist(rows=rows, choices=choices):
            return tuple(Cells(dict.fromkeys((row.id for row in rows), each.id)) for each in _plainest_first(choices))
        case WholeNumber(plausible=plausible):
            return tuple(int(number) for number in _numbers(plausible))
        case DecimalNumber(plausible=plausible):
            return tuple(Measure(number) for number in _numbers(plausible))
        case Date():
            return tuple(calendar.shifted(-days) for days in (14600, 0, 20, 90, 5000, 30000))
        case Text():
            return ("Words",)
        case DayCounts(rows=rows, plausible=plausible):
            low, middle, high = _numbers(plausible)
            return tuple(Cells({row.id: int(number) for row in rows}) for number in (low, middle, high))
        case PairKind(rows=rows, plausible=both):
            limits = [_numbers(each) for each in both]
            return tuple(
                Cells({row.id: int(each[index]) for row, each in zip(rows, limits, strict=True)}) for index in (1, 0, 2)
            )
        case Rows():
            return ((),)
        case Agreement():
            return (Agreed(True, "Pat Test"), Agreed(False, "Pat Test"))
        case _:
            return (BLANK,)


def _plainest_first(choices: tuple[Choice, ...]) -> list[Choice]:
    return sorted(choices, key=lambda choice: not (choice.exclusive or choice.id in PLAIN_WORDS))


def _numbers(plausible: Range) -> tuple[Decimal, Decimal, Decimal]:
    """The least, one in the middle, and the most that is plausible."""
    low = plausible.low if plausible.low is not None else Decimal(0)
    high = plausible.high if plausible.high is not None else low + 100
    return low, (low + high) // 2, high


@dataclass(frozen=True)
class _Reader:
    """Reads answers off a model."""

    people: People
    model: z3.ModelRef
    world: World

    def holds(self, fact: Any) -> bool:
        return fact if isinstance(fact, bool) else z3.is_true(self.model.eval(fact, model_completion=True))

    def answer(self, question: Question) -> Answer | None:
        """The answer; None where the model leaves the question alone."""
        if isinstance(question.kind, Rows):
            return self._rows(question, question.kind)
        if parts_of(question):
            return Cells(
                {part: self._cell(self.world.state(question.id, part), question, part) for part in parts_of(question)}
            )
        found: Answer = self._state(self.world.state(question.id), question.kind, question.id)
        return found

    def _cell(self, seen: Seen, question: Question, part: RowId) -> Any:
        kind = OneChoice(question.kind.choices) if isinstance(question.kind, Checklist) else COUNT
        return self._state(seen, kind, f"{question.id}.{part}")

    def _state(self, seen: Seen, kind: object, name: str) -> Any:
        silence = next((reason for reason, fact in seen.silences.items() if self.holds(fact)), None)
        match kind:
            case Choices():
                ticked = frozenset(choice for choice, fact in seen.choices.items() if self.holds(fact))
                unknown = silent(silence or Reason.BLANK)
                return Picked(ticked, silence, unknown.typed) if ticked else unknown  # type: ignore[arg-type]
            case _ if silence is not None:
                return silent(silence)
            case YesNo() | OneChoice() | Agreement():
                chosen = next(choice for choice, fact in seen.choices.items() if self.holds(fact))
                return Agreed(chosen == "yes", "Pat Test") if isinstance(kind, Agreement) else chosen
            case WholeNumber():
                return self._whole(seen.number)
            case DecimalNumber():
                return Measure(self._decimal(seen.number))
            case Date():
                return self._day(seen)
            case Text():
                return f"Words {self._whole(seen.identity)}"
            case _:
                raise TypeError(f"{name} has no state of its own")

    def _whole(self, number: Any) -> int:
        return int(self.model.eval(number, model_completion=True).as_long())

    def _decimal(self, number: Any) -> Decimal:
        found = self.model.eval(number, model_completion=True)
        fraction = (found.approx(12) if z3.is_algebraic_value(found) else found).as_fraction()
        return round(Decimal(fraction.numerator) / Decimal(fraction.denominator), 9).normalize() + 0

    def _day(self, seen: Seen) -> date:
        calendar = self.people.calendar
        if seen.number is None:
            return calendar.day_with(self._whole(seen.years))
        return calendar.shifted(self._whole(seen.number))

    def _rows(self, question: Question, kind: Rows) -> Answer:
        found = self.world.rows(question.id)
        silence = next((reason for reason, fact in found.silences.items() if self.holds(fact)), None)
        if silence is not None:
            return silent(silence)
        return tuple(self._row(row, question, kind) for row in found.rows if self.holds(row.present))

    def _row(self, row: SeenRow, question: Question, kind: Rows) -> Row:
        cells = {column.id: self._column(row, question, column) for column in kind.columns}
        return Row(cells)

    def _column(self, row: SeenRow, question: Question, column: Column) -> Any:
        seen = row.states[column.id]
        if not isinstance(column.kind, Medicine):
            return self._state(seen, column.kind, f"{question.id}.{column.id}")
        if self.holds(seen.silences[Reason.UNRECOGNIZED]):
            return self.people.unrecognized
        silence = next((reason for reason, fact in seen.silences.items() if self.holds(fact)), None)
        if silence is not None:
            return silent(silence)
        return self._medicine(row, seen)

    def _medicine(self, row: SeenRow, seen: Seen) -> str:
        profiles = self.world.profiles
        profile, position = divmod(self._whole(seen.identity), 1000)
        wanted = list(profiles.counts)[profile]
        entries = [entry for entry in profiles.dictionary.medicines if profiles.of(entry) == wanted]
        how = "exact" if self.holds(row.states[RowId("match")].choices["exact"]) else "close"
        return self.people.typed(entries[position], how)


def silent(reason: Reason) -> Unknown:
    """An unknown answer as somebody may give it: what cannot be read has words."""
    return unreadable(SCRIBBLE) if reason is Reason.UNREADABLE else Unknown(reason)


Said = Mapping[QuestionId, Answer]


def shrunk(said: Said, still: Callable[[Said], bool]) -> Said:
    """What must be said beside the ordinary for something to be still so: question by question, row by row."""
    for question in said:
        without = {name: answer for name, answer in said.items() if name != question}
        if still(without):
            said = without
            continue
        answer = said[question]
        for row in reversed(range(len(answer))) if isinstance(answer, tuple) else ():
            assert isinstance(answer, tuple)
            fewer = answer[:row] + answer[row + 1 :]
            if still({**said, question: fewer}):
                answer, said = fewer, {**said, question: fewer}
    return said

"""One person in two questionnaires, as the solver sees them.

Variables are named after questions and choices, so the same answer is the same
variable in both worlds. What only one questionnaire has words for is treated
on its own: whoever says it there may say anything here, so it must hold
whichever they choose.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import z3

from screener.definition.model import Choices, DecimalNumber, Level, OneChoice, WholeNumber, YesNo
from screener.definition.names import ChoiceId, QuestionId, RuleId
from screener.engine.answers import Answer, Unknown
from screener.proof.comparison import Direction
from screener.proof.facts import Fact, every, no, same, some
from screener.proof.form_world import FormWorld
from screener.proof.pairing import Pairing
from screener.proof.people import People
from screener.proof.scales import Scale
from screener.proof.side import Side
from screener.proof.solving import solve
from screener.proof.states import Calendar, DatesRead, Seen, StateMaker
from screener.proof.two_dictionaries import Named, TwoDictionaries, gaze
from screener.proof.views import MOST_ROWS
from screener.proof.world import World
from screener.proof.worlds import Manner, Worlds, said_of

MOST_TRIALS = 8
"""How many people the engine looks at before a question is left undecided."""

Rules = tuple[RuleId, ...]


@dataclass
class Query:
    """A question to the solver: is there somebody of whom this holds, in an old world and in a new one?"""

    facts: list[Fact]
    old: FormWorld
    new: FormWorld
    names: tuple[frozenset[str], frozenset[str]]
    limit: float
    bounded: bool
    unknown: str
    """A medicine's name that nobody recognizes."""
    nobody: bool = False
    """Whether the solver is certain that there is nobody, once it was asked."""

    def is_nobody(self) -> bool:
        """Whether the solver is certain that there is nobody."""
        self.nobody = self.bounded and solve(self.facts, self.limit).nobody
        return self.nobody

    def models(self) -> Iterator[z3.ModelRef]:
        """People of whom it holds, no two of whom say the same."""
        for trial in range(MOST_TRIALS):
            found = solve(self.facts, self.limit)
            if found.model is None:
                # Once somebody was passed over whom the engine judges otherwise, that nobody is left says nothing.
                self.nobody = found.nobody and trial == 0 and self.bounded
                return
            yield found.model
            self._pass_over(found.model)

    def described(
        self, model: z3.ModelRef, before: People, after: People
    ) -> tuple[dict[QuestionId, Answer], dict[QuestionId, Answer]]:
        """What the person says to each questionnaire, as far as it is looked at."""
        sides = ((before, self.old, self.names[0]), (after, self.new, self.names[1]))
        said = [
            {
                question: world.with_names(question, answer, model, self.unknown)
                for question, answer in people.described(model, world, names).items()
            }
            for people, world, names in sides
        ]
        return said[0], said[1]

    def _pass_over(self, model: z3.ModelRef) -> None:
        said = [z3.Bool(each.name()) for each in model.decls() if each.arity() == 0 and each.range() == z3.BoolSort()]
        self.facts.append(some(no(same(fact, z3.is_true(model.eval(fact)))) for fact in said))


@dataclass
class TwoWorlds:
    """Makes questions about people who fill in both questionnaires."""

    old: Side
    new: Side
    calendar: Calendar
    limit: float
    _made: dict[tuple[object, ...], FormWorld] = field(default_factory=dict)
    _sorts: dict[Rules, tuple[Named, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.forth = Pairing(self.old.questionnaire, self.new.questionnaire)
        self.back = Pairing(self.new.questionnaire, self.old.questionnaire)
        self.dictionaries = TwoDictionaries(self.old.questionnaire.dictionary, self.new.questionnaire.dictionary)
        dates = [
            Worlds(side.questionnaire, self.calendar).world(Scale(), Manner()).maker.dates
            for side in (self.old, self.new)
        ]
        self._dates = DatesRead(dates[0].in_years | dates[1].in_years, dates[0].in_days | dates[1].in_days)

    def sorts(self, rules: Rules) -> tuple[Named, ...]:
        """Names of medicines, one of each sort, where the rules see any of them differently than before."""
        if rules not in self._sorts:
            old, new = (gaze(side.views, side.names(rules)) for side in (self.old, self.new))
            rows = _together(self.old.scale(rules), self.new.scale(rules)).rows
            self._sorts[rules] = self.dictionaries.sorts(old, new, rows)
        return self._sorts[rules]

    # Questions

    def otherwise(self, rules: Rules, direction: Direction, *, plausible: bool = False) -> Query:
        """Whom do the rules judge otherwise, of those who can say the same to both? Perhaps of the plausible alone."""
        old, new, scale = self._pair(rules, plausible)
        heavy, light = self._turned(direction, (self.old, old), (self.new, new))
        goals = (
            every((heavy[0].at_least(heavy[1], rules, level), light[0].below(light[1], rules, level)))
            for level in sorted(heavy[0].levels(rules))
        )
        return self._query([some(goals)], rules, old, new, scale)

    def spoken(self, rules: Rules, direction: Direction) -> Query:
        """The same of those who show it best: a rule fires for what they say, and all numbers are plausible."""
        old, new, scale = self._pair(rules, True)
        heavy, light = self._turned(direction, (self.old, old), (self.new, new))
        goals = (
            every((heavy[0].fires(heavy[1], rules, level), light[0].below(light[1], rules, level)))
            for level in sorted(heavy[0].levels(rules))
        )
        return self._query([some(goals)], rules, old, new, scale)

    def proposal(self, loud: Rules, quiet: Rules, level: Level, direction: Direction) -> Query:
        """Of whom do some rules say a level before, and of a wider circle none does after? Or the other way round."""
        old, new, scale = self._pair(quiet, False)
        heavy, light = self._turned(direction, (self.old, old), (self.new, new))
        facts = [heavy[0].at_least(heavy[1], loud, level), light[0].below(light[1], quiet, level)]
        return self._query(facts, quiet, old, new, scale)

    def untold(self, rules: Rules, direction: Direction, *, least: Level = Level.INFO) -> Iterator[Query]:
        """Whom do the rules judge otherwise, of those who say what only one questionnaire has words for?

        Levels below `least` do not count.
        """
        sides = ((self.old, self.new, self.forth), (self.new, self.old, self.back))
        for said, other, pairing in sides:
            for question, answer in self._untold(said, rules, pairing):
                yield self._saying(question, answer, rules, direction, said, other, least)

    def has_untold(self, rules: Rules) -> bool:
        """Whether something can be said to a question they read that only one questionnaire has words for."""
        sides = ((self.old, self.forth), (self.new, self.back))
        return any(True for side, pairing in sides for _ in self._untold(side, rules, pairing))

    def _untold(self, side: Side, rules: Rules, pairing: Pairing) -> Iterator[tuple[QuestionId, ChoiceId | Unknown]]:
        names = side.names(rules)
        for question in side.questionnaire.questions:
            if f"question {question}" in names:
                yield from ((question, said) for said in pairing.untold(question))

    def _saying(
        self,
        question: QuestionId,
        answer: ChoiceId | Unknown,
        rules: Rules,
        direction: Direction,
        said: Side,
        other: Side,
        least: Level,
    ) -> Query:
        """Somebody who says this to one side, and whatever they choose to the other."""
        choices = _choices(other, question)
        scale = _together(said.scale(rules), *(other.scale(rules) for _ in choices))
        sorts = self.sorts(rules)
        here = self._world(said, scale, sorts, plausible=False)
        there = [self._pinned(other, scale, sorts, question, each) for each in choices]
        says_more = (said is self.old) is (direction is Direction.LOOSER)
        goals = []
        for level in sorted(each for each in (said if says_more else other).levels(rules) if each >= least):
            if says_more:
                goals.append(every((said.at_least(here, rules, level), *(other.below(w, rules, level) for w in there))))
            else:
                goals.append(every((said.below(here, rules, level), *(other.at_least(w, rules, level) for w in there))))
        facts = [some(goals), _says(here, question, answer)]
        old, new = (here, there[0]) if said is self.old else (there[0], here)
        query = self._query(facts, rules, old, new, scale, saying=question)
        query.facts += [fact for world in there[1:] for fact in said_of(world, other.names(rules))]
        return query

    # What they are made of

    def _turned(
        self, direction: Direction, old: tuple[Side, World], new: tuple[Side, World]
    ) -> tuple[tuple[Side, World], tuple[Side, World]]:
        """The side that says more first."""
        return (old, new) if direction is Direction.LOOSER else (new, old)

    def _query(
        self,
        facts: list[Fact],
        rules: Rules,
        old: FormWorld,
        new: FormWorld,
        scale: Scale,
        *,
        saying: QuestionId | None = None,
    ) -> Query:
        names = self.old.names(rules), self.new.names(rules)
        facts = [*facts]
        for side, world, pairing in ((self.old, old, self.forth), (self.new, new, self.back)):
            untold = self._untold(side, rules, pairing)
            facts += [no(_says(world, question, answer)) for question, answer in untold if question != saying]
        facts += self._same_numbers(old, new, names)
        facts += self._one_form_at_a_time(old, new, names)
        # Last, as whatever was put into facts before has added to it.
        facts += [*said_of(old, names[0]), *said_of(new, names[1])]
        return Query(facts, old, new, names, self.limit, scale.bounded, self.dictionaries.unknown)

    def _same_numbers(self, old: World, new: World, names: tuple[frozenset[str], frozenset[str]]) -> Iterator[Fact]:
        """A whole number in one questionnaire and a decimal in the other are the same number."""
        for question in self.old.questionnaire.questions.values():
            other = self.new.questionnaire.questions.get(question.id)
            if other is None or not all(f"question {question.id}" in each for each in names):
                continue
            kinds = {type(question.kind), type(other.kind)}
            if kinds == {WholeNumber, DecimalNumber}:
                yield old.state(question.id).number == new.state(question.id).number

    def _one_form_at_a_time(
        self, old: World, new: World, names: tuple[frozenset[str], frozenset[str]]
    ) -> Iterator[Fact]:
        """Nobody ticks what only the old questionnaire offers and also what only the new one does."""
        for question, _ in self._sets(self.new):
            if all(f"question {question}" in each for each in names):
                before, after = old.state(question).choices, new.state(question).choices
                gone, come = before.keys() - after.keys(), after.keys() - before.keys()
                yield no(every((some(before[each] for each in gone), some(after[each] for each in come))))

    def _sets(self, side: Side) -> Iterator[tuple[QuestionId, Choices]]:
        """The questions with sets of choices that are not the same on both sides, each as the other side offers it."""
        other = self.old if side is self.new else self.new
        for question in side.questionnaire.questions.values():
            asked = other.questionnaire.questions.get(question.id)
            if asked is None or asked.kind == question.kind:
                continue
            if isinstance(question.kind, Choices) and isinstance(asked.kind, Choices):
                yield question.id, asked.kind

    def _pair(self, rules: Rules, plausible: bool) -> tuple[FormWorld, FormWorld, Scale]:
        scale, sorts = _together(self.old.scale(rules), self.new.scale(rules)), self.sorts(rules)
        old, new = (self._world(side, scale, sorts, plausible=plausible) for side in (self.old, self.new))
        return old, new, scale

    def _world(self, side: Side, scale: Scale, sorts: tuple[Named, ...], *, plausible: bool) -> FormWorld:
        key = side is self.old, replace(scale, bounded=True), sorts, plausible
        if key not in self._made:
            self._made[key] = self._make(side, scale, sorts, plausible, {})
        return self._made[key]

    def _make(
        self, side: Side, scale: Scale, sorts: tuple[Named, ...], plausible: bool, pinned: Mapping[QuestionId, Seen]
    ) -> FormWorld:
        # Where all names are seen alike, one dictionary serves both, so that they share what is said of it.
        questionnaire = replace(side.questionnaire, dictionary=self.old.questionnaire.dictionary)
        maker = StateMaker(self.calendar, plausible, self._dates)
        elsewhere = dict(self._sets(side))
        return FormWorld(
            questionnaire, maker, scale, pinned=pinned, elsewhere=elsewhere, sorts=sorts, is_old=side is self.old
        )

    def _pinned(
        self,
        side: Side,
        scale: Scale,
        sorts: tuple[Named, ...],
        question: QuestionId,
        choice: ChoiceId,
    ) -> FormWorld:
        """A world in which one question is answered by a choice."""
        free = self._world(side, scale, sorts, plausible=False).state(question)
        seen = Seen(dict.fromkeys(free.silences, False), {each: each == choice for each in free.choices})
        return self._make(side, scale, sorts, False, {question: seen})


def _says(world: World, question: QuestionId, answer: ChoiceId | Unknown) -> Fact:
    seen = world.state(question)
    return seen.silences[answer.reason] if isinstance(answer, Unknown) else seen.choices[answer]


def _choices(side: Side, question: QuestionId) -> tuple[ChoiceId, ...]:
    kind = side.questionnaire.questions[question].kind
    return tuple(each.id for each in kind.choices) if isinstance(kind, YesNo | OneChoice) else ()


def _together(*scales: Scale) -> Scale:
    """As many rows as all need, and all that any of them tells apart."""
    rows = sum(scale.rows for scale in scales)
    return Scale(
        min(rows, MOST_ROWS),
        frozenset[str]().union(*(scale.classes for scale in scales)),
        frozenset[str]().union(*(scale.generics for scale in scales)),
        all(scale.bounded for scale in scales) and rows <= MOST_ROWS,
    )

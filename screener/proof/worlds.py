"""The worlds in which claims are looked for: each made once for all claims that look at lists in the same way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from screener.definition.condition_reads import Node
from screener.definition.conditions import Condition
from screener.definition.model import Questionnaire
from screener.definition.names import QuestionId
from screener.proof.facts import Fact
from screener.proof.scales import Scale
from screener.proof.states import Calendar, DatesRead, StateMaker, dates_read
from screener.proof.verdicts import Definition
from screener.proof.views import columns_of
from screener.proof.world import World


@dataclass(frozen=True, slots=True)
class Manner:
    """How a world is looked at."""

    plausible: bool = True
    mark: str = ""
    all_asked: bool = False
    named: bool = False


@dataclass
class Worlds:
    """The worlds of one questionnaire on one day."""

    questionnaire: Questionnaire
    calendar: Calendar
    _made: dict[tuple[Scale, Manner], World] = field(default_factory=dict)
    _parts: dict[tuple[Scale, Manner, frozenset[str]], World] = field(default_factory=dict)
    _dates: DatesRead = field(init=False)

    def __post_init__(self) -> None:
        self._dates = dates_read(_conditions(self.questionnaire))

    def world(self, scale: Scale, manner: Manner) -> World:
        """A world in which counts over all questions look at all of them."""
        key = replace(scale, bounded=True), manner
        if key not in self._made:
            self._made[key] = self._make(scale, manner)
        return self._made[key]

    def part(self, scale: Scale, manner: Manner, in_view: frozenset[str]) -> World:
        """A world of its own, in which they look at the questions in view and take the others as they may be."""
        key = replace(scale, bounded=True), manner, in_view
        if key not in self._parts:
            world = self._make(scale, manner)
            world.everything, world.in_view, world.filled_in = False, in_view, bool(manner.mark)
            self._parts[key] = world
        return self._parts[key]

    def _make(self, scale: Scale, manner: Manner) -> World:
        maker = StateMaker(self.calendar, manner.plausible, self._dates)
        return World(self.questionnaire, maker, scale, mark=manner.mark, all_asked=manner.all_asked, named=manner.named)


def said_of(world: World, names: frozenset[str]) -> list[Fact]:
    """What holds of the names in view whatever is answered; to be asked for once the claim is put into facts."""
    return [fact for name in ("", *sorted(names)) for fact in world.holds.get(name, ())]


def defined_of(world: World, names: frozenset[str]) -> Mapping[Definition, list[Fact]]:
    """What a clash may name: the conditions in view where they have names, and plausible ranges."""
    return {definition: facts for definition, facts in world.definitions.items() if definition.owner in names}


def _conditions(questionnaire: Questionnaire) -> Iterator[tuple[Node, Mapping[str, QuestionId]]]:
    """Every condition and number, with the variables bound around it."""
    yield from ((when, {}) for when in _alone(questionnaire) if when is not None)
    yield from ((value.expression, {}) for value in questionnaire.values.values())
    for question in questionnaire.questions.values():
        for column in columns_of(question):
            if column.when is not None:
                yield column.when, {"row": question.id}


def _alone(questionnaire: Questionnaire) -> Iterator[Condition | None]:
    """The conditions around which no variable is bound."""
    yield from (section.when for section in questionnaire.sections)
    yield from (step.when for step in questionnaire.steps.values())
    yield from (question.when for question in questionnaire.questions.values())
    for rule in questionnaire.rules.values():
        yield rule.when
        yield rule.implied_out_by
        yield from (when for when, _ in rule.if_unknown.cases)

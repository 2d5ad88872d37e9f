"""One person's answers, whoever they are: what is asked and said, and what follows, as the solver sees it.

Each name (question, value, rule, page) is put into facts once. A second world
with another `mark` is the same person later; one with `all_asked` is the same
person asked everything.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import z3

from screener.definition.conditions import Condition
from screener.definition.model import Checklist, DayCounts, Kind, OneChoice, Question, Questionnaire, Rows, WholeNumber
from screener.definition.model import Pair as PairKind
from screener.definition.names import QuestionId, RowId, RuleId, SectionId, StepId, ValueName
from screener.proof.counting import count_of_faults
from screener.proof.encoding import Scope, quantity, truth
from screener.proof.facts import CERTAIN, Fact, Pair, Term, all_of, every, no, same, some, term
from screener.proof.lists import Profiles, SeenList, grid_rows, make_list
from screener.proof.quantities import Quantity
from screener.proof.scales import Scale
from screener.proof.states import Seen, StateMaker
from screener.proof.verdicts import Definition

WHOLE = RowId("")
"""The part of an answer that is all of it."""


@dataclass(slots=True)
class World:
    """Facts about one person."""

    questionnaire: Questionnaire
    maker: StateMaker
    scale: Scale
    mark: str = ""
    all_asked: bool = False
    named: bool = False
    """Whether conditions stand behind names, so that a clash can say which of them it needs."""
    everything: bool = True
    """Whether counts over all questions look at all of them; else the others add an unknown number of their own."""
    in_view: frozenset[str] = frozenset()
    """The names that are looked at, where not everything is."""
    filled_in: bool = False
    """Whether every required question is answered, out of view as well."""
    holds: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    """What holds whatever is answered, by the name that it belongs to."""
    definitions: dict[Definition, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    profiles: Profiles = field(init=False)
    owners: list[str] = field(default_factory=lambda: [""])
    _askings: dict[QuestionId, Pair] = field(default_factory=dict)
    _conditions: dict[str, Pair] = field(default_factory=dict)
    _numbers: dict[ValueName, Quantity] = field(default_factory=dict)
    _states: dict[tuple[QuestionId, RowId], Seen] = field(default_factory=dict)
    _lists: dict[QuestionId, SeenList] = field(default_factory=dict)
    _counts: dict[str, Quantity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.profiles = Profiles(self.questionnaire.dictionary, self.scale)

    # What is asked

    def asked(self, question: QuestionId) -> Pair:
        """Whether a question is asked: its section's condition, its step's and its own."""
        if self.all_asked:
            return CERTAIN
        if question not in self._askings:
            found = self.questionnaire.questions[question]
            own = self.gate("question", found.id, found.when)
            self._askings[question] = all_of((self.page(found.step), own))
        return self._askings[question]

    def page(self, step: StepId) -> Pair:
        """Whether a step is open to this person: its section's condition and its own."""
        found = self.questionnaire.steps[step]
        return all_of((self.chapter(found.section), self.gate("step", step, found.when)))

    def chapter(self, section: SectionId) -> Pair:
        """Whether a section is."""
        found = next(each for each in self.questionnaire.sections if each.id == section)
        return self.gate("section", section, found.when)

    def gate(self, what: str, name: str, when: Condition | None) -> Pair:
        """One condition of what is asked, on its own."""
        if when is None or self.all_asked:
            return CERTAIN
        return self._named_condition("condition", f"{what} {name}", when)

    # What follows

    def rule(self, rule: RuleId) -> Pair:
        """A rule's condition."""
        return self._named_condition("rule", f"rule {rule}", self.questionnaire.rules[rule].when)

    def value_condition(self, value: ValueName) -> Pair:
        """A value that holds a condition."""
        expression = self.questionnaire.values[value].expression
        return self._named_condition("value", f"value {value}", expression)  # type: ignore[arg-type]

    def value_number(self, value: ValueName) -> Quantity:
        """A value that is a number."""
        if value not in self._numbers:
            owner = f"value {value}"
            self.owners.append(owner)
            found = quantity(self, self.questionnaire.values[value].expression, {})  # type: ignore[arg-type]
            self.owners.pop()
            self._numbers[value] = self._name_number(owner, found) if self.named else found
        return self._numbers[value]

    def truth(self, condition: Condition, scope: Scope | None = None) -> Pair:
        """A condition that has no name."""
        return truth(self, condition, scope or {})

    def _named_condition(self, what: str, owner: str, condition: Condition) -> Pair:
        if owner not in self._conditions:
            self.owners.append(owner)
            found = truth(self, condition, {})
            self.owners.pop()
            self._conditions[owner] = self._name(Definition(what, owner), found) if self.named else found
        return self._conditions[owner]

    def _name(self, definition: Definition, found: Pair) -> Pair:
        named = Pair(z3.Bool(f"{definition.owner} T"), z3.Bool(f"{definition.owner} F"))
        self.holds[definition.owner].append(no(every(named)))
        self.definitions[definition] += [same(named.true, found.true), same(named.false, found.false)]
        return named

    def _name_number(self, owner: str, found: Quantity) -> Quantity:
        known = z3.Bool(f"{owner} known")
        bounds = [term(found.low), term(found.high)]
        fresh = [z3.Const(f"{owner} {end}", bound.sort()) for end, bound in zip(("low", "high"), bounds, strict=True)]
        facts = [same(known, found.known), *(new == old for new, old in zip(fresh, bounds, strict=True))]
        self.definitions[Definition("value", owner)] += facts
        exact = found.low is found.high
        return Quantity(found.asked, known, fresh[0], fresh[0] if exact else fresh[1])

    def quotient(self, left: Term, right: Term) -> Term:
        """The number that gives `left` when multiplied by `right`, where that is not zero."""
        if z3.is_rational_value(right) or z3.is_int_value(right):
            divisor = right.as_fraction() if z3.is_rational_value(right) else right.as_long()
            return z3.ToReal(left) / divisor if left.is_int() else left / divisor
        found = z3.FreshReal("quotient")
        self.holds[self.owners[-1]].append(some((right == 0, found * right == left)))
        return found

    # What is said

    def state(self, question: QuestionId, part: RowId | None = None) -> Seen:
        """The state of an answer, or of one row of a grid."""
        key = question, part or WHOLE
        if key not in self._states:
            found = self.questionnaire.questions[question]
            kind = _kind_of_part(found, part)
            name = f"{question}.{part}{self.mark}" if part else f"{question}{self.mark}"
            seen, facts, limits = self.maker.state(name, kind, found.also, question)
            self._note(question, facts, limits)
            self._states[key] = seen
        return self._states[key]

    def rows(self, question: QuestionId) -> SeenList:
        """The rows of a list or grid."""
        if question not in self._lists:
            found = self.questionnaire.questions[question]
            if isinstance(found.kind, Rows):
                self._lists[question] = self._make_list(found, found.kind)
            else:
                parts = [(part, self.state(question, part)) for part in parts_of(found)]
                self._lists[question] = SeenList({}, grid_rows(parts))
        return self._lists[question]

    def _make_list(self, question: Question, kind: Rows) -> SeenList:
        name = f"{question.id}{self.mark}"
        found, facts, limits = make_list(name, question, kind, self.profiles, self.maker)
        self._note(question.id, facts, limits)
        if not self.all_asked:
            for row in found.rows:
                for column in kind.columns:
                    if column.when is not None:
                        row.asked[column.id] = truth(self, column.when, {"row": row})
        return found

    def _note(self, question: QuestionId, facts: list[Fact], limits: list[Fact]) -> None:
        owner = f"question {question}"
        self.holds[owner] += facts
        if limits:
            self.definitions[Definition("range", owner)] += limits

    # Counts of questions

    def count(self, name: str) -> Quantity:
        """How many questions are at fault; those out of view add any number."""
        if name not in self._counts:
            self._counts[name] = count_of_faults(self, name)
        return self._counts[name]

    def take_count(self, name: str, other: "World") -> None:
        """Count as another world does."""
        self._counts[name] = other.count(name)


def parts_of(question: Question) -> tuple[RowId, ...]:
    """The rows of a grid or halves of a pair."""
    kind = question.kind
    return tuple(row.id for row in kind.rows) if isinstance(kind, Checklist | DayCounts | PairKind) else ()


def _kind_of_part(question: Question, part: RowId | None) -> Kind:
    """How a cell is answered; the question itself where it has no parts."""
    kind = question.kind
    match kind:
        case Checklist(choices=choices) if part:
            return OneChoice(choices)
        case DayCounts(plausible=plausible) if part:
            return WholeNumber(None, plausible)
        case PairKind(rows=rows, plausible=both) if part:
            return WholeNumber(None, next(limit for row, limit in zip(rows, both, strict=True) if row.id == part))
        case _:
            return kind

"""What may lean on what: nothing reads what is asked later, and nothing needs itself.

All of it is done with loops: a file may hold thousands of values that lean on
each other, and is refused, not crashed on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Final

from screener.definition.condition_reads import Node, Reads, reads, walk
from screener.definition.conditions import AnswerRef, Builtin, Condition, Holds, RowRef, ValueRef
from screener.definition.model import Question, Questionnaire, Rows, Section
from screener.definition.names import QuestionId, RowId, RuleId, ValueName
from screener.definition.problems import Problems
from screener.definition.sites import Site

DEEPEST: Final = 20
"""How many values and rules may lean on each other in a row: whoever follows them may recurse."""
_MOST_CYCLES: Final = 20
EVERYTHING: Final = "{} counts over every question, so no question can depend on it"

Name = ValueName | RuleId


@dataclass(frozen=True, slots=True)
class Formula:
    """A condition or number in its place: whose it is, and where it is written."""

    node: Node
    site: Site
    subject: str


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a value or rule reads in the end, however many others lie between."""

    questions: frozenset[QuestionId]
    everything: bool
    """Whether it counts over every question."""


def follow(formulas: Mapping[Name, Formula], problems: Problems) -> dict[Name, Leaning]:
    """What each value and rule leans on; reports those that need themselves, or lean too far."""
    read = {name: reads(formula.node) for name, formula in formulas.items()}
    graph = {name: _names(found).intersection(read) for name, found in read.items()}
    leanings: dict[Name, Leaning] = {}
    depths: dict[Name, int] = {}
    for name in _in_order(graph, formulas, problems):
        depths[name] = 1 + max((depths[other] for other in graph[name]), default=0)
        if depths[name] > DEEPEST:
            message = f"leans on more than {DEEPEST} values and rules in a row: write some of them out"
            problems.refuse(formulas[name].site.place, message, formulas[name].subject)
            return leanings
        leanings[name] = _leaning(read[name], [leanings[other] for other in graph[name]])
    return leanings


def _names(read: Reads) -> set[Name]:
    return {*read.values, *read.rules}


def _leaning(read: Reads, others: list[Leaning]) -> Leaning:
    questions = frozenset(read.questions).union(*(other.questions for other in others))
    return Leaning(questions, bool(read.builtins) or any(other.everything for other in others))


def _in_order(graph: dict[Name, set[Name]], formulas: Mapping[Name, Formula], problems: Problems) -> list[Name]:
    """Every name after those that it reads; names that need themselves are reported and taken out of the graph."""
    for _ in range(_MOST_CYCLES):
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            circle: list[Name] = error.args[1][::-1]
        _report_circle(circle, formulas, problems)
        for name in circle:
            graph.pop(name, None)
        for others in graph.values():
            others.difference_update(circle)
    return []


def _report_circle(circle: list[Name], formulas: Mapping[Name, Formula], problems: Problems) -> None:
    """Told of the one that stands first in the file; `circle` begins and ends with the same name."""
    first = min(circle, key=lambda name: formulas[name].site.place)
    start = circle.index(first)
    turned = [*circle[start:-1], *circle[:start], first]
    shown = turned if len(turned) <= 8 else [*turned[:6], ValueName("..."), first]
    formula = formulas[first]
    way = ", which reads ".join(shown[1:])
    problems.refuse(formula.site.place, f"needs itself: it reads {way}", formula.subject)


@dataclass(frozen=True, slots=True)
class OrderCheck:
    """Looks for conditions of sections, steps, questions and columns that read what is not asked before them."""

    positions: Mapping[QuestionId, int]
    leanings: Mapping[Name, Leaning]
    problems: Problems

    def sections(self, sections: tuple[Section, ...], site: Site) -> None:
        """Check every condition on the path; `site` is that of the sections."""
        for index, section in enumerate(sections):
            at = site.at(index)
            self._condition(section.when, at.at("when"), f"section {section.id}", section.steps[0].questions[0])
            for number, step in enumerate(section.steps):
                here = at.at("steps", number)
                self._condition(step.when, here.at("when"), f"step {step.id}", step.questions[0])
                for place, question in enumerate(step.questions):
                    self._question(question, here.at("questions", place))

    def _question(self, question: Question, site: Site) -> None:
        subject = f"question {question.id}"
        self._condition(question.when, site.at("when"), subject, question)
        if isinstance(question.kind, Rows):
            for index, column in enumerate(question.kind.columns):
                self._condition(column.when, site.at("columns", index, "when"), subject, question)
            self._columns(question.kind, site.at("columns"), subject)

    def _condition(self, when: Condition | None, site: Site, subject: str, first: Question) -> None:
        """Check a condition of something whose first question is `first`."""
        if when is None:
            return
        for node in walk(when):
            if (wrong := self._wrong(node, self.positions[first.id])) is not None:
                self._report(node, site, subject, wrong)

    def _report(self, node: Node, site: Site, subject: str, message: str) -> None:
        self.problems.refuse(site.within(node.span.start), message, subject)

    def _wrong(self, node: Node, position: int) -> str | None:
        """What is wrong with reading this at a position in the order of questions, or None."""
        match node:
            case AnswerRef() if self.positions.get(node.question, -1) >= position:
                itself = self.positions[node.question] == position
                return f"{node.question} is asked {'here' if itself else 'later'}: its answer is not known yet"
            case Builtin():
                return EVERYTHING.format(node.name)
            case ValueRef() | Holds() if (leaning := self.leanings.get(node.name)) is not None:
                late = [
                    name for name in self.positions if name in leaning.questions and self.positions[name] >= position
                ]
                if late:
                    return f"{node.name} reads {late[0]}, which is not asked before this"
                return EVERYTHING.format(node.name) if leaning.everything else None
            case _:
                return None

    def _columns(self, rows: Rows, site: Site, subject: str) -> None:
        """A column's condition reads columns to the left of it."""
        left = {column.id: index for index, column in enumerate(rows.columns)}
        if rows.medicine is not None:
            left |= {RowId(part): left[rows.medicine] for part in ("classes", "generic", "match")}
        for index, column in enumerate(rows.columns):
            for node in walk(column.when) if column.when else ():
                if (
                    isinstance(node, RowRef)
                    and node.part
                    and node.variable == "row"
                    and left.get(node.part, -1) >= index
                ):
                    message = f"row.{node.part} is not asked before {column.id} in a row"
                    self._report(node, site.at(index, "when"), subject, message)


def check_order(questionnaire: Questionnaire, site: Site, problems: Problems) -> None:
    """Report every value and rule that needs itself, and every question that leans on what is asked later."""
    formulas: dict[Name, Formula] = {}
    for value in questionnaire.values.values():
        at = site.at("values", value.name, "when" if value.is_condition else "is")
        formulas[value.name] = Formula(value.expression, at, f"value {value.name}")
    for at in site.at("rules").each():
        rule = questionnaire.rules[RuleId(at.at("id").text)]
        formulas.setdefault(rule.id, Formula(rule.when, at.at("when"), f"rule {rule.id}"))
    for at in site.at("checks").each():
        rule = questionnaire.rules[RuleId(at.at("id").text)]
        formulas.setdefault(rule.id, Formula(rule.when, at.at("when"), f"check {rule.id}"))
    leanings = follow(formulas, problems)
    positions = {name: index for index, name in enumerate(questionnaire.questions)}
    OrderCheck(positions, leanings, problems).sections(questionnaire.sections, site.at("sections"))
    for at in site.at("checks").each():
        _check_of_answers(questionnaire, RuleId(at.at("id").text), at, leanings, problems)


def _check_of_answers(
    questionnaire: Questionnaire, name: RuleId, site: Site, leanings: Mapping[Name, Leaning], problems: Problems
) -> None:
    """A check runs when the page of its last question is sent: by then all that it reads was asked."""
    leaning, subject = leanings.get(name), f"check {name}"
    if leaning is None or name not in questionnaire.checks:
        return
    if leaning.everything:
        problems.refuse(site.at("when").place, "counts over every question, which no page has asked yet", subject)
    pages = {step: number for number, step in enumerate(questionnaire.steps)}
    asked = [each for each in questionnaire.checks[name].questions if each in questionnaire.questions]
    if not asked:
        return
    if leaning.questions.isdisjoint(asked):
        message = f"does not read {asked[0]}: what the patient may change must decide"
        problems.refuse(site.at("when").place, message, subject)
    last = max(asked, key=lambda each: pages[questionnaire.questions[each].step])
    for name_read in questionnaire.questions:
        late = pages[questionnaire.questions[name_read].step] > pages[questionnaire.questions[last].step]
        if late and name_read in leaning.questions:
            message = f"reads {name_read}, which is asked only after the page of {last}, when the check runs"
            problems.refuse(site.at("when").place, message, subject)

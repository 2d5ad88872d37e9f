"""What a claim looks at: the names that its conditions read, and those that these read, down to the first question.

Each name has a fingerprint of all that its meaning hangs on, so that what was
proved stays proved until something in view changes.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from screener.definition.condition_reads import Node, children, reads, walk
from screener.definition.conditions import (
    AllRows,
    AnswerRef,
    AnyRow,
    Arithmetic,
    Compare,
    Condition,
    CountRows,
    Includes,
    IsOneOf,
    Number,
    Operand,
    RowRef,
    SettingRef,
    Since,
    Smaller,
    StateIs,
    ValueRef,
)
from screener.definition.conditions_writing import to_text
from screener.definition.model import Column, Question, Questionnaire, Rows, Rule
from screener.definition.names import QuestionId, RuleId, SettingName, ValueName
from screener.engine.sources import CLASSES, GENERIC, MATCH
from screener.proof.scales import Scale
from screener.proof.shapes import shape

MOST_ROWS = 16
"""More rows than this are not tried: what needs them is left undecided."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one name says itself: its conditions, and the names that they read."""

    conditions: tuple[Node, ...]
    reads: tuple[str, ...]
    builtins: frozenset[str]
    text: str


@dataclass(frozen=True)
class Views:
    """The names of one questionnaire, and what each reads."""

    questionnaire: Questionnaire
    _parts: dict[str, Part] = field(default_factory=dict)
    _closures: dict[str, frozenset[str]] = field(default_factory=dict)
    _fingerprints: dict[str, str] = field(default_factory=dict)

    def of(self, roots: Iterable[str]) -> frozenset[str]:
        """These names and all that they read in their turn."""
        return frozenset().union(*(self.closure(root) for root in roots))

    def judged(self, roots: Iterable[str]) -> frozenset[str]:
        """What these names read through values and rules, but not through what makes a question asked."""
        found: set[str] = set()
        waiting = list(roots)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += () if name.startswith("question ") else self.part(name).reads
        return frozenset(found)

    def of_condition(self, *nodes: Node | None) -> frozenset[str]:
        """All that conditions without a name read."""
        return self.of(name for node in nodes if node is not None for name in self.names(node))

    def closure(self, name: str) -> frozenset[str]:
        """A name and all that it reads."""
        if name not in self._closures:
            found = {name}
            waiting = [name]
            while waiting:
                for read in self.part(waiting.pop()).reads:
                    if read not in found:
                        found.add(read)
                        waiting.append(read)
            self._closures[name] = frozenset(found)
        return self._closures[name]

    def counts_questions(self, names: Iterable[str]) -> bool:
        """Whether one of these names counts blanks, or numbers out of range: then every question matters."""
        return any(self.part(name).builtins for name in names)

    @cached_property
    def every_question(self) -> frozenset[str]:
        """All questions, and what decides whether they are asked."""
        return self.of(f"question {question}" for question in self.questionnaire.questions)

    def whole(self, names: frozenset[str]) -> frozenset[str]:
        """These names, and every question where they count questions."""
        return names | self.every_question if self.counts_questions(names) else names

    def names(self, node: Node) -> Iterator[str]:
        """The names that a condition reads itself."""
        found = reads(node)
        yield from (f"question {question}" for question in found.questions)
        yield from (f"value {value}" for value in found.values)
        yield from (f"rule {rule}" for rule in found.rules)

    def part(self, name: str) -> Part:
        """What a name says itself."""
        if name not in self._parts:
            self._parts[name] = self._part(name)
        return self._parts[name]

    def _part(self, name: str) -> Part:
        what, _, own = name.partition(" ")
        conditions, pages, text = self._said(what, own)
        read = dict.fromkeys((*pages, *(each for node in conditions for each in self.names(node))))
        found = [reads(node) for node in conditions]
        builtins = frozenset(builtin.name for each in found for builtin in each.builtins)
        settings = {setting: self._setting(setting) for each in found for setting in each.settings}
        written = [to_text(node) for node in conditions]
        return Part(conditions, tuple(read), builtins, f"{name} {text} {written} {sorted(settings.items())}")

    def _said(self, what: str, own: str) -> tuple[tuple[Node, ...], tuple[str, ...], str]:
        """The conditions of a name, the pages that it stands on, and what else it hangs on."""
        questionnaire = self.questionnaire
        match what:
            case "question":
                question = questionnaire.questions[QuestionId(own)]
                columns = [each.when for each in columns_of(question) if each.when is not None]
                whens = columns if question.when is None else [question.when, *columns]
                return tuple(whens), (f"step {question.step}",), shape(question)
            case "step":
                step = next(each for each in questionnaire.steps.values() if each.id == own)
                return _maybe(step.when), (f"section {step.section}",), ""
            case "section":
                section = next(each for each in questionnaire.sections if each.id == own)
                return _maybe(section.when), (), ""
            case "value":
                return (questionnaire.values[ValueName(own)].expression,), (), ""
            case _:
                return (questionnaire.rules[RuleId(own)].when,), (), ""

    def _setting(self, name: SettingName) -> str:
        return str(self.questionnaire.settings[name].value)

    # Fingerprints

    def fingerprint(self, names: Iterable[str], *more: object) -> str:
        """A digest of all that some names hang on, and of what is asked of them."""
        said = "\n".join((*sorted(self._fingerprint(name) for name in names), *map(str, more)))
        return hashlib.sha256(said.encode()).hexdigest()[:24]

    def _fingerprint(self, name: str) -> str:
        if name not in self._fingerprints:
            part = self.part(name)
            lists = self._medicines if name.startswith("question ") and "medicine" in part.text else ""
            self._fingerprints[name] = hashlib.sha256(f"{part.text}{lists}".encode()).hexdigest()[:24]
        return self._fingerprints[name]

    @cached_property
    def _medicines(self) -> str:
        return str([(entry.generic, sorted(entry.classes)) for entry in self.questionnaire.dictionary.medicines])

    def silences(self, *rules: Rule) -> str:
        """What some rules say of their silence, and what they are implied out by."""
        return str([_silence(rule) for rule in rules])

    def asks_only_states(self, name: str) -> bool:
        """Whether all tests below a name, through values and rules, ask about states: then nothing leaves it open."""
        part = self.part(name)
        if part.builtins - {"required_blank"}:
            return False
        nodes = [node for condition in part.conditions for node in walk(condition)]
        if any(_tests_value(node) for node in nodes):
            return False
        below = [each for each in part.reads if not each.startswith("question ")]
        return all(self.asks_only_states(each) for each in below)

    # Rows

    def scale(self, names: Iterable[str], *more: Node) -> Scale:
        """How many rows, which classes and which names the conditions in view can tell apart."""
        nodes = [node for name in names for node in self.part(name).conditions]
        nodes += more
        rows, bounded = 0, True
        classes: set[str] = set()
        generics: set[str] = set()
        for whole in nodes:
            for node in walk(whole):
                needed, suffices = self._rows_for(node)
                rows, bounded = rows + needed, bounded and suffices
                match node:
                    case Includes(subject=RowRef(part=part), members=members) if part == CLASSES:
                        classes.update(members)
                    case IsOneOf(subject=RowRef(part=part), choices=choices) if part == GENERIC:
                        generics.update(choices)
        if any(reads(node).builtins for node in nodes):
            rows += 1
        return Scale(min(rows, MOST_ROWS), frozenset(classes), frozenset(generics), bounded and rows <= MOST_ROWS)

    def _rows_for(self, node: Node) -> tuple[int, bool]:
        """How many rows keep this node's truth, and whether so many are sure to."""
        match node:
            case AnyRow() | AllRows() | CountRows() if self._is_list(node):
                nested = any(isinstance(each, AnyRow | AllRows | CountRows) for each in walk(node.where))
                return (3, False) if nested else (1, True)
            case Compare(left=left, right=right):
                if not (self._counts_rows(left) or self._counts_rows(right)):
                    return 0, True
                limit = self._limit(right if self._counts_rows(left) else left)
                plain = self._is_count(left) or self._is_count(right)
                return (3, False) if limit is None or not plain else (max(0, math.ceil(limit)) + 1, True)
            case StateIs(subject=ValueRef(name=name)):
                return int(self._counts_rows(self.questionnaire.values[name].expression)), True
            case _:
                return 0, True

    def _is_list(self, node: AnyRow | AllRows | CountRows) -> bool:
        return isinstance(self.questionnaire.questions[node.source.question].kind, Rows)

    def _counts_rows(self, node: Node) -> bool:
        """Whether a number hangs on how many rows of a list meet a condition."""
        if isinstance(node, CountRows) and self._is_list(node):
            return True
        if isinstance(node, ValueRef):
            return self._counts_rows(self.questionnaire.values[node.name].expression)
        return any(self._counts_rows(child) for child in children(node))

    def _is_count(self, node: Operand) -> bool:
        """Whether it is such a count itself."""
        if isinstance(node, ValueRef):
            return self._is_count(self.questionnaire.values[node.name].expression)  # type: ignore[arg-type]
        return isinstance(node, CountRows)

    def _limit(self, node: Operand) -> float | None:
        match node:
            case Number(value=value):
                return float(value)
            case SettingRef(name=name):
                return float(self.questionnaire.settings[name].value)
            case _:
                return None


def columns_of(question: Question) -> tuple[Column, ...]:
    """The columns of repeated rows; none of other kinds."""
    return question.kind.columns if isinstance(question.kind, Rows) else ()


def _tests_value(node: Node) -> bool:
    """Whether a node asks what was answered."""
    match node:
        case IsOneOf(subject=RowRef(part=part)):
            return part != MATCH
        case IsOneOf() | Includes():
            return True
        case AnswerRef() | RowRef():
            return False
        case Compare(left=left, right=right):
            return any(isinstance(side, AnswerRef | RowRef) for side in (left, right))
        case Arithmetic(left=left, right=right) | Smaller(left=left, right=right):
            return any(isinstance(side, AnswerRef | RowRef) for side in (left, right))
        case _:
            return isinstance(node, Since)


def _silence(rule: Rule) -> str:
    silence = rule.if_unknown
    cases = [(to_text(when), level) for when, level in silence.cases]
    excuse = None if rule.implied_out_by is None else to_text(rule.implied_out_by)
    return f"{rule.id} {rule.level} {cases} {sorted(silence.by_question.items())} {silence.otherwise} {excuse}"


def _maybe(condition: Condition | None) -> tuple[Node, ...]:
    return () if condition is None else (condition,)

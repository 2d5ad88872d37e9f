"""A world that shares its answers with another one, where the two questionnaires differ in more than conditions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import z3

from screener.definition.model import Choices, Reason, Rows
from screener.definition.names import QuestionId, RowId
from screener.engine.answers import Answer, Row
from screener.engine.medicines import Match
from screener.engine.sources import CLASSES, GENERIC, MATCH
from screener.proof.encoding import truth
from screener.proof.facts import Fact, at_most_one, every, no, some
from screener.proof.lists import SeenList, SeenRow
from screener.proof.states import Seen
from screener.proof.two_dictionaries import Named
from screener.proof.world import World


@dataclass(slots=True)
class FormWorld(World):
    """One questionnaire's world of the two."""

    pinned: Mapping[QuestionId, Seen] = field(default_factory=dict)
    """Questions that are answered by a certain choice."""
    elsewhere: Mapping[QuestionId, Choices] = field(default_factory=dict)
    """Sets of choices that the other side offers otherwise."""
    sorts: tuple[Named, ...] = ()
    """Names of medicines, where the two dictionaries see any differently; else the dictionary's profiles serve."""
    is_old: bool = True
    _joined: set[QuestionId] = field(default_factory=set)

    def state(self, question: QuestionId, part: RowId | None = None) -> Seen:
        """The state of an answer: a constant where it is pinned."""
        if question in self.pinned:
            return self.pinned[question]
        seen = World.state(self, question, part)
        return self._left(question, seen) if question in self.elsewhere else seen

    def _left(self, question: QuestionId, seen: Seen) -> Seen:
        """Whoever ticks only what the other side offers ticks *none of these* here, where there is such a choice."""
        kind = self.questionnaire.questions[question].kind
        assert isinstance(kind, Choices)
        none = next((choice.id for choice in kind.choices if choice.exclusive), None)
        if none is None:
            return seen
        offered = [choice.id for choice in self.elsewhere[question].choices if choice.id not in seen.choices]
        ticked = some(z3.Bool(f"{question}:{choice}") for choice in offered)
        only_there = every((ticked, seen.silences[Reason.BLANK]))
        silences = {**seen.silences, Reason.BLANK: every((seen.silences[Reason.BLANK], no(only_there)))}
        return Seen(silences, {**seen.choices, none: some((seen.choices[none], only_there))})

    def rows(self, question: QuestionId) -> SeenList:
        """The rows of a list or grid, medicines by the names that both know."""
        found = World.rows(self, question)
        kind = self.questionnaire.questions[question].kind
        if not self.sorts or question in self._joined or not isinstance(kind, Rows) or kind.medicine is None:
            return found
        self._joined.add(question)
        rows = tuple(
            self._joined_row(question, number, row, kind, kind.medicine) for number, row in enumerate(found.rows)
        )
        self._lists[question] = SeenList(found.silences, rows)
        return self._lists[question]

    def _joined_row(self, question: QuestionId, number: int, row: SeenRow, kind: Rows, column: RowId) -> SeenRow:
        name = f"{question}#{number}.{column}"
        chosen = self._chosen(name)
        before = row.states[column]
        unlisted = z3.Bool(f"{name} unlisted")
        reasons: dict[Reason, Fact] = {
            reason: fact
            for reason, fact in before.silences.items()
            if reason is not Reason.UNRECOGNIZED and reason is not Reason.BLANK
        }
        self.holds[f"question {question}"].append(at_most_one([*chosen.values(), unlisted, *reasons.values()]))
        seen = {each: (fact, self._match(each)) for each, fact in chosen.items()}
        unmatched = some((unlisted, *(fact for fact, match in seen.values() if match.kind == "none")))
        blank = no(some((*chosen.values(), unlisted, *reasons.values())))
        silences = {**reasons, Reason.UNRECOGNIZED: unmatched, Reason.BLANK: blank}
        joined = SeenRow(
            row.present,
            {**row.states, **_medicine(column, list(seen.values()), silences, before)},
            medicine=column,
        )
        for each in kind.columns:
            if each.when is not None:
                joined.asked[each.id] = truth(self, each.when, {"row": joined})
        return joined

    def _chosen(self, name: str) -> dict[Named, Fact]:
        return {each: z3.Bool(f"{name}@{each.name}") for each in self.sorts}

    def _match(self, named: Named) -> Match:
        return named.old if self.is_old else named.new

    def with_names(self, question: QuestionId, answer: Answer, model: z3.ModelRef, unknown: str) -> Answer:
        """A list as it was read off the model, its medicines called as both dictionaries were asked."""
        kind = self.questionnaire.questions[question].kind
        if not self.sorts or not isinstance(answer, tuple) or not isinstance(kind, Rows) or kind.medicine is None:
            return answer
        numbers = [number for number, row in enumerate(self.rows(question).rows) if _holds(model, row.present)]
        return tuple(
            self._renamed(f"{question}#{number}.{kind.medicine}", kind.medicine, row, model, unknown)
            for number, row in zip(numbers, answer, strict=True)
        )

    def _renamed(self, name: str, column: RowId, row: Row, model: z3.ModelRef, unknown: str) -> Row:
        chosen = next((each.name for each, fact in self._chosen(name).items() if _holds(model, fact)), None)
        if chosen is None and _holds(model, z3.Bool(f"{name} unlisted")):
            chosen = unknown
        return row if chosen is None else Row({**row.cells, column: chosen}, row.confirmed, row.denied)


def _medicine(
    column: RowId, seen: list[tuple[Fact, Match]], silences: Mapping[Reason, Fact], before: Seen
) -> dict[RowId, Seen]:
    """What the dictionary says of a medicine."""
    classes = {each for _, match in seen for each in match.classes}
    generics = sorted({match.generic for _, match in seen if match.generic})
    identity = z3.Sum(
        [z3.If(fact, generics.index(match.generic) + 1, 0) for fact, match in seen if match.generic] or [z3.IntVal(0)]
    )
    how = {kind: some(fact for fact, match in seen if match.kind == kind) for kind in ("exact", "close")}
    return {
        column: Seen(silences, identity=before.identity),
        CLASSES: Seen(
            silences, {each: some(fact for fact, match in seen if each in match.classes) for each in classes}
        ),
        GENERIC: Seen(
            silences,
            {each: some(fact for fact, match in seen if match.generic == each) for each in generics},
            identity=identity,
        ),
        MATCH: Seen({}, {**how, "none": no(some(how.values()))}),
    }


def _holds(model: z3.ModelRef, fact: Fact) -> bool:
    return fact if isinstance(fact, bool) else z3.is_true(model.eval(fact, model_completion=True))

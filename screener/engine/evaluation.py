"""A questionnaire ready to be evaluated: compiled once, then asked about one person at a time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from screener.definition.model import Level, Question, Questionnaire, Rows, Rule, Value
from screener.definition.names import QuestionId, RowId, StepId
from screener.engine.answers import Answers
from screener.engine.clauses import ALWAYS, NamedClause
from screener.engine.compiling import NO_VARIABLES, Compiler
from screener.engine.faults import Inspections
from screener.engine.findings import Reference
from screener.engine.medicines import UNMATCHED, Match, matcher_for
from screener.engine.situation import Situation, states_of
from screener.engine.subjects import Clause
from screener.engine.terms import NamedNumber
from screener.engine.truth import TRUE


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule with its condition compiled, and those that say how grave its silence is."""

    rule: Rule
    clause: NamedClause
    cases: tuple[tuple[Clause, Level | None], ...]

    def level_of_silence(self, situation: Situation, needs: Iterable[Reference]) -> Level | None:
        """How grave it is that the rule could not be ruled out; None where another rule speaks for it.

        The first case that is true decides. Else the silent questions do, the
        gravest of them: each by its own level, or the level for the rest.
        """
        for clause, level in self.cases:
            if clause.truth(situation, ()) is TRUE:
                return level
        by_question, otherwise = self.rule.if_unknown.by_question, self.rule.if_unknown.otherwise
        if not by_question:
            return otherwise
        levels = [by_question.get(need.question, otherwise) for need in needs]
        return max((level for level in levels if level is not None), default=None) if levels else otherwise


@dataclass(frozen=True, slots=True)
class MedicineList:
    """A question that lists medicines, by its number, and the column that names them."""

    index: int
    question: QuestionId
    column: RowId


@dataclass(frozen=True, slots=True)
class Program:
    """Everything of a questionnaire that is evaluated, in the order of its file."""

    questionnaire: Questionnaire
    gates: tuple[Clause, ...]
    """Of each question, in the order asked."""
    rules: tuple[ReadyRule, ...]
    values: tuple[tuple[Value, NamedClause | NamedNumber], ...]
    blanks: Inspections
    implausible: Inspections
    medicines: tuple[MedicineList, ...]
    order: "ReadingOrder"
    match: Callable[[str], Match]
    names: int
    """How many names are judged once and remembered."""

    def begin(self, answers: Answers, as_of: date, *, pending: frozenset[StepId] = frozenset()) -> Situation:
        """The answers on that day, with the path worked out: whether each question is asked."""
        questionnaire = self.questionnaire
        waiting = frozenset(question.id for step in pending for question in questionnaire.steps[step].questions)
        situation = Situation(
            states=states_of(questionnaire, answers, waiting),
            pending=waiting,
            as_of=as_of,
            match=self.match,
            truths=[None] * self.names,
            references=[None] * self.names,
            quantities=[None] * self.names,
        )
        for gate in self.gates:
            situation.asked.append(TRUE if gate is ALWAYS else gate.truth(situation, ()))
        return situation


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """The order in which people meet the answers: by question, then row, then part."""

    questions: dict[QuestionId, int]
    parts: dict[tuple[QuestionId, RowId], int]

    def sorted(self, references: Iterable[Reference]) -> tuple[Reference, ...]:
        """Each reference once, in order."""
        unique = tuple(dict.fromkeys(references))
        return unique if len(unique) < 2 else tuple(sorted(unique, key=self._place))

    def _place(self, reference: Reference) -> tuple[int, int, int]:
        row = -1 if reference.row is None else reference.row
        part = -1 if reference.part is None else self.parts[reference.question, reference.part]
        return self.questions[reference.question], row, part


class _Same:
    """A key for what is known by identity alone."""

    __slots__ = ("questionnaire",)

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def __hash__(self) -> int:
        return id(self.questionnaire)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.questionnaire is self.questionnaire


def program_for(questionnaire: Questionnaire) -> Program:
    """The questionnaire compiled; the same one again for the same object."""
    return _compiled(_Same(questionnaire))


@lru_cache(maxsize=32)
def _compiled(key: _Same) -> Program:
    return compile_questionnaire(key.questionnaire)


def compile_questionnaire(questionnaire: Questionnaire) -> Program:
    """Every gate, value and rule compiled."""
    compiler = Compiler(questionnaire)
    rules = tuple(
        ReadyRule(
            rule,
            compiler.rule(rule.id),
            tuple((compiler.condition(when, NO_VARIABLES), level) for when, level in rule.if_unknown.cases),
        )
        for rule in questionnaire.rules.values()
    )
    return Program(
        questionnaire=questionnaire,
        gates=tuple(compiler.asking(question).gate for question in questionnaire.questions),
        rules=rules,
        values=tuple((value, compiler.value(value)) for value in questionnaire.values.values()),
        blanks=compiler.inspection("required_blank"),
        implausible=compiler.inspection("out_of_range"),
        medicines=(medicines := _medicine_lists(questionnaire)),
        order=_reading_order(questionnaire),
        match=matcher_for(questionnaire.dictionary).match if medicines else _matches_nothing,
        names=compiler.names,
    )


def _medicine_lists(questionnaire: Questionnaire) -> tuple[MedicineList, ...]:
    return tuple(
        MedicineList(index, question.id, question.kind.medicine)
        for index, question in enumerate(questionnaire.questions.values())
        if isinstance(question.kind, Rows) and question.kind.medicine
    )


def _matches_nothing(_typed: str) -> Match:
    return UNMATCHED


def _reading_order(questionnaire: Questionnaire) -> ReadingOrder:
    questions = questionnaire.questions
    return ReadingOrder(
        questions={question: index for index, question in enumerate(questions)},
        parts={(each.id, part): index for each in questions.values() for index, part in enumerate(parts_of(each))},
    )


def parts_of(question: Question) -> tuple[RowId, ...]:
    """The rows of a grid, the halves of a pair, the columns of repeated rows; none of other kinds."""
    kind = question.kind
    parts = kind.columns if isinstance(kind, Rows) else getattr(kind, "rows", ())
    return tuple(part.id for part in parts)

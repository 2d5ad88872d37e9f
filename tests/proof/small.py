"""Random questionnaires so small that everybody who could answer them can be looked at.

Numbers and ages are compared with a few constants only, so that the constants
and their neighbors stand for all numbers there are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product

from hypothesis import strategies as st

from screener.definition.conditions import (
    And,
    AnswerRef,
    AnyRow,
    Builtin,
    Compare,
    Condition,
    CountOf,
    CountRows,
    Holds,
    Includes,
    IsOneOf,
    Not,
    Number,
    Or,
    RowRef,
    Since,
    StateIs,
)
from screener.definition.conditions_writing import to_text
from screener.definition.dictionary import Dictionary
from screener.definition.model import (
    Checklist,
    Choice,
    Choices,
    Date,
    GridRow,
    IfUnknown,
    Kind,
    Level,
    OneChoice,
    Place,
    Question,
    Questionnaire,
    Range,
    Reason,
    Rule,
    Section,
    Step,
    Value,
    WholeNumber,
    YesNo,
)
from screener.definition.names import ChoiceId, QuestionId, RowId, RuleId, SectionId, StepId, ValueName
from screener.engine.answers import BLANK, Answer, Answers, Cells, Picked, Unknown
from screener.proof.people import SCRIBBLE
from screener.proof.states import with_unreadable

AS_OF = date(2026, 1, 15)
HERE = Place("questionnaire.yaml", 1, 1)
LIMITS = (0, 3, 5)
NUMBERS = (-1, 0, 1, 2, 3, 4, 5, 6)
"""Every limit with its neighbors."""
DAYS = (*(date(2026 - years, 1, 15) for years in range(7)), date(2026, 1, 16))
"""So many years before the day, to the day; and the day after it."""


def _choices(*ids: str, exclusive: str = "") -> tuple[Choice, ...]:
    return tuple(Choice(ChoiceId(each), each, each == exclusive) for each in ids)


YES_NO = YesNo((Choice(ChoiceId("yes"), "Yes"), Choice(ChoiceId("no"), "No")))
KINDS: tuple[Kind, ...] = (
    YES_NO,
    YES_NO,
    OneChoice(_choices("a", "b", "c")),
    Choices(_choices("x", "y", "none", exclusive="none")),
    Checklist((GridRow(RowId("r"), "R"), GridRow(RowId("s"), "S")), _choices("never", "often"), None),
    WholeNumber(None, Range(Decimal(0), Decimal(5))),
    Date(True),
)


@dataclass
class _Told:
    draw: st.DrawFn
    questions: list[Question] = field(default_factory=list)
    values: dict[ValueName, Value] = field(default_factory=dict)
    rules: dict[RuleId, Rule] = field(default_factory=dict)

    def pick(self, *options: object):  # type: ignore[no-untyped-def]
        return self.draw(st.sampled_from(options))

    def maybe(self, depth: int = 1) -> Condition | None:
        return self.condition(depth) if self.questions and self.pick(True, False) else None

    def condition(self, depth: int, *, rules: bool = False) -> Condition:
        match self.pick("leaf", "leaf", "and", "or", "not", "count") if depth else "leaf":
            case "and":
                return And((self.condition(depth - 1, rules=rules), self.condition(depth - 1, rules=rules)))
            case "or":
                return Or((self.condition(depth - 1, rules=rules), self.condition(depth - 1, rules=rules)))
            case "not":
                return Not(self.condition(depth - 1, rules=rules))
            case "count":
                parts = (self.condition(0), self.condition(0))
                return Compare(self.pick(">=", "=", "<"), CountOf(parts), Number(self.pick(1, 2)))
            case _:
                return self.leaf(rules)

    def leaf(self, rules: bool) -> Condition:
        names: list[str] = [*self.values, *(self.rules if rules else ())]
        if names and self.pick(True, False, False):
            return Holds(self.pick(*names))
        if rules and self.pick(True, False, False, False, False):
            return Compare(">=", Builtin(self.pick("required_blank", "out_of_range")), Number(self.pick(1, 2)))
        question = self.pick(*self.questions)
        if self.pick(True, False, False):
            return StateIs(AnswerRef(question.id), self.pick("unknown", "known", "blank", "not_sure", "unreadable"))
        return self.about(question)

    def about(self, question: Question) -> Condition:
        whole = AnswerRef(question.id)
        match question.kind:
            case YesNo() | OneChoice():
                chosen = self.pick(*(choice.id for choice in question.kind.choices))
                return IsOneOf(whole, (chosen,), self.pick(True, False))
            case Choices():
                return Includes(whole, (self.pick(ChoiceId("x"), ChoiceId("y"), ChoiceId("none")),))
            case Checklist():
                often = IsOneOf(RowRef("cell"), (ChoiceId("often"),))
                return self.pick(
                    IsOneOf(AnswerRef(question.id, RowId("r")), (ChoiceId("often"),)),
                    AnyRow("cell", whole, often),
                    Compare(">=", CountRows("cell", whole, often), Number(self.pick(1, 2, 3))),
                )
            case Date():
                limit = Number(self.pick(*LIMITS))
                return Compare(self.pick("<", ">=", ">", "="), Since("years", whole), limit)
            case _:
                return Compare(self.pick("<", ">=", ">", "="), whole, Number(self.pick(*LIMITS)))


@st.composite
def small_questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Up to three questions in one or two sections, a value and one to three rules."""
    told = _Told(draw)
    sections = []
    for number in range(1, told.pick(1, 2) + 1):
        section, step = SectionId(f"s{number}"), StepId(f"p{number}")
        around, page = told.maybe(), told.maybe(0)
        questions = tuple(_question(told, step, section) for _ in range(told.pick(1, 2) if number == 1 else 1))
        sections.append(
            Section(section, "S", around, (Step(step, "P", None, page, questions, section, False, HERE),), HERE)
        )
    if told.pick(True, False):
        when = told.condition(1)
        told.values[ValueName("v")] = Value(ValueName("v"), when, True, "V", None, None, to_text(when), HERE)
    for number in range(1, told.pick(1, 2, 3) + 1):
        _rule(told, RuleId(f"R-{number}"))
    rules = tuple(told.rules)
    ladder = tuple(sorted(rules, key=lambda rule: -told.rules[rule].level))
    return Questionnaire(
        slug="small",
        title="Small",
        language="en",
        time_zone="UTC",
        notice=(),
        about="",
        agreement="",
        after_sending="",
        settings={},
        sources={},
        messages={},
        sections=tuple(sections),
        values=told.values,
        rules=told.rules,
        ladders=(ladder,) if len(ladder) > 1 and told.pick(True, False) else (),
        dictionary=Dictionary((), ()),
        vignettes=(),
        translations={},
        questions={question.id: question for question in told.questions},
        steps={step.id: step for section in sections for step in section.steps},
        sha256="0" * 64,
        exclusive=(rules[:2],) if len(rules) > 1 and told.pick(True, False) else (),
    )


def _question(told: _Told, step: StepId, section: SectionId) -> Question:
    kind = told.pick(*KINDS)
    silent = isinstance(kind, YesNo | Choices) and told.pick(True, True, False)
    question = Question(
        id=QuestionId(f"q{len(told.questions) + 1}"),
        kind=kind,
        text="Q",
        help=None,
        why=None,
        required=told.pick(True, True, False),
        also=frozenset((Reason.NOT_SURE,)) if silent else frozenset(),
        without_not_sure=None,
        when=told.maybe(),
        step=step,
        section=section,
        place=HERE,
    )
    told.questions.append(question)
    return question


def _rule(told: _Told, name: RuleId) -> None:
    when = told.condition(2, rules=True)
    level = told.pick(Level.INFO, Level.REVIEW, Level.EXCLUDE)
    quiet = told.pick(None, None, Level.CAUTION, Level.REVIEW)
    by_question = {told.pick(*told.questions).id: told.pick(None, Level.REVIEW)} if told.pick(True, False) else {}
    cases = ((told.condition(0), told.pick(None, Level.REVIEW)),) if told.pick(True, False, False) else ()
    told.rules[name] = Rule(
        id=name,
        level=level,
        when=when,
        formula=to_text(when),
        message="M",
        patient=None,
        why="W",
        sources=(),
        confidence="A",
        checked=None,
        if_unknown=IfUnknown(cases, by_question, quiet),
        implied_out_by=told.maybe(),
        covered_by=tuple(told.rules)[:1] if told.pick(True, False) else (),
        group="G",
        note=None,
        place=HERE,
    )


def everybody(questionnaire: Questionnaire) -> Iterator[Answers]:
    """Everybody who could answer, as far as conditions can tell them apart."""
    questions = tuple(questionnaire.questions.values())
    for said in product(*(possible_answers(question) for question in questions)):
        yield Answers({question.id: answer for question, answer in zip(questions, said, strict=True)})


def possible_answers(question: Question) -> tuple[Answer, ...]:
    """Every answer to a question, blank among them."""
    silent = (BLANK, *(silent_for(reason) for reason in with_unreadable(question.kind, question.also)))
    match question.kind:
        case YesNo() | OneChoice():
            return (*(choice.id for choice in question.kind.choices), *silent)
        case Choices():
            x, y, none = (choice.id for choice in question.kind.choices)
            some = [frozenset(each) for each in ((x,), (y,), (x, y))]
            partly = [Picked(each, why.reason, why.typed) for each in some for why in silent[1:]]
            return (Picked(frozenset((none,))), *(Picked(each) for each in some), *partly, *silent)
        case Checklist():
            cells: tuple[object, ...] = (ChoiceId("never"), ChoiceId("often"), *silent)
            return tuple(Cells({RowId("r"): r, RowId("s"): s}) for r, s in product(cells, cells))  # type: ignore[dict-item]
        case Date():
            return (*DAYS, *silent)
        case _:
            return (*NUMBERS, *silent)


def silent_for(reason: Reason) -> Unknown:
    """An unknown answer; one that cannot be read has words."""
    return Unknown(reason, SCRIBBLE if reason is Reason.UNREADABLE else None)


def fillings(question: Question, answer: Answer) -> tuple[Answer, ...]:
    """What a person may say who has answered everything that is required."""
    if not question.required:
        return (answer,)
    return tuple(each for each in possible_answers(question) if _fills_in(answer, each))


def _fills_in(before: Answer, after: Answer) -> bool:
    match before, after:
        case Cells(states=one), Cells(states=other):
            return all(_fills_in(one[row], other[row]) for row in other)
        case Picked(unknown=None), _:
            return before == after
        case Picked(choices=ticked), Picked(choices=more, unknown=None):
            return ticked <= more
        case Picked(), _:
            return False
        case Unknown(), _:
            return is_known(after)
        case _:
            return before == after


def is_known(answer: Answer) -> bool:
    """Whether nothing of an answer is unknown."""
    match answer:
        case Cells(states=states):
            return all(is_known(state) for state in states.values())
        case Picked(unknown=reason):
            return reason is None
        case _:
            return not isinstance(answer, Unknown)


__all__ = ["AS_OF", "Mapping", "everybody", "fillings", "is_known", "small_questionnaires"]

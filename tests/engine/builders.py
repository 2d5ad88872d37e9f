"""Small questionnaires for tests, their conditions as an author writes them.

questionnaire(yes_no("ill"), whole("days", when="ill is yes"), rules={"R-1": "days > 3"})
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from screener.definition.condition_types import ConditionProblem, Names, resolve, resolve_number
from screener.definition.conditions import Condition, Operand
from screener.definition.conditions_text import parse, parse_number
from screener.definition.dictionary import Dictionary, MedicineEntry
from screener.definition.model import (
    Agreement,
    Checklist,
    Choice,
    Choices,
    Column,
    Date,
    DayCounts,
    DecimalNumber,
    GridRow,
    IfUnknown,
    Information,
    Kind,
    Level,
    Medicine,
    Message,
    OneChoice,
    Pair,
    Place,
    Question,
    Questionnaire,
    Range,
    Reason,
    Rows,
    Rule,
    Section,
    Setting,
    Step,
    Text,
    Value,
    WholeNumber,
    YesNo,
)
from screener.definition.names import (
    ChoiceId,
    GenericName,
    MedicineClass,
    MessageCode,
    QuestionId,
    RowId,
    RuleId,
    SectionId,
    SettingName,
    StepId,
    ValueName,
)
from screener.engine.answers import BLANK, Agreed, Answer, Answers, Cells, Measure, Picked, Row, Unknown

AS_OF = date(2026, 1, 15)
HERE = Place("questionnaire.yaml", 1, 1)

YES, NO = ChoiceId("yes"), ChoiceId("no")
DECLINED = Unknown(Reason.DECLINED)
TO_DISCUSS = Unknown(Reason.TO_DISCUSS)

DICTIONARY = Dictionary(
    medicines=(
        MedicineEntry(GenericName("alprazolam"), ("Xanax",), frozenset((MedicineClass("sedating"),)), "Calms"),
        MedicineEntry(GenericName("zolpidem"), ("Ambien",), frozenset((MedicineClass("sedating"),)), "For sleep"),
        MedicineEntry(GenericName("sumatriptan"), ("Imitrex",), frozenset((MedicineClass("triptan"),)), ""),
    ),
    aliases=(),
)


@dataclass(frozen=True)
class Asked:
    """A question as a test writes it: its condition, its step's and its columns' still text."""

    id: str
    kind: Kind
    when: str = ""
    required: bool = True
    step: str = "step"
    columns_when: Mapping[str, str] | None = None


def yes_no(name: str, **more: object) -> Asked:
    return Asked(name, YesNo((Choice(YES, "Yes"), Choice(NO, "No"))), **more)


def choice(name: str, *ids: str, **more: object) -> Asked:
    return Asked(name, OneChoice(_choices(ids)), **more)


def choices(name: str, *ids: str, **more: object) -> Asked:
    return Asked(name, Choices(_choices(ids)), **more)


def checklist(name: str, rows: Iterable[str], ids: Iterable[str], **more: object) -> Asked:
    return Asked(name, Checklist(_rows(rows), _choices(ids), None), **more)


def whole(name: str, low: int | None = None, high: int | None = None, **more: object) -> Asked:
    return Asked(name, WholeNumber(None, _range(low, high)), **more)


def decimal(name: str, low: int | None = None, high: int | None = None, **more: object) -> Asked:
    return Asked(name, DecimalNumber("kg", _range(low, high), None), **more)


def day(name: str, *, past: bool = False, **more: object) -> Asked:
    return Asked(name, Date(past), **more)


def text(name: str, **more: object) -> Asked:
    return Asked(name, Text(False, None), **more)


def days(name: str, *rows: str, **more: object) -> Asked:
    return Asked(name, DayCounts(_rows(rows), _range(0, 31), False), **more)


def pressure(name: str, **more: object) -> Asked:
    upper, lower = _rows(("sys", "dia"))
    return Asked(name, Pair((upper, lower), (_range(60, 260), _range(30, 160))), **more)


def medicines(name: str, *, columns_when: Mapping[str, str] | None = None, **more: object) -> Asked:
    kinds = {
        "name": Medicine(),
        "daily": YesNo((Choice(YES, "Yes"), Choice(NO, "No"))),
        "tablets": WholeNumber(None, _range(0, 20)),
        "since": Date(True),
    }
    columns = tuple(
        Column(RowId(each), each, kind, frozenset(), each == "name", None, HERE) for each, kind in kinds.items()
    )
    return Asked(name, Rows(columns, "None", "Add"), columns_when=columns_when, **more)


def agreement(name: str, **more: object) -> Asked:
    return Asked(name, Agreement("I agree."), **more)


def information(name: str, **more: object) -> Asked:
    return Asked(name, Information(), required=False, **more)


def rule(when: str, level: Level = Level.REVIEW, **more: object) -> dict[str, object]:
    """A rule beyond its condition: `if_unknown` a level or None, `patient` a message's code."""
    return {"when": when, "level": level, **more}


def questionnaire(
    *asked: Asked,
    rules: Mapping[str, str | dict[str, object]] | None = None,
    values: Mapping[str, str] | None = None,
    settings: Mapping[str, int] | None = None,
    ladders: Iterable[Iterable[str]] = (),
    messages: Iterable[Message] = (),
    steps_when: Mapping[str, str] | None = None,
    section_when: str = "",
) -> Questionnaire:
    """A questionnaire of one section. A value is a number, or a condition where it is written `when …`."""
    resolver = _Resolver(asked, values or {}, settings or {}, rules or {})
    questions = [resolver.question(each) for each in asked]
    steps = resolver.steps(questions, steps_when or {})
    return Questionnaire(
        slug="tried",
        title="Tried",
        language="en",
        time_zone="America/New_York",
        notice=(),
        about="",
        agreement="",
        after_sending="",
        settings={
            SettingName(name): Setting(SettingName(name), value, None, None, None, (), None, HERE)
            for name, value in (settings or {}).items()
        },
        sources={},
        messages={message.code: message for message in messages},
        sections=(Section(SectionId("section"), "Section", resolver.maybe(section_when), steps, HERE),),
        values={ValueName(name): resolver.value(name, formula) for name, formula in (values or {}).items()},
        rules={RuleId(name): resolver.rule(name, written) for name, written in (rules or {}).items()},
        ladders=tuple(tuple(RuleId(each) for each in ladder) for ladder in ladders),
        dictionary=DICTIONARY,
        vignettes=(),
        translations={},
        questions={each.id: each for each in questions},
        steps={each.id: each for each in steps},
        sha256="0" * 64,
    )


@dataclass(frozen=True)
class _Resolver:
    asked: tuple[Asked, ...]
    values: Mapping[str, str]
    settings: Mapping[str, int]
    rules: Mapping[str, object]

    def names(self, row: Question | None = None) -> Names:
        return Names(
            questions={QuestionId(each.id): _bare(each) for each in self.asked},
            values={
                ValueName(name): "condition" if formula.startswith("when ") else "number"
                for name, formula in self.values.items()
            },
            settings={SettingName(name) for name in self.settings},
            rules={RuleId(name) for name in self.rules},
            classes=DICTIONARY.classes,
            generics={entry.generic for entry in DICTIONARY.medicines},
            row=row,
        )

    def condition(self, written: str, row: Question | None = None) -> Condition:
        condition, problems = resolve(parse(written), self.names(row))
        _none(problems)
        return condition

    def maybe(self, written: str, row: Question | None = None) -> Condition | None:
        return self.condition(written, row) if written else None

    def number(self, written: str) -> Operand:
        number, problems = resolve_number(parse_number(written), self.names())
        _none(problems)
        return number

    def question(self, each: Asked) -> Question:
        question = replace(_bare(each), when=self.maybe(each.when))
        if not (each.columns_when and isinstance(each.kind, Rows)):
            return question
        columns = tuple(
            replace(column, when=self.maybe(each.columns_when.get(column.id, ""), question))
            for column in each.kind.columns
        )
        return replace(question, kind=replace(each.kind, columns=columns))

    def steps(self, questions: list[Question], steps_when: Mapping[str, str]) -> tuple[Step, ...]:
        return tuple(
            Step(
                name,
                name,
                None,
                self.maybe(steps_when.get(name, "")),
                tuple(each for each in questions if each.step == name),
                SectionId("section"),
                False,
                HERE,
            )
            for name in dict.fromkeys(each.step for each in questions)
        )

    def value(self, name: str, formula: str) -> Value:
        is_condition = formula.startswith("when ")
        expression = self.condition(formula.removeprefix("when ")) if is_condition else self.number(formula)
        return Value(ValueName(name), expression, is_condition, name, None, None, formula, HERE)

    def rule(self, name: str, written: object) -> Rule:
        more = {"when": written, "level": Level.REVIEW} if isinstance(written, str) else dict(written)  # type: ignore[call-overload]
        level = more["level"]
        return Rule(
            id=RuleId(name),
            level=level,
            when=self.condition(more["when"]),
            formula=more["when"],
            message=f"{name} holds",
            patient=more.get("patient"),
            why="",
            sources=(),
            confidence="A",
            checked=None,
            if_unknown=self.if_unknown(more, level),
            implied_out_by=None,
            covered_by=(),
            group="Rules",
            note=None,
            place=HERE,
        )

    def if_unknown(self, more: Mapping[str, object], level: Level) -> IfUnknown:
        cases = tuple((self.condition(when), each) for when, each in more.get("cases", ()))
        otherwise = more.get("if_unknown", min(level, Level.REVIEW))
        return IfUnknown(cases, more.get("by_question", {}), otherwise)  # type: ignore[arg-type]


def _bare(each: Asked) -> Question:
    return Question(
        id=QuestionId(each.id),
        kind=each.kind,
        text=each.id,
        help=None,
        why=None,
        required=each.required,
        also=frozenset((Reason.NOT_SURE, Reason.DECLINED, Reason.TO_DISCUSS)),
        without_not_sure=None,
        when=None,
        step=StepId(each.step),
        section=SectionId("section"),
        place=HERE,
    )


def _none(problems: tuple[ConditionProblem, ...]) -> None:
    assert not problems, "; ".join(problem.message for problem in problems)


def _choices(ids: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(Choice(ChoiceId(each), each, each == "none") for each in ids)


def _rows(ids: Iterable[str]) -> tuple[GridRow, ...]:
    return tuple(GridRow(RowId(each), each) for each in ids)


def _range(low: int | None, high: int | None) -> Range:
    return Range(None if low is None else Decimal(low), None if high is None else Decimal(high))


def message(code: str, order: int, *, urgent: bool = False) -> Message:
    return Message(MessageCode(code), code, order, urgent, HERE)


def answers(**said: Answer) -> Answers:
    """Answers by question; what is left out is blank."""
    return Answers({QuestionId(name): answer for name, answer in said.items()})


def picked(*ids: str, unknown: Reason | None = None) -> Picked:
    return Picked(frozenset(ChoiceId(each) for each in ids), unknown)


def cells(**states: object) -> Cells:
    return Cells({RowId(name): state for name, state in states.items()})  # type: ignore[misc]


def kilos(number: str) -> Measure:
    return Measure(Decimal(number))


def listed(*rows: Row | str) -> tuple[Row, ...]:
    """Rows of a list of medicines; a name alone is a row with all else blank."""
    return tuple(row if isinstance(row, Row) else medicine(row) for row in rows)


def medicine(name: str | Unknown = BLANK, *, denied: bool = False, **more: object) -> Row:
    return Row({RowId("name"): name, **{RowId(key): value for key, value in more.items()}}, denied=denied)  # type: ignore[arg-type, dict-item]


def agreed() -> Agreed:
    return Agreed(True, "Pat Test")

"""Random small questionnaires.

A generated `Questionnaire` is what reading would give: every name resolves, no
condition reads what is asked later, ladders are gravest first. It covers all
kinds, conditions on questions, steps, sections, columns and through values and
rules, `if unknown` in its three forms, and medicines.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from hypothesis import strategies as st

from screener.definition.conditions import Condition, IsOneOf, RowRef
from screener.definition.conditions_writing import to_text
from screener.definition.dictionary import Alias, Dictionary, MedicineEntry
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
    Source,
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
    SourceKey,
    StepId,
    ValueName,
)
from tests.strategies.conditions import Readable, draw_condition, draw_number, pick

AS_OF = date(2026, 1, 15)
"""The day that generated dates lie around."""

HERE = Place("questionnaire.yaml", 1, 1)
TEXTS = (
    "Plain words",
    "With a colon: and a # hash",
    "Quotes \" and ' and \\ back",
    "Two\nlines\n\n- a list\n",
    "naïve µg/m² ≥ 5",
    "- looks like a list",
    "no",
    "null",
    "1:30",
    "{ [brackets] &anchor *alias !tag %percent @at `tick",
    "Call {clinic_phone}",
    "trailing colon:",
)

SETTINGS = {
    SettingName("low"): Setting(SettingName("low"), 3, "days", None, None, (), None, HERE),
    SettingName("high"): Setting(
        SettingName("high"),
        Fraction(25, 2),
        None,
        (Decimal(10), Decimal("20.5")),
        "Tried",
        (SourceKey("S1"),),
        "A",
        HERE,
    ),
}
SOURCES = {SourceKey("S1"): Source(SourceKey("S1"), "A book", ("https://example.org/book",), "in full", HERE)}
MESSAGES = {
    MessageCode("M1"): Message(MessageCode("M1"), "Call {clinic_phone} now.", 1, True, HERE),
    MessageCode("M2"): Message(MessageCode("M2"), "Bring your list.", 20, False, HERE),
}


def _medicine(generic: str, brands: tuple[str, ...], *classes: str) -> MedicineEntry:
    return MedicineEntry(
        GenericName(generic), brands, frozenset(MedicineClass(name) for name in classes), f"About {generic}"
    )


DICTIONARY = Dictionary(
    medicines=(
        _medicine("alprazolam", ("Xanax",), "benzo", "sedating"),
        _medicine("zolpidem", ("Ambien", "Edluar"), "sedating"),
        _medicine("sumatriptan", ("Imitrex",), "triptan"),
        _medicine("lamotrigine", ("Lamictal",)),
    ),
    aliases=(
        Alias("suma", GenericName("sumatriptan"), "abbreviation"),
        Alias("zanax", GenericName("alprazolam"), "misspelling"),
    ),
)

REASONS = (Reason.NOT_SURE, Reason.DECLINED, Reason.TO_DISCUSS)


@dataclass
class _Told:
    """What a questionnaire under construction has said so far."""

    questions: list[Question] = field(default_factory=list)
    values: dict[ValueName, Value] = field(default_factory=dict)
    rules: dict[RuleId, Rule] = field(default_factory=dict)
    states: bool = True
    odd_texts: bool = False

    def text(self, draw: st.DrawFn) -> str:
        """Something that people read."""
        return pick(draw, TEXTS).strip() if self.odd_texts else "Words"

    def maybe_text(self, draw: st.DrawFn) -> str | None:
        """The same, or nothing."""
        return self.text(draw) if self.odd_texts and pick(draw, (False, True)) else None

    def readable(self, *, everything: bool = False) -> Readable:
        return Readable(
            questions=tuple(self.questions),
            values=dict(self.values),
            rules=tuple(self.rules) if everything else (),
            settings=tuple(SETTINGS),
            dictionary=DICTIONARY,
            builtins=everything,
            states=self.states,
        )


def _choices(*ids: str, exclusive: str = "") -> tuple[Choice, ...]:
    return tuple(Choice(ChoiceId(name), name.title(), name == exclusive) for name in ids)


def _rows(*ids: str) -> tuple[GridRow, ...]:
    return tuple(GridRow(RowId(name), name.title()) for name in ids)


YES_NO = YesNo((Choice(ChoiceId("yes"), "Yes"), Choice(ChoiceId("no"), "No")))
UP_TO_40 = Range(Decimal(0), Decimal(40))


def _column(name: str, kind: object, *, required: bool = False, when: Condition | None = None) -> Column:
    also = frozenset({Reason.NOT_SURE}) if isinstance(kind, YesNo | OneChoice) else frozenset()
    return Column(RowId(name), name.title(), kind, also, required, when, HERE)  # type: ignore[arg-type]


SURE = IsOneOf(RowRef("row", RowId("sure")), (ChoiceId("yes"),))
MEDICINE_ROWS = Rows(
    columns=(
        _column("name", Medicine(), required=True),
        _column("sure", YES_NO),
        _column("often", OneChoice(_choices("daily", "weekly"))),
        _column("tablets", WholeNumber("tablets", UP_TO_40), when=SURE),
    ),
    none_text="I take none",
    add_text="Add another",
)
PLAIN_ROWS = Rows(
    columns=(_column("thing", Text(False, None), required=True), _column("since", Date(True))),
    none_text="None",
    add_text="Add",
)
KINDS: tuple[Kind, ...] = (
    YES_NO,
    OneChoice(_choices("a", "b", "2plus")),
    Choices(_choices("light", "sound", "none", exclusive="none")),
    Checklist(_rows("r1", "r2"), _choices("never", "helped"), ChoiceId("never")),
    WholeNumber("days", UP_TO_40),
    DecimalNumber("kg", Range(Decimal("2.5"), None), "weight"),
    Date(True),
    Text(True, None),
    DayCounts(_rows("d1", "d2"), Range(Decimal(0), Decimal(31)), True),
    Pair(
        (
            GridRow(RowId("sys"), "Systolic (upper number)"),
            GridRow(RowId("dia"), "Diastolic (lower number)"),
        ),
        (Range(Decimal(60), Decimal(260)), Range(Decimal(30), Decimal(160))),
    ),
    MEDICINE_ROWS,
    PLAIN_ROWS,
    Agreement("I have read this."),
    Text(False, "name"),
    Information(),
)


@st.composite
def questionnaires(draw: st.DrawFn, *, states: bool = True, odd_texts: bool = False, most: int = 3) -> Questionnaire:
    """A small questionnaire: up to two sections of two steps of `most` questions each.

    Without `states`, no condition asks about the state of an answer (`is unknown`
    and its reasons): then learning never contradicts, without exception. With
    `odd_texts`, what people read is hard to write down.
    """
    told = _Told(states=states, odd_texts=odd_texts)
    sections = tuple(_section(draw, told, SectionId(name), most) for name in ("s1", "s2")[: pick(draw, (1, 2))])
    for _ in range(pick(draw, (0, 1, 2))):
        _tell_value(draw, told, everything=True)
    for _ in range(pick(draw, (1, 2, 3, 4, 5))):
        _tell_rule(draw, told)
    return Questionnaire(
        slug="generated",
        title="Generated",
        language="en",
        time_zone="America/New_York",
        notice=("A draft.",),
        about=told.text(draw),
        agreement="I agree.",
        after_sending="Wait.",
        settings=SETTINGS,
        sources=SOURCES,
        messages=MESSAGES,
        sections=sections,
        values=told.values,
        rules=told.rules,
        ladders=_ladders(draw, tuple(told.rules.values())),
        dictionary=DICTIONARY,
        vignettes=(),
        translations={},
        questions={question.id: question for question in told.questions},
        steps={step.id: step for section in sections for step in section.steps},
        sha256="0" * 64,
    )


def _maybe_condition(draw: st.DrawFn, told: _Told) -> Condition | None:
    """A condition over what was asked before, or none."""
    readable = told.readable()
    if not readable.asked or pick(draw, (True, False, True)):
        return None
    return draw_condition(draw, readable, 1)


def _section(draw: st.DrawFn, told: _Told, name: SectionId, most: int) -> Section:
    when = _maybe_condition(draw, told)
    steps = tuple(_step(draw, told, StepId(f"{name}_{number}"), name, most) for number in range(pick(draw, (1, 2))))
    return Section(name, told.text(draw), when, steps, HERE)


def _step(draw: st.DrawFn, told: _Told, name: StepId, section: SectionId, most: int) -> Step:
    when, first = _maybe_condition(draw, told), len(told.questions)
    for _ in range(pick(draw, tuple(range(1, most + 1)))):
        told.questions.append(_question(draw, told, name, section))
        if pick(draw, (False, False, True, False)):
            _tell_value(draw, told)
    private = told.odd_texts and pick(draw, (False, True))
    questions = tuple(told.questions[first:])
    return Step(name, told.text(draw), told.maybe_text(draw), when, questions, section, private, HERE)


def _question(draw: st.DrawFn, told: _Told, step: StepId, section: SectionId) -> Question:
    kind, when = pick(draw, KINDS[:5] + KINDS), _maybe_condition(draw, told)
    asks = not isinstance(kind, Information)
    required, also = pick(draw, _WAYS_TO_BE_SILENT) if asks else (False, frozenset())
    settled = isinstance(kind, YesNo) and Reason.NOT_SURE not in also and pick(draw, (False, True))
    return Question(
        id=QuestionId(f"q{len(told.questions) + 1}"),
        kind=kind,
        text=told.text(draw),
        help=told.maybe_text(draw) if asks else None,
        why=told.maybe_text(draw) if asks else None,
        required=required,
        also=also | {Reason.NOT_SURE} if isinstance(kind, YesNo) and not settled else also,
        without_not_sure="It must be settled." if settled else None,
        when=when,
        step=step,
        section=section,
        place=HERE,
        good_for=pick(draw, (None, None, 0, 30)) if asks and not isinstance(kind, Agreement) else None,
    )


_WAYS_TO_BE_SILENT = tuple(
    (required, frozenset(also))
    for required in (True, True, True, False)
    for number in range(3)
    for also in combinations(REASONS, number)
)
"""Whether a question is required, and which unknown answers it offers."""


def _tell_value(draw: st.DrawFn, told: _Told, *, everything: bool = False) -> None:
    readable = told.readable(everything=everything)
    name = ValueName(f"v{len(told.values) + 1}")
    holds = pick(draw, (False, True)) if readable.asked else False
    if holds:
        condition = draw_condition(draw, readable, 1)
        told.values[name] = Value(name, condition, True, f"Value {name}", None, None, to_text(condition), HERE)
    else:
        number, decimals = draw_number(draw, readable), pick(draw, (None, 1))
        told.values[name] = Value(name, number, False, f"Value {name}", "points", decimals, to_text(number), HERE)


def _tell_rule(draw: st.DrawFn, told: _Told) -> None:
    name = RuleId(f"R-T-{len(told.rules) + 1:02}")
    level, when = pick(draw, tuple(Level)), draw_condition(draw, told.readable(everything=True))
    told.rules[name] = Rule(
        id=name,
        level=level,
        when=when,
        formula=to_text(when),
        message=f"Rule {name} holds",
        patient=pick(draw, (None, *MESSAGES)),
        why="Because",
        sources=(SourceKey("S1"),),
        confidence="A*" if level is Level.URGENT else "B",
        checked=AS_OF if level is Level.REVIEW else None,
        if_unknown=_if_unknown(draw, told, level),
        implied_out_by=_maybe_condition(draw, told),
        covered_by=tuple(told.rules)[:1],
        group="First group" if level is Level.INFO else "Second group",
        note=told.maybe_text(draw),
        place=HERE,
    )


_SILENCES = (Level.REVIEW, Level.CAUTION, Level.URGENT, None)


def _if_unknown(draw: st.DrawFn, told: _Told, level: Level) -> IfUnknown:
    """Left out, one level or none, by the silent question, or by cases."""
    match pick(draw, ("left out", "one", "by question", "cases")):
        case "left out":
            return IfUnknown((), {}, min(Level.REVIEW, level))
        case "one":
            return IfUnknown((), {}, pick(draw, _SILENCES))
        case "by question":
            return IfUnknown((), _by_question(draw, told), pick(draw, _SILENCES))
        case _:
            conditions = [when for _ in range(2) if (when := _maybe_condition(draw, told)) is not None]
            cases = tuple((when, pick(draw, _SILENCES)) for when in conditions)
            return IfUnknown(cases, _by_question(draw, told), pick(draw, _SILENCES))


def _by_question(draw: st.DrawFn, told: _Told) -> Mapping[QuestionId, Level | None]:
    """A level for one of the questions, or for none."""
    question = pick(draw, (None, *(question.id for question in told.readable().asked)))
    return {question: pick(draw, _SILENCES)} if question else {}


def _ladders(draw: st.DrawFn, rules: tuple[Rule, ...]) -> tuple[tuple[RuleId, ...], ...]:
    """Perhaps one ladder: all rules from one on, gravest first."""
    start = pick(draw, (None, *range(len(rules) - 1)))
    if start is None:
        return ()
    return (tuple(rule.id for rule in sorted(rules[start:], key=lambda rule: -rule.level)),)

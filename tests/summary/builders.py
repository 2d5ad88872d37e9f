"""A small clinic's questionnaire with every kind in it, and assessments made by hand.

Defaults that hold: each builder can be called with only what its test is about.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from screener.definition.conditions import And, AnswerRef, Compare, IsOneOf, Or, SettingRef
from screener.definition.dictionary import Dictionary
from screener.definition.model import (
    Agreement,
    Checklist,
    Choice,
    Choices,
    Column,
    Date,
    DayCounts,
    DecimalNumber,
    Disposition,
    GridRow,
    IfUnknown,
    Information,
    Level,
    Medicine,
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
from screener.engine.answers import Answers
from screener.engine.findings import Assessment, Evidence, Finding, MatchedMedicine, Open, Reference
from screener.summary.case import Case
from screener.summary.decision import State, Undecided
from screener.summary.model import Person, Summary
from screener.summary.phrases import ENGLISH
from screener.summary.summarize import summarize
from screener.summary.trends import SentCase

AS_OF = date(2026, 1, 15)
SENT = datetime(2026, 1, 15, 14, 41, tzinfo=UTC)
HERE = Place("questionnaire.yaml", 1, 1)
YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
DAYS = Range(Decimal(0), Decimal(31))


def question(name: str, kind: Any, text: str = "", **more: Any) -> Question:
    made = Question(
        id=name,
        kind=kind,
        text=text or f"What of {name}?",
        help=None,
        why=None,
        required=True,
        also=frozenset(),
        without_not_sure=None,
        when=None,
        step="step",
        section="section",
        place=HERE,
    )
    return replace(made, **more)


def column(name: str, kind: Any, text: str, *, required: bool = False) -> Column:
    return Column(name, text, kind, frozenset({Reason.NOT_SURE}), required, None, HERE)


MEDICINES = Rows(
    columns=(
        column("name", Medicine(), "Name", required=True),
        column("dose", Text(False, None), "Dose"),
        column("taken", Date(True), "Last taken"),
        column("daily", YesNo(YES_NO), "Every day"),
    ),
    none_text="I take none",
    add_text="Add another medicine",
)

SECTIONS = {
    "About you": (
        question("welcome", Information(), "This form is not watched around the clock."),
        question("born", Date(True), "What is your date of birth?"),
        question("height", DecimalNumber("cm", Range(Decimal(120), Decimal(220)), "height"), "How tall are you?"),
        question("weight", DecimalNumber("kg", Range(Decimal(25), Decimal(300)), "weight"), "How much do you weigh?"),
        question("note", Text(True, None), "What else should we know?", required=False),
    ),
    "Heart": (
        question("artery", YesNo(YES_NO), "Do you have a weak, bulging artery (aneurysm)? It may have been fixed."),
        question(
            "bp",
            Pair(
                (GridRow("sys", "Top number"), GridRow("dia", "Bottom number")),
                (Range(Decimal(60), Decimal(260)), Range(Decimal(30), Decimal(160))),
            ),
            "What was your last blood pressure?",
        ),
        question("pulse", WholeNumber("beats a minute", Range(Decimal(30), Decimal(200))), "What is your pulse?"),
    ),
    "Headaches": (
        question("ha_days", WholeNumber("days", DAYS), "How many days do you have head pain? (0 to 31)"),
        question(
            "conditions",
            Choices((Choice("asthma", "Asthma"), Choice("copd", "COPD"), Choice("none", "None of these", True))),
            "Do you have any of these?",
        ),
        question("where", OneChoice((Choice("clinic", "Clinic or hospital"), Choice("home", "At home")))),
        question(
            "tried",
            Checklist(
                (GridRow("cgrp", "CGRP shots"), GridRow("botox", "Botox shots")),
                (Choice("no_help", "Did not help"), Choice("never", "Never tried")),
                None,
            ),
            "What happened?",
        ),
        question(
            "am_days",
            DayCounts(
                (GridRow("triptan", "Triptans (such as sumatriptan)"), GridRow("simple", "Plain pain pills: Advil")),
                DAYS,
                True,
            ),
            "On how many days do you take each type?",
        ),
    ),
    "Mood": (question("low", YesNo(YES_NO), "Have you felt low?", also=frozenset({Reason.DECLINED})),),
    "Medicines": (question("meds", MEDICINES, "List every medicine. Include patches."),),
    "Sending": (question("agree", Agreement("I have answered as well as I can."), "Do you agree?"),),
}

SETTINGS = {
    "bp_urgent": 180,
    "bp_exclude": 160,
    "bp_dia_exclude": 100,
    "bp_low": 90,
    "days_few": 8,
    "days_chronic": 15,
    "moh": 10,
}


def at_least(name: str, part: str | None, setting: str) -> Compare:
    return Compare(">=", AnswerRef(name, part), SettingRef(setting))


BP_LINE = Or((at_least("bp", "sys", "bp_exclude"), at_least("bp", "dia", "bp_dia_exclude")))
BAND = And(
    (
        Compare("<=", SettingRef("days_few"), AnswerRef("ha_days")),
        Compare("<", AnswerRef("ha_days"), SettingRef("days_chronic")),
    )
)
YES = IsOneOf(AnswerRef("artery"), ("yes",))


def rule(name: str, level: Level = Level.REVIEW, when: Any = YES, **more: Any) -> Rule:
    made = Rule(
        id=name,
        level=level,
        when=when,
        formula="artery is yes",
        message=f"The clinician's message of {name}.",
        patient=None,
        why=f"The reason for {name}.",
        sources=("BP1",),
        confidence="A*",
        checked=date(2026, 11, 22),
        if_unknown=IfUnknown((), {}, Level.REVIEW),
        implied_out_by=None,
        covered_by=(),
        group="Heart",
        note=None,
        place=HERE,
    )
    return replace(made, **more)


RULES = (
    rule("R-BP-01", Level.URGENT, Compare(">", AnswerRef("bp", "sys"), SettingRef("bp_urgent"))),
    rule("R-BP-02", Level.EXCLUDE, BP_LINE, message="Blood pressure at or over the no-go line."),
    rule("R-BP-05", Level.REVIEW, Compare("<", AnswerRef("bp", "sys"), SettingRef("bp_low"))),
    rule("R-CV-01", Level.EXCLUDE, message="Aneurysm: do not infuse."),
    rule("R-CV-02", Level.CAUTION),
    rule("R-HA-02", Level.CAUTION, BAND),
    rule("R-HA-03", Level.REVIEW, Compare("<", AnswerRef("ha_days"), SettingRef("days_few"))),
    rule("R-MOH-01", Level.CAUTION, at_least("am_days", "triptan", "moh")),
    rule("R-MOH-06", Level.CAUTION, And((at_least("am_days", "simple", "moh"), YES))),
    rule("R-MED-01", Level.EXCLUDE),
    rule("R-MED-02", Level.REVIEW),
    rule("R-MED-99", Level.REVIEW, message="Medicine not recognized."),
    rule("R-DATA-02", Level.REVIEW, group="Data quality"),
    rule("R-DATA-03", Level.CAUTION, group="Data quality", message="Answers do not agree with each other."),
    rule("R-INFO-01", Level.INFO),
)


def questionnaire(**more: Any) -> Questionnaire:
    sections = tuple(
        Section(
            name,
            name,
            None,
            (Step(f"{name} step", name, None, None, questions, name, False, HERE),),
            HERE,
        )
        for name, questions in SECTIONS.items()
    )
    made = Questionnaire(
        slug="small-clinic",
        title="Before your visit",
        language="en",
        time_zone="America/New_York",
        notice=("Draft for sign-off.", "Off-label use; the evidence is weak."),
        about="",
        agreement="",
        after_sending="",
        settings={name: Setting(name, value, None, None, None, (), None, HERE) for name, value in SETTINGS.items()},
        sources={"BP1": Source("BP1", "Blood pressure categories 2025", (), "read", HERE)},
        messages={},
        sections=sections,
        values={
            "bmi": Value("bmi", AnswerRef("weight"), False, "Body mass index", "kg/m²", 1, "", HERE),
            "heavy": Value("heavy", YES, True, "A heavy person", None, None, "", HERE),
        },
        rules={one.id: one for one in RULES},
        ladders=(("R-BP-01", "R-BP-02"),),
        dictionary=Dictionary((), ()),
        vignettes=(),
        translations={},
        questions={one.id: one for questions in SECTIONS.values() for one in questions},
        steps={step.id: step for section in sections for step in section.steps},
        sha256="9f2c31ab" * 8,
    )
    return replace(made, **more)


def fired(name: str, *questions: str | Reference, level: Level | None = None) -> Finding:
    references = tuple(one if isinstance(one, Reference) else Reference(one) for one in questions)
    own = next(one.level for one in RULES if one.id == name)
    return Finding(name, level or own, True, tuple(Evidence(one, "") for one in references), ())


def unsettled(name: str, *questions: str | Reference, level: Level = Level.REVIEW) -> Finding:
    return Finding(
        name, level, False, (), tuple(one if isinstance(one, Reference) else Reference(one) for one in questions)
    )


def still_open(name: str, *needs: Reference, covered_by: tuple[str, ...] = ()) -> Open:
    return Open(name, needs, covered_by)


def matched(row: int, typed: str, match: str = "exact", generic: str | None = None, *classes: str) -> MatchedMedicine:
    return MatchedMedicine("meds", row, typed, match, generic, frozenset(classes), "")


def assessment(*findings: Finding, **more: Any) -> Assessment:
    ordered = tuple(sorted(findings, key=lambda finding: -finding.level))
    gravest = ordered[0].level if ordered else Level.INFO
    made = Assessment(
        disposition=Disposition.CLEAR if gravest is Level.INFO else Disposition(gravest.word),
        findings=ordered,
        ruled_out=(),
        not_ruled_out=(),
        values={},
        medicines=(),
        messages=(),
        missing_required=(),
        out_of_range=(),
        asked=tuple(one.id for questions in SECTIONS.values() for one in questions),
        as_of=AS_OF,
        slug="small-clinic",
        number=3,
        sha256="9f2c31ab" * 8,
    )
    return replace(made, **more)


UNDECIDED = Undecided()
JANE = Person("Jane Doe", date(1983, 6, 2), "SCR-7F3K-22Q0", SENT)


def summary(
    *findings: Finding,
    answers: dict[str, Any] | None = None,
    person: Person = JANE,
    state: State = UNDECIDED,
    of: Questionnaire | None = None,
    attachments: tuple[Any, ...] = (),
    before: tuple[SentCase, ...] = (),
    confirmed: Any = None,
    **more: Any,
) -> Summary:
    """A summary of findings made by hand; `more` goes into the assessment."""
    return summarize(
        of or questionnaire(),
        Answers(answers or {}),
        assessment(*findings, **more),
        person=person,
        state=state,
        program="screener 0.1.0",
        audit_head="c81f9a0b2e44",
        attachments=attachments,
        before=before,
        confirmed=confirmed,
    )


def sent_case(reference: str, days_ago: int, of: Questionnaire | None = None, **answers: Any) -> SentCase:
    """What the same patient sent some days before."""
    judged = assessment(as_of=AS_OF - timedelta(days=days_ago))
    return SentCase(reference, Case(of or questionnaire(), Answers(answers), judged, ENGLISH))

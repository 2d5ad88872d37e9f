"""A few questions, values and rules for conditions to speak of."""

from decimal import Decimal
from fractions import Fraction

from screener.definition.condition_types import Names
from screener.definition.conditions import AnswerRef, Number, Since, StateIs
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
    Information,
    Kind,
    Medicine,
    OneChoice,
    Pair,
    Place,
    Question,
    Questionnaire,
    Range,
    Reason,
    Rows,
    Setting,
    Text,
    Translation,
    Value,
    WholeNumber,
    YesNo,
)
from screener.definition.names import (
    ChoiceId,
    GenericName,
    MedicineClass,
    QuestionId,
    RowId,
    RuleId,
    SectionId,
    SettingName,
    StepId,
    ValueName,
)

HERE = Place("questionnaire.yaml", 1, 1)
ANY = Range(None, None)
YES_NO = YesNo((Choice(ChoiceId("yes"), "Yes"), Choice(ChoiceId("no"), "No")))


def choices(**words: str) -> tuple[Choice, ...]:
    return tuple(Choice(ChoiceId(name), text) for name, text in words.items())


def rows(**words: str) -> tuple[GridRow, ...]:
    return tuple(GridRow(RowId(name), text) for name, text in words.items())


def question(name: str, kind: Kind, text: str, *also: Reason) -> Question:
    return Question(
        id=QuestionId(name),
        kind=kind,
        text=text,
        help=None,
        why=None,
        required=True,
        also=frozenset(also),
        without_not_sure=None,
        when=None,
        step=StepId("step"),
        section=SectionId("section"),
        place=HERE,
    )


def column(name: str, kind: object, text: str) -> Column:
    return Column(RowId(name), text, kind, frozenset(), False, None, HERE)  # type: ignore[arg-type]


MEDICINES = Rows(
    columns=(
        column("name", Medicine(), "Name"),
        column("daily", YES_NO, "Every day?"),
        column("started", Date(True), "Started"),
        column("tablets", WholeNumber("tablets", ANY), "Tablets"),
        column("how", OneChoice(choices(mouth="By mouth", patch="As a patch")), "How"),
    ),
    none_text="I take none",
    add_text="Add another medicine",
)
ALLERGIES = Rows((column("what", Text(False, None), "What"),), "None", "Add another")

QUESTIONS = (
    question(
        "prg_now", OneChoice(choices(no="No", yes="Yes", maybe="I might be")), "Are you pregnant?", Reason.NOT_SURE
    ),
    question("prg_lmp", Date(True), "When did your last period begin?"),
    question("dem_dob", Date(True), "What is your date of birth?"),
    question("dem_name", Text(False, "name"), "What is your name?"),
    question("dem_weight_kg", DecimalNumber("kg", ANY, "weight"), "How much do you weigh?"),
    question("bp", Pair(rows(sys="Top number", dia="Bottom number"), (ANY, ANY)), "What was your blood pressure?"),
    question("bp_sys", WholeNumber("mmHg", ANY), "What was the top number?"),
    question("bp_dia", WholeNumber("mmHg", ANY), "What was the bottom number?"),
    question("rf_neuro", OneChoice(choices(none="No", now="Yes, now", within_7d="Yes, this week")), "New weakness?"),
    question(
        "cv_conditions",
        Choices(choices(angina="Angina", heart_failure="Heart failure", none="None of these")),
        "Do you have any of these?",
        Reason.NOT_SURE,
        Reason.DECLINED,
    ),
    question("ha_days", WholeNumber("days", ANY), "How many days have you a headache?", Reason.NOT_SURE),
    question("am_days", DayCounts(rows(triptan="Triptans", simple="Plain pills"), ANY, True), "On how many days?"),
    question("am_any_days", WholeNumber("days", ANY), "On how many days any?"),
    question(
        "pv_matrix",
        Checklist(rows(botox="Botox shots", cgrp="CGRP shots"), choices(never="Never", no_help="No help"), None),
        "What have you tried?",
    ),
    question(
        "pv_failed", OneChoice((Choice(ChoiceId("0"), "None"), Choice(ChoiceId("2plus"), "Two or more"))), "Failed?"
    ),
    question("log_driver", YES_NO, "Can an adult take you home?", Reason.NOT_SURE, Reason.TO_DISCUSS),
    question("med_list", MEDICINES, "List your medicines."),
    question("alg_list", ALLERGIES, "List your allergies."),
    question("notice", Information(), "Call 911 in an emergency."),
    question("agreed", Agreement("I agree."), "Do you agree?"),
)


def setting(name: str, value: int | Fraction, unit: str | None = None) -> Setting:
    return Setting(SettingName(name), value, unit, (Decimal(0), Decimal(9)), None, (), None, HERE)


SETTINGS = (
    setting("bp_exclude_sys", 160, "mmHg"),
    setting("bp_exclude_dia", 100, "mmHg"),
    setting("moh_triptan", 10, "days"),
    setting("age_review", 75, "years"),
    setting("ratio", Fraction(5, 2)),
)


def value(name: str, text: str, unit: str | None, expression: object) -> Value:
    is_condition = isinstance(expression, StateIs)
    return Value(ValueName(name), expression, is_condition, text, unit, None, "", HERE)  # type: ignore[arg-type]


VALUES = (
    value("age", "Age", "years", Since("years", AnswerRef(QuestionId("dem_dob")))),
    value("height_m", "Height", "m", Number(2)),
    value(
        "no_heart_answer",
        "Nothing was said of the heart",
        None,
        StateIs(AnswerRef(QuestionId("cv_conditions")), "blank"),
    ),
)
RULES = (RuleId("R-BP-01"), RuleId("R-MOH-01"), RuleId("R-MOH-02"), RuleId("R-MOH-10"))
DICTIONARY = Dictionary(
    medicines=(
        MedicineEntry(GenericName("phenelzine"), ("Nardil",), frozenset((MedicineClass("maoi"),)), ""),
        MedicineEntry(GenericName("zolpidem"), ("Ambien",), frozenset((MedicineClass("cns_depressant"),)), ""),
    ),
    aliases=(),
)
SPANISH = Translation(
    language="es",
    texts={
        "questions.prg_now.text": "¿Está embarazada?",
        "questions.prg_now.choices.yes": "Sí",
        "questions.am_days.rows.triptan": "Triptanes",
        "questions.med_list.columns.started": "Desde",
    },
    sources={},
)

QUESTIONNAIRE = Questionnaire(
    slug="sample",
    title="Sample",
    language="en",
    time_zone="America/New_York",
    notice=(),
    about="",
    agreement="",
    after_sending="",
    settings={each.name: each for each in SETTINGS},
    sources={},
    messages={},
    sections=(),
    values={each.name: each for each in VALUES},
    rules={},
    ladders=(),
    dictionary=DICTIONARY,
    vignettes=(),
    translations={"es": SPANISH},
    questions={each.id: each for each in QUESTIONS},
    steps={},
    sha256="",
)


def names_in(questionnaire: Questionnaire, *, row: QuestionId | None = None) -> Names:
    """All that the conditions of a questionnaire may speak of; in a column's, `row` is its question."""
    return Names(
        questions=questionnaire.questions,
        values={each.name: "condition" if each.is_condition else "number" for each in questionnaire.values.values()},
        settings=questionnaire.settings,
        rules=questionnaire.rules or RULES,
        classes=questionnaire.dictionary.classes,
        generics=[entry.generic for entry in questionnaire.dictionary.medicines],
        row=None if row is None else questionnaire.questions[row],
    )


NAMES = names_in(QUESTIONNAIRE)

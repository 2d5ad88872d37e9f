"""From the document that an author wrote to the questionnaire that everyone else reads.

Everything that can be wrong is reported on the way; what is built in spite of
problems is good for further checks only, and `reading` does not hand it out.
"""

from collections.abc import Mapping
from typing import cast
from zoneinfo import ZoneInfo

from screener.definition.building_checks import CheckReader
from screener.definition.building_conditions import ConditionReader
from screener.definition.building_identity import read_consent, read_contact, read_identity
from screener.definition.building_rules import Known, RuleReader, read_accepted, read_exclusive, read_ladders
from screener.definition.building_sections import SectionReader, check_ids, each_question, read_offers
from screener.definition.building_settings import read_messages, read_settings, read_sources
from screener.definition.checking_conditions import Doubter
from screener.definition.checking_order import check_order
from screener.definition.condition_types import Asked, Names, ValueSort
from screener.definition.conditions_text import LATER, RESERVED
from screener.definition.dictionary import Dictionary
from screener.definition.document import NamedConditionDocument, QuestionnaireDocument
from screener.definition.model import Level, Questionnaire
from screener.definition.names import QuestionId, RuleId, SettingName, ValueName
from screener.definition.placeholders import Texts
from screener.definition.problems import Problems, quoted
from screener.definition.question_document import RowsQuestion
from screener.definition.salvage import Shaped
from screener.definition.sites import Site
from screener.definition.source_files import MEDICINES


def build(shaped: Shaped[QuestionnaireDocument], dictionary: Dictionary, problems: Problems) -> Questionnaire:
    """The questionnaire of one file, without vignettes, translations and hash; its problems are added to the others."""
    document, site = shaped.document, shaped.site
    sections_site = site.at("sections")
    check_ids(document.sections, sections_site, problems)
    settings = read_settings(document, site, problems)
    texts = Texts(settings, problems)
    offers = read_offers(document.sections, sections_site, texts)
    asked = {document.id: offers[at.place] for document, at in each_question(document.sections, sections_site)}
    _check_value_names(document, site, asked, problems)
    _check_medicine_columns(document, sections_site, dictionary, problems)
    conditions = ConditionReader(_names(document, asked, dictionary, problems), problems)
    messages, sources = read_messages(document, site, texts), read_sources(document, site)
    levels = {rule.id: Level[rule.level.upper()] for rule in document.rules}
    levels |= {check.id: Level[check.level.upper()] for check in document.checks}
    known = Known(questions=asked, sources=sources, messages=messages, rules=levels)
    rules = RuleReader(texts, conditions, known, problems)
    sections = SectionReader(texts, conditions, offers).sections(document.sections, sections_site)
    questions = {question.id: question for part in sections for step in part.steps for question in step.questions}
    values, written = rules.values(document, site), rules.rules(document.rules, site.at("rules"))
    checks = CheckReader(texts, conditions, questions, values, problems)
    checked = checks.checks(document.checks, site.at("checks"))
    questionnaire = Questionnaire(
        slug=document.slug,
        title=texts.read(document.title, site.at("title")),
        language=document.language,
        time_zone=_time_zone(document.time_zone, site, problems),
        notice=tuple(texts.read(line, site.at("notice", index)) for index, line in enumerate(document.notice)),
        about=texts.read(document.about, site.at("about")),
        agreement=texts.read(document.agreement, site.at("agreement")),
        after_sending=texts.read(document.after_sending, site.at("after sending")),
        settings=settings,
        sources=sources,
        messages=messages,
        sections=sections,
        values=values,
        rules=checks.rules(document.checks, site.at("checks"), written),
        checks=checked,
        ladders=read_ladders(document, site.at("ladders"), known, problems),
        dictionary=dictionary,
        vignettes=(),
        translations={},
        questions=questions,
        steps={step.id: step for part in sections for step in part.steps},
        sha256="",
        exclusive=read_exclusive(document, site.at("exclusive rules"), known, problems),
        accepted=read_accepted(document, site.at("accepted"), problems),
        identity=read_identity(document, site.at("identity"), questions, problems),
        consent=read_consent(document.consent, "consent", site.at("consent"), questions, problems),
        contact=read_contact(document.contact, site.at("contact"), questions, problems),
        emergency_notice=read_consent(
            document.emergency_notice, "the emergency notice", site.at("emergency notice"), questions, problems
        ),
        before_infusion=texts.maybe(document.before_an_infusion, site.at("before an infusion")),
    )
    check_order(questionnaire, site, problems)
    conditions.doubt(Doubter(questionnaire.settings, questionnaire.values))
    return questionnaire


def _names(
    document: QuestionnaireDocument, asked: Mapping[str, Asked], dictionary: Dictionary, problems: Problems
) -> Names:
    """All that conditions may speak of; what stands in a part that could not be read is None."""
    lost = problems.lost
    judged = {*(rule.id for rule in document.rules), *(check.id for check in document.checks)}
    sorts: dict[str, ValueSort] = {
        name: "condition" if isinstance(value, NamedConditionDocument) else "number"
        for name, value in document.values.items()
    }
    return Names(
        questions=cast(Mapping[QuestionId, Asked | None], {**asked, **dict.fromkeys(lost)}),
        values=cast(Mapping[ValueName, ValueSort | None], {**sorts, **dict.fromkeys(lost)}),
        settings=frozenset(SettingName(name) for name in {*document.settings, *lost}),
        rules=frozenset(RuleId(name) for name in {*judged, *lost}),
        classes=dictionary.classes,
        generics=frozenset(entry.generic for entry in dictionary.medicines),
    )


def _check_value_names(
    document: QuestionnaireDocument, site: Site, asked: Mapping[str, Asked], problems: Problems
) -> None:
    for name in document.values:
        if name in asked:
            problems.refuse(site.at("values").key(name), f"there is a question {quoted(name)} already")
        if name in RESERVED:
            refuse = problems.refuse_draft if name in LATER else problems.refuse
            refuse(site.at("values").key(name), f"{quoted(name)} is a word of the condition language: use another name")


def _check_medicine_columns(
    document: QuestionnaireDocument, sections_site: Site, dictionary: Dictionary, problems: Problems
) -> None:
    """Where medicines are asked for, some must be known."""
    for question, at in each_question(document.sections, sections_site):
        for index, column in enumerate(question.columns if isinstance(question, RowsQuestion) else ()):
            if column.kind == "medicine" and not dictionary.medicines:
                place = at.at("columns", index, "kind").place
                problems.refuse(
                    place, f"no medicines are known: {MEDICINES} is missing or empty", f"question {question.id}"
                )


def _time_zone(name: str, site: Site, problems: Problems) -> str:
    """A name in the tz database, which is a table like the calendar."""
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # not found, a directory of zones, not a name at all
        problems.refuse(site.at("time zone").place, f"there is no time zone {quoted(name)}; one is America/New_York")
    return name

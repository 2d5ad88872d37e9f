"""Writing a questionnaire back as files: reading them gives an equal one.

Equal but for places and the hash. What an author wrote around the content is
not kept: comments, the order of keys, `like` between vignettes, and settings
in texts, which are filled in.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import assert_never

from screener.definition.building_questions import PAIR_WORDS
from screener.definition.conditions import Condition
from screener.definition.conditions_writing import decimal_text, to_text
from screener.definition.identity import Consent, Contact, Identity, Voicemail
from screener.definition.medicines_csv import ALIASES as ALIASES_HEADER
from screener.definition.medicines_csv import MEDICINES as MEDICINES_HEADER
from screener.definition.model import (
    Agreement,
    Check,
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
    OneChoice,
    Pair,
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
    Translation,
    Value,
    Vignette,
    WholeNumber,
    YesNo,
)
from screener.definition.source_files import ALIASES, MAIN, MEDICINES, VIGNETTES
from screener.definition.yaml_text import Plain, to_yaml

Entries = dict[str, Plain]


def write(questionnaire: Questionnaire) -> dict[str, bytes]:
    """The files of a questionnaire by name; those with nothing in them are left out."""
    files = {name: to_yaml(document) for name, document in documents(questionnaire).items()}
    if questionnaire.dictionary.medicines:
        files[MEDICINES] = _medicines(questionnaire)
    if questionnaire.dictionary.aliases:
        files[ALIASES] = _aliases(questionnaire)
    return {name: text.encode() for name, text in files.items()}


def documents(questionnaire: Questionnaire) -> dict[str, Plain]:
    """What the YAML files of a questionnaire say, by their names; those with nothing in them are left out."""
    said: dict[str, Plain] = {MAIN: _main(questionnaire)}
    if questionnaire.vignettes:
        said[VIGNETTES] = [vignette_entries(vignette) for vignette in questionnaire.vignettes]
    return said | {f"{one.language}.yaml": _translation(one) for one in questionnaire.translations.values()}


def _given(**entries: Plain | None) -> Entries:
    """The entries that are there, keys with spaces for underscores; what is None or empty is left out."""
    return {
        name.strip("_").replace("_", " "): value for name, value in entries.items() if value not in (None, (), {}, [])
    }


def _main(questionnaire: Questionnaire) -> Entries:
    return _given(
        slug=questionnaire.slug,
        title=questionnaire.title,
        language=questionnaire.language,
        time_zone=questionnaire.time_zone,
        notice=questionnaire.notice,
        about=questionnaire.about,
        agreement=questionnaire.agreement,
        after_sending=questionnaire.after_sending,
        before_an_infusion=questionnaire.before_infusion,
        identity=_identity(questionnaire.identity),
        contact=_contact(questionnaire.contact),
        consent=_consent(questionnaire.consent),
        emergency_notice=_consent(questionnaire.emergency_notice),
        settings={name: _setting(setting) for name, setting in questionnaire.settings.items()},
        sources={
            key: {"title": source.title, "addresses": source.addresses, **_given(read=source.read)}
            for key, source in questionnaire.sources.items()
        },
        messages={
            code: _given(text=message.text, order=str(message.order), urgent="true" if message.urgent else None)
            for code, message in questionnaire.messages.items()
        },
        values={name: _value(value) for name, value in questionnaire.values.items()},
        sections=[_section(section) for section in questionnaire.sections],
        rules=[_rule(rule) for rule in questionnaire.rules.values() if rule.id not in questionnaire.checks],
        checks=[_check(check, questionnaire.rules[check.id]) for check in questionnaire.checks.values()],
        ladders=questionnaire.ladders,
        exclusive_rules=questionnaire.exclusive,
        accepted=[{"statement": each.statement, "why": each.why} for each in questionnaire.accepted],
    )


def _identity(identity: Identity | None) -> Entries | None:
    if identity is None:
        return None
    return _given(name=identity.name, birth_date=identity.birth_date, contact=identity.contact)


def _contact(contact: Contact | None) -> Entries | None:
    if contact is None:
        return None
    return _given(
        telephone=contact.telephone,
        email=contact.email,
        voicemail=_voicemail(contact.voicemail),
        whereabouts=contact.whereabouts,
        emergency_contact=contact.emergency_contact,
    )


def _voicemail(voicemail: Voicemail | None) -> Entries | None:
    if voicemail is None:
        return None
    return _given(question=voicemail.question, allowed_by=tuple(sorted(voicemail.allowed_by)))


def _consent(consent: Consent | None) -> Entries | None:
    return None if consent is None else _given(question=consent.question, refused_by=tuple(sorted(consent.refused_by)))


def _setting(setting: Setting) -> Entries:
    sensible = setting.sensible and f"{_decimal(setting.sensible[0])} to {_decimal(setting.sensible[1])}"
    return _given(
        value=decimal_text(setting.value),
        unit=setting.unit,
        sensible=sensible,
        why=setting.why,
        sources=setting.sources,
        confidence=setting.confidence,
    )


def _value(value: Value) -> Entries:
    formula = value.formula or to_text(value.expression)
    if value.is_condition:
        return _given(when=formula, text=value.text)
    decimals = None if value.decimals is None else str(value.decimals)
    return _given(is_=formula, text=value.text, unit=value.unit, decimals=decimals)


def _section(section: Section) -> Entries:
    return _given(
        id=section.id, title=section.title, when=_condition(section.when), steps=[_step(step) for step in section.steps]
    )


def _step(step: Step) -> Entries:
    return _given(
        id=step.id,
        title=step.title,
        text=step.text,
        reading_level=step.reading_level,
        when=_condition(step.when),
        private="true" if step.private else None,
        photo=step.photo,
        questions=[_question(question) for question in step.questions],
    )


def _question(question: Question) -> Entries:
    asks = not isinstance(question.kind, Information)
    return {
        **_given(id=question.id, kind=_kind_word(question.kind), text=question.text),
        **_given(help=question.help, why=question.why, reading_level=question.reading_level),
        **_given(
            required="false" if asks and not question.required else None,
            good_for=None if question.good_for is None else f"{question.good_for} days",
        ),
        **_own_keys(question.kind),
        **_given(
            without_not_sure=question.without_not_sure,
            may_also_say=_also(question.kind, question.also),
            when=_condition(question.when),
        ),
    }


def _also(kind: Kind | Medicine, also: frozenset[Reason]) -> list[str]:
    """What has to be said of the unknown answers: a yes-no offers *not sure* by itself."""
    return [
        reason.value
        for reason in Reason
        if reason in also and not (isinstance(kind, YesNo) and reason is Reason.NOT_SURE)
    ]


def _kind_word(kind: Kind | Medicine) -> str:
    match kind:
        case Text(long=True):
            return "long-text"
        case _:
            return KIND_WORDS[type(kind)]


KIND_WORDS: Mapping[type, str] = {
    YesNo: "yes-no",
    OneChoice: "choice",
    Choices: "choices",
    Checklist: "checklist",
    WholeNumber: "whole-number",
    DecimalNumber: "decimal",
    Date: "date",
    Text: "text",
    DayCounts: "day-counts",
    Pair: "blood-pressure",
    Rows: "rows",
    Agreement: "agreement",
    Information: "information",
    Medicine: "medicine",
}


def _own_keys(kind: Kind | Medicine) -> Entries:  # noqa: C901 - one case for each kind
    """The keys that only this kind has."""
    match kind:
        case YesNo():
            usual = [choice.text for choice in kind.choices] == ["Yes", "No"]
            return {} if usual else {"choices": _words(kind.choices)}
        case OneChoice():
            return {"choices": _words(kind.choices)}
        case Choices():
            exclusive = [choice.id for choice in kind.choices if choice.exclusive]
            return {"choices": _words(kind.choices), **_given(exclusive=exclusive)}
        case Checklist():
            return {"rows": _words(kind.rows), "choices": _words(kind.choices), **_given(fill=kind.fill)}
        case WholeNumber():
            return _given(unit=kind.unit, plausible=_range(kind.plausible))
        case DecimalNumber():
            return _given(unit=kind.unit, plausible=_range(kind.plausible), entry=kind.entry)
        case Date():
            return _given(past="true" if kind.past else None)
        case Text():
            return _given(autocomplete=kind.autocomplete, looks_like=kind.looks_like and kind.looks_like.value)
        case DayCounts():
            return {
                "rows": _words(kind.rows),
                **_given(plausible=_range(kind.plausible), fill="zero" if kind.fill else None),
            }
        case Pair():
            usual = [row.text for row in kind.rows] == [PAIR_WORDS.sys, PAIR_WORDS.dia]
            plausible = _given(sys=_range(kind.plausible[0]), dia=_range(kind.plausible[1]))
            return _given(rows=None if usual else _words(kind.rows), plausible=plausible)
        case Rows():
            columns = [_column(column) for column in kind.columns]
            return {"columns": columns, "none": kind.none_text, "add": kind.add_text}
        case Agreement():
            return {"statement": kind.statement}
        case Information() | Medicine():
            return {}
        case _:
            assert_never(kind)


def _column(column: Column) -> Entries:
    return {
        **_given(id=column.id, kind=_kind_word(column.kind), text=column.text),
        **_given(required="true" if column.required else None),
        **_own_keys(column.kind),
        **_given(may_also_say=_also(column.kind, column.also), when=_condition(column.when)),
    }


def _words(offered: Iterable[Choice | GridRow]) -> Entries:
    return {one.id: one.text for one in offered}


def _range(limits: Range) -> str | None:
    match limits:
        case Range(low=None, high=None):
            return None
        case Range(low=Decimal() as low, high=None):
            return f"at least {_decimal(low)}"
        case Range(low=None, high=Decimal() as high):
            return f"at most {_decimal(high)}"
        case Range(low=Decimal() as low, high=Decimal() as high):
            return f"{_decimal(low)} to {_decimal(high)}"
        case _:
            raise AssertionError


def _decimal(value: Decimal) -> str:
    return format(value, "f")


def _condition(condition: Condition | None) -> str | None:
    return None if condition is None else to_text(condition)


def _rule(rule: Rule) -> Entries:
    return _given(
        id=rule.id,
        group=rule.group,
        level=rule.level.word,
        when=rule.formula or to_text(rule.when),
        message=rule.message,
        patient=rule.patient,
        why=rule.why,
        sources=rule.sources,
        confidence=rule.confidence,
        checked=rule.checked.isoformat() if rule.checked else None,
        if_unknown=_if_unknown(rule.if_unknown),
        implied_out_by=_condition(rule.implied_out_by),
        covered_by=rule.covered_by,
        note=rule.note,
    )


def _check(check: Check, rule: Rule) -> Entries:
    return _given(
        id=check.id,
        level=rule.level.word,
        when=rule.formula or to_text(rule.when),
        questions=check.questions,
        ask=check.ask,
        message=rule.message,
        swap=check.swap,
        urgent_help_waits="true" if check.help_waits else None,
    )


def _if_unknown(silence: IfUnknown) -> Plain:
    """One level, one for each silent question, or cases and the rest."""
    rest: Plain = _level(silence.otherwise)
    if silence.by_question:
        rest = {name: _level(level) for name, level in silence.by_question.items()} | {"otherwise": str(rest)}
    if not silence.cases:
        return rest
    cases: list[Plain] = [{"when": to_text(when), "level": _level(level)} for when, level in silence.cases]
    return [*cases, {"level": rest}]


def _level(level: Level | None) -> str:
    return level.word if level else "none"


def write_vignettes(vignettes: Iterable[Vignette], like: Vignette | None = None) -> str:
    """Vignettes as a file has them; with `like`, only the answers that differ from that one's."""
    return to_yaml([vignette_entries(vignette, like) for vignette in vignettes])


def vignette_entries(vignette: Vignette, like: Vignette | None = None) -> Entries:
    """One vignette's keys and what they say."""
    known = {} if like is None else {name: _answer(answer) for name, answer in like.answers.items()}
    answers = {name: _answer(answer) for name, answer in vignette.answers.items()}
    expects: Entries | None = None
    if vignette.findings is not None and vignette.disposition is not None:
        expects = {"disposition": vignette.disposition.value, "findings": sorted(vignette.findings)}
    return _given(
        id=vignette.id,
        title=vignette.title,
        narrative=vignette.narrative or None,
        like=like.id if like else None,
        as_of=vignette.as_of.isoformat(),
        answers={name: answer for name, answer in answers.items() if like is None or answer != known.get(name)},
        expects=expects,
        fires=sorted(vignette.fires),
        rules_out=sorted(vignette.rules_out),
    )


def _answer(value: object) -> Plain:
    """A raw answer as text: numbers and flags as files write them, None for a blank."""
    match value:
        case None | "":
            return None
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return _decimal(value)
        case float():
            return _decimal(Decimal(repr(value)))
        case Mapping():
            return {str(key): _answer(below) for key, below in value.items()}
        case list() | tuple():
            return [_answer(item) for item in value]
        case _:
            return str(value)


def _translation(translation: Translation) -> Entries:
    return {
        "language": translation.language,
        "texts": {path: {"from": translation.sources[path], "to": text} for path, text in translation.texts.items()},
    }


def _medicines(questionnaire: Questionnaire) -> str:
    rows = (
        (entry.generic, ";".join(entry.brands), ";".join(sorted(entry.classes)), entry.note)
        for entry in questionnaire.dictionary.medicines
    )
    return _table(MEDICINES_HEADER, rows)


def _aliases(questionnaire: Questionnaire) -> str:
    aliases = questionnaire.dictionary.aliases
    return _table(ALIASES_HEADER, ((alias.typed, alias.generic, alias.kind) for alias in aliases))


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()

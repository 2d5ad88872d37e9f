"""Values, rules and ladders: what follows from the answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from screener.definition.building_conditions import UNREADABLE, ConditionReader
from screener.definition.conditions import Condition
from screener.definition.document import (
    CaseDocument,
    NamedConditionDocument,
    NumberDocument,
    QuestionnaireDocument,
    RuleDocument,
)
from screener.definition.model import Accepted, IfUnknown, Level, Rule, Value
from screener.definition.names import MessageCode, QuestionId, RuleId, SourceKey, ValueName
from screener.definition.placeholders import Texts
from screener.definition.problems import Problems
from screener.definition.sites import Site

OTHERWISE = "otherwise"
Silences = tuple[Mapping[QuestionId, Level | None], Level | None]
"""Levels by silent question, and the level of the others."""


def level_of(word: str) -> Level | None:
    """A level as it is written in files; None for `none`."""
    return None if word == "none" else Level[word.upper()]


def default_silence(level: Level) -> Level:
    """What `if unknown` means where it is left out: review, or the rule's own level where that is milder."""
    return min(Level.REVIEW, level)


@dataclass(frozen=True, slots=True)
class Known:
    """The names that rules may refer to."""

    questions: Collection[str]
    sources: Collection[str]
    messages: Collection[str]
    rules: Mapping[str, Level]


@dataclass(frozen=True, slots=True)
class RuleReader:
    """Makes values and rules of what their author wrote."""

    texts: Texts
    conditions: ConditionReader
    known: Known
    problems: Problems

    def values(self, document: QuestionnaireDocument, site: Site) -> dict[ValueName, Value]:
        """Every value by name; `site` is that of the whole file."""
        return {
            ValueName(name): self._value(name, value, site.at("values", name))
            for name, value in document.values.items()
        }

    def _value(self, name: str, document: NumberDocument | NamedConditionDocument, site: Site) -> Value:
        subject = f"value {name}"
        text = self.texts.read(document.text, site.at("text"), subject)
        place = site.place
        if isinstance(document, NamedConditionDocument):
            condition = self.conditions.condition(document.when, site.at("when"), subject)
            return Value(ValueName(name), condition, True, text, None, None, document.when, place)
        number = self.conditions.number(document.is_, site.at("is"), subject)
        return Value(ValueName(name), number, False, text, document.unit, document.decimals, document.is_, place)

    def rules(self, documents: tuple[RuleDocument, ...], site: Site) -> dict[RuleId, Rule]:
        """Every rule by its id, the first where an id stands twice; `site` is that of the list."""
        rules: dict[RuleId, Rule] = {}
        for index, document in enumerate(documents):
            at = site.at(index)
            rule = self._rule(document, at)
            if rule.id in rules:
                first = rules[rule.id].place.line
                self.problems.refuse(at.at("id").place, f"there are two rules {rule.id}; the first is in line {first}")
            rules.setdefault(rule.id, rule)
        return rules

    def _rule(self, document: RuleDocument, site: Site) -> Rule:
        subject = f"rule {document.id}"
        level = Level[document.level.upper()]
        if document.checked is None:
            self.problems.warn(site.place, "says not when its sources were last `checked`", subject)
        return Rule(
            id=RuleId(document.id),
            level=level,
            when=self.conditions.condition(document.when, site.at("when"), subject),
            formula=document.when,
            message=self.texts.read(document.message, site.at("message"), subject),
            patient=self._message(document.patient, site, subject),
            why=self.texts.read(document.why, site.at("why"), subject),
            sources=self._sources(document.sources, site.at("sources"), subject),
            confidence=document.confidence,
            checked=document.checked,
            if_unknown=self._if_unknown(document, level, site.at("if unknown")),
            implied_out_by=self.conditions.maybe(document.implied_out_by, site.at("implied out by"), subject),
            covered_by=self._rules_named(document.covered_by, site.at("covered by"), subject),
            group=document.group,
            note=self.texts.maybe(document.note, site.at("note"), subject),
            place=site.place,
        )

    def _message(self, code: str | None, site: Site, subject: str) -> MessageCode | None:
        if code is None:
            return None
        self.problems.expect(code, self.known.messages, "message", site.at("patient").place, subject)
        return MessageCode(code)

    def _sources(self, keys: tuple[str, ...], site: Site, subject: str) -> tuple[SourceKey, ...]:
        for index, key in enumerate(keys):
            self.problems.expect(key, self.known.sources, "source", site.at(index).place, subject)
        return tuple(SourceKey(key) for key in keys)

    def _rules_named(self, names: tuple[str, ...], site: Site, subject: str) -> tuple[RuleId, ...]:
        for index, name in enumerate(names):
            self.problems.expect(name, self.known.rules, "rule", site.at(index).place, subject)
            if subject == f"rule {name}":
                self.problems.refuse(site.at(index).place, "a rule cannot be covered by itself", subject)
        return tuple(RuleId(name) for name in names)

    # if unknown

    def _if_unknown(self, document: RuleDocument, level: Level, site: Site) -> IfUnknown:
        subject, written = f"rule {document.id}", document.if_unknown
        if written is None:
            return IfUnknown((), {}, default_silence(level))
        if not isinstance(written, tuple):
            return IfUnknown((), *self._silences(written, level, site, subject))
        cases = tuple(self._case(case, site.at(index), subject) for index, case in enumerate(written[:-1]))
        last = site.at(len(written) - 1)
        if written[-1].when is not None:
            self.problems.refuse(last.key("when"), "the last case is the rest and has no `when`", subject)
        return IfUnknown(cases, *self._silences(written[-1].level, level, last.at("level"), subject))

    def _case(self, case: CaseDocument, site: Site, subject: str) -> tuple[Condition, Level | None]:
        if not isinstance(case.level, str):
            self.problems.refuse(
                site.at("level").place, "a case has one level, and only the rest may have more", subject
            )
        if case.when is None:
            self.problems.refuse(site.place, "the key `when` is missing: only the last case is the rest", subject)
        when = self.conditions.maybe(case.when, site.at("when"), subject)
        return when or UNREADABLE, level_of(case.level) if isinstance(case.level, str) else None

    def _silences(self, written: str | Mapping[str, str], level: Level, site: Site, subject: str) -> Silences:
        if isinstance(written, str):
            return {}, level_of(written)
        for name in written:
            self.problems.expect(name, [*self.known.questions, OTHERWISE], "question", site.key(name), subject)
        named = {QuestionId(name): level_of(word) for name, word in written.items() if name != OTHERWISE}
        return named, level_of(written[OTHERWISE]) if OTHERWISE in written else default_silence(level)


def read_ladders(
    document: QuestionnaireDocument, site: Site, known: Known, problems: Problems
) -> tuple[tuple[RuleId, ...], ...]:
    """The ladders; `site` is that of their list. Each rule stands in one, once, and the gravest first."""
    seen: dict[str, Site] = {}
    for index, ladder in enumerate(document.ladders):
        gravest: Level | None = None
        for number, name in enumerate(ladder):
            at = site.at(index, number)
            if name in seen:
                problems.refuse(at.place, f"rule {name} stands on a ladder already, in line {seen[name].place.line}")
            seen.setdefault(name, at)
            problems.expect(name, known.rules, "rule", at.place)
            level = known.rules.get(name, gravest)
            if level is not None and gravest is not None and level > gravest:
                problems.refuse(at.place, f"rule {name} ({level.word}) is graver than the one before it: gravest first")
            gravest = level
    return tuple(tuple(RuleId(name) for name in ladder) for ladder in document.ladders)


def read_exclusive(
    document: QuestionnaireDocument, site: Site, known: Known, problems: Problems
) -> tuple[tuple[RuleId, ...], ...]:
    """The rules that may never fire together; `site` is that of their list."""
    for index, group in enumerate(document.exclusive_rules):
        for number, name in enumerate(group):
            at = site.at(index, number)
            problems.expect(name, known.rules, "rule", at.place)
            if name in group[:number]:
                problems.refuse(at.place, f"rule {name} stands here twice")
    return tuple(tuple(RuleId(name) for name in group) for group in document.exclusive_rules)


def read_accepted(document: QuestionnaireDocument, site: Site, problems: Problems) -> tuple[Accepted, ...]:
    """The statements that the author accepts; `site` is that of their list."""
    seen: dict[str, Site] = {}
    for index, accepted in enumerate(document.accepted):
        at = site.at(index, "statement")
        if accepted.statement in seen:
            problems.refuse(at.place, f"this is accepted already, in line {seen[accepted.statement].place.line}")
        seen.setdefault(accepted.statement, at)
    return tuple(Accepted(accepted.statement, accepted.why) for accepted in document.accepted)

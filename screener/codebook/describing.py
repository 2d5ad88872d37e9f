"""A questionnaire as one readable table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from screener.codebook.kinds import choices_of, kind_words, plain, rows_of, silences
from screener.codebook.model import (
    Asked,
    Chapter,
    Cited,
    Codebook,
    Page,
    RuleEntry,
    SettingEntry,
    ValueEntry,
)
from screener.codebook.reading import Behind, behind, conditions_of
from screener.definition.condition_reads import Node
from screener.definition.conditions_words import explain
from screener.definition.conditions_writing import decimal_text
from screener.definition.model import IfUnknown, Level, Question, Questionnaire, Rule, Setting, Step
from screener.definition.names import RuleId

NOBODY = "nothing: another rule speaks of it"


def describe(questionnaire: Questionnaire) -> Codebook:
    """Everything that is asked and everything that follows, in file order and in the questionnaire's own language."""
    return _Clerk(
        questionnaire,
        {rule.id: behind(questionnaire, *conditions_of(rule)) for rule in questionnaire.rules.values()},
    ).codebook()


@dataclass(frozen=True, slots=True)
class _Clerk:
    """Writes one questionnaire's codebook."""

    questionnaire: Questionnaire
    behind: Mapping[RuleId, Behind]

    def codebook(self) -> Codebook:
        of = self.questionnaire
        return Codebook(
            slug=of.slug,
            title=of.title,
            language=of.language,
            chapters=tuple(
                Chapter(each.id, each.title, self.maybe(each.when), tuple(self.page(step) for step in each.steps))
                for each in of.sections
            ),
            values=tuple(
                ValueEntry(each.name, each.text, each.unit, self.words(each.expression)) for each in of.values.values()
            ),
            settings=tuple(self.setting(each) for each in of.settings.values()),
            rules=tuple(self.rule(each) for each in of.rules.values()),
        )

    def page(self, step: Step) -> Page:
        return Page(step.id, step.title, self.maybe(step.when), tuple(self.asked(each) for each in step.questions))

    def asked(self, question: Question) -> Asked:
        return Asked(
            id=question.id,
            kind=kind_words(question.kind),
            text=question.text,
            help=question.help,
            rows=rows_of(question.kind),
            choices=choices_of(question.kind),
            silences=silences(question.also),
            required=question.required,
            good_for=question.good_for,
            only_if=self.maybe(question.when),
            read_by=tuple(rule for rule, read in self.behind.items() if question.id in read.questions),
        )

    def rule(self, rule: Rule) -> RuleEntry:
        return RuleEntry(
            id=rule.id,
            group=rule.group,
            level=rule.level.word,
            when=self.words(rule.when),
            if_unknown=tuple(self.if_unknown(rule.if_unknown)),
            message=rule.message,
            why=rule.why,
            sources=tuple(self.cited(rule.sources)),
            confidence=rule.confidence,
            checked=rule.checked,
        )

    def if_unknown(self, of: IfUnknown) -> Iterator[str]:
        for condition, level in of.cases:
            yield f"{_level(level)}, if {self.words(condition)}"
        for question, level in of.by_question.items():
            yield f"{_level(level)}, where the silence is about {question}"
        yield f"{_level(of.otherwise)}{', otherwise' if of.cases or of.by_question else ''}"

    def cited(self, keys: Iterable[str]) -> Iterator[Cited]:
        for source in (self.questionnaire.sources[key] for key in self.questionnaire.sources if key in set(keys)):
            yield Cited(source.key, source.title, source.addresses)

    def setting(self, of: Setting) -> SettingEntry:
        sensible = of.sensible and " to ".join(plain(bound) for bound in of.sensible)
        return SettingEntry(
            name=of.name,
            value=decimal_text(of.value) + (f" {of.unit}" if of.unit else ""),
            sensible=sensible,
            why=of.why,
            rules=tuple(rule for rule, read in self.behind.items() if of.name in read.settings),
        )

    def maybe(self, node: Node | None) -> str | None:
        return None if node is None else self.words(node)

    def words(self, node: Node) -> str:
        return explain(node, self.questionnaire, language=self.questionnaire.language)


def _level(level: Level | None) -> str:
    return level.word if level else NOBODY

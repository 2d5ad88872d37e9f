"""Checks: what a patient is asked where answers do not fit together, and what a clinician reads if they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from screener.definition.building_conditions import ConditionReader
from screener.definition.document import CheckDocument
from screener.definition.model import (
    Check,
    Date,
    DayCounts,
    DecimalNumber,
    IfUnknown,
    Information,
    Level,
    OneChoice,
    Pair,
    Question,
    Rule,
    Value,
    WholeNumber,
    YesNo,
)
from screener.definition.names import QuestionId, RuleId, ValueName
from screener.definition.placeholders import Texts
from screener.definition.problems import Problems
from screener.definition.sites import Site

GROUP: Final = "Cross-checks"
"""The heading under which the findings of checks are listed."""
WHY: Final = "A slip of the finger, of memory or of the eye; or both answers are right and somebody should know why."

SHOWN = WholeNumber | DecimalNumber | Date | YesNo | OneChoice
"""What has one answer that a sentence can hold."""


@dataclass(frozen=True, slots=True)
class CheckReader:
    """Makes checks of what their author wrote."""

    texts: Texts
    conditions: ConditionReader
    questions: Mapping[QuestionId, Question]
    values: Mapping[ValueName, Value]
    problems: Problems

    def rules(
        self, documents: tuple[CheckDocument, ...], site: Site, rules: Mapping[RuleId, Rule]
    ) -> dict[RuleId, Rule]:
        """The rules, and behind them what each check comes to; `site` is that of the checks."""
        found = dict(rules)
        for index, document in enumerate(documents):
            at, name = site.at(index), RuleId(document.id)
            if name in found:
                what = "rule" if name in rules else "check"
                message = f"there is a {what} {name} already; it is in line {found[name].place.line}"
                self.problems.refuse(at.at("id").place, message, f"check {name}")
            found.setdefault(name, self._rule(document, at))
        return found

    def checks(self, documents: tuple[CheckDocument, ...], site: Site) -> dict[RuleId, Check]:
        """Every check by its id, the first where an id stands twice; `site` is that of their list."""
        found: dict[RuleId, Check] = {}
        for index, document in enumerate(documents):
            found.setdefault(RuleId(document.id), self._check(document, site.at(index)))
        return found

    def _rule(self, document: CheckDocument, site: Site) -> Rule:
        """What a clinician reads where the answers stand. Of silence it says nothing: that is other rules' to voice."""
        subject = f"check {document.id}"
        return Rule(
            id=RuleId(document.id),
            level=Level[document.level.upper()],
            when=self.conditions.condition(document.when, site.at("when"), subject),
            formula=document.when,
            message=self.texts.read(document.message, site.at("message"), subject),
            patient=None,
            why=WHY,
            sources=(),
            confidence="B",
            checked=None,
            if_unknown=IfUnknown((), {}, None),
            implied_out_by=None,
            covered_by=(),
            group=GROUP,
            note=None,
            place=site.place,
        )

    def _check(self, document: CheckDocument, site: Site) -> Check:
        subject = f"check {document.id}"
        for index, name in enumerate(document.questions):
            place = site.at("questions", index).place
            self.problems.expect(name, self.questions, "question", place, subject)
            question = self.questions.get(QuestionId(name))
            if question is not None and isinstance(question.kind, Information):
                self.problems.refuse(place, f"{name} asks nothing: there is no answer to change", subject)
        self._swap(document, site, subject)
        return Check(
            id=RuleId(document.id),
            ask=replace(self.texts, answers=self._may_stand_in_words).read(document.ask, site.at("ask"), subject),
            questions=tuple(QuestionId(name) for name in document.questions),
            swap=tuple(QuestionId(name) for name in document.swap or ()),
            help_waits=document.urgent_help_waits,
            place=site.place,
        )

    def _may_stand_in_words(self, name: str) -> bool:
        """Whether a sentence can hold it: one answer, one part of a pair or of day counts, or a value."""
        asked, _, part = name.partition(".")
        question = self.questions.get(QuestionId(asked))
        match question and question.kind:
            case None:
                value = self.values.get(ValueName(name))
                return name in self.problems.lost or (value is not None and not value.is_condition)
            case Pair(rows=rows) | DayCounts(rows=rows):
                return part in {row.id for row in rows}
            case kind:
                return not part and isinstance(kind, SHOWN)

    def _swap(self, document: CheckDocument, site: Site, subject: str) -> None:
        if document.swap is None:
            if document.urgent_help_waits:
                message = (
                    "urgent help may wait only where one tap settles it: name the answers that may have been swapped"
                )
                self.problems.refuse(site.key("urgent help waits"), f"{message} (`swap`)", subject)
            return
        for index, name in enumerate(document.swap):
            self.problems.expect(name, document.questions, "question here", site.at("swap", index).place, subject)
        named = [self.questions.get(QuestionId(name)) for name in document.swap if name in document.questions]
        asked = [question for question in named if question is not None]
        if len(asked) == len(document.swap) and not _can_be_swapped(asked):
            message = "only the two halves of a blood pressure can be swapped, or two numbers or dates on one page"
            self.problems.refuse(site.at("swap").place, message, subject)


def _can_be_swapped(asked: list[Question]) -> bool:
    match asked:
        case [Question(kind=Pair())]:
            return True
        case [Question(kind=WholeNumber() | DecimalNumber() | Date()) as one, other] if one.id != other.id:
            return type(one.kind) is type(other.kind) and one.step == other.step
        case _:
            return False

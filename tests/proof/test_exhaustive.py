"""On small questionnaires the proof says what looking at everybody says."""

from dataclasses import dataclass
from functools import cached_property
from itertools import product

import pytest
from hypothesis import given, settings

from screener.definition.model import Disposition, Level, Questionnaire
from screener.definition.names import QuestionId, RuleId, StepId, ValueName
from screener.engine.answers import Agreed, Answers, Cells, Picked
from screener.engine.assessment import assess
from screener.engine.truth import FALSE, TRUE, UNKNOWN, Truth
from screener.proof.claims import Claim, ClaimKind
from screener.proof.judging import ask_everything
from screener.proof.possible import in_view
from screener.proof.proving import prove
from screener.proof.verdicts import Standing
from screener.proof.views import Views
from tests.engine.reference import Reference
from tests.proof.small import AS_OF, everybody, fillings, is_known, small_questionnaires


@dataclass(frozen=True)
class Person:
    """One person, judged by the book."""

    questionnaire: Questionnaire
    answers: Answers

    @cached_property
    def book(self) -> Reference:
        return Reference(self.questionnaire, self.answers, AS_OF)

    @cached_property
    def assessment(self):  # type: ignore[no-untyped-def]
        return assess(self.questionnaire, self.answers, AS_OF)

    @cached_property
    def is_plausible(self) -> bool:
        """Whether no number is out of range, asked for or not."""
        return Reference(ask_everything(self.questionnaire), self.answers, AS_OF).out_of_range()[0] == 0

    def truth(self, rule: str) -> Truth:
        return self.book.truth(self.questionnaire.rules[RuleId(rule)].when, {})

    def shows(self, claim: Claim) -> bool:
        match claim.kind:
            case ClaimKind.ASKED:
                return self.book.asked(QuestionId(claim.subject)) is not FALSE
            case ClaimKind.CHOSEN:
                return self.book.asked(QuestionId(claim.subject)) is not FALSE and self.chose(claim)
            case ClaimKind.REACHED:
                step = self.questionnaire.steps[StepId(claim.subject)]
                return any(self.book.asked(question.id) is not FALSE for question in step.questions)
            case ClaimKind.HOLDS | ClaimKind.FAILS:
                return self.judges(claim.subject, TRUE if claim.kind is ClaimKind.HOLDS else FALSE)
            case ClaimKind.FIRES:
                return self.truth(claim.subject) is TRUE
            case ClaimKind.RULED_OUT:
                return self.truth(claim.subject) is FALSE
            case ClaimKind.UNSETTLED:
                return self.truth(claim.subject) is UNKNOWN
            case ClaimKind.SPEAKS:
                return any(each.rule == claim.subject and each.settled for each in self.assessment.findings)
            case ClaimKind.DIFFER:
                return (self.truth(claim.subject) is TRUE) is not (self.truth(claim.other) is TRUE)
        raise AssertionError(claim)

    def chose(self, claim: Claim) -> bool:
        match self.answers.to(QuestionId(claim.subject)):
            case Picked(choices=choices):
                return claim.other in choices
            case Cells(states=states):
                return claim.other in states.values()
            case Agreed(agreed=agreed):
                return (claim.other == "yes") is agreed
            case said:
                return said == claim.other

    def judges(self, owner: str, wanted: Truth) -> bool:
        what, _, name = owner.partition(" ")
        if what == "value":
            expression = self.questionnaire.values[ValueName(name)].expression
            return self.book.truth(expression, {}) is wanted  # type: ignore[arg-type]
        section = next(each for each in self.questionnaire.sections if f"s{name[1:]}" == each.id or what == "question")
        if what == "section":
            return self.book.truth(section.when, {}) is wanted  # type: ignore[arg-type]
        if what == "step":
            step = self.questionnaire.steps[StepId(name)]
            return self.opens(None, step.section) and self.book.truth(step.when, {}) is wanted  # type: ignore[arg-type]
        question = self.questionnaire.questions[QuestionId(name)]
        return self.opens(question.step, question.section) and self.book.truth(question.when, {}) is wanted  # type: ignore[arg-type]

    def opens(self, step: object, section: object) -> bool:
        whens = [each.when for each in self.questionnaire.sections if each.id == section]
        whens += [each.when for each in self.questionnaire.steps.values() if each.id == step]
        return all(self.book.truth(when, {}) is not FALSE for when in whens if when is not None)

    @cached_property
    def level_of(self) -> dict[str, Level | None]:
        """At which level each rule stands, whoever speaks for it."""
        alone = Questionnaire(**{**fields_of(self.questionnaire), "ladders": ()})
        found = assess(alone, self.answers, AS_OF).findings
        return {finding.rule: finding.level for finding in found}


def fields_of(questionnaire: Questionnaire) -> dict[str, object]:
    return {name: getattr(questionnaire, name) for name in questionnaire.__dataclass_fields__}


@dataclass(frozen=True)
class Search:
    """Looks at everybody."""

    questionnaire: Questionnaire

    @cached_property
    def people(self) -> list[Person]:
        return [Person(self.questionnaire, answers) for answers in everybody(self.questionnaire)]

    @cached_property
    def views(self) -> Views:
        return Views(self.questionnaire)

    def holds(self, claim: Claim) -> bool:
        match claim.kind:
            case ClaimKind.NET:
                return not any(self.slips_through(claim.subject, person) for person in self.people)
            case ClaimKind.SILENCE:
                return claim.subject not in self.cleared_by_silence
            case ClaimKind.APART:
                return not any(
                    person.truth(claim.subject) is TRUE and person.truth(claim.other) is TRUE for person in self.people
                )
            case ClaimKind.LEARNING:
                return not any(self.contradicts(claim.subject, person) for person in self.people)
        about_ranges = any("out_of_range" in self.views.part(name).builtins for name in in_view(self.views, claim))
        return any(person.shows(claim) for person in self.people if person.is_plausible or about_ranges)

    def slips_through(self, name: str, person: Person) -> bool:
        rule = self.questionnaire.rules[RuleId(name)]
        if person.truth(name) is not FALSE:
            return False
        asked = self.views.judged((f"rule {name}",))
        counts = any(self.views.part(each).builtins for each in asked)
        for question in self.questionnaire.questions:
            unasked = person.book.asked(question) is FALSE and (counts or f"question {question}" in asked)
            if unasked and not is_known(person.answers.to(question)):
                return False
        if Reference(self.everything, person.answers, AS_OF).truth(rule.when, {}) is not TRUE:
            return False
        if rule.implied_out_by is not None and person.book.truth(rule.implied_out_by, {}) is TRUE:
            return False
        return not any(covering in person.level_of for covering in rule.covered_by)

    @cached_property
    def everything(self) -> Questionnaire:
        return ask_everything(self.questionnaire)

    @cached_property
    def cleared_by_silence(self) -> set[str]:
        by_answers = {str(person.answers): person for person in self.people}
        found: set[str] = set()
        for person in self.people:
            if person.assessment.disposition is Disposition.CLEAR:
                for later in self.later(person):
                    levels = by_answers[str(later)].level_of
                    found |= {rule for rule, level in levels.items() if level is not None and level > Level.INFO}
        return found

    def later(self, person: Person) -> list[Answers]:
        questions = self.questionnaire.questions
        said = [fillings(question, person.answers.to(name)) for name, question in questions.items()]
        return [Answers(dict(zip(questions, each, strict=True))) for each in product(*said)]

    def contradicts(self, rule: str, person: Person) -> bool:
        earlier = person.truth(rule)
        return earlier is not UNKNOWN and any(
            Person(self.questionnaire, later).truth(rule) is not earlier for later in self.later(person)
        )


def agree(questionnaire: Questionnaire) -> None:
    proof = prove(questionnaire, AS_OF)
    search = Search(questionnaire)
    for statement in proof.statements:
        assert statement.standing is not Standing.UNDECIDED, statement.claim
        assert (statement.standing is Standing.PROVED) is search.holds(statement.claim), statement


class TestTheProof:
    @given(small_questionnaires())
    def test_agrees_with_looking_at_everybody(self, questionnaire: Questionnaire) -> None:
        agree(questionnaire)

    @pytest.mark.slow
    @settings(max_examples=2_000)
    @given(small_questionnaires())
    def test_agrees_on_two_thousand(self, questionnaire: Questionnaire) -> None:
        agree(questionnaire)

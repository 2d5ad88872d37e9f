"""What one person shows: the claims that hold of their answers, as the engine itself evaluates them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from screener.definition.conditions import AnswerRef, AnyRow, Condition, IsOneOf, Not, RowRef
from screener.definition.model import Level, Place, Questionnaire, Rows, Value
from screener.definition.names import ChoiceId, QuestionId, RowId, ValueName
from screener.engine.answers import Agreed, Answers, Cells, Picked
from screener.engine.because import references_behind
from screener.engine.clauses import NamedClause
from screener.engine.evaluation import Program, ReadyRule, compile_questionnaire
from screener.engine.ladders import Degree, superseded
from screener.engine.situation import Situation
from screener.engine.terms import NamedNumber
from screener.engine.truth import FALSE, TRUE, UNKNOWN, Truth
from screener.proof.claims import Claim, ClaimKind, choices_of
from screener.proof.plausibility import is_plausible


@dataclass(frozen=True)
class Observed:
    """One person, and what they show."""

    claims: frozenset[Claim]
    truths: tuple[Truth, ...]
    """Of each rule, in the order of the file."""
    plausible: bool
    """Whether no number is out of its plausible range, asked for or not."""


class Observer:
    """Evaluates people by one questionnaire, in which each condition that a claim is about has a name."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        named = {**questionnaire.values, **{name: named_value(name, when) for name, when in _conditions(questionnaire)}}
        self.questionnaire = questionnaire
        self._program = compile_questionnaire(replace(questionnaire, values=named))
        self._values = {value.name: ready for value, ready in self._program.values}
        laddered = {rule for ladder in questionnaire.ladders for rule in ladder}
        self._laddered = tuple(ready for ready in self._program.rules if ready.rule.id in laddered)
        self._columns = tuple(_column_claims(questionnaire))

    def observe(self, answers: Answers, as_of: date) -> Observed:
        """What this person shows on that day."""
        situation = self._program.begin(answers, as_of)
        truths = tuple(ready.clause.truth(situation, ()) for ready in self._program.rules)
        claims = frozenset((*self._asked(situation), *self._followed(situation), *self._judged(situation, truths)))
        return Observed(claims, truths, is_plausible(self.questionnaire, answers, as_of))

    def _asked(self, situation: Situation) -> Iterator[Claim]:
        for question, asked, state in zip(
            self.questionnaire.questions.values(), situation.asked, situation.states, strict=True
        ):
            if asked is FALSE:
                continue
            yield Claim(ClaimKind.ASKED, question.id)
            yield Claim(ClaimKind.REACHED, question.step)
            yield from (Claim(ClaimKind.CHOSEN, question.id, choice) for choice in _chosen(state))

    def _followed(self, situation: Situation) -> Iterator[Claim]:
        asked = dict(zip(self.questionnaire.questions, situation.asked, strict=True))
        for section in self.questionnaire.sections:
            chapter = self._truth(f"section {section.id}", situation)
            yield from _condition(f"section {section.id}", section.when, TRUE, chapter)
            for step in section.steps:
                own = self._truth(f"step {step.id}", situation)
                yield from _condition(f"step {step.id}", step.when, chapter, own)
                page = _both(chapter, own)
                for question in step.questions:
                    if question.when is not None:
                        truth = self._truth(f"question {question.id}", situation)
                        yield from _condition(f"question {question.id}", question.when, page, truth)
        for claim, name, question_id in self._columns:
            if asked[question_id] is TRUE and self._truth(name, situation) is TRUE:
                yield claim
        for name, value in self.questionnaire.values.items():
            if value.is_condition:
                yield from _condition(f"value {name}", value.expression, TRUE, self._truth(name, situation))  # type: ignore[arg-type]
            else:
                yield from self._number(name, situation)

    def _number(self, name: ValueName, situation: Situation) -> Iterator[Claim]:
        ready = self._values[name]
        if isinstance(ready, NamedNumber):
            found = ready.quantity(situation, ())
            if found.asked is not FALSE and found.is_exact:
                yield Claim(ClaimKind.WORKED_OUT, name)

    def _truth(self, name: str, situation: Situation) -> Truth:
        ready = self._values.get(ValueName(name))
        return ready.truth(situation, ()) if isinstance(ready, NamedClause) else TRUE

    def _judged(self, situation: Situation, truths: tuple[Truth, ...]) -> Iterator[Claim]:
        for ready, truth in zip(self._program.rules, truths, strict=True):
            yield Claim(_OF_TRUTH[truth], ready.rule.id)
        if self._laddered:
            degrees = {
                ready.rule.id: Degree(level, ready.rule.level)
                for ready in self._laddered
                if (level := level_of(self._program, ready, situation)) is not None
            }
            gone = superseded(self.questionnaire.ladders, degrees)
            for ready in self._laddered:
                if ready.clause.truth(situation, ()) is TRUE and ready.rule.id not in gone:
                    yield Claim(ClaimKind.SPEAKS, ready.rule.id)


_OF_TRUTH = {TRUE: ClaimKind.FIRES, FALSE: ClaimKind.RULED_OUT, UNKNOWN: ClaimKind.UNSETTLED}


def level_of(program: Program, ready: ReadyRule, situation: Situation) -> Level | None:
    """The level at which a rule stands; None where it is ruled out or its silence says nothing."""
    truth = ready.clause.truth(situation, ())
    if truth is FALSE:
        return None
    if truth is TRUE:
        return ready.rule.level
    return ready.level_of_silence(situation, references_behind(program, situation, ready.clause))


def _both(one: Truth, other: Truth) -> Truth:
    if FALSE in (one, other):
        return FALSE
    return UNKNOWN if UNKNOWN in (one, other) else TRUE


def _condition(owner: str, when: Condition | None, around: Truth, truth: Truth) -> Iterator[Claim]:
    """What is shown of a condition: nothing where what it stands in is closed."""
    if when is None or around is FALSE or truth is UNKNOWN:
        return
    yield Claim(ClaimKind.HOLDS if truth is TRUE else ClaimKind.FAILS, owner)


def _chosen(state: object) -> Iterator[str]:
    match state:
        case Picked(choices=choices):
            yield from choices
        case Cells(states=states):
            yield from {str(each) for each in states.values() if isinstance(each, str)}
        case Agreed(agreed=agreed):
            yield "yes" if agreed else "no"
        case str():
            yield state


def named_value(name: str, when: Condition) -> Value:
    """A condition under a name."""
    return Value(ValueName(name), when, True, name, None, None, "", Place("", 1, 1))


def _conditions(questionnaire: Questionnaire) -> Iterator[tuple[ValueName, Condition]]:
    for section in questionnaire.sections:
        parts = [(f"section {section.id}", section.when)]
        for step in section.steps:
            parts.append((f"step {step.id}", step.when))
            parts += [(f"question {question.id}", question.when) for question in step.questions]
        yield from ((ValueName(name), when) for name, when in parts if when is not None)
    for claim, name, _ in _column_claims(questionnaire):
        yield ValueName(name), column_condition(questionnaire, claim)


def _column_claims(questionnaire: Questionnaire) -> Iterator[tuple[Claim, str, QuestionId]]:
    for question in questionnaire.questions.values():
        if isinstance(question.kind, Rows):
            for column in question.kind.columns:
                name = f"{question.id}.{column.id}"
                kinds = (ClaimKind.HOLDS, ClaimKind.FAILS) if column.when is not None else ()
                claims = [Claim(kind, f"column {name}") for kind in kinds]
                claims += [Claim(ClaimKind.CHOSEN, name, choice) for choice in choices_of(column.kind)]
                yield from ((claim, str(claim), question.id) for claim in claims)


def column_condition(questionnaire: Questionnaire, claim: Claim) -> Condition:
    """What a claim about a column comes to: some row in which its condition holds, or fails, or a choice is chosen."""
    question_id, _, column_id = claim.subject.removeprefix("column ").partition(".")
    question = next(each for each in questionnaire.questions.values() if each.id == question_id)
    assert isinstance(question.kind, Rows)
    column = next(each for each in question.kind.columns if each.id == column_id)
    source = AnswerRef(question.id)
    if claim.kind is ClaimKind.CHOSEN:
        return AnyRow("row", source, IsOneOf(RowRef("row", RowId(column_id)), (ChoiceId(claim.other),)))
    assert column.when is not None
    return AnyRow("row", source, column.when if claim.kind is ClaimKind.HOLDS else Not(column.when))

"""A proof in its author's words: what does not hold, why and where, and a mend where one is obvious."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from screener.definition.conditions_words import explain
from screener.definition.model import (
    DayCounts,
    DecimalNumber,
    Kind,
    Level,
    Pair,
    Place,
    Question,
    Questionnaire,
    Range,
    WholeNumber,
)
from screener.definition.names import QuestionId, RuleId, StepId, ValueName
from screener.engine.answers import BLANK, Answers
from screener.engine.assessment import assess
from screener.engine.coercion import write_answer
from screener.engine.path import path
from screener.engine.truth import FALSE, Truth
from screener.proof.claims import Claim
from screener.proof.claims import ClaimKind as K
from screener.proof.plausibility import is_plausible
from screener.proof.sentences import ALL_AT_ONCE, FOLLOWS, MENDS, SENTENCES, SO
from screener.proof.told import Reason, Told
from screener.proof.verdicts import Definition, Proof, Statement, Witness
from screener.proof.views import Views, columns_of

MOST_TOLD: Final = 6
"""Answers of somebody of whom none in particular matters."""


@dataclass(frozen=True)
class Teller:
    """Tells one proof; `places` says where conditions stand, by what they belong to."""

    proof: Proof
    places: Mapping[str, Place]

    @property
    def questionnaire(self) -> Questionnaire:
        """Of which the proof is."""
        return self.proof.questionnaire

    def told(self) -> tuple[Statement, ...]:
        """What is broken, without what only follows from something else that is, by place."""
        broken = self.proof.broken
        silent = {(kind, each.claim.subject) for each in broken for kind in FOLLOWS.get(each.claim.kind, ())}
        never = {each.claim.subject for each in broken if each.claim.kind is K.HOLDS}
        shut = {each.claim.subject for each in broken if each.claim.kind is K.ASKED}
        silent |= {(K.CHOSEN, subject.removeprefix("column ")) for subject in never}
        found = [
            each
            for each in broken
            if (each.claim.kind, each.claim.subject) not in silent
            and not (each.claim.kind is K.DIFFER and (K.DIFFER, each.claim.other) in silent)
            and not (each.claim.kind is K.ASKED and self._why_not_asked(each.claim.subject, never))
            and not (each.claim.kind is K.REACHED and self._is_told_of_step(each.claim.subject, never, shut))
        ]
        return tuple(sorted(found, key=lambda each: self.place(each.claim)))

    def _why_not_asked(self, question: str, never: set[str]) -> bool:
        found = self.questionnaire.questions[QuestionId(question)]
        return bool(never & {f"question {question}", f"step {found.step}", f"section {found.section}"})

    def _is_told_of_step(self, step: str, never: set[str], shut: set[str]) -> bool:
        found = self.questionnaire.steps[StepId(step)]
        if never & {f"step {step}", f"section {found.section}"}:
            return True
        return all(question.id in shut for question in found.questions)

    def all(self) -> Iterator[Told]:
        """Everything that the author has to see to: what is broken, not decided, or accepted without need."""
        yield from (self.of(statement) for statement in self.told())
        for statement in self.proof.undecided:
            place = self.place(statement.claim)
            yield Told(place, f"not decided within the limit: {statement.claim}", statement=statement)
        for said in self.proof.unused:
            words = f"accepted without need: “{said}” is proved, or no statement of this questionnaire"
            yield Told(None, words)

    def lines(self) -> Iterator[str]:
        """The same for a terminal, each with its place and reasons."""
        for told in self.all():
            yield from told.lines()

    def of(self, statement: Statement) -> Told:
        """One broken statement."""
        clash = sorted(statement.clash, key=self._place_of)
        reasons = [Reason(self._place_of(definition), self._definition(definition)) for definition in clash]
        if statement.witness is not None:
            reasons += [Reason(None, line) for line in self._refutation(statement.claim, statement.witness)]
        place = self.place(statement.claim)
        return Told(place, self.sentence(statement), tuple(reasons), self.mend(statement), statement)

    def sentence(self, statement: Statement) -> str:
        """What is wrong, in one sentence."""
        claim = statement.claim
        sentence = SENTENCES[claim.kind].format(claim.subject.partition(" ")[2] or claim.subject, claim.other)
        sentence += SO.get((claim.kind, claim.subject.partition(" ")[0]), "")
        if len(statement.clash) > 1:
            reasons = "These cannot all be so" if claim.kind in ALL_AT_ONCE else "That follows from"
            return f"{sentence}. {reasons}:"
        return sentence + (":" if statement.clash or statement.witness else ".")

    def mend(self, statement: Statement) -> str:
        """What to do about it, where that is obvious."""
        ranges = [each for each in statement.clash if each.what == "range"]
        if ranges and statement.claim.kind in (K.HOLDS, K.FIRES, K.FAILS):
            names = ", ".join(f"*{each.owner.partition(' ')[2]}*" for each in ranges)
            return f"Change the threshold, or the plausible range of {names}."
        return MENDS.get(statement.claim.kind, "")

    # Places

    def place(self, claim: Claim) -> Place:
        """Where the thing stands that a claim is about."""
        match claim.kind:
            case K.ASKED | K.CHOSEN:
                return self._owner(f"question {claim.subject.partition('.')[0]}")
            case K.REACHED:
                return self._owner(f"step {claim.subject}")
            case K.HOLDS | K.FAILS:
                return self.places.get(claim.subject) or self._owner(claim.subject)
            case K.WORKED_OUT:
                return self._owner(f"value {claim.subject}")
            case _:
                return self._owner(f"rule {claim.subject}")

    def _place_of(self, definition: Definition) -> Place:
        if definition.what == "range":
            return self._owner(definition.owner)
        return self.places.get(definition.owner) or self._owner(definition.owner)

    def _owner(self, name: str) -> Place:
        what, _, own = name.partition(" ")
        questionnaire = self.questionnaire
        match what:
            case "question":
                return questionnaire.questions[QuestionId(own)].place
            case "column":
                return questionnaire.questions[QuestionId(own.partition(".")[0])].place
            case "step":
                return questionnaire.steps[StepId(own)].place
            case "section":
                return next(section.place for section in questionnaire.sections if section.id == own)
            case "value":
                return questionnaire.values[ValueName(own)].place
            case _:
                return questionnaire.rules[RuleId(own)].place

    # What stands against a claim

    def _definition(self, definition: Definition) -> str:
        what, _, own = definition.owner.partition(" ")
        questionnaire = self.questionnaire
        match what:
            case "value":
                value = questionnaire.values[ValueName(own)]
                joint = "holds where" if value.is_condition else "is"
                return f"*{own}* {joint} {self._say(value.expression)}"
            case "rule":
                return f"rule {own}: {self._say(questionnaire.rules[RuleId(own)].when)}"
            case "question" if definition.what == "range":
                return f"*{own}* is plausible {_range(questionnaire.questions[QuestionId(own)])}"
            case "question":
                return f"question *{own}* is asked where {self._say(questionnaire.questions[QuestionId(own)].when)}"
            case "column":
                return f"*{own}* is asked where {self._column(own)}"
            case "step":
                return f"step *{own}* is reached where {self._say(questionnaire.steps[StepId(own)].when)}"
            case _:
                section = next(section for section in questionnaire.sections if section.id == own)
                return f"section *{own}* is reached where {self._say(section.when)}"

    def _column(self, name: str) -> str:
        question, _, column = name.partition(".")
        found = self.questionnaire.questions[QuestionId(question)]
        when = next(each.when for each in columns_of(found) if each.id == column)
        language = self.questionnaire.language
        return "" if when is None else explain(when, self.questionnaire, language=language, row=found.id)

    def _say(self, condition) -> str:  # type: ignore[no-untyped-def]
        return explain(condition, self.questionnaire, language=self.questionnaire.language)

    def _refutation(self, claim: Claim, witness: Witness) -> Iterator[str]:
        """One person who refutes the claim: what of them matters."""
        questionnaire = self.questionnaire
        asked = path(questionnaire, witness.answers, witness.as_of).asked
        read = self._reads(claim)
        if claim.kind is K.NET:
            unasked = [name for name in read if asked[name] is FALSE]
            yield f"not asked: {', '.join(unasked)}"
            read = self._around(unasked)
        if witness.later is not None:
            yield from self._filled_in(claim, witness, witness.later)
            return
        yield f"for example {self._example(witness.answers, read, asked)}"
        if not is_plausible(questionnaire, witness.answers, witness.as_of):
            yield "this is unusual: a number is out of its plausible range, or a day is still to come"

    def _example(self, answers: Answers, read: list[QuestionId], asked: Mapping[QuestionId, Truth]) -> str:
        """What they say to what is read; where none of that is asked, to what decides so; else what they say at all."""
        answered = [name for name in asked if answers.to(name) != BLANK]
        for names in (read, self._around(read), answered):
            told = [name for name in names if asked[name] is not FALSE]
            if told:
                more = (
                    f", and {len(told) - MOST_TOLD} more answers" if len(told) > MOST_TOLD and names is answered else ""
                )
                shown = told[:MOST_TOLD] if more else told
                return ", ".join(f"{name}: {_written(answers, name)}" for name in shown) + more
        return "somebody who leaves everything blank"

    def _filled_in(self, claim: Claim, before: Witness, after: Answers) -> Iterator[str]:
        """Somebody who is clear, and is not once they have said what they had not."""
        names = [name for name in self._around(self._reads(claim)) if before.answers.to(name) != after.to(name)]
        earlier = ", ".join(f"{name}: {_written(before.answers, name)}" for name in names)
        later = ", ".join(f"{name}: {_written(after, name)}" for name in names)
        found = assess(self.questionnaire, after, before.as_of).findings
        yield f"clear with {earlier}"
        yield f"with {later}: {', '.join(finding.code for finding in found if finding.level > Level.INFO)}"

    def _reads(self, claim: Claim) -> list[QuestionId]:
        rules = [claim.subject, *([claim.other] if claim.kind is K.APART else [])]
        names = Views(self.questionnaire).judged(f"rule {rule}" for rule in rules)
        return [question for question in self.questionnaire.questions if f"question {question}" in names]

    def _around(self, questions: list[QuestionId]) -> list[QuestionId]:
        """Some questions, and those that decide whether they are asked."""
        names = Views(self.questionnaire).of(f"question {name}" for name in questions)
        return [name for name in self.questionnaire.questions if f"question {name}" in names]


def _written(answers: Answers, question: QuestionId) -> object:
    """An answer in its raw shape, as a witness file has it."""
    found = write_answer(answers.to(question))
    return "blank" if found is None else found


def _range(question: Question) -> str:
    return ", ".join(_limits(each) for each in _ranges(question.kind)) or "today or earlier"


def _ranges(kind: Kind) -> tuple[Range, ...]:
    match kind:
        case WholeNumber(plausible=plausible) | DecimalNumber(plausible=plausible) | DayCounts(plausible=plausible):
            return (plausible,)
        case Pair(plausible=both):
            return both
        case _:
            return ()


def _limits(limits: Range) -> str:
    if limits.low is None:
        return "at any number" if limits.high is None else f"up to {limits.high}"
    return f"from {limits.low}" + ("" if limits.high is None else f" to {limits.high}")

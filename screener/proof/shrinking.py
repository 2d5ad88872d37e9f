"""Witnesses made small and believable: the ordinary person, but for what the claim needs."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from screener.definition.model import Questionnaire
from screener.engine.truth import TRUE
from screener.proof.claims import Claim, ClaimKind
from screener.proof.examples import examples_of
from screener.proof.observing import Observer
from screener.proof.people import People, Said, shrunk
from screener.proof.possible import in_view
from screener.proof.states import Calendar
from screener.proof.verdicts import Proof, Statement, Witness
from screener.proof.views import Views


@dataclass(frozen=True)
class Shrinker:
    """Makes the witnesses of one questionnaire small."""

    questionnaire: Questionnaire
    as_of: date

    @classmethod
    def of(cls, proof: Proof) -> "Shrinker":
        """For the witnesses of a proof."""
        return cls(proof.questionnaire, proof.as_of)

    @cached_property
    def _people(self) -> People:
        examples = examples_of(self.questionnaire)
        like = next((answers.by_question for answers, _ in examples.values()), {})
        return People(self.questionnaire, Calendar(self.as_of), like)

    @cached_property
    def _views(self) -> Views:
        return Views(self.questionnaire)

    @cached_property
    def _observer(self) -> Observer:
        return Observer(self.questionnaire)

    def believable(self, statement: Statement) -> Witness | None:
        """The statement's witness: a vignette as it is, somebody made up reduced to what the claim needs."""
        witness = statement.witness
        if witness is None or witness.like is not None or not statement.claim.is_possibility:
            return witness
        names = in_view(self._views, statement.claim)
        said = {
            question: witness.answers.to(question)
            for question in self._people.ordinary
            if f"question {question}" in names
        }
        if not self._shows(statement.claim, said):
            return witness
        small = shrunk(said, lambda fewer: self._shows(statement.claim, fewer))
        return Witness(self.as_of, self._people.answers(small))

    def _shows(self, claim: Claim, said: Said) -> bool:
        observed = self._observer.observe(self._people.answers(said), self.as_of)
        if claim.kind is ClaimKind.DIFFER:
            firing = {
                rule for rule, truth in zip(self.questionnaire.rules, observed.truths, strict=True) if truth is TRUE
            }
            return (claim.subject in firing) is not (claim.other in firing)
        return claim in observed.claims

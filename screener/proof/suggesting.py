"""Example patients for rules that no vignette tries: ready to be looked at, named and kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from screener.definition.model import Place, Questionnaire, Vignette
from screener.definition.names import RuleId
from screener.definition.source_files import VIGNETTES
from screener.engine.answers import Answers
from screener.engine.assessment import assess
from screener.engine.coercion import write_answers
from screener.engine.findings import Assessment
from screener.engine.vignettes import Rehearsal
from screener.proof.claims import Claim, ClaimKind
from screener.proof.examples import examples_of
from screener.proof.people import People, shrunk
from screener.proof.prover import Prover
from screener.proof.shrinking import Shrinker
from screener.proof.states import Calendar
from screener.proof.verdicts import Witness

Shows = Callable[[Assessment], bool]

SECONDS = 5.0
"""How long one question to the solver may take."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Probes that nobody has written yet."""

    probes: tuple[Vignette, ...]
    like: Vignette | None
    """The vignette whose answers they start from."""
    first: Vignette | None = None
    """That one, where the questionnaire has none to start from and somebody ordinary was made up."""


def suggest(rehearsal: Rehearsal, questionnaire: Questionnaire, as_of: date, *, most: int | None = None) -> Suggested:
    """A probe for each rule that no vignette fires, and for each that none rules out, where somebody can be found.

    Each is the first vignette's person, or one ordinary person made up, with no
    more changed than it takes. The engine was asked: every probe passes.
    No more than `most` are made; what they show is not asked for again.
    """
    examples = examples_of(questionnaire)
    prover = Prover(questionnaire, as_of, SECONDS, examples, {})
    prover.meet_examples()
    first = next((each for each in questionnaire.vignettes if each.id in examples), None)
    usual = examples[first.id][0] if first else Answers(People(questionnaire, Calendar(as_of), {}).ordinary)
    suggesting = _Suggesting(questionnaire, prover, Shrinker(questionnaire, as_of), usual, first is None)
    like = replace(first, answers=write_answers(usual)) if first else _somebody_ordinary(questionnaire, usual, as_of)
    return Suggested(tuple(islice(suggesting.probes(rehearsal), most)), like, None if first else like)


def _somebody_ordinary(questionnaire: Questionnaire, answers: Answers, as_of: date) -> Vignette:
    """Somebody made up as an example, who must get what they get now."""
    found = assess(questionnaire, answers, as_of)
    return Vignette(
        id="ORDINARY",
        title="Somebody who has little to tell",
        narrative="",
        as_of=as_of,
        answers=write_answers(answers),
        findings=frozenset(finding.code for finding in found.findings),
        disposition=found.disposition,
        fires=frozenset(),
        rules_out=frozenset(),
        place=Place(VIGNETTES, 1, 1),
    )


@dataclass(frozen=True)
class _Suggesting:
    """Makes probes for one questionnaire."""

    questionnaire: Questionnaire
    prover: Prover
    shrinker: Shrinker
    usual: Answers
    """What the first vignette says, or somebody ordinary."""
    is_made_up: bool
    """Whether it is somebody ordinary, who is no vignette yet."""

    def probes(self, rehearsal: Rehearsal) -> Iterator[Vignette]:
        """Those that are missing, in the order of the rules; what one of them shows besides is not missing any more."""
        fired, ruled_out_by = self._shown_by_usual() if self.is_made_up else (set[str](), set[str]())
        for rule in rehearsal.uncovered:
            coverage = rehearsal.coverage[rule]
            below = any(rule in ladder[1:] for ladder in self.questionnaire.ladders)
            # What a graver rule of its ladder says in its place is no finding of its own.
            fires = Claim(ClaimKind.SPEAKS if below else ClaimKind.FIRES, rule)
            if not coverage.fires and rule not in fired and (witness := self._witness(fires, self._finds(rule))):
                yield self._probe(f"{rule}-fires", f"{rule} fires", witness, fires=(rule,))
                self._note(witness, fired, ruled_out_by)
            ruled_out = Claim(ClaimKind.RULED_OUT, rule)
            is_missing = not coverage.ruled_out and rule not in ruled_out_by
            if is_missing and (witness := self._witness(ruled_out, self._rules_out(rule))):
                yield self._probe(f"{rule}-ruled-out", f"{rule} is ruled out", witness, rules_out=(rule,))
                self._note(witness, fired, ruled_out_by)

    def _shown_by_usual(self) -> tuple[set[str], set[str]]:
        fired, ruled_out = set[str](), set[str]()
        self._note(Witness(self.shrinker.as_of, self.usual), fired, ruled_out)
        return fired, ruled_out

    def _note(self, witness: Witness, fired: set[str], ruled_out: set[str]) -> None:
        found = assess(self.questionnaire, witness.answers, witness.as_of)
        fired.update(finding.rule for finding in found.findings if finding.settled)
        ruled_out.update(found.ruled_out)

    @staticmethod
    def _finds(rule: RuleId) -> Shows:
        return lambda assessment: any(finding.code == rule for finding in assessment.findings)

    @staticmethod
    def _rules_out(rule: RuleId) -> Shows:
        return lambda assessment: rule in assessment.ruled_out

    def _witness(self, claim: Claim, shows: Shows) -> Witness | None:
        """Somebody who shows the claim, as the engine sees it, as like the first vignette's person as can be."""
        witness = self.shrinker.believable(self.prover.prove(claim))
        if witness is None or not self._is_shown(shows, witness.answers, witness.as_of):
            return None
        usual, day = self.usual.by_question, witness.as_of
        said = {name: answer for name, answer in witness.answers.by_question.items() if answer != self.usual.to(name)}
        small = shrunk(said, lambda fewer: self._is_shown(shows, Answers({**usual, **fewer}), day))
        return replace(witness, answers=Answers({**usual, **small}))

    def _is_shown(self, shows: Shows, answers: Answers, day: date) -> bool:
        return shows(assess(self.questionnaire, answers, day))

    def _probe(
        self,
        name: str,
        title: str,
        witness: Witness,
        *,
        fires: tuple[str, ...] = (),
        rules_out: tuple[str, ...] = (),
    ) -> Vignette:
        return Vignette(
            id=name,
            title=title,
            narrative="",
            as_of=witness.as_of,
            answers=write_answers(witness.answers),
            findings=None,
            disposition=None,
            fires=frozenset(fires),
            rules_out=frozenset(rules_out),
            place=self.questionnaire.rules[RuleId((*fires, *rules_out)[0])].place,
        )

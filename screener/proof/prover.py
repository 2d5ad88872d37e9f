"""Proves claim after claim: by the people at hand, else by asking the solver for somebody, or why there is nobody."""

import json
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from screener.definition.model import Level, Questionnaire
from screener.definition.names import RuleId
from screener.engine.answers import Answers
from screener.engine.truth import TRUE
from screener.proof.claims import Claim, ClaimKind, possibilities
from screener.proof.encoding import NotEncodedError
from screener.proof.judging import Judge
from screener.proof.observing import Observed, Observer
from screener.proof.people import People
from screener.proof.possible import further, in_view, shown
from screener.proof.refuting import Outcome, Refuter
from screener.proof.solving import clash, solve
from screener.proof.states import Calendar
from screener.proof.verdicts import Definition, Standing, Statement, Witness
from screener.proof.views import Views
from screener.proof.worlds import Manner, Worlds, defined_of, said_of

EDITION = "1"
"""Of what is remembered: another one when the meaning of a claim changes."""

Remembered = MutableMapping[str, str]
"""What was proved earlier, by the fingerprint of all that it hangs on."""


@dataclass
class Prover:
    """Proves the claims of one questionnaire on one day."""

    questionnaire: Questionnaire
    as_of: date
    limit: float
    examples: Mapping[str, tuple[Answers, date]]
    """People at hand: the vignettes, by their ids."""
    remembered: Remembered
    shown: dict[Claim, Witness] = field(default_factory=dict)
    _firings: dict[RuleId, int] = field(default_factory=dict)
    """Of each rule, which of the people at hand it fires for: one bit each."""
    _met: list[Witness] = field(default_factory=list)
    _plausible: int = 0
    """Which of them say nothing implausible."""

    def __post_init__(self) -> None:
        calendar = Calendar(self.as_of)
        self.views = Views(self.questionnaire)
        self.observer = Observer(self.questionnaire)
        self.people = People(self.questionnaire, calendar, self._believable())
        self.worlds = Worlds(self.questionnaire, calendar)
        judge = Judge(self.questionnaire, self.as_of)
        self.refuter = Refuter(self.views, self.worlds, self.people, judge, self.limit)

    def _believable(self) -> Mapping:  # type: ignore[type-arg]
        """Whom made-up people are like: the first example."""
        return next((answers.by_question for answers, _ in self.examples.values()), {})

    # Claims

    def claims(self) -> tuple[Claim, ...]:
        """Everything to prove, in the order of the file."""
        return (*possibilities(self.questionnaire), *self._of_rules(), *self._of_pairs())

    def _of_rules(self) -> Iterator[Claim]:
        laddered = {rule for ladder in self.questionnaire.ladders for rule in ladder[1:]}
        for rule in self.questionnaire.rules.values():
            yield Claim(ClaimKind.FIRES, rule.id)
            yield Claim(ClaimKind.RULED_OUT, rule.id)
            if not self.views.asks_only_states(f"rule {rule.id}"):
                yield Claim(ClaimKind.UNSETTLED, rule.id)
            if rule.id in laddered:
                yield Claim(ClaimKind.SPEAKS, rule.id)
            if rule.level > Level.INFO and rule.id not in self.questionnaire.checks:  # a check compares what was given
                yield Claim(ClaimKind.NET, rule.id)
            yield Claim(ClaimKind.SILENCE, rule.id)
            if not self.refuter.is_about_silence(rule):
                yield Claim(ClaimKind.LEARNING, rule.id)

    def _of_pairs(self) -> Iterator[Claim]:
        """Rules that read the same answers must not be the same rule twice; some are declared never to meet."""
        reading: dict[frozenset[str], list[RuleId]] = {}
        for rule in self.questionnaire.rules.values():
            judged = self.refuter.judged_by(rule)
            answers = frozenset(name for name in judged if name.startswith("question "))
            if answers:
                reading.setdefault(answers, []).append(rule.id)
        for group in reading.values():
            yield from (Claim(ClaimKind.DIFFER, one, other) for one, other in combinations(group, 2))
        for group in self.questionnaire.exclusive:  # type: ignore[assignment]
            yield from (Claim(ClaimKind.APART, one, other) for one, other in combinations(group, 2))

    # People at hand

    def meet_examples(self) -> None:
        """Look at the vignettes, and at a few people who are made up."""
        for name, (answers, day) in self.examples.items():
            self.meet(answers, day, name)
        for said in self.people.many():
            self.meet(self.people.answers(said), self.as_of)

    def meet(self, answers: Answers, day: date, like: str | None = None) -> None:
        """Note what one person shows."""
        observed = self.observer.observe(answers, day)
        witness = Witness(day, answers, like)
        for claim in observed.claims:
            if claim not in self.shown and (observed.plausible or self._is_about_ranges(claim)):
                self.shown[claim] = witness
        self._note_firings(observed, witness)

    def _note_firings(self, observed: Observed, witness: Witness) -> None:
        bit = 1 << len(self._met)
        self._met.append(witness)
        self._plausible |= bit if observed.plausible else 0
        for rule, truth in zip(self.questionnaire.rules, observed.truths, strict=True):
            if truth is TRUE:
                self._firings[rule] = self._firings.get(rule, 0) | bit

    def _is_about_ranges(self, claim: Claim) -> bool:
        """Whether the claim counts what is out of range, so that implausible numbers belong to it."""
        names = in_view(self.views, claim)
        return any("out_of_range" in self.views.part(name).builtins for name in names)

    def _witness(self, claim: Claim) -> Witness | None:
        """Somebody at hand who shows the claim."""
        return self._differing(claim) if claim.kind is ClaimKind.DIFFER else self.shown.get(claim)

    def _differing(self, claim: Claim) -> Witness | None:
        one, other = (self._firings.get(RuleId(rule), 0) for rule in (claim.subject, claim.other))
        apart = (one ^ other) & (-1 if self._is_about_ranges(claim) else self._plausible)
        return self._met[(apart & -apart).bit_length() - 1] if apart else None

    # Proving

    def prove(self, claim: Claim) -> Statement:
        """How one claim stands."""
        try:
            return self._possible(claim) if claim.is_possibility else self._never(claim)
        except NotEncodedError:
            return Statement(claim, Standing.UNDECIDED)

    def _possible(self, claim: Claim) -> Statement:
        witness = self._witness(claim)
        if witness is not None:
            return Statement(claim, Standing.PROVED, witness)
        names = in_view(self.views, claim)
        key = self._key(names, claim, *further(self.questionnaire, claim))
        if key in self.remembered:
            return Statement(claim, Standing.BROKEN, clash=_definitions(self.remembered[key]))
        statement = self._search(claim, names)
        if statement.standing is Standing.BROKEN:
            self.remembered[key] = json.dumps([[each.what, each.owner] for each in statement.clash])
        return statement

    def _search(self, claim: Claim, names: frozenset[str]) -> Statement:
        """Asks the solver for a person who shows the claim."""
        scale = self.views.scale(names, *further(self.questionnaire, claim))
        manner = Manner(plausible=not self._is_about_ranges(claim))
        world = self.worlds.world(scale, manner)
        facts = [shown(world, claim)]
        facts += said_of(world, names)
        facts += [fact for said in defined_of(world, names).values() for fact in said]
        found = solve(facts, self.limit)
        if found.nobody and scale.bounded:
            return Statement(claim, Standing.BROKEN, clash=self._clash(claim, names))
        if found.model is not None:
            answers = self.people.answers(self.people.described(found.model, world, names))
            self.meet(answers, self.as_of)
            witness = self._witness(claim)
            if witness is not None:
                return Statement(claim, Standing.PROVED, witness)
        return Statement(claim, Standing.UNDECIDED)

    def _clash(self, claim: Claim, names: frozenset[str]) -> tuple[Definition, ...]:
        """What cannot all be so for the claim to be shown."""
        scale = self.views.scale(names, *further(self.questionnaire, claim))
        world = self.worlds.world(scale, Manner(plausible=not self._is_about_ranges(claim), named=True))
        facts = [shown(world, claim)]
        facts += said_of(world, names)
        found = clash(facts, defined_of(world, names), self.limit)
        return (*found, Definition("condition", claim.subject)) if claim.subject.startswith("column ") else found

    def _never(self, claim: Claim) -> Statement:
        if claim.kind is ClaimKind.LEARNING:
            # Made only for rules that no state test reaches: Kleene's connectives never take back what is settled.
            return Statement(claim, Standing.PROVED)
        rule = self.questionnaire.rules[RuleId(claim.subject)]
        match claim.kind:
            case ClaimKind.NET if self.refuter.reads_unasked(rule):
                return self._refuted(claim, self.refuter.net_view(rule), lambda: self.refuter.net(rule))
            case ClaimKind.SILENCE if self.refuter.may_clear(rule):
                return self._silence(claim)
            case ClaimKind.APART:
                names = in_view(self.views, claim)
                return self._refuted(claim, names, lambda: self.refuter.apart(rule.id, RuleId(claim.other)))
            case _:
                return Statement(claim, Standing.PROVED)

    def _refuted(self, claim: Claim, names: frozenset[str], look: Callable[[], Outcome]) -> Statement:
        rule = self.questionnaire.rules[RuleId(claim.subject)]
        covering = [self.questionnaire.rules[each] for each in rule.covered_by]
        key = self._key(names, claim, self.views.silences(rule, *covering))
        if key in self.remembered:
            return Statement(claim, Standing.PROVED)
        outcome = look()
        if outcome.nobody:
            self.remembered[key] = "[]"
        return _statement(claim, outcome)

    def _silence(self, claim: Claim) -> Statement:
        rule = self.questionnaire.rules[RuleId(claim.subject)]
        key = self._speakers_key(claim, self.refuter.speakers(rule))
        remembered = self.remembered.get(key)
        if remembered is not None:
            speakers, nobody = json.loads(remembered)
            if all(each in self.questionnaire.rules for each in speakers) and nobody == self._speakers_key(
                claim, speakers
            ):
                return Statement(claim, Standing.PROVED)
        outcome, heard = self.refuter.silence(rule)
        if outcome.nobody:
            self.remembered[key] = json.dumps([heard, self._speakers_key(claim, heard)])
        return _statement(claim, outcome)

    def _speakers_key(self, claim: Claim, speakers: tuple[RuleId, ...]) -> str:
        rules = [self.questionnaire.rules[each] for each in speakers]
        return self._key(self.refuter.silence_view(speakers), claim, self.views.silences(*rules))

    def _key(self, names: frozenset[str], claim: Claim, *more: object) -> str:
        return self.views.fingerprint(names, EDITION, self.as_of, claim, *more)


def _statement(claim: Claim, outcome: Outcome) -> Statement:
    if outcome.refuted_by is not None:
        return Statement(claim, Standing.BROKEN, outcome.refuted_by)
    return Statement(claim, Standing.PROVED if outcome.nobody else Standing.UNDECIDED)


def _definitions(written: str) -> tuple[Definition, ...]:
    return tuple(Definition(what, owner) for what, owner in json.loads(written))

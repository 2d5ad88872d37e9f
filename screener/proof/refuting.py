"""Claims that somebody might refute: the safety net, and that silence never clears. Each looks for that somebody."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from screener.definition.condition_reads import asks_about_silence
from screener.definition.model import Level, Rows, Rule
from screener.definition.names import RuleId
from screener.proof.facts import Fact, every, implied, no, some
from screener.proof.filling_in import is_said, rows_filled_in, state_filled_in
from screener.proof.judging import Judge
from screener.proof.people import People, Said, shrunk
from screener.proof.silences import is_milder, silence_at
from screener.proof.solving import solve
from screener.proof.trying import MOST_TRIALS, Trying
from screener.proof.verdicts import Witness
from screener.proof.views import Views
from screener.proof.world import World, parts_of
from screener.proof.worlds import Manner, Worlds, said_of

SOMEBODY = Manner(plausible=False)
LATER = Manner(plausible=False, mark="+")
ASKED_EVERYTHING = Manner(plausible=False, all_asked=True)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Nobody refutes the claim, somebody does, or neither was found."""

    refuted_by: Witness | None = None
    nobody: bool = False


@dataclass(frozen=True)
class Refuter:
    """Looks for people who refute a claim."""

    views: Views
    worlds: Worlds
    people: People
    judge: Judge
    limit: float

    # The safety net

    def reads_unasked(self, rule: Rule) -> bool:
        """Whether the rule reads anything that is not asked of everyone."""
        return any(self._is_gated(name) for name in self.views.whole(self.judged_by(rule)))

    def judged_by(self, rule: Rule) -> frozenset[str]:
        """The names that a rule reads, through values and rules, but not through what makes a question asked."""
        return self.views.judged((f"rule {rule.id}",))

    def _is_gated(self, name: str) -> bool:
        if not name.startswith("question "):
            return False
        return any(self.views.part(each).conditions for each in self.views.closure(name))

    def net_view(self, rule: Rule) -> frozenset[str]:
        """Every name that the safety net of a rule looks at."""
        covering = [self.views.questionnaire.rules[each] for each in rule.covered_by]
        cases = [when for each in covering for when, _ in each.if_unknown.cases]
        names = self.views.whole(self.views.of((f"rule {rule.id}", *(f"rule {each.id}" for each in covering))))
        return names | self.views.of_condition(rule.implied_out_by, *cases)

    def net(self, rule: Rule) -> Outcome:
        """Looks for somebody of whom the rule is ruled out only because they were not asked."""
        names = self.net_view(rule)
        more = () if rule.implied_out_by is None else (rule.implied_out_by,)
        scale = self.views.scale(names, *more)
        scale = replace(scale, rows=2 * scale.rows)
        real, asked = self.worlds.world(scale, SOMEBODY), self.worlds.world(scale, ASKED_EVERYTHING)
        asked.take_count("required_blank", real)  # who was not asked has left nothing blank
        rules = self.views.questionnaire.rules
        facts = [real.rule(rule.id).false, asked.rule(rule.id).true]
        if rule.implied_out_by is not None:
            facts.append(no(real.truth(rule.implied_out_by).true))
        facts += [is_milder(real, rules[each], Level.INFO) for each in rule.covered_by]
        facts += self._would_have_said(rule, real)
        facts += [*said_of(real, names), *said_of(asked, names)]
        trying = Trying(facts, self.limit)
        for model in trying.models():
            said = self.people.described(model, real, names)
            if self._slips_through(rule, said):
                small = shrunk(said, lambda fewer: self._slips_through(rule, fewer))
                return Outcome(Witness(self.judge.as_of, self.people.answers(small)))
            trying.exclude(model, real, names)
        return Outcome(nobody=trying.nobody and scale.bounded)

    def _slips_through(self, rule: Rule, said: Said) -> bool:
        return self.judge.slips_through(rule, self.people.answers(said))

    def _would_have_said(self, rule: Rule, real: World) -> Iterator[Fact]:
        """Who was not asked would have given an answer: silence to a question that was never put is nobody's."""
        judged = self.judged_by(rule)
        counts = self._counts_questions(rule)
        for question in self.views.questionnaire.questions.values():
            if question.id in self.people.ordinary and (counts or f"question {question.id}" in judged):
                yield implied(real.asked(question.id).false, is_said(real, question))

    def _counts_questions(self, rule: Rule) -> bool:
        """Whether the rule itself, or one that it names, counts questions."""
        return self.views.counts_questions(self.judged_by(rule))

    # Silence never clears

    def may_clear(self, rule: Rule) -> bool:
        """Whether the rule's silence may be no finding, or learning may make the rule fire after all."""
        if rule.level is Level.INFO and not any(level and level > Level.INFO for level in _silences(rule)):
            return False
        quiet = any(level is None or level is Level.INFO for level in _silences(rule))
        return quiet or self.is_about_silence(rule)

    def is_about_silence(self, rule: Rule) -> bool:
        """Whether the rule, or what it reads down to the first question, asks if something was said."""
        return any(
            asks_about_silence(node) or "required_blank" in part.builtins
            for part in map(self.views.part, self.views.whole(self.views.closure(f"rule {rule.id}")))
            for node in part.conditions
        )

    def speakers(self, rule: Rule) -> tuple[RuleId, ...]:
        """The rules that speak of the silences that the rule looks at, to begin with: who else does shows itself."""
        looks_at = {name for name in self.judged_by(rule) if name.startswith("question ")}
        if self._counts_questions(rule):
            looks_at = {f"question {question}" for question in self.views.questionnaire.questions}
        heard = (each.id for each, reads, blanks in self._rules_on_silence if blanks or not looks_at.isdisjoint(reads))
        return tuple(dict.fromkeys((rule.id, *heard)))

    @cached_property
    def _rules_on_silence(self) -> tuple[tuple[Rule, frozenset[str], bool], ...]:
        """The rules above `info` that ask about silence, with what they read and whether they count blanks."""
        found = []
        for rule in self.views.questionnaire.rules.values():
            blanks = "required_blank" in self.views.part(f"rule {rule.id}").builtins
            if rule.level > Level.INFO and (blanks or asks_about_silence(rule.when)):
                found.append((rule, frozenset(self.views.part(f"rule {rule.id}").reads), blanks))
        return tuple(found)

    def silence(self, rule: Rule) -> tuple[Outcome, tuple[RuleId, ...]]:
        """Looks for somebody who is clear, and of whom the rule says something once they have said it all.

        Gives also the rules that had to be looked at for it.
        """
        speakers = self.speakers(rule)
        if not self.is_about_silence(rule) and self._is_voiced(rule, speakers):
            return Outcome(nobody=True), speakers
        outcome = Outcome()
        for _ in range(MOST_TRIALS):
            outcome, further = self._silence(rule, speakers, self.silence_view(speakers))
            if not further:
                break
            speakers = tuple(dict.fromkeys((*speakers, *further)))
        if outcome == Outcome() and self.views.counts_questions(self.silence_view(speakers)):
            # People were looked at who have nothing out of view that counts, and were let through as if they had.
            outcome, _ = self._silence(rule, speakers, self.silence_view(speakers) | self.views.every_question)
        return outcome, speakers

    def silence_view(self, rules: tuple[RuleId, ...]) -> frozenset[str]:
        """Every name that some rules look at, with the cases of their silence."""
        found = [self.views.questionnaire.rules[rule] for rule in rules]
        cases = [when for rule in found for when, _ in rule.if_unknown.cases]
        names = self.views.of(f"rule {rule}" for rule in rules) | self.views.of_condition(*cases)
        weighed = [rule for rule in found if rule.if_unknown.by_question]
        if any(map(self._counts_questions, (found[0], *weighed))):
            names |= self.views.every_question
        return names

    def _is_voiced(self, rule: Rule, speakers: tuple[RuleId, ...]) -> bool:
        """Whether nobody is clear of whom the rule is open: then, if learning never contradicts it, none ever fires."""
        names = self.silence_view(speakers)
        scale = self.views.scale(names)
        now = self.worlds.part(scale, SOMEBODY, names)
        rules = self.views.questionnaire.rules
        facts = [now.rule(rule.id).unknown, *(is_milder(now, rules[each], Level.CAUTION) for each in speakers)]
        return scale.bounded and solve([*facts, *said_of(now, names)], self.limit).nobody

    def _silence(
        self, rule: Rule, speakers: tuple[RuleId, ...], names: frozenset[str]
    ) -> tuple[Outcome, tuple[RuleId, ...]]:
        rules = self.views.questionnaire.rules
        scale = self.views.scale(names)
        scale = replace(scale, rows=2 * scale.rows)
        now, later = (self.worlds.part(scale, manner, names) for manner in (SOMEBODY, LATER))
        then = later.rule(rule.id)
        loud = [every((then.unknown, silence_at(later, rule, Level.CAUTION)))]
        facts = [some([then.true, *loud] if rule.level > Level.INFO else loud)]
        facts += [is_milder(now, rules[each], Level.CAUTION) for each in speakers]
        facts += self._filled_in(now, later, names)
        facts += [*said_of(now, names), *said_of(later, names)]
        trying = Trying(facts, self.limit)
        for model in trying.models():
            before, after = self.people.described(model, now, names), self.people.described(model, later, names)
            alarms = self.judge.alarms(self.people.answers(before))
            if further := tuple(alarm for alarm in alarms if alarm not in speakers):
                return Outcome(), further
            if self._clears(rule, before, after):
                return Outcome(self._cleared(rule, before, after)), ()
            trying.exclude(model, now, names)
        return Outcome(nobody=trying.nobody and scale.bounded), ()

    def _clears(self, rule: Rule, before: Said, after: Said) -> bool:
        """Whether somebody is clear, and the rule speaks up once they have said what they had not."""
        people = self.people
        return self.judge.is_clear(people.answers(before)) and self.judge.speaks_up(rule, people.answers(after))

    def _cleared(self, rule: Rule, before: Said, after: Said) -> Witness:
        """That person, with no more said than it takes: what is dropped is dropped from both."""

        def still(fewer: Said) -> bool:
            return self._clears(rule, fewer, {name: after[name] for name in fewer})

        names = [name for name, answer in before.items() if not isinstance(answer, tuple)]
        kept = shrunk(before, lambda fewer: set(before) - set(fewer) <= set(names) and still(fewer))
        later = {name: after[name] for name in kept}
        return Witness(self.judge.as_of, self.people.answers(kept), later=self.people.answers(later))

    def _filled_in(self, now: World, later: World, names: frozenset[str]) -> Iterator[Fact]:
        """The second world is the first one's person who has answered every required question."""
        for question in self.views.questionnaire.questions.values():
            if f"question {question.id}" not in names:
                continue
            if isinstance(question.kind, Rows):
                yield from rows_filled_in(now, later, question.id, question.kind, question.required)
            elif question.id in self.people.ordinary:
                for part in parts_of(question) or (None,):
                    before, after = now.state(question.id, part), later.state(question.id, part)
                    yield from state_filled_in(before, after, question.required)

    # Rules that are declared never to fire together

    def apart(self, one: RuleId, other: RuleId) -> Outcome:
        """Looks for somebody of whom both fire."""
        names = self.views.whole(self.views.of((f"rule {one}", f"rule {other}")))
        scale = self.views.scale(names)
        world = self.worlds.world(scale, SOMEBODY)
        facts = [world.rule(one).true, world.rule(other).true, *said_of(world, names)]
        trying = Trying(facts, self.limit)
        for model in trying.models():
            said = self.people.described(model, world, names)
            if self._both_fire(one, other, said):
                small = shrunk(said, lambda fewer: self._both_fire(one, other, fewer))
                return Outcome(Witness(self.judge.as_of, self.people.answers(small)))
            trying.exclude(model, world, names)
        return Outcome(nobody=trying.nobody and scale.bounded)

    def _both_fire(self, one: RuleId, other: RuleId, said: Said) -> bool:
        return self.judge.fires(one, self.people.answers(said)) and self.judge.fires(other, self.people.answers(said))


def _silences(rule: Rule) -> tuple[Level | None, ...]:
    """Every level that a rule's silence may have."""
    silence = rule.if_unknown
    return (*(level for _, level in silence.cases), *silence.by_question.values(), silence.otherwise)

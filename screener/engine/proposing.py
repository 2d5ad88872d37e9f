"""The disposition alone, for who judges many: the same as `assess` gives, in a fraction of the time.

The gravest rules are asked first, and those that could not make it graver are
not asked at all. Ladders take away only what is not graver than what stays, so
they change no disposition.
"""

from datetime import date

from screener.definition.model import Disposition, Level, Questionnaire, Rule
from screener.engine.answers import Answers
from screener.engine.because import references_behind
from screener.engine.evaluation import Program, ReadyRule, program_for
from screener.engine.identity import identity_finding
from screener.engine.situation import Situation
from screener.engine.truth import FALSE, TRUE


class Proposer:
    """Proposes by one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._program = program_for(questionnaire)
        ready = [(gravest(each.rule), each) for each in self._program.rules]
        self._rules = sorted(ready, key=lambda pair: -pair[0])

    def disposition(self, answers: Answers, as_of: date, *, born: date | None = None) -> Disposition:
        """What the rules propose for these answers on that day; `born` as for `assess`."""
        situation = self._program.begin(answers, as_of)
        stranger = identity_finding(self.questionnaire, answers, born)
        found = stranger.level if stranger else Level.INFO
        for most, ready in self._rules:
            if most <= found:
                break
            level = level_of(self._program, situation, ready)
            found = level if level is not None and level > found else found
        return Disposition.CLEAR if found is Level.INFO else Disposition(found.word)


def gravest(rule: Rule) -> Level:
    """The gravest level that the rule can come to, fired or left open."""
    silence = rule.if_unknown
    levels = (rule.level, silence.otherwise, *silence.by_question.values(), *(level for _, level in silence.cases))
    return max(level for level in levels if level is not None)


def level_of(program: Program, situation: Situation, ready: ReadyRule) -> Level | None:
    """The level of the rule's finding; None where it makes none."""
    truth = ready.clause.truth(situation, ())
    if truth is FALSE:
        return None
    if truth is TRUE:
        return ready.rule.level
    needs = references_behind(program, situation, ready.clause) if ready.rule.if_unknown.by_question else ()
    return ready.level_of_silence(situation, needs)

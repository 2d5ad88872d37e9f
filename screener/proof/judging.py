"""What the engine says of one person, where a claim speaks of findings: who was found what, and who was not asked."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from screener.definition.model import Disposition, Level, Question, Questionnaire, Rows, Rule
from screener.definition.names import RuleId
from screener.engine.answers import Answers
from screener.engine.assessment import assess
from screener.engine.evaluation import Program, compile_questionnaire
from screener.engine.findings import Assessment
from screener.engine.truth import FALSE, TRUE, Truth
from screener.proof.observing import level_of, named_value


@dataclass(frozen=True)
class Judge:
    """Asks the engine about people who would refute a claim."""

    questionnaire: Questionnaire
    as_of: date

    @cached_property
    def _everything_asked(self) -> Program:
        """The questionnaire with every question, step, section and column asked of everyone."""
        return compile_questionnaire(ask_everything(self.questionnaire))

    @cached_property
    def _with_excuses(self) -> Program:
        """The questionnaire in which what rules are `implied out by` has a name."""
        excuses = {
            f"excuse {rule.id}": rule.implied_out_by
            for rule in self.questionnaire.rules.values()
            if rule.implied_out_by is not None
        }
        values = {value.name: value for value in (named_value(name, when) for name, when in excuses.items())}
        return compile_questionnaire(replace(self.questionnaire, values={**self.questionnaire.values, **values}))

    def slips_through(self, rule: Rule, answers: Answers) -> bool:
        """Whether the rule is ruled out, would fire if everything were asked, and nobody speaks for it."""
        if self._truth(self._with_excuses, rule.id, answers) is not FALSE:
            return False
        if self._truth(self._everything_asked, rule.id, answers) is not TRUE:
            return False
        return not self._is_excused(rule, answers) and not self._is_covered(rule, answers)

    def fires(self, rule: RuleId, answers: Answers) -> bool:
        """Whether a rule's condition is true, whoever speaks for it on its ladder."""
        return self._truth(self._with_excuses, rule, answers) is TRUE

    def _truth(self, program: Program, rule: RuleId, answers: Answers) -> Truth:
        situation = program.begin(answers, self.as_of)
        return next(ready for ready in program.rules if ready.rule.id == rule).clause.truth(situation, ())

    def _is_excused(self, rule: Rule, answers: Answers) -> bool:
        if rule.implied_out_by is None:
            return False
        situation = self._with_excuses.begin(answers, self.as_of)
        ready = next(each for value, each in self._with_excuses.values if value.name == f"excuse {rule.id}")
        return ready.truth(situation, ()) is TRUE  # type: ignore[union-attr]

    def _is_covered(self, rule: Rule, answers: Answers) -> bool:
        """Whether one of the rules that speak for it does, or a graver one of that one's ladder."""
        assessment = self.assess(answers)
        speaking = {finding.rule for finding in assessment.findings}
        for each in assessment.not_ruled_out:
            ladder = next((ladder for ladder in self.questionnaire.ladders if each.rule in ladder), ())
            if any(graver in ladder for graver in each.covered_by):
                speaking.add(each.rule)
        return any(covering in speaking for covering in rule.covered_by)

    def assess(self, answers: Answers) -> Assessment:
        """The assessment of one person on the day asked about."""
        return assess(self.questionnaire, answers, self.as_of)

    def is_clear(self, answers: Answers) -> bool:
        """Whether nothing above `info` is found."""
        return self.assess(answers).disposition is Disposition.CLEAR

    def speaks_up(self, rule: Rule, answers: Answers) -> bool:
        """Whether a rule stands above `info`, whoever speaks for it on its ladder."""
        program = self._with_excuses
        ready = next(ready for ready in program.rules if ready.rule.id == rule.id)
        level = level_of(program, ready, program.begin(answers, self.as_of))
        return level is not None and level > Level.INFO

    def alarms(self, answers: Answers) -> tuple[RuleId, ...]:
        """The rules with a finding above `info`."""
        return tuple(finding.rule for finding in self.assess(answers).findings if finding.level > Level.INFO)


def ask_everything(questionnaire: Questionnaire) -> Questionnaire:
    """The same without the conditions under which questions are asked."""
    questions = {name: _asked(question) for name, question in questionnaire.questions.items()}
    steps = {
        name: replace(step, when=None, questions=tuple(questions[each.id] for each in step.questions))
        for name, step in questionnaire.steps.items()
    }
    sections = tuple(
        replace(section, when=None, steps=tuple(steps[each.id] for each in section.steps))
        for section in questionnaire.sections
    )
    return replace(questionnaire, questions=questions, steps=steps, sections=sections)


def _asked(question: Question) -> Question:
    kind = question.kind
    if isinstance(kind, Rows):
        kind = replace(kind, columns=tuple(replace(column, when=None) for column in kind.columns))
    return replace(question, when=None, kind=kind)

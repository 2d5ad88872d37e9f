"""From answers to findings and a proposed disposition: the one judge that every part of the house asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from screener.definition.model import Disposition, Information, Level, Questionnaire
from screener.definition.names import QuestionId, RuleId, StepId
from screener.engine.answers import Answers
from screener.engine.assessment_json import to_json
from screener.engine.because import deciding_first, evidence, references_behind
from screener.engine.covering import Voices
from screener.engine.evaluation import Program, ReadyRule, program_for
from screener.engine.findings import Assessment, Finding, Open, Reference
from screener.engine.identity import identity_finding
from screener.engine.ladders import Degree, superseded
from screener.engine.listing import medicines_listed
from screener.engine.messages import messages_for
from screener.engine.situation import Situation
from screener.engine.truth import FALSE, TRUE, Truth
from screener.engine.values import derive

__all__ = ["assess", "to_json"]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """A rule that was not ruled out: the answers that decided it or would, and the level it asks for."""

    ready: ReadyRule
    truth: Truth
    answers: tuple[Reference, ...]
    level: Level | None

    @property
    def rule(self) -> RuleId:
        return self.ready.rule.id

    @property
    def needs(self) -> tuple[Reference, ...]:
        return () if self.truth is TRUE else self.answers


def assess(
    questionnaire: Questionnaire,
    answers: Answers,
    as_of: date,
    *,
    pending: frozenset[StepId] = frozenset(),
    number: int | None = None,
    born: date | None = None,
) -> Assessment:
    """What the questionnaire's rules make of the answers on that day.

    `pending` are the steps not sent yet, while an intake is unfinished: their
    answers are unknown, and nothing is said of their silence. `number` is the
    revision's, to be kept with the assessment; a folder has none. `born` is the
    birth date that the clinic knows: another one among the answers is a finding
    (`engine.identity`).
    """
    program = program_for(questionnaire)
    situation = program.begin(answers, as_of, pending=pending)
    verdicts = [verdict for ready in program.rules if (verdict := _judge(program, situation, ready))]
    milder = superseded(questionnaire.ladders, _degrees(verdicts))
    spoken = _findings(program, situation, [verdict for verdict in verdicts if verdict.rule not in milder])
    stranger = identity_finding(questionnaire, answers, born)
    findings = _gravest_first((stranger, *spoken)) if stranger else spoken
    standing = {verdict.rule for verdict in verdicts}
    return Assessment(
        disposition=_disposition(findings),
        findings=findings,
        ruled_out=tuple(rule for rule in questionnaire.rules if rule not in standing),
        not_ruled_out=_not_ruled_out(verdicts, findings, milder),
        values=derive(program, situation),
        medicines=medicines_listed(program, situation),
        messages=messages_for(questionnaire, findings),
        missing_required=program.blanks.faults(situation).questions,
        out_of_range=program.order.sorted(program.implausible.faults(situation).certain),
        asked=_asked(questionnaire, situation),
        as_of=as_of,
        slug=questionnaire.slug,
        number=number,
        sha256=questionnaire.sha256,
    )


def _asked(questionnaire: Questionnaire, situation: Situation) -> tuple[QuestionId, ...]:
    """The questions on the path; what is only told is not among them."""
    pairs = zip(questionnaire.questions.values(), situation.asked, strict=True)
    return tuple(each.id for each, asked in pairs if asked is not FALSE and not isinstance(each.kind, Information))


def _judge(program: Program, situation: Situation, ready: ReadyRule) -> _Verdict | None:
    """The rule's verdict; None where it is ruled out."""
    truth = ready.clause.truth(situation, ())
    if truth is FALSE:
        return None
    find = deciding_first if truth is TRUE else references_behind
    answers = find(program, situation, ready.clause)
    level = ready.rule.level if truth is TRUE else ready.level_of_silence(situation, answers)
    return _Verdict(ready, truth, answers, level)


def _degrees(verdicts: list[_Verdict]) -> dict[RuleId, Degree]:
    """Of each rule that asks for a finding, how grave."""
    return {
        verdict.rule: Degree(verdict.level, verdict.ready.rule.level)
        for verdict in verdicts
        if verdict.level is not None
    }


def _findings(program: Program, situation: Situation, verdicts: list[_Verdict]) -> tuple[Finding, ...]:
    """Gravest first, then in file order."""
    findings = [
        Finding(
            rule=verdict.rule,
            level=verdict.level,
            settled=verdict.truth is TRUE,
            because=evidence(program, situation, verdict.answers) if verdict.truth is TRUE else (),
            needs=verdict.needs,
        )
        for verdict in verdicts
        if verdict.level is not None
    ]
    return _gravest_first(findings)


def _gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: -finding.level))


def _not_ruled_out(
    verdicts: list[_Verdict], findings: tuple[Finding, ...], milder: dict[RuleId, RuleId]
) -> tuple[Open, ...]:
    """The rules that another speaks for: the graver one of its ladder, or those that speak of the same silence."""
    voices = Voices(findings)
    return tuple(
        Open(
            verdict.rule,
            verdict.needs,
            (milder[verdict.rule],) if verdict.rule in milder else voices.on(verdict.needs),
        )
        for verdict in verdicts
        if verdict.level is None or verdict.rule in milder
    )


def _disposition(findings: tuple[Finding, ...]) -> Disposition:
    """The gravest level; clear where nothing is above `info`."""
    gravest = max((finding.level for finding in findings), default=Level.INFO)
    return Disposition.CLEAR if gravest is Level.INFO else Disposition(gravest.word)

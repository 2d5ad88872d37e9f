"""Answers to check: out of their plausible range, at odds with each other, or missing."""

from screener.definition.model import DayCounts, DecimalNumber, Looks, Pair, Question, Range, WholeNumber
from screener.engine.findings import Finding, Reference
from screener.engine.identity import rule_of
from screener.engine.shapes import is_unlike
from screener.engine.typed import is_unreadable
from screener.summary.answer_words import unit_of
from screener.summary.carried import has_expired
from screener.summary.case import Case
from screener.summary.model import Doubt
from screener.summary.quantities import number_words, with_unit

CONTRADICTIONS = "Data quality"
"""The group of rules that compare answers with each other; a questionnaire names it so."""


def doubts(case: Case) -> tuple[Doubt, ...]:
    """Contradictions first, then what could not be read, numbers out of range, lines that cannot be what they should
    be, what has expired, and what was required and left blank.
    """
    return (
        *_contradictions(case),
        *_unreadable(case),
        *_out_of_range(case),
        *_unlike(case),
        *_expired(case),
        *_missing(case),
    )


def _contradictions(case: Case) -> tuple[Doubt, ...]:
    settled = (finding for finding in case.assessment.findings if finding.settled)
    return tuple(_contradiction(case, finding) for finding in settled if _compares_answers(case, finding))


def _compares_answers(case: Case, finding: Finding) -> bool:
    """What is only out of range or missing is told below, with the range."""
    told = {reference.question for reference in case.assessment.out_of_range} | set(case.assessment.missing_required)
    told_below = all(evidence.reference.question in told for evidence in finding.because)
    is_check = finding.rule in case.questionnaire.checks
    return (is_check or rule_of(case.questionnaire, finding.rule).group == CONTRADICTIONS) and not told_below


def _contradiction(case: Case, finding: Finding) -> Doubt:
    rule = rule_of(case.questionnaire, finding.rule)
    return Doubt(case.message(rule), case.said_each(evidence.reference for evidence in finding.because))


def _out_of_range(case: Case) -> tuple[Doubt, ...]:
    return tuple(
        Doubt(_range_words(case.question(reference), reference), (case.said(reference),))
        for reference in case.assessment.out_of_range
    )


_UNLIKE = {
    Looks.TELEPHONE: "Too few digits for a telephone number.",
    Looks.EMAIL: "Does not look like an e-mail address.",
    Looks.ZIP: "No ZIP code of five digits.",
    Looks.NAME: "Does not look like a name.",
}


def _unlike(case: Case) -> tuple[Doubt, ...]:
    """Lines by which nobody can be reached, or that are no name."""
    asked = (case.questionnaire.questions[question] for question in case.assessment.asked)
    found = ((question, is_unlike(question, case.answers.to(question.id))) for question in asked)
    return tuple(Doubt(_UNLIKE[looks], (case.said_to(question),)) for question, looks in found if looks is not None)


def _range_words(question: Question, reference: Reference) -> str:
    """`Outside the plausible 25 to 300 kg.`"""
    plausible = _plausible(question, reference)
    between = _between(plausible) if plausible else None
    return (
        f"Outside the plausible {with_unit(between, unit_of(question))}." if between else "Outside what is plausible."
    )


def _between(plausible: Range) -> str | None:
    low, high = plausible.low, plausible.high
    if low is not None and high is not None:
        return f"{number_words(low)} to {number_words(high)}"
    if low is not None:
        return f"minimum of {number_words(low)}"
    return f"maximum of {number_words(high)}" if high is not None else None


def _plausible(question: Question, reference: Reference) -> Range | None:
    match question.kind:
        case WholeNumber(plausible=plausible) | DecimalNumber(plausible=plausible) | DayCounts(plausible=plausible):
            return plausible
        case Pair(rows=rows, plausible=plausible):
            return next((one for row, one in zip(rows, plausible, strict=True) if row.id == reference.part), None)
        case _:
            return None


def _expired(case: Case) -> tuple[Doubt, ...]:
    """Answers carried over that stood no longer on the day of the assessment: one may leave them out of a re-check."""
    since = case.carried.since if case.carried else {}
    asked = (case.questionnaire.questions[question] for question in case.assessment.asked if question in since)
    expired = [one for one in asked if has_expired(one, since[one.id], by=case.assessment.as_of)]
    said = tuple(case.said_to(question) for question in expired)
    return (Doubt("Said longer ago than the answer is good for, and not asked again.", said),) if said else ()


def _missing(case: Case) -> tuple[Doubt, ...]:
    missing = case.assessment.missing_required
    if not missing:
        return ()
    questions = (case.questionnaire.questions[question] for question in missing)
    blank = tuple(case.said_to(each) for each in questions if not is_unreadable(case.answers.to(each.id)))
    return (Doubt("Required and left blank.", blank),) if blank else ()


def _unreadable(case: Case) -> tuple[Doubt, ...]:
    """Every answer that was typed and could not be read, whether or not a rule reads it."""
    asked = (case.questionnaire.questions[question] for question in case.assessment.asked)
    typed = tuple(case.said_to(each) for each in asked if is_unreadable(case.answers.to(each.id)))
    return (Doubt("Typed, and could not be read: unknown to the rules.", typed),) if typed else ()

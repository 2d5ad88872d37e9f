"""An assessment for machines: what `screener assess --format json` and the services give out."""

from fractions import Fraction
from math import floor
from typing import Any

from screener.definition.model import Questionnaire, Value
from screener.engine.answers import Unknown
from screener.engine.coercion import write_answer
from screener.engine.findings import Assessment, Evidence, Finding, MatchedMedicine, Reference
from screener.engine.identity import rule_of
from screener.engine.values import Derived


def to_json(questionnaire: Questionnaire, assessment: Assessment) -> dict[str, Any]:
    """The assessment in plain types; each rule stands once in `findings`, `ruled_out` or `not_ruled_out`."""
    return {
        "disposition": assessment.disposition.value,
        "findings": [_finding(questionnaire, finding) for finding in assessment.findings],
        "values": {name: _derived(questionnaire.values[name], value) for name, value in assessment.values.items()},
        "ruled_out": list(assessment.ruled_out),
        "not_ruled_out": [
            {
                "rule": still_open.rule,
                "needs": _questions(still_open.needs),
                "covered_by": list(still_open.covered_by),
            }
            for still_open in assessment.not_ruled_out
        ],
        "medicines": [_medicine(medicine) for medicine in assessment.medicines],
        "missing_required": list(assessment.missing_required),
        "out_of_range": [_reference(reference) for reference in assessment.out_of_range],
        "messages": list(assessment.messages),
        "asked": list(assessment.asked),
        "as_of": assessment.as_of.isoformat(),
        "revision": {"slug": assessment.slug, "number": assessment.number, "sha256": assessment.sha256},
    }


def _finding(questionnaire: Questionnaire, finding: Finding) -> dict[str, Any]:
    rule = rule_of(questionnaire, finding.rule)
    return {
        "rule": finding.rule,
        "level": finding.level.word,
        "settled": finding.settled,
        "message": rule.message,
        "why": rule.why,
        "because": [_evidence(evidence) for evidence in finding.because],
        "needs": _questions(finding.needs),
        "needs_detail": [_reference(reference) for reference in finding.needs],
        "sources": list(rule.sources),
        "confidence": rule.confidence,
    }


def _questions(references: tuple[Reference, ...]) -> list[str]:
    """The questions to ask, each once."""
    return list(dict.fromkeys(reference.question for reference in references))


def _reference(reference: Reference) -> dict[str, Any]:
    """Which answer; `part` and `row` only where they say something."""
    found: dict[str, Any] = {"question": reference.question}
    if reference.part is not None:
        found["part"] = reference.part
    if reference.row is not None:
        found["row"] = reference.row
    return found


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return _reference(evidence.reference) | {"answer": write_answer(evidence.answer)}


def _medicine(medicine: MatchedMedicine) -> dict[str, Any]:
    return {
        "question": medicine.question,
        "row": medicine.row,
        "typed": medicine.typed,
        "match": medicine.match,
        "generic": medicine.generic,
        "classes": sorted(medicine.classes),
    }


def _derived(value: Value, derived: Derived) -> Any:
    """A truth, or a number rounded as people are shown it; why it is unknown; null where it is not asked."""
    if isinstance(derived, Unknown):
        return {"unknown": derived.reason.value}
    if isinstance(derived, Fraction):
        return float(derived if value.decimals is None else _rounded(derived, value.decimals))
    return derived


def _rounded(number: Fraction, decimals: int) -> Fraction:
    """To so many decimals, halves upward."""
    scale = 10**decimals
    return Fraction(floor(number * scale + Fraction(1, 2)), scale)

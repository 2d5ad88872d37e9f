"""An assessment for a terminal: what the rules propose, then why."""

from collections.abc import Iterator

from screener.definition.model import Questionnaire
from screener.engine.assessment import to_json
from screener.engine.findings import Assessment


def assessment_text(questionnaire: Questionnaire, assessment: Assessment) -> str:
    """The assessment in lines, gravest finding first."""
    return "\n".join(_lines(questionnaire, assessment))


def _lines(questionnaire: Questionnaire, assessment: Assessment) -> Iterator[str]:
    result = to_json(questionnaire, assessment)
    yield f"Disposition: {assessment.disposition} (as of {assessment.as_of})"
    for finding in result["findings"]:
        state = "" if finding["settled"] else ", could not be ruled out"
        yield f"\n{finding['level']:<8} {finding['rule']}{state}"
        yield f"         {finding['message']}"
        for evidence in finding["because"]:
            yield f"         {evidence['question']}: {evidence['answer']}"
        if finding["needs"]:
            yield f"         needs: {', '.join(finding['needs'])}"
    if not_ruled_out := assessment.not_ruled_out:
        yield "\nNot ruled out, covered by another rule:"
        for still_open in not_ruled_out:
            yield f"         {still_open.rule} ({', '.join(still_open.covered_by) or 'nothing'})"
    yield f"\nRuled out: {len(assessment.ruled_out)} of {len(questionnaire.rules)} rules"

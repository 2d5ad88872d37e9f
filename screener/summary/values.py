"""What was worked out from answers, with the decimals that people are shown."""

from fractions import Fraction

from screener.definition.model import Value
from screener.engine.answers import Unknown
from screener.summary.case import Case
from screener.summary.model import ValueInWords
from screener.summary.quantities import number_words, with_unit

NOT_KNOWN = "not known: an answer is missing"


def values_in_words(case: Case) -> tuple[ValueInWords, ...]:
    """Every number that was worked out; those of questions not asked, and conditions with a name, are left out."""
    pairs = ((value, case.assessment.values.get(name)) for name, value in case.questionnaire.values.items())
    return tuple(
        ValueInWords(value.text, _words(value, worked_out))
        for value, worked_out in pairs
        if worked_out is not None and not value.is_condition
    )


def _words(value: Value, worked_out: int | Fraction | bool | Unknown) -> str:
    if isinstance(worked_out, Unknown):
        return NOT_KNOWN
    return with_unit(number_words(worked_out, decimals=value.decimals), value.unit)

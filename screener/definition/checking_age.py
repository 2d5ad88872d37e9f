"""How long ago the sources of rules were checked: what was true when a rule was written may no longer be."""

from datetime import date
from typing import Final

from screener.definition.model import Questionnaire
from screener.definition.problems import Problems

MONTHS: Final = 24
"""How old a check may be where nobody says otherwise."""


def check_age(questionnaire: Questionnaire, problems: Problems, *, as_of: date, months: int = MONTHS) -> None:
    """Warn of rules whose sources were last checked more than so many months before `as_of`, or only after it."""
    for rule in questionnaire.rules.values():
        if rule.checked is None:
            continue
        if rule.checked > as_of:
            problems.warn(rule.place, f"`checked` is {rule.checked}, which is after {as_of}", f"rule {rule.id}")
        elif _is_longer_ago(rule.checked, as_of, months):
            message = f"its sources were last checked on {rule.checked}, more than {months} months before {as_of}"
            problems.warn(rule.place, f"{message}: look them up again and renew `checked`", f"rule {rule.id}")


def _is_longer_ago(day: date, as_of: date, months: int) -> bool:
    """Whether more than so many months lie between; a month is over on the same day of the next, or at its end."""
    passed = 12 * (as_of.year - day.year) + as_of.month - day.month
    return (passed, as_of.day - day.day) > (months, 0)

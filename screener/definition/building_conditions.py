"""Conditions in place: read, their names resolved, and each problem put where it stands in the file."""

from dataclasses import dataclass, field, replace
from typing import Final

from screener.definition.checking_conditions import Doubter
from screener.definition.condition_types import Asked, ConditionProblem, Names, resolve, resolve_number
from screener.definition.conditions import Condition, Number, Operand, Or, Span
from screener.definition.conditions_text import ConditionSyntaxError, parse, parse_number
from screener.definition.problems import Problems
from screener.definition.sites import Site

UNREADABLE: Final = Or(())
"""Stands for a condition with problems, so that the rest can be checked; never in a questionnaire that is used."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A condition or number that was read without problems, with its text and where that stands."""

    tree: Condition | Operand
    text: str
    site: Site
    subject: str


@dataclass(frozen=True, slots=True)
class ConditionReader:
    """Reads the formulas of one questionnaire."""

    names: Names
    problems: Problems
    read: list[Formula] = field(default_factory=list)
    """Those that were read so far, for whoever looks at what they say."""

    def condition(self, formula: str, site: Site, subject: str, *, row: Asked | None = None) -> Condition:
        """The condition at a site; in a column's, `row` is the question whose row it speaks of."""
        try:
            tree = parse(formula)
        except ConditionSyntaxError as error:
            self._tell(site, error.span, error.message, subject)
            return UNREADABLE
        resolved, problems = resolve(tree, replace(self.names, row=row) if row else self.names)
        self._tell_all(problems, site, subject)
        if not problems:
            self.read.append(Formula(resolved, formula, site, subject))
        return resolved

    def maybe(self, formula: str | None, site: Site, subject: str, *, row: Asked | None = None) -> Condition | None:
        """The same for a condition that may be left out."""
        return None if formula is None else self.condition(formula, site, subject, row=row)

    def number(self, formula: str, site: Site, subject: str) -> Operand:
        """The number at a site, as values give it by `is`."""
        try:
            tree = parse_number(formula)
        except ConditionSyntaxError as error:
            self._tell(site, error.span, error.message, subject)
            return Number(0)
        resolved, problems = resolve_number(tree, self.names)
        self._tell_all(problems, site, subject)
        if not problems:
            self.read.append(Formula(resolved, formula, site, subject))
        return resolved

    def doubt(self, doubter: Doubter) -> None:
        """Tell what nobody can mean in all that was read; a draft is stopped by it, a revision in use is not."""
        for each in self.read:
            for found in doubter.doubts(each.tree, each.text):
                self.problems.refuse_draft(each.site.within(found.span.start), found.message, each.subject)

    def _tell_all(self, problems: tuple[ConditionProblem, ...], site: Site, subject: str) -> None:
        for problem in problems:
            self._tell(site, problem.span, problem.message, subject)

    def _tell(self, site: Site, span: Span, message: str, subject: str) -> None:
        self.problems.refuse(site.within(span.start), message, subject)

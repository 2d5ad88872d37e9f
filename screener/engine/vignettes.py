"""Rehearsal: do the example patients get exactly the findings they must get, and which rules do they try?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from screener.definition.model import Disposition, Questionnaire, Vignette
from screener.definition.names import RuleId
from screener.engine.assessment import assess
from screener.engine.coercion import BadAnswersError, read_answers
from screener.engine.findings import Assessment


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One vignette or probe, and how what it got differs from what it must get."""

    vignette: Vignette
    assessment: Assessment | None
    """None where its answers cannot be read."""
    bad_answers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """Findings it must get and did not: `R-BP-03`, `R-CV-01:unknown`."""
    extra: tuple[str, ...] = ()
    """Findings it got and must not; a probe names only some, so it has none."""
    not_ruled_out: tuple[RuleId, ...] = ()
    """Rules that a probe must rule out and did not."""
    disposition: tuple[Disposition, Disposition] | None = None
    """The one it must get and the one it got, where they differ."""

    @property
    def is_passed(self) -> bool:
        """Whether nothing differs."""
        return not (self.bad_answers or self.missing or self.extra or self.not_ruled_out or self.disposition)

    @property
    def differences(self) -> tuple[str, ...]:
        """What differs, in words."""
        found = [*self.bad_answers]
        found += [f"must find {code} and does not" for code in self.missing]
        found += [f"must not find {code} and does" for code in self.extra]
        found += [f"must rule out {rule} and does not" for rule in self.not_ruled_out]
        if self.disposition:
            wanted, got = self.disposition
            found.append(f"must be {wanted} and is {got}")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The vignettes and probes that try one rule, by their ids."""

    fires: tuple[str, ...]
    ruled_out: tuple[str, ...]
    unsettled: tuple[str, ...]

    @property
    def missing(self) -> str:
        """What no vignette shows, in words; empty where both sides are tried."""
        lacking = [word for word, tried in (("fires it", self.fires), ("rules it out", self.ruled_out)) if not tried]
        return f"no vignette {' or '.join(lacking)}" if lacking else ""

    @property
    def is_enough(self) -> bool:
        """Whether the rule is seen both to fire and to be ruled out."""
        return bool(self.fires and self.ruled_out)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """All vignettes and probes of a questionnaire, and what they try."""

    vignettes: tuple[Rehearsed, ...]
    coverage: Mapping[RuleId, Coverage]

    @property
    def is_passed(self) -> bool:
        """Whether every vignette and probe got what it must get."""
        return all(each.is_passed for each in self.vignettes)

    @property
    def uncovered(self) -> tuple[RuleId, ...]:
        """The rules that no vignette fires, or that none rules out."""
        return tuple(rule for rule, coverage in self.coverage.items() if not coverage.is_enough)

    @property
    def verdict(self) -> str:
        """One line: how many passed, and how many rules are covered."""
        passed = sum(each.is_passed for each in self.vignettes)
        covered = len(self.coverage) - len(self.uncovered)
        return (
            f"{passed} of {len(self.vignettes)} passed; {covered} of {len(self.coverage)} rules fire and are ruled out"
        )

    def lines(self) -> Iterator[str]:
        """For a terminal: each vignette with its differences, then a table of what they try of each rule."""
        for each in self.vignettes:
            yield f"{'ok  ' if each.is_passed else 'FAIL'} {each.vignette.id} {each.vignette.title}"
            yield from (f"       {difference}" for difference in each.differences)
        yield from self._table()

    def _table(self) -> Iterator[str]:
        """How many vignettes try each rule, and how."""
        width = max(map(len, ("rule", *self.coverage)))
        yield f"{'rule':<{width}}  fires  ruled out  unsettled"
        for rule, coverage in self.coverage.items():
            fires, ruled_out, unsettled = map(len, (coverage.fires, coverage.ruled_out, coverage.unsettled))
            yield f"{rule:<{width}}  {fires:5}  {ruled_out:9}  {unsettled:9}  {coverage.missing}".rstrip()

    def to_json(self) -> dict[str, object]:
        """The same for machines."""
        return {
            "passed": self.is_passed,
            "vignettes": [
                {"id": each.vignette.id, "passed": each.is_passed, "differences": list(each.differences)}
                for each in self.vignettes
            ],
            "coverage": {
                rule: {
                    "fires": list(coverage.fires),
                    "ruled_out": list(coverage.ruled_out),
                    "unsettled": list(coverage.unsettled),
                }
                for rule, coverage in self.coverage.items()
            },
            "uncovered": list(self.uncovered),
        }


def rehearse(questionnaire: Questionnaire) -> Rehearsal:
    """Every vignette and probe assessed on its day, and what the rules made of them.

    A vignette names the complete set of its findings and its disposition; a
    probe only some that it must fire, and rules that it must rule out.
    """
    rehearsed = tuple(_rehearse(questionnaire, vignette) for vignette in questionnaire.vignettes)
    return Rehearsal(rehearsed, _coverage(questionnaire, rehearsed))


def _rehearse(questionnaire: Questionnaire, vignette: Vignette) -> Rehearsed:
    try:
        answers = read_answers(questionnaire, vignette.answers)
    except BadAnswersError as error:
        return Rehearsed(vignette, None, bad_answers=tuple(str(problem) for problem in error.problems))
    return _compare(vignette, assess(questionnaire, answers, vignette.as_of))


def _compare(vignette: Vignette, assessment: Assessment) -> Rehearsed:
    got = {finding.code for finding in assessment.findings}
    wanted = vignette.fires | (vignette.findings or frozenset())
    disposition = vignette.disposition
    return Rehearsed(
        vignette,
        assessment,
        missing=tuple(sorted(wanted - got)),
        extra=() if vignette.findings is None else tuple(sorted(got - vignette.findings)),
        not_ruled_out=tuple(sorted(RuleId(rule) for rule in vignette.rules_out - set(assessment.ruled_out))),
        disposition=(disposition, assessment.disposition)
        if disposition and disposition is not assessment.disposition
        else None,
    )


def _coverage(questionnaire: Questionnaire, rehearsed: tuple[Rehearsed, ...]) -> dict[RuleId, Coverage]:
    found: dict[str, dict[RuleId, list[str]]] = {"fires": {}, "unsettled": {}, "ruled out": {}}
    for each in rehearsed:
        for how, rule in _tried(each.assessment):
            found[how].setdefault(rule, []).append(each.vignette.id)
    return {
        rule: Coverage(*(tuple(found[how].get(rule, ())) for how in ("fires", "ruled out", "unsettled")))
        for rule in questionnaire.rules
    }


def _tried(assessment: Assessment | None) -> Iterator[tuple[str, RuleId]]:
    """What became of each rule; one that another speaks for was tried by neither side."""
    if assessment is None:
        return
    for finding in assessment.findings:
        yield "fires" if finding.settled else "unsettled", finding.rule
    for rule in assessment.ruled_out:
        yield "ruled out", rule

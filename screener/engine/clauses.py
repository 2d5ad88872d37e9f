"""Compiled conditions: each knows its truth in a situation, and which answers stand behind it.

The same rule explains them all: behind a whole stand the parts whose truth is
the whole's. So where an `or` is true, its true branches; where an `and` is
unknown, its unknown ones; under a `not`, whatever made its part false.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from screener.definition.conditions import StateName
from screener.definition.model import Reason
from screener.definition.names import ChoiceId
from screener.engine.answers import Agreed, Pending, Picked, Unknown
from screener.engine.findings import Reference
from screener.engine.operators import Comparison, compare
from screener.engine.situation import Bound, Seen, Situation, is_silent
from screener.engine.sources import Source
from screener.engine.subjects import Clause, Seek, Subject, seek_for
from screener.engine.terms import NamedNumber, Term, behind_rows
from screener.engine.truth import FALSE, TRUE, UNKNOWN, Truth, both_cases, opposite, truth_of


@dataclass(frozen=True, slots=True)
class Always:
    """The gate of what is asked of everyone."""

    def truth(self, _situation: Situation, _bound: Bound) -> Truth:
        """True."""
        return TRUE

    def behind(self, _situation: Situation, _bound: Bound) -> Iterator[Reference]:
        """No answer decides it."""
        return iter(())


ALWAYS = Always()


@dataclass(frozen=True, slots=True)
class Combination:
    """An `and` or an `or`: one decisive part decides, else they all agree, else it is unknown."""

    parts: tuple[Clause, ...]
    decisive: Truth
    agreed: Truth

    def truth(self, situation: Situation, bound: Bound) -> Truth:
        """Stops at the first part that decides."""
        result = self.agreed
        for part in self.parts:
            found = part.truth(situation, bound)
            if found is self.decisive:
                return found
            if found is UNKNOWN:
                result = found
        return result

    def behind(self, situation: Situation, bound: Bound) -> Iterator[Reference]:
        """What stands behind the parts whose truth is the whole's."""
        truths = [part.truth(situation, bound) for part in self.parts]
        whole = self.truth(situation, bound)
        for part, truth in zip(self.parts, truths, strict=True):
            if truth is whole:
                yield from part.behind(situation, bound)


def all_of(parts: tuple[Clause, ...]) -> Combination:
    """Every part holds."""
    return Combination(parts, decisive=FALSE, agreed=TRUE)


def any_of(parts: tuple[Clause, ...]) -> Combination:
    """Some part holds."""
    return Combination(parts, decisive=TRUE, agreed=FALSE)


@dataclass(frozen=True, slots=True)
class Opposite:
    """`not`."""

    part: Clause

    def truth(self, situation: Situation, bound: Bound) -> Truth:
        """True of what was not asked."""
        return opposite(self.part.truth(situation, bound))

    def behind(self, situation: Situation, bound: Bound) -> Iterator[Reference]:
        """What stands behind its part."""
        return self.part.behind(situation, bound)


@dataclass(frozen=True, slots=True)
class NamedClause:
    """A condition that several read, judged once: a rule's, a value's, that of a section, step or question."""

    index: int
    clause: Clause

    def truth(self, situation: Situation, _bound: Bound) -> Truth:
        """Its truth, remembered."""
        found = situation.truths[self.index]
        if found is None:
            found = situation.truths[self.index] = self.clause.truth(situation, ())
        return found

    def behind(self, situation: Situation, _bound: Bound) -> Iterator[Reference]:
        """What stands behind the condition that it names, remembered."""
        found = situation.references[self.index]
        if found is None:
            found = situation.references[self.index] = tuple(dict.fromkeys(self.clause.behind(situation, ())))
        return iter(found)


@dataclass(frozen=True, slots=True)
class OverRows:
    """`any` or `all`: an *or* or an *and* over the rows of a list or grid; false where it is not asked."""

    source: Source
    where: Clause
    decisive: Truth
    agreed: Truth

    def truth(self, situation: Situation, bound: Bound) -> Truth:
        """Unknown over an unknown list."""
        asked = situation.asked[self.source.asking.index]
        return FALSE if asked is FALSE else both_cases(asked, self._where_asked(situation, bound))

    def _where_asked(self, situation: Situation, bound: Bound) -> Truth:
        rows = self.source.rows(situation)
        if rows is None:
            return UNKNOWN
        result = self.agreed
        for row in rows:
            found = self.where.truth(situation, (*bound, row))
            if found is self.decisive:
                return found
            if found is UNKNOWN:
                result = found
        return result

    def behind(self, situation: Situation, bound: Bound) -> Iterator[Reference]:
        """What stands behind the rows whose truth is the whole's, or the list itself where it has none."""
        asked = situation.asked[self.source.asking.index]
        judged = FALSE if asked is FALSE else self._where_asked(situation, bound)
        return behind_rows(self.source, self.where, situation, bound, seek_for(asked, judged), decisive=judged)


def any_row(source: Source, where: Clause) -> OverRows:
    """Some row meets the condition; over no rows false."""
    return OverRows(source, where, decisive=TRUE, agreed=FALSE)


def all_rows(source: Source, where: Clause) -> OverRows:
    """Every row meets the condition; over no rows true."""
    return OverRows(source, where, decisive=FALSE, agreed=TRUE)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two numbers compared."""

    comparison: Comparison
    left: Term
    right: Term

    def truth(self, situation: Situation, bound: Bound) -> Truth:
        """False where either side is not asked."""
        return compare(self.comparison, self.left.quantity(situation, bound), self.right.quantity(situation, bound))

    def behind(self, situation: Situation, bound: Bound) -> Iterator[Reference]:
        """The answers on both sides."""
        left, right = self.left.quantity(situation, bound), self.right.quantity(situation, bound)
        judged = compare(self.comparison, left._replace(asked=TRUE), right._replace(asked=TRUE))
        seek = seek_for(both_cases(left.asked, right.asked), judged)
        yield from self.left.behind(situation, bound, seek)
        yield from self.right.behind(situation, bound, seek)


class _AboutSubject:
    """A test of one answer: false where it is not asked."""

    __slots__ = ()
    subject: Subject

    def truth(self, situation: Situation, bound: Bound) -> Truth:
        """Settled where the asked case is, and being asked is."""
        asked, seen = self.subject.look(situation, bound)
        return FALSE if asked is FALSE else both_cases(asked, self.judge(seen))

    def judge(self, seen: Seen) -> Truth:
        """Its truth where the question is asked."""
        raise NotImplementedError

    def behind(self, situation: Situation, bound: Bound) -> Iterator[Reference]:
        """The answer, or what decides whether it is asked."""
        asked, seen = self.subject.look(situation, bound)
        return self.subject.behind(situation, bound, seek_for(asked, self.judge(seen)))


@dataclass(frozen=True, slots=True)
class OneOf(_AboutSubject):
    """The answer is one of these choices; negated, it is known and something else."""

    subject: Subject
    choices: frozenset[str]
    negated: bool

    def judge(self, seen: Seen) -> Truth:
        """Unknown of a silent answer, negated or not."""
        if isinstance(seen, Unknown | Pending):
            return UNKNOWN
        said = ("yes" if seen.agreed else "no") if isinstance(seen, Agreed) else seen
        return truth_of((said in self.choices) is not self.negated)


@dataclass(frozen=True, slots=True)
class Has(_AboutSubject):
    """A set has any, or all, of these members. What was ticked is there; what was not may be, in a silent set."""

    subject: Subject
    members: frozenset[ChoiceId]
    quantity: Literal["any", "all"]

    def judge(self, seen: Seen) -> Truth:
        """Unknown only where a member that would decide may yet be there."""
        if isinstance(seen, Unknown | Pending):
            return UNKNOWN
        chosen = seen.choices if isinstance(seen, Picked) else cast(frozenset[str], seen)
        if self.members & chosen if self.quantity == "any" else self.members <= chosen:
            return TRUE
        return UNKNOWN if is_silent(seen) else FALSE


@dataclass(frozen=True, slots=True)
class InState(_AboutSubject):
    """A test of an answer's state. Nothing is said of a pending one: silence has not been given yet."""

    subject: Subject
    state: StateName

    def judge(self, seen: Seen) -> Truth:
        """Settled of every answer given, silent or not."""
        if isinstance(seen, Pending):
            return UNKNOWN
        reason = seen.reason if isinstance(seen, Unknown) else seen.unknown if isinstance(seen, Picked) else None
        return truth_of(is_in_state(reason, self.state))


_REASONS: dict[StateName, Reason] = {
    "blank": Reason.BLANK,
    "not_sure": Reason.NOT_SURE,
    "declined": Reason.DECLINED,
    "to_discuss": Reason.TO_DISCUSS,
    "unreadable": Reason.UNREADABLE,
}


def is_in_state(reason: Reason | None, state: StateName) -> bool:
    """Whether an answer that is unknown for this reason, or known where there is none, is in the state."""
    if state == "known":
        return reason is None
    return reason is not None if state == "unknown" else reason is _REASONS[state]


@dataclass(frozen=True, slots=True)
class NumberKnown:
    """A derived number is asked for and can be worked out; negated, it is asked for and cannot be."""

    number: NamedNumber
    negated: bool

    def truth(self, situation: Situation, bound: Bound) -> Truth:
        """Nothing is said while an answer that it needs is pending."""
        return both_cases(self.number.quantity(situation, bound).asked, self._where_asked(situation, bound))

    def _where_asked(self, situation: Situation, bound: Bound) -> Truth:
        known = TRUE if self.number.quantity(situation, bound).is_exact else self._silence(situation, bound)
        return opposite(known) if self.negated else known

    def _silence(self, situation: Situation, bound: Bound) -> Truth:
        return not_known_yet(situation, self.number.behind(situation, bound, Seek.SILENT))

    def behind(self, situation: Situation, bound: Bound) -> Iterator[Reference]:
        """The answers that it is worked out from, or those that are missing."""
        number = self.number.quantity(situation, bound)
        seek = seek_for(number.asked, self._where_asked(situation, bound))
        if seek is Seek.READ and not number.is_exact:
            seek = Seek.SILENT
        return self.number.behind(situation, bound, seek)


@dataclass(frozen=True, slots=True)
class ClauseKnown:
    """A derived condition is settled."""

    clause: NamedClause

    def truth(self, situation: Situation, bound: Bound) -> Truth:
        """Nothing is said while an answer that would settle it is pending."""
        if self.clause.truth(situation, bound) is not UNKNOWN:
            return TRUE
        return not_known_yet(situation, self.clause.behind(situation, bound))

    def behind(self, situation: Situation, bound: Bound) -> Iterator[Reference]:
        """What settled it, or would."""
        return self.clause.behind(situation, bound)


def not_known_yet(situation: Situation, needs: Iterator[Reference]) -> Truth:
    """Whether what these answers would settle is known: it is not; while one of them is pending, who knows."""
    return UNKNOWN if any(need.question in situation.pending for need in needs) else FALSE

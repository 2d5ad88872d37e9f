"""Compares two questionnaires: for each rule, each ladder and the disposition, who is judged otherwise.

What reads the same is the same. Of the rest, the people at hand are judged by
both, then the solver is asked for somebody, and whoever it describes is judged
by both before they count. That there is nobody is certain only where the
solver says so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from screener.definition.model import Questionnaire
from screener.definition.names import RuleId
from screener.proof.asking import ask
from screener.proof.both_forms import BothForms, Weigh
from screener.proof.comparing_dispositions import compare_dispositions
from screener.proof.comparison import NOBODY, UNDECIDED, Comparison, Direction, Judgment, Search
from screener.proof.encoding import NotEncodedError
from screener.proof.side import Side, weigher
from screener.proof.states import Calendar
from screener.proof.two_worlds import Query, Rules, TwoWorlds

SECONDS = 5.0
"""How long one question to the solver may take."""


def compare(
    old: Questionnaire,
    new: Questionnaire,
    as_of: date,
    *,
    limit: float = SECONDS,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """How the rules of two questionnaires judge the same people on that day. Pure.

    `limit` is in seconds for each question to the solver. `progress` is told
    how many rules and ladders of how many are compared.
    """
    comparer = _Comparer(Side(old), Side(new), as_of, limit)
    groups = tuple(judged_as_one(old, new))
    judgments = []
    for number, rules in enumerate(groups, 1):
        judgments.append(comparer.judgment(rules))
        if progress is not None:
            progress(number, len(groups))
    disposition = compare_dispositions(comparer.forms, comparer.worlds, judgments)
    return Comparison(old, new, (disposition, *judgments))


def judged_as_one(old: Questionnaire, new: Questionnaire) -> Iterator[Rules]:
    """The rules of either, those on a ladder together as one; in the order of the new file, then of the old."""
    rules = tuple(dict.fromkeys((*new.rules, *old.rules)))
    together = {rule: frozenset((rule,)) for rule in rules}
    for ladder in (*old.ladders, *new.ladders):
        joined = frozenset[RuleId]().union(*(together[rule] for rule in ladder))
        together |= dict.fromkeys(joined, joined)
    groups = dict.fromkeys(together[rule] for rule in rules)
    yield from (tuple(rule for rule in rules if rule in group) for group in groups)


@dataclass
class _Comparer:
    """Compares rules of two questionnaires on one day."""

    old: Side
    new: Side
    as_of: date
    limit: float

    def __post_init__(self) -> None:
        self.forms = BothForms(self.old, self.new, self.as_of)
        self.worlds = TwoWorlds(self.old, self.new, Calendar(self.as_of), self.limit)

    def judgment(self, rules: Rules) -> Judgment:
        """How some rules, taken as one, judge people before and after."""
        if self._read_the_same(rules) and not self.worlds.sorts(rules):
            return Judgment(rules, NOBODY, NOBODY)
        return Judgment(
            rules,
            looser=self._search(rules, Direction.LOOSER),
            stricter=self._search(rules, Direction.STRICTER),
        )

    def _read_the_same(self, rules: Rules) -> bool:
        return self.old.own(rules) == self.new.own(rules) and self.old.said_by(rules) == self.new.said_by(rules)

    def _search(self, rules: Rules, direction: Direction) -> Search:
        """Somebody whom the rules judge otherwise in one direction.

        Of a ladder whose questions can be told what only one questionnaire has
        words for, one rung may differ by this word and another by that: nobody
        is left undecided then.
        """
        try:
            search = self._ask(rules, weigher(rules), direction)
            is_torn = search.nobody and len(rules) > 1 and self.worlds.has_untold(rules)
            return UNDECIDED if is_torn else search
        except NotEncodedError:
            found = self.forms.at_hand(weigher(rules), direction)
            return UNDECIDED if found is None else Search(found)

    def _ask(self, rules: Rules, weigh: Weigh, direction: Direction) -> Search:
        """Somebody who says what a rule fires for, or what only one side can hear; else anybody."""
        anybody = self.worlds.otherwise(rules, direction)
        if not anybody.is_nobody():
            spoken = self._answer(self.worlds.spoken(rules, direction), weigh, direction)
            if spoken.patient is not None:
                return spoken
        untold = [self._answer(query, weigh, direction) for query in self.worlds.untold(rules, direction)]
        patients = [search.patient for search in untold if search.patient]
        if (at_hand := self.forms.at_hand(weigh, direction)) is not None:
            patients.append(at_hand)
        if not any(patient.is_plausible for patient in patients) and not anybody.is_nobody():
            likely = self._answer(self.worlds.otherwise(rules, direction, plausible=True), weigh, direction)
            patients.extend([likely.patient] if likely.patient else ())
        if patients:
            return Search(next((patient for patient in patients if patient.is_plausible), patients[0]))
        rest = self._answer(anybody, weigh, direction)
        is_certain = all(search.nobody for search in untold)
        return rest if rest.patient is not None or is_certain else UNDECIDED

    def _answer(self, query: Query, weigh: Weigh, direction: Direction) -> Search:
        return ask(query, self.forms, weigh, direction)

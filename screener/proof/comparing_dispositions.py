"""Whether what is proposed for anybody differs: whose gravest finding weighs less, or more, than before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from screener.definition.model import Level
from screener.engine.findings import Assessment
from screener.proof.asking import ask
from screener.proof.both_forms import BothForms
from screener.proof.comparison import NOBODY, UNDECIDED, Direction, Judgment, Search, Weight
from screener.proof.encoding import NotEncodedError
from screener.proof.two_worlds import Rules, TwoWorlds

MOST_VOICES: Final = 40
"""How many times further rules are looked at, as they say what another no longer says."""


def gravest(assessment: Assessment) -> Weight:
    """What the disposition hangs on: the gravest finding above `info`."""
    return max((finding.level for finding in assessment.findings if finding.level > Level.INFO), default=None)


def compare_dispositions(forms: BothForms, worlds: TwoWorlds, judgments: Sequence[Judgment]) -> Judgment:
    """How the disposition compares, from how each rule and ladder does."""
    return Judgment(
        (),
        looser=_Dispositions(forms, worlds, Direction.LOOSER).search(judgments),
        stricter=_Dispositions(forms, worlds, Direction.STRICTER).search(judgments),
    )


@dataclass(frozen=True)
class _Dispositions:
    """Looks for somebody in one direction."""

    forms: BothForms
    worlds: TwoWorlds
    direction: Direction

    def search(self, judgments: Sequence[Judgment]) -> Search:
        """Somebody for whom something else is proposed; nobody, where no rule judges anybody otherwise.

        Who says what only one questionnaire has words for may be judged otherwise
        by one rule if they pick this and by another if they pick that: no rule
        alone shows it, so of them nobody is left undecided.
        """
        search = self._search(judgments)
        every = tuple(rule for judgment in judgments for rule in judgment.rules)
        return UNDECIDED if search.nobody and self.worlds.has_untold(every) else search

    def _search(self, judgments: Sequence[Judgment]) -> Search:
        searches = [(each.rules, each.searched(self.direction)) for each in judgments]
        differing = tuple(rule for rules, search in searches if not search.nobody for rule in rules)
        if not differing:
            return NOBODY
        for _, search in searches:
            if search.patient is not None:
                one = search.patient
                found = self.forms.patient(gravest, self.direction, one.as_of, one.before, one.after)
                if found is not None:
                    return Search(found)
        found = self.forms.at_hand(gravest, self.direction)
        if found is not None:
            return Search(found)
        try:
            return self._ask(differing)
        except NotEncodedError:
            return UNDECIDED

    def _ask(self, differing: Rules) -> Search:
        certain = True
        heavy = self.forms.old if self.direction is Direction.LOOSER else self.forms.new
        for level in sorted(heavy.levels(differing) - {Level.INFO}, reverse=True):
            search = self._ask_at(level, differing)
            if search.patient is not None:
                return search
            certain = certain and search.nobody
        for query in self.worlds.untold(differing, self.direction, least=Level.CAUTION):
            search = ask(query, self.forms, gravest, self.direction)
            if search.patient is not None:
                return search
            certain = certain and search.nobody
        return NOBODY if certain else UNDECIDED

    def _ask_at(self, level: Level, differing: Rules) -> Search:
        """Somebody of whom a rule says this level on the one side only, where no other says as much on the other.

        Other rules are looked at once they turn out to.
        """
        quiet = differing
        for _ in range(MOST_VOICES):
            query = self.worlds.proposal(differing, quiet, level, self.direction)
            louder: Rules = ()
            for model in query.models():
                said = query.described(model, self.forms.people_before, self.forms.people_after)
                found = self.forms.described(gravest, self.direction, *said)
                if found is not None:
                    return Search(found)
                old, new = self.forms.proposed(*said)
                heard = new if self.direction is Direction.LOOSER else old
                louder = tuple(each.rule for each in heard.findings if each.level >= level and each.rule not in quiet)
                if louder:
                    break
            if not louder:
                return NOBODY if query.nobody else UNDECIDED
            quiet = (*quiet, *louder)
        return UNDECIDED

"""Asks the solver for people, and the engine whether they are judged otherwise indeed."""

from screener.proof.both_forms import BothForms, Weigh
from screener.proof.comparison import NOBODY, UNDECIDED, Direction, Search
from screener.proof.two_worlds import Query


def ask(query: Query, forms: BothForms, weigh: Weigh, direction: Direction) -> Search:
    """The first of the people whom the solver describes who is judged otherwise by the engine."""
    for model in () if query.nobody else query.models():
        said = query.described(model, forms.people_before, forms.people_after)
        found = forms.described(weigh, direction, *said)
        if found is not None:
            return Search(found)
    return NOBODY if query.nobody else UNDECIDED

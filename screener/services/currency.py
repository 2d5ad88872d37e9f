"""Whether a summary on paper is the current one: anybody who holds it may ask, and hears nothing about anybody."""

import hmac
from enum import StrEnum

from screener.services import asking_again, series
from screener.services.unit_of_work import UnitOfWork
from screener.store import pdfs, submissions
from screener.store.codes import find_reference
from screener.summary.checking import check_code


class Currency(StrEnum):
    """How a summary stands."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    """A decision was signed or added to since, what was sent before it went to or came from another record, or
    questions were asked again and answered."""
    UNKNOWN = "unknown"
    """No summary with this reference ever had this code."""


def check(work: UnitOfWork, *, reference: str, code: str) -> Currency:
    """How the summary with this reference and code stands. Every code that it ever had is compared in full."""
    exact = find_reference(reference) or ""
    typed = "".join(letter for letter in code.upper() if letter.isalnum()).encode()
    codes = (check_code(exact, state).replace("-", "").encode() for state in _states(work, exact))
    matches = [hmac.compare_digest(each, typed) for each in codes]
    if not any(matches):
        return Currency.UNKNOWN
    is_newest = matches[-1] and asking_again.chain(work, reference=exact).newer is None
    return Currency.CURRENT if is_newest else Currency.SUPERSEDED


def _states(work: UnitOfWork, reference: str) -> tuple[str, ...]:
    """Every state that the summary has had, the one that it has now last; none where there is no such submission."""
    standing = submissions.find_standing(work.store, reference)
    if standing is None:
        return ()
    before = series.before(work, standing.id)
    heads = submissions.heads(work.store, standing.id)
    now = before.state(standing.audit_head)
    had = {*heads, *map(before.state, heads), *pdfs.states(work.store, standing.id)} - {now}
    return (*sorted(had), now)

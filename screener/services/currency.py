"""Whether a summary on paper is the current one: anybody who holds it may ask, and hears nothing about anybody."""

import hmac
from enum import StrEnum

from screener.services import asking_again
from screener.services.unit_of_work import UnitOfWork
from screener.store import submissions
from screener.store.codes import find_reference
from screener.summary.checking import check_code


class Currency(StrEnum):
    """How a summary stands."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    """A decision was signed or added to since, or questions were asked again and answered."""
    UNKNOWN = "unknown"
    """No summary with this reference ever had this code."""


def check(work: UnitOfWork, *, reference: str, code: str) -> Currency:
    """How the summary with this reference and code stands. Every code that it ever had is compared in full."""
    exact = find_reference(reference) or ""
    typed = "".join(letter for letter in code.upper() if letter.isalnum()).encode()
    heads = submissions.heads(work.store, exact)
    codes = (check_code(exact, head).replace("-", "").encode() for head in heads)
    matches = [hmac.compare_digest(each, typed) for each in codes]
    if not any(matches):
        return Currency.UNKNOWN
    is_newest = matches[-1] and asking_again.chain(work, reference=exact).newer is None
    return Currency.CURRENT if is_newest else Currency.SUPERSEDED

"""Three-valued truth: what Kleene's connectives say, in one table that the evaluator and the proof share."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


class Truth(enum.Enum):
    """Whether a condition holds: it does, it does not, or the answers given leave it open."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN

Extent = Literal["every", "some"]


@dataclass(frozen=True, slots=True)
class Connective:
    """When a whole is true, and when it is false: if every, or some, of its parts are. Else it is unknown.

    The evaluator reads the extents as `all` and `any`, the proof as its
    solver's conjunction and disjunction.
    """

    true_if: Extent
    false_if: Extent


AND = Connective(true_if="every", false_if="some")
OR = Connective(true_if="some", false_if="every")


def combined(connective: Connective, truths: Iterable[Truth]) -> Truth:
    """The truth of a whole, straight from the table; over no parts `AND` is true and `OR` false."""
    parts = tuple(truths)
    extents = {"every": all, "some": any}
    if extents[connective.true_if](part is TRUE for part in parts):
        return TRUE
    if extents[connective.false_if](part is FALSE for part in parts):
        return FALSE
    return UNKNOWN


def opposite(truth: Truth) -> Truth:
    """Kleene's `not`: unknown stays unknown."""
    if truth is UNKNOWN:
        return UNKNOWN
    return FALSE if truth is TRUE else TRUE


def both_cases(asked: Truth, truth: Truth) -> Truth:
    """The truth of a test on a question that is asked, not asked, or perhaps asked.

    `truth` is the test's where the question is asked; where it is not, every
    test is false. So where being asked is unknown, only false is settled.
    """
    if asked is TRUE or truth is FALSE:
        return truth
    return asked


def truth_of(fact: bool) -> Truth:
    """A settled fact as a truth."""
    return TRUE if fact else FALSE

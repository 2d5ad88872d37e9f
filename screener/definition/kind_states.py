"""Which kinds of question can be answered by something that cannot be read."""

from typing import assert_never

from screener.definition.model import (
    Agreement,
    Checklist,
    Choices,
    Date,
    DayCounts,
    DecimalNumber,
    Information,
    Kind,
    Medicine,
    OneChoice,
    Pair,
    Rows,
    Text,
    WholeNumber,
    YesNo,
)


def may_be_unreadable(kind: Kind | Medicine) -> bool:
    """Whether a person can type, or tick, what is no answer of the kind: of a grid or pair, in a cell of it.

    Of a set only an exclusive choice ticked beside others is such; a single choice leaves no room for it.
    """
    match kind:
        case (
            WholeNumber() | DecimalNumber() | Date() | Text() | Medicine() | DayCounts() | Pair() | Rows() | Agreement()
        ):
            return True
        case Choices(choices=choices):
            return any(choice.exclusive for choice in choices)
        case YesNo() | OneChoice() | Checklist() | Information():
            return False
        case _:
            assert_never(kind)

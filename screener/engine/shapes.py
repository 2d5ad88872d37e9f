"""What a typed line looks like: whether it can be a telephone number, an address, a ZIP code or a name at all.

Nothing is refused by it. What cannot be one is pointed out once to whoever
typed it, kept as it is, and shown to whoever would have to use it.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from screener.definition.model import Looks, Question, Text
from screener.engine.answers import Agreed, Answer

FEWEST_DIGITS: Final = 7
"""Of a telephone number: those within one area."""
FEWEST_LETTERS: Final = 2
"""Of a name."""
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
_ZIP: Final = re.compile(r"(?<!\d)\d{5}(-?\d{4})?(?!\d)", re.ASCII)


def is_unlike(question: Question, answer: Answer) -> Looks | None:
    """What the answer should look like and does not; None where nothing is wrong with it.

    The signature under an agreement is a name.
    """
    match question.kind, answer:
        case Text(looks_like=looks), str() if looks is not None and not LOOKS[looks](answer):
            return looks
        case _, Agreed(agreed=True, signature=signature) if not LOOKS[Looks.NAME](signature):
            return Looks.NAME
        case _:
            return None


def can_be_name(typed: str) -> bool:
    """Whether it has letters enough."""
    return sum(letter.isalpha() for letter in typed) >= FEWEST_LETTERS


def can_be_telephone(typed: str) -> bool:
    """Whether it has digits enough."""
    return sum(digit.isdecimal() for digit in typed) >= FEWEST_DIGITS


def can_be_email(typed: str) -> bool:
    """Whether it has a name and a domain."""
    return _EMAIL.fullmatch(typed.strip()) is not None


LOOKS: Final[Mapping[Looks, Callable[[str], bool]]] = {
    Looks.TELEPHONE: can_be_telephone,
    Looks.EMAIL: can_be_email,
    Looks.ZIP: lambda typed: _ZIP.search(typed) is not None,
    Looks.NAME: can_be_name,
}

"""What things may be called."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from screener.definition.conditions_text import RESERVED
from screener.definition.scalars import (
    CHOICE_PATTERN,
    CODE_PATTERN,
    NAME_PATTERN,
    PATTERNS_IN_WORDS,
    RULE_PATTERN,
)
from screener.definition.things import Sort, Thing
from screener.errors import Refusal

PATTERNS: Final[Mapping[Sort, str]] = {
    "choice": CHOICE_PATTERN,
    "row": CHOICE_PATTERN,
    "rule": RULE_PATTERN,
    "check": RULE_PATTERN,
    "message": CODE_PATTERN,
    "source": CODE_PATTERN,
}
"""How things are called, where not by a plain name."""


class BadNameError(Refusal):
    """A thing cannot be called that."""


def must_be_free(new: Thing, things: Collection[Thing]) -> None:
    """Raises `BadNameError` where a thing cannot be called that, or another one is."""
    name = new.name.rpartition(".")[2]
    pattern = PATTERNS.get(new.sort, NAME_PATTERN)
    if not re.fullmatch(pattern.removeprefix("^").removesuffix("$"), name, re.ASCII):
        raise BadNameError(f"A {new.sort}'s name {PATTERNS_IN_WORDS[pattern]}.")
    if name in RESERVED and new.sort not in ("section", "step", "setting"):
        raise BadNameError(f"{name} is a word of the condition language: choose another name.")
    sorts: tuple[Sort, ...] = ("question", "value") if new.sort in ("question", "value") else (new.sort,)
    if taken := next((thing for sort in sorts if (thing := Thing(sort, new.name)) in things), None):
        raise BadNameError(f"There is a {taken} already.")

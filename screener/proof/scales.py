"""How much of repeated rows a claim looks at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of lists a claim looks at: so many rows, these classes, these generic names."""

    rows: int = 0
    classes: frozenset[str] = frozenset()
    generics: frozenset[str] = frozenset()
    bounded: bool = True
    """Whether so many rows suffice: what so many cannot do, no number of rows can."""

"""One thing that a proof tells its author: where, what, why, and a mend where one is obvious."""

from collections.abc import Iterator
from dataclasses import dataclass

from screener.definition.model import Place
from screener.proof.verdicts import Standing, Statement


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the conditions that clash, with its place; or a line about somebody who refutes the claim."""

    place: Place | None
    words: str

    def __str__(self) -> str:
        return self.words if self.place is None else f"{self.place}: {self.words}"


@dataclass(frozen=True, slots=True)
class Told:
    """Something that does not hold, was not decided, or was accepted without need."""

    place: Place | None
    """Where the thing stands that it is about; None for what stands nowhere."""
    words: str
    reasons: tuple[Reason, ...] = ()
    """What cannot all be so, where nothing can be dropped; or who refutes it."""
    mend: str = ""
    """What to do about it, where that is obvious."""
    statement: Statement | None = None

    def lines(self) -> Iterator[str]:
        """For a terminal."""
        yield self.words if self.place is None else f"{self.place}: {self.words}"
        yield from (f"    {reason}" for reason in self.reasons)
        if self.mend:
            yield f"    Mend: {self.mend}"
        if self.statement is not None and self.statement.standing is Standing.BROKEN:
            yield f"    Or accept: {self.statement.claim}"

    def to_json(self) -> dict[str, object]:
        """For programs; places as file, line and column."""
        return {
            "place": place_to_json(self.place),
            "words": self.words,
            "reasons": [{"place": place_to_json(each.place), "words": each.words} for each in self.reasons],
            "mend": self.mend,
            "statement": str(self.statement.claim) if self.statement else None,
        }


def place_to_json(place: Place | None) -> dict[str, object] | None:
    """A place for programs."""
    return None if place is None else {"file": place.file, "line": place.line, "column": place.column}

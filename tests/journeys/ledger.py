"""What a robot typed, what it was told is kept, and what the clinician reads in the end.

Everything is typed in marks such as `kA3x17z`: of patient A, for the field 3,
the 17th. Wherever a mark is met, it says whose it is and where it belongs.
"""

import re
from dataclasses import dataclass, field

MARK = re.compile(r"k([A-Z])([0-9])x([0-9]+)z")
FIELDS = ("sleep_usual", "sleep_worst", "food_usual", "food_worst", "work_usual", "work_worst")
STEPS = ("sleep", "food", "work")


def fields_of(step: str) -> tuple[str, ...]:
    return tuple(name for name in FIELDS if name.startswith(f"{step}_"))


def marks_in(text: str) -> set[str]:
    return {found[0] for found in MARK.finditer(text)}


def owner(mark: str) -> str:
    return mark[1]


def field_of(mark: str) -> str:
    return FIELDS[int(mark[2])]


@dataclass
class Ledger:
    """The marks of one run."""

    typed: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    """What the program said that it keeps."""
    crossed: list[str] = field(default_factory=list)
    """Marks that were shown to somebody else."""
    met: dict[str, set[str]] = field(default_factory=dict)
    """What each patient has seen of their own: on a page that asks which of two is right one goes, by their choice."""

    def type(self, patient: str, name: str) -> str:
        mark = f"k{patient}{FIELDS.index(name)}x{len(self.typed)}z"
        self.typed.add(mark)
        return mark

    def see(self, patient: str | None, text: str, where: str) -> None:
        """Notes what was shown to a patient; None: to nobody who came in."""
        for mark in marks_in(text):
            if owner(mark) != patient:
                self.crossed.append(f"{mark} on {where} shown to {patient}")
            else:
                self.met.setdefault(patient, set()).add(mark)

    def tell(self, texts: str) -> None:
        """The program said that this is kept."""
        self.kept |= marks_in(texts)

    def lost(self, read: str) -> set[str]:
        """What was said to be kept, and the clinician does not read."""
        return self.kept - marks_in(read)

"""The medicines that a questionnaire knows: their names, what people type instead, and their classes."""

from dataclasses import dataclass
from typing import Literal

from screener.definition.names import GenericName, MedicineClass


@dataclass(frozen=True, slots=True)
class MedicineEntry:
    """One row of `medications.csv`."""

    generic: GenericName
    brands: tuple[str, ...]
    classes: frozenset[MedicineClass]
    note: str


AliasKind = Literal["alternate", "abbreviation", "misspelling", "vague"]


@dataclass(frozen=True, slots=True)
class Alias:
    """One row of `medication_aliases.csv`: what people type, and which generic it is."""

    typed: str
    generic: GenericName
    kind: AliasKind


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The medicines that the questionnaire knows."""

    medicines: tuple[MedicineEntry, ...]
    aliases: tuple[Alias, ...]

    @property
    def classes(self) -> frozenset[MedicineClass]:
        """Every class that some medicine has."""
        return frozenset(name for entry in self.medicines for name in entry.classes)

"""The medicines that a questionnaire knows: `medications.csv` and `medication_aliases.csv`.

A name leads to one generic, whatever the case of its letters: two brands of
different medicines that are written alike are a problem here, not a surprise
in front of a patient.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, cast, get_args

from screener.definition.dictionary import Alias, AliasKind, Dictionary, MedicineEntry
from screener.definition.model import Place
from screener.definition.names import GenericName, MedicineClass
from screener.definition.problems import Problems, did_you_mean, quoted
from screener.definition.source_text import SourceText

MEDICINES: Final = ("generic", "brands", "classes", "note")
ALIASES: Final = ("typed_name", "generic", "kind")
KINDS: Final[tuple[AliasKind, ...]] = get_args(AliasKind)
LONGEST_NAME: Final = 120
_CLASS = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of a table: its cells without white space around them, and where it stands."""

    cells: tuple[str, ...]
    place: Place
    written: str

    def place_of(self, text: str) -> Place:
        """Where a text of this row stands: its first occurrence in the line."""
        return Place(self.place.file, self.place.line, 1 + max(self.written.find(text), 0))


def read_dictionary(medicines: SourceText | None, aliases: SourceText | None, problems: Problems) -> Dictionary:
    """Both tables, checked against each other; a file that is not there has no rows."""
    reader = _DictionaryReader(problems)
    entries = tuple(reader.entry(line) for line in _lines(medicines, MEDICINES, problems))
    return Dictionary(entries, tuple(reader.alias(line) for line in _lines(aliases, ALIASES, problems)))


def fold(name: str) -> str:
    """A name as names are told apart: without case and surplus spaces."""
    return " ".join(name.casefold().split())


def _lines(source: SourceText | None, header: tuple[str, ...], problems: Problems) -> Iterator[_Line]:
    """The rows below the header; rows of another length are reported and left out."""
    if source is None:
        return
    written = source.text.splitlines()
    reader = csv.reader(io.StringIO(source.text, newline=""), strict=True)
    before = 0
    try:
        for cells in reader:
            place, before = Place(source.file, before + 1, 1), reader.line_num
            stripped = tuple(cell.strip() for cell in cells)
            if place.line == 1:
                if stripped != header:
                    problems.refuse(place, f"the first line must be {','.join(header)}")
                if len(stripped) != len(header):
                    return
            elif len(stripped) == len(header):
                yield _Line(stripped, place, written[place.line - 1])
            elif any(stripped):
                problems.refuse(place, f"this line has {len(stripped)} cells and needs {len(header)}")
    except csv.Error as error:
        problems.refuse(Place(source.file, before + 1, 1), f"the table cannot be read on from here: {error}")
    if before == 0:
        problems.refuse(Place(source.file, 1, 1), f"the file is empty; its first line must be {','.join(header)}")


@dataclass(slots=True)
class _DictionaryReader:
    """Makes entries and aliases, and remembers which generic each name leads to."""

    problems: Problems
    generics: dict[str, _Line] = field(default_factory=dict)
    leads_to: dict[str, tuple[str, Place]] = field(default_factory=dict)

    def entry(self, line: _Line) -> MedicineEntry:
        """One row of `medications.csv`."""
        generic, brands, classes, note = line.cells
        subject = f"medicine {generic[:60]}"
        if generic in self.generics:
            first = self.generics[generic].place.line
            self.problems.refuse(line.place, f"{quoted(generic)} stands here again; first in line {first}")
        self.generics.setdefault(generic, line)
        names = _split(brands)
        for name in (generic, *names):
            self._claim(name, generic, line)
        for name in _split(classes):
            if not _CLASS.fullmatch(name):
                self.problems.refuse(
                    line.place_of(name), f"{quoted(name)} is no class: small letters, digits, _", subject
                )
        return MedicineEntry(
            GenericName(generic), names, frozenset(MedicineClass(name) for name in _split(classes)), note
        )

    def alias(self, line: _Line) -> Alias:
        """One row of `medication_aliases.csv`."""
        typed, generic, kind = line.cells
        subject = f"alias {typed[:60]}"
        self.problems.expect(generic, self.generics, "medicine", line.place_of(generic), subject)
        if kind not in KINDS:
            message = f"{quoted(kind)} is not one of {', '.join(KINDS)}{did_you_mean(kind, KINDS)}"
            self.problems.refuse(line.place_of(kind), message, subject)
        self._claim(typed, generic, line)
        return Alias(typed, GenericName(generic), cast(AliasKind, kind))

    def _claim(self, name: str, generic: str, line: _Line) -> None:
        """Note that a name leads to a generic, unless it leads to another one already."""
        if not name or len(name) > LONGEST_NAME:
            self.problems.refuse(line.place, f"a name has 1 to {LONGEST_NAME} characters, not {len(name)}")
            return
        other, place = self.leads_to.setdefault(fold(name), (generic, line.place))
        if other != generic:
            message = f"{quoted(name)} would be {generic} here, and is {other} in {place.file}, line {place.line}"
            self.problems.refuse(line.place_of(name), message)


def _split(cell: str) -> tuple[str, ...]:
    """The parts of a cell, which `;` separates; each once."""
    return tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))

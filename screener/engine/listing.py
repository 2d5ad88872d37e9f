"""The medicines that were listed, and what the dictionary makes of each."""

from collections.abc import Iterator
from typing import cast

from screener.engine.answers import Row
from screener.engine.evaluation import MedicineList, Program
from screener.engine.findings import MatchedMedicine
from screener.engine.medicines import UNMATCHED
from screener.engine.situation import Situation
from screener.engine.truth import FALSE


def medicines_listed(program: Program, situation: Situation) -> tuple[MatchedMedicine, ...]:
    """Every medicine of every list that is asked for, in order; a line that names several gives one for each.

    One that the dictionary does not know, that the patient denied, or whose
    name was left out, is there unmatched: nothing is dropped.
    """
    return tuple(
        found
        for medicines in program.medicines
        if situation.asked[medicines.index] is not FALSE and isinstance(situation.states[medicines.index], tuple)
        for number, row in enumerate(cast(tuple[Row, ...], situation.states[medicines.index]))
        for found in _listed(situation, medicines, number, row)
    )


def _listed(situation: Situation, medicines: MedicineList, number: int, row: Row) -> Iterator[MatchedMedicine]:
    cell = row.cells.get(medicines.column)
    typed = cell if isinstance(cell, str) else ""
    match = situation.match(typed) if typed and not row.denied else UNMATCHED
    for each in match.each:
        yield MatchedMedicine(
            question=medicines.question,
            row=number,
            typed=typed,
            match=each.kind,
            generic=each.generic,
            classes=each.classes,
            note=each.note,
        )

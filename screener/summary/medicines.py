"""Medicines in words: as typed, what the dictionary makes of each, and its classes."""

from screener.definition.model import Rows
from screener.definition.names import MedicineClass
from screener.engine.answers import Row
from screener.engine.findings import MatchedMedicine
from screener.summary.answer_words import row_words
from screener.summary.case import Case
from screener.summary.model import MedicineInWords

_MATCH_WORDS = {
    "exact": "exact name",
    "close": "close spelling, to be confirmed",
    "none": "not a medicine we know",
}
_ABBREVIATIONS = frozenset(
    {
        "ace",
        "arb",
        "aud",
        "ccb",
        "cgrp",
        "cns",
        "glp1",
        "hrt",
        "icp",
        "maoi",
        "nmda",
        "oud",
        "ra",
        "snri",
        "ssri",
        "tca",
    }
)
_SPELLINGS = {"alpha1": "alpha-1", "alpha2": "alpha-2", "glp1": "GLP-1", "5ht3": "5-HT3", "mab": "antibody"}
_SILENT = frozenset({"no_rule"})
"""Classes that only say that a medicine is known."""


def medicines_in_words(case: Case) -> tuple[MedicineInWords, ...]:
    """Every listed medicine, in the order listed."""
    return tuple(_medicine(case, medicine) for medicine in case.assessment.medicines)


def class_words(name: MedicineClass) -> str:
    """`cyp3a4_strong_inhibitor` as `CYP3A4 strong inhibitor`."""
    return " ".join(_class_word(word) for word in name.split("_"))


def _class_word(word: str) -> str:
    if word in _SPELLINGS:
        return _SPELLINGS[word]
    return word.upper() if word in _ABBREVIATIONS or word.startswith("cyp") else word


def _medicine(case: Case, medicine: MatchedMedicine) -> MedicineInWords:
    return MedicineInWords(
        typed=medicine.typed,
        details=_details(case, medicine),
        match=medicine.match,
        match_words=_match_words(case, medicine),
        generic=medicine.generic,
        classes=tuple(sorted(class_words(name) for name in medicine.classes - _SILENT)),
        note=medicine.note,
    )


def _match_words(case: Case, medicine: MatchedMedicine) -> str:
    """How sure the match is; what the patient said about a proposed one decides."""
    row = _row(case, medicine)
    if medicine.match == "none" and row is not None and row.denied:
        return "the patient denied the proposed match"
    if medicine.match == "close" and row is not None and row.confirmed:
        return "close spelling, confirmed by the patient"
    return _MATCH_WORDS[medicine.match]


def _details(case: Case, medicine: MatchedMedicine) -> str:
    """Dose, how often and the rest of its row, without the name."""
    kind = case.questionnaire.questions[medicine.question].kind
    row = _row(case, medicine)
    if not isinstance(kind, Rows) or row is None:
        return ""
    others = {name: cell for name, cell in row.cells.items() if name != kind.medicine}
    columns = tuple(column for column in kind.columns if column.id != kind.medicine)
    return row_words(Rows(columns, "", ""), Row(others), case.phrases) if others else ""


def _row(case: Case, medicine: MatchedMedicine) -> Row | None:
    answer = case.answers.to(medicine.question)
    return answer[medicine.row] if isinstance(answer, tuple) else None

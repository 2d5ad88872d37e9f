"""Keeping an assessment as text and restoring it, equal: every state and number comes back as it was judged.

A stored assessment is never worked out again, so its text must outlive the
program that wrote it: `FORMAT` grows when the shape does, and old shapes stay readable. What is only there
where it says something (`typed` beside an unknown) needs no new number.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from screener.definition.model import Disposition, Level, Reason
from screener.definition.names import (
    ChoiceId,
    GenericName,
    MedicineClass,
    MessageCode,
    QuestionId,
    RowId,
    RuleId,
    ValueName,
)
from screener.engine.answers import PENDING, Agreed, Answer, Cells, Measure, Pending, Picked, Row, Unknown
from screener.engine.findings import Assessment, Evidence, Finding, MatchedMedicine, Open, Reference

FORMAT = 1

Json = dict[str, Any]


def keep(assessment: Assessment) -> str:
    """The assessment as JSON text; `restore(keep(x)) == x`."""
    return json.dumps(
        {
            "format": FORMAT,
            "disposition": assessment.disposition,
            "findings": [keep_finding(finding) for finding in assessment.findings],
            "ruled_out": assessment.ruled_out,
            "not_ruled_out": [keep_open(rule) for rule in assessment.not_ruled_out],
            "values": {name: keep_value(value) for name, value in assessment.values.items()},
            "medicines": [keep_medicine(medicine) for medicine in assessment.medicines],
            "messages": assessment.messages,
            "missing_required": assessment.missing_required,
            "out_of_range": [keep_reference(reference) for reference in assessment.out_of_range],
            "asked": assessment.asked,
            "as_of": assessment.as_of.isoformat(),
            "slug": assessment.slug,
            "number": assessment.number,
            "sha256": assessment.sha256,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def restore(text: str) -> Assessment:
    """The assessment that was kept; raises `ValueError` for a text that this program cannot read."""
    kept: Json = json.loads(text)
    if kept["format"] != FORMAT:
        raise ValueError(f"an assessment kept in format {kept['format']}, which this program does not know")
    return Assessment(
        disposition=Disposition(kept["disposition"]),
        findings=tuple(restore_finding(finding) for finding in kept["findings"]),
        ruled_out=tuple(RuleId(rule) for rule in kept["ruled_out"]),
        not_ruled_out=tuple(restore_open(rule) for rule in kept["not_ruled_out"]),
        values={ValueName(name): restore_value(value) for name, value in kept["values"].items()},
        medicines=tuple(restore_medicine(medicine) for medicine in kept["medicines"]),
        messages=tuple(MessageCode(code) for code in kept["messages"]),
        missing_required=tuple(QuestionId(question) for question in kept["missing_required"]),
        out_of_range=tuple(restore_reference(reference) for reference in kept["out_of_range"]),
        asked=tuple(QuestionId(question) for question in kept["asked"]),
        as_of=date.fromisoformat(kept["as_of"]),
        slug=kept["slug"],
        number=kept["number"],
        sha256=kept["sha256"],
    )


def keep_finding(finding: Finding) -> Json:
    """One finding."""
    return {
        "rule": finding.rule,
        "level": finding.level.word,
        "settled": finding.settled,
        "because": [
            {"of": keep_reference(evidence.reference), "is": keep_answer(evidence.answer)}
            for evidence in finding.because
        ],
        "needs": [keep_reference(reference) for reference in finding.needs],
    }


def restore_finding(kept: Json) -> Finding:
    """One finding."""
    return Finding(
        rule=RuleId(kept["rule"]),
        level=Level[kept["level"].upper()],
        settled=kept["settled"],
        because=tuple(
            Evidence(restore_reference(evidence["of"]), restore_answer(evidence["is"])) for evidence in kept["because"]
        ),
        needs=tuple(restore_reference(reference) for reference in kept["needs"]),
    )


def keep_open(rule: Open) -> Json:
    """A rule that another one speaks for."""
    return {"rule": rule.rule, "needs": [keep_reference(need) for need in rule.needs], "covered_by": rule.covered_by}


def restore_open(kept: Json) -> Open:
    """A rule that another one speaks for."""
    return Open(
        rule=RuleId(kept["rule"]),
        needs=tuple(restore_reference(need) for need in kept["needs"]),
        covered_by=tuple(RuleId(rule) for rule in kept["covered_by"]),
    )


def keep_medicine(medicine: MatchedMedicine) -> Json:
    """One listed medicine."""
    return {
        "question": medicine.question,
        "row": medicine.row,
        "typed": medicine.typed,
        "match": medicine.match,
        "generic": medicine.generic,
        "classes": sorted(medicine.classes),
        "note": medicine.note,
    }


def restore_medicine(kept: Json) -> MatchedMedicine:
    """One listed medicine."""
    return MatchedMedicine(
        question=QuestionId(kept["question"]),
        row=kept["row"],
        typed=kept["typed"],
        match=kept["match"],
        generic=None if kept["generic"] is None else GenericName(kept["generic"]),
        classes=frozenset(MedicineClass(name) for name in kept["classes"]),
        note=kept["note"],
    )


def keep_reference(reference: Reference) -> list[object]:
    """Which answer: question, part, row."""
    return [reference.question, reference.part, reference.row]


def restore_reference(kept: list[Any]) -> Reference:
    """Which answer."""
    question, part, row = kept
    return Reference(QuestionId(question), None if part is None else RowId(part), row)


Number = int | Fraction | bool | Unknown | None


def keep_value(value: Number) -> object:
    """A derived value: numbers exact, a fraction as `{"fraction": "1/3"}`; null where not asked."""
    match value:
        case Fraction():
            return {"fraction": str(value)}
        case Unknown(reason):
            return {"unknown": reason}
        case _:
            return value


def restore_value(kept: object) -> Number:
    """A derived value."""
    match kept:
        case {"fraction": str(text)}:
            return Fraction(text)
        case {"unknown": str(reason)}:
            return Unknown(Reason(reason))
        case _:
            return cast("int | bool | None", kept)


def keep_answer(answer: Answer) -> object:
    """An answer as it was judged: text and choices plain, whole numbers plain, the rest tagged by its sort."""
    match answer:
        case str() | int():
            return answer
        case Unknown(reason, None):
            return {"unknown": reason}
        case Unknown(reason, typed):
            return {"unknown": reason, "typed": typed}
        case Pending():
            return {"pending": True}
        case date():
            return {"date": answer.isoformat()}
        case Measure(value, typed):
            return {"measure": str(value), "typed": typed}
        case Picked(choices, unknown, None):
            return {"picked": sorted(choices), "unknown": unknown}
        case Picked(choices, unknown, typed):
            return {"picked": sorted(choices), "unknown": unknown, "typed": typed}
        case Cells(states):
            return {"cells": {row: keep_answer(state) for row, state in states.items()}}
        case Agreed(agreed, signature):
            return {"agreed": agreed, "signature": signature}
        case tuple():
            return {"rows": [keep_row(row) for row in answer]}


def restore_answer(kept: object) -> Answer:
    """An answer as it was judged; raises `ValueError` for a sort that this program does not know."""
    if not isinstance(kept, dict):
        return cast("str | int", kept)
    for tag, restored in RESTORE.items():
        if tag in kept:
            return restored(kept)
    raise ValueError(f"an answer kept as {', '.join(kept)}, which this program does not know")


def keep_row(row: Row) -> Json:
    """One repeated row."""
    cells = {column: keep_answer(state) for column, state in row.cells.items()}
    return {"cells": cells, "confirmed": row.confirmed, "denied": row.denied}


def restore_row(kept: Json) -> Row:
    """One repeated row."""
    cells = cast("Mapping[RowId, Any]", restore_cells(kept["cells"]))
    return Row(cells=cells, confirmed=kept["confirmed"], denied=kept["denied"])


def restore_cells(kept: Json) -> dict[RowId, Any]:
    """States by row or column."""
    return {RowId(row): restore_answer(state) for row, state in kept.items()}


RESTORE: dict[str, Callable[[Json], Answer]] = {
    "picked": lambda kept: Picked(
        frozenset(ChoiceId(choice) for choice in kept["picked"]),
        None if kept["unknown"] is None else Reason(kept["unknown"]),
        kept.get("typed"),
    ),
    "unknown": lambda kept: Unknown(Reason(kept["unknown"]), kept.get("typed")),
    "pending": lambda _: PENDING,
    "date": lambda kept: date.fromisoformat(kept["date"]),
    "measure": lambda kept: Measure(Decimal(kept["measure"]), kept["typed"]),
    "cells": lambda kept: Cells(restore_cells(kept["cells"])),
    "agreed": lambda kept: Agreed(kept["agreed"], kept["signature"]),
    "rows": lambda kept: tuple(restore_row(row) for row in kept["rows"]),
}
"""By tag, in the order looked for: `picked` holds an `unknown` of its own."""


def keep_raw(raw: Mapping[str, object]) -> bytes:
    """Raw answers, as `engine.coercion` writes them, in canonical JSON: equal answers give equal bytes."""
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def restore_raw(kept: bytes) -> dict[str, object]:
    """Raw answers that were kept."""
    raw: dict[str, object] = json.loads(kept)
    return raw

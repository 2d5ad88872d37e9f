"""What a person types and ticks to give an answer: from the shapes of answers files back to form fields."""

from collections.abc import Callable, Mapping
from typing import Any

from screener.definition import model
from screener.definition.model import Question

Fields = dict[str, list[str]]


def typed_for(question: Question, raw: Any) -> Fields:
    """The fields of one question, filled in; every field it has that stays empty is emptied."""
    if isinstance(question.kind, model.Information):
        return {}
    return TYPING[type(question.kind)](question.id, question, raw)


def _chosen(name: str, question: Question, raw: Any) -> Fields:
    return {name: [raw] if raw else []}


def _ticked(name: str, question: Question, raw: Any) -> Fields:
    return {name: [raw] if isinstance(raw, str) else list(raw or ())}


def _typed(name: str, question: Question, raw: Any) -> Fields:
    if raw in {reason.value for reason in question.also}:
        return {name: [""], f"{name}-unknown": [raw]}
    return {name: ["" if raw is None else str(raw)], f"{name}-unknown": []}


def _measured(name: str, question: Question, raw: Any) -> Fields:
    assert isinstance(question.kind, model.DecimalNumber)
    if isinstance(raw, str):
        return {f"{name}-unknown": [raw]}
    if question.kind.entry is None:
        return _typed(name, question, raw)
    unit, others = ("cm", ("ft", "in")) if question.kind.entry == "height" else ("kg", ("lb",))
    value = raw["value"] if isinstance(raw, Mapping) else raw
    return {
        f"{name}-{unit}": ["" if value is None else str(value)],
        **{f"{name}-{other}": [""] for other in others},
    }


def _dated(name: str, question: Question, raw: Any) -> Fields:
    if raw in {reason.value for reason in question.also}:
        return {f"{name}-unknown": [raw]}
    year, month, day = raw.split("-") if raw else ("", "", "")
    return {f"{name}-year": [year], f"{name}-month": [month], f"{name}-day": [day]}


def _celled(name: str, question: Question, raw: Any) -> Fields:
    rows = question.kind.rows  # type: ignore[union-attr]
    cells = raw if isinstance(raw, Mapping) else {row.id: raw for row in rows}
    fields: Fields = {}
    for row in rows:
        cell = cells.get(row.id)
        is_unknown = cell in {reason.value for reason in question.also} and not isinstance(
            question.kind, model.Checklist
        )
        typed = "" if cell is None or is_unknown else str(cell)
        fields[f"{name}-{row.id}"] = [typed] if typed or not isinstance(question.kind, model.Checklist) else []
        if is_unknown:
            unknown = f"{name}-unknown" if isinstance(question.kind, model.Pair) else f"{name}-{row.id}-unknown"
            fields[unknown] = [str(cell)]
    return fields


def _listed(name: str, question: Question, raw: Any) -> Fields:
    assert isinstance(question.kind, model.Rows)
    if raw == []:
        return {f"{name}-none": ["yes"]}
    if isinstance(raw, str):
        return {f"{name}-unknown": [raw]}
    return {
        f"{name}-{index}-{column.id}": [str(row.get(column.id) or "")]
        for index, row in enumerate(raw or ())
        for column in question.kind.columns
    }


def _agreed(name: str, question: Question, raw: Any) -> Fields:
    given = raw or {}
    return {name: [given["agreed"]] if given else [], f"{name}-signature": [given.get("signature", "")]}


TYPING: Mapping[type, Callable[[str, Question, Any], Fields]] = {
    model.YesNo: _chosen,
    model.OneChoice: _chosen,
    model.Choices: _ticked,
    model.Checklist: _celled,
    model.WholeNumber: _typed,
    model.DecimalNumber: _measured,
    model.Date: _dated,
    model.Text: _typed,
    model.DayCounts: _celled,
    model.Pair: _celled,
    model.Rows: _listed,
    model.Agreement: _agreed,
}

"""Fields with several boxes for one answer: dates, height and weight, pairs, grids."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import LazyString, lazy_gettext

from screener.definition.model import Checklist, DayCounts, DecimalNumber, Pair
from screener.engine.answer_problems import AnswerProblem
from screener.engine.typed import in_parts, keepable, parts_in, taken_apart, words_in
from screener.web.forms.asking import Asked, Offer, are_short, offers_of
from screener.web.forms.fields import Posted, QuestionField, TypedField
from screener.web.forms.months import month_number
from screener.web.forms.numbers import typed_from


class DateField(TypedField):
    """A date in three boxes. `given` is ISO; what is no date stays as typed, for `engine.coercion` to refuse."""

    component = "date"
    is_group = True

    def __init__(self, asked: Asked, **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        self.month = self.day = self.year = ""

    def read_posted(self, posted: Posted) -> None:
        super().read_posted(posted)
        self.month, self.day, self.year = (self.typed_in(posted, part) for part in ("month", "day", "year"))

    def read_saved(self, raw: object) -> None:
        super().read_saved(raw)
        if words_in(raw) is not None:
            self.month, self.day, self.year = parts_in(self.typed, 3)
        if isinstance(raw, str) and not self.ticked:
            parts = raw.split("-")
            if len(parts) == 3:
                self.year, self.month, self.day = parts[0], parts[1].lstrip("0"), parts[2].lstrip("0")

    @property
    def first_input(self) -> str:
        return f"{self.name}-month"

    @property
    def given(self) -> object:
        if not (self.month or self.day or self.year):
            return None
        return f"{self.year}-{month_number(self.month):0>2}-{self.day:0>2}"

    @property
    def written(self) -> str:
        return keepable([in_parts((self.month, self.day, self.year))], self.ticked)


Box = tuple[str, LazyString]
"""A small box for a number: the unit that is typed in it, and its label."""

ENTRIES: Mapping[str, tuple[tuple[Box, ...], Box]] = {
    "height": (
        (("ft", lazy_gettext("Feet")), ("in", lazy_gettext("Inches"))),
        ("cm", lazy_gettext("Centimeters")),
    ),
    "weight": ((("lb", lazy_gettext("Pounds")),), ("kg", lazy_gettext("Kilograms"))),
}
"""The customary boxes and the metric one, for each way of entry."""


class MeasureField(TypedField):
    """A height or weight in customary or metric units. What was typed in the former is kept beside the value."""

    component = "measure"
    is_group = True

    def __init__(self, asked: Asked, **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        assert isinstance(asked.kind, DecimalNumber)
        self.customary, self.metric = ENTRIES[asked.kind.entry or "height"]
        self.boxes: dict[str, str] = {}

    def read_posted(self, posted: Posted) -> None:
        super().read_posted(posted)
        self.boxes = {unit: self.typed_in(posted, unit) for unit, _ in (*self.customary, self.metric)}

    def read_saved(self, raw: object) -> None:
        if words_in(raw) is not None:
            super().read_saved(raw)
            boxes = parts_in(self.typed, len(self.customary) + 1)
            units = [*(unit for unit, _ in self.customary), self.metric[0]]
            self.boxes = {unit: box.removesuffix(f" {unit}") for unit, box in zip(units, boxes, strict=True) if box}
            return
        self.ticked = self.unknown_in(raw)
        saved = raw if isinstance(raw, Mapping) else {"value": raw}
        words = str(saved.get("typed") or "").split()
        as_typed = dict(zip(words[1::2], words[::2], strict=False))
        in_boxes = as_typed.keys() <= {unit for unit, _ in self.customary}
        self.boxes = as_typed if as_typed and in_boxes else {self.metric[0]: typed_from(saved.get("value"))}

    @property
    def first_input(self) -> str:
        return f"{self.name}-{self.customary[0][0]}"

    @property
    def in_customary(self) -> str:
        """What was typed in customary units: `5 ft 10 in`; empty where nothing was."""
        return " ".join(f"{typed} {unit}" for unit, _ in self.customary if (typed := self.boxes.get(unit)))

    @property
    def in_metric(self) -> str:
        """What was typed in the metric unit, with it: `178 cm`."""
        unit = self.metric[0]
        return f"{typed} {unit}" if (typed := self.boxes.get(unit)) else ""

    @property
    def written(self) -> str:
        """Each box with its unit: `5 ft / 14 in / –`."""
        boxes = ((self.boxes.get(unit, ""), unit) for unit, _ in (*self.customary, self.metric))
        return keepable([in_parts([f"{box} {unit}" if box else "" for box, unit in boxes])], self.ticked)

    @property
    def given(self) -> object:
        return self.in_metric or self.in_customary or None

    @property
    def clashes(self) -> bool:
        return super().clashes or bool(self.in_metric and self.in_customary)


class CellsField(QuestionField):
    """A grid of boxes or radio buttons: `typed` by row. What is ticked unknown stands in for an empty row."""

    def __init__(self, asked: Asked, **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        assert isinstance(asked.kind, Checklist | DayCounts | Pair)
        self.rows = asked.kind.rows
        self.typed: dict[str, str] = {}
        self.ticked: dict[str, str] = {}

    def read_posted(self, posted: Posted) -> None:
        self.typed = {row.id: self.typed_in(posted, row.id) for row in self.rows}
        self.ticked = {row.id: self.typed_in(posted, f"{row.id}-unknown") for row in self.rows}

    def read_saved(self, raw: object) -> None:
        cells = raw if isinstance(raw, Mapping) else dict.fromkeys((row.id for row in self.rows), raw)
        unknown = {offer.value for offer in self.asked.unknowns}
        self.ticked = {row: cell for row, cell in cells.items() if isinstance(cell, str) and cell in unknown}
        self.typed = {row: self.typed_from(cell) for row, cell in cells.items() if row not in self.ticked}
        for row, cell in cells.items():
            if (words := words_in(cell)) is not None:
                self.typed[row], ticks = taken_apart(words)
                self.ticked[row] = "".join(ticks[:1])

    def typed_from(self, raw: object) -> str:
        """What stands in a row's box for a saved cell."""
        return typed_from(raw)

    def cell(self, row: str) -> object:
        """The raw answer of one row."""
        return self.typed.get(row) or self.ticked.get(row) or None

    @property
    def raw(self) -> object:
        cells = {row.id: self.cell(row.id) for row in self.rows}
        return cells if any(cell is not None for cell in cells.values()) else None

    def unread(self, problems: Sequence[AnswerProblem]) -> object:
        wrong = {str(problem.part) for problem in problems}
        cells = {row.id: self._unread_cell(row.id, is_wrong=row.id in wrong) for row in self.rows}
        return cells if any(cell is not None for cell in cells.values()) else None

    def _unread_cell(self, row: str, *, is_wrong: bool) -> object:
        """One cell: as it was typed where it cannot be read, or where a box is ticked beside it."""
        typed, ticked = self.typed.get(row), self.ticked.get(row)
        ticks = [ticked] if ticked and self.clashes else []
        return {"typed": keepable([typed], ticks)} if typed and (is_wrong or ticks) else self.cell(row)

    @property
    def clashes(self) -> bool:
        return any(self.typed.get(row.id) and self.ticked.get(row.id) for row in self.rows)

    @property
    def first_input(self) -> str:
        return next((f"{self.name}-{row.id}" for row in self.rows if self.cell(row.id) is None), self.row_input(0))

    def row_input(self, index: int) -> str:
        """The id of a row's first input."""
        return f"{self.name}-{self.rows[index].id}"


class DayCountsField(CellsField):
    """Days for each class; one button offers 0 for all that are still empty."""

    component = "day_counts"

    @property
    def may_fill(self) -> bool:
        """Whether the button is offered."""
        return isinstance(self.asked.kind, DayCounts) and self.asked.kind.fill

    def fill(self) -> None:
        """Gives 0 to every row that has no answer."""
        self.typed = {row.id: self.typed.get(row.id) or ("" if self.ticked.get(row.id) else "0") for row in self.rows}


MOST_RADIOS = 4
"""In each row of a grid."""


class ChecklistField(CellsField):
    """Each row one choice; one button gives the same choice to all that are still empty."""

    component = "checklist"

    def __init__(self, asked: Asked, **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        assert isinstance(asked.kind, Checklist)
        self.offers: tuple[Offer, ...] = offers_of(asked.kind.choices) + asked.unknowns
        self.fill_offer = next((offer for offer in self.offers if offer.value == asked.kind.fill), None)

    def read_posted(self, posted: Posted) -> None:
        self.typed = {row.id: self.typed_in(posted, row.id) for row in self.rows}

    def read_saved(self, raw: object) -> None:
        cells = raw if isinstance(raw, Mapping) else dict.fromkeys((row.id for row in self.rows), raw)
        self.typed = {row: cell for row, cell in cells.items() if isinstance(cell, str)}

    def unread(self, problems: Sequence[AnswerProblem]) -> object:
        """The rows that were chosen from what is offered."""
        wrong = {str(problem.part) for problem in problems}
        cells = {row.id: None if row.id in wrong else self.cell(row.id) for row in self.rows}
        return cells if any(cell is not None for cell in cells.values()) else None

    def cell(self, row: str) -> object:
        return self.typed.get(row) or None

    @property
    def may_fill(self) -> bool:
        """Whether the button is offered."""
        return self.fill_offer is not None

    @property
    def is_short(self) -> bool:
        """Whether the choices stand side by side."""
        return are_short(self.offers)

    @property
    def is_dense(self) -> bool:
        """Whether each row has a list to choose from: radio buttons for every row would be pages of them."""
        return len(self.offers) > MOST_RADIOS

    def fill(self) -> None:
        """Gives the one choice to every row that has no answer."""
        if self.fill_offer is not None:
            self.typed = {row.id: self.typed.get(row.id) or self.fill_offer.value for row in self.rows}


class PairField(CellsField):
    """Two numbers read together. One tick stands in for whichever half is empty."""

    component = "pair"

    def read_posted(self, posted: Posted) -> None:
        super().read_posted(posted)
        ticked = posted.get(f"{self.name}-unknown", "")
        self.ticked = {row.id: ticked for row in self.rows}

    @property
    def clashes(self) -> bool:
        return any(self.ticked.values()) and all(self.typed.get(row.id) for row in self.rows)

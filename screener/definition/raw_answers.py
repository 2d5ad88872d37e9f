"""Answers as vignettes write them in YAML, typed by the question's kind into the shapes of an answers file.

`engine.coercion` judges answers; this only gives text its type, and reports
what could not be an answer to the question at all.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from screener.definition.kind_states import may_be_unreadable
from screener.definition.model import (
    Agreement,
    Checklist,
    Choices,
    Column,
    Date,
    DayCounts,
    DecimalNumber,
    Information,
    Kind,
    Medicine,
    OneChoice,
    Pair,
    Range,
    Reason,
    Rows,
    Text,
    WholeNumber,
    YesNo,
)
from screener.definition.problems import Problems
from screener.definition.sites import Site
from screener.definition.strict_yaml import Mapping, Scalar, Sequence

WHOLE: Final = re.compile("-?[0-9]{1,9}")
NUMBER: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,9})?")
DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
COUNT: Final = WholeNumber(None, Range(None, None))
"""How a cell of days or of a pair is answered."""
STATES: Final = frozenset(reason.value for reason in (Reason.NOT_SURE, Reason.DECLINED, Reason.TO_DISCUSS))


@dataclass(frozen=True, slots=True)
class AnswerTyper:
    """Types the answers of one vignette."""

    problems: Problems
    subject: str

    def answer(  # noqa: C901 - one case for each kind
        self, kind: Kind | Medicine, also: frozenset[Reason], site: Site
    ) -> object:
        """The raw answer at a site: None for a blank, the word of a state, or a value in its kind's shape."""
        if _is_blank(site):
            return None
        if isinstance(site.node, Scalar) and site.text in STATES:
            return self._state(site, also)
        if isinstance(site.node, Mapping) and [*site.node.entries] == ["typed"] and may_be_unreadable(kind):
            return {"typed": self._words(site.at("typed"))}
        match kind:
            case YesNo() | OneChoice():
                return self._choice(site, [choice.id for choice in kind.choices])
            case Choices():
                offered = [*(choice.id for choice in kind.choices), *(reason.value for reason in also)]
                return [self._member(kind, item, offered) for item in self._items(site)]
            case Checklist() | DayCounts() | Pair():
                return self._grid(kind, also, site)
            case WholeNumber():
                return self._whole(site)
            case DecimalNumber():
                return self._measure(site)
            case Date():
                return self._day(site)
            case Text() | Medicine():
                return self._words(site)
            case Rows():
                return [self._row(kind, item) for item in self._items(site)]
            case Agreement():
                return self._agreement(site)
            case Information():
                self._refuse(site, "is shown, not asked: it has no answer")
                return None
            case _:
                assert_never(kind)

    def _refuse(self, site: Site, message: str) -> None:
        """Report a problem; there is no answer then."""
        self.problems.refuse(site.place, message, self.subject)

    def _words(self, site: Site) -> str:
        if not isinstance(site.node, Scalar):
            self._refuse(site, "must be one text")
        return site.text

    def _matching(self, site: Site, pattern: re.Pattern[str], wanted: str) -> str | None:
        if isinstance(site.node, Scalar) and pattern.fullmatch(site.text):
            return site.text
        self._refuse(site, f"must be {wanted}")
        return None

    def _state(self, site: Site, also: frozenset[Reason]) -> str:
        if site.text not in [reason.value for reason in also]:
            self._refuse(site, f"{site.text} is not offered here")
        return site.text

    def _choice(self, site: Site, offered: Iterable[str]) -> str:
        words, known = self._words(site), list(offered)
        self.problems.expect(words, known, "choice", site.place, self.subject)
        return words

    def _member(self, kind: Choices, site: Site, offered: Iterable[str]) -> object:
        """One thing said of a set: a choice, or `{typed: …}` for what cannot be read beside the others."""
        return self.answer(kind, frozenset(), site) if isinstance(site.node, Mapping) else self._choice(site, offered)

    def _whole(self, site: Site) -> int | None:
        text = self._matching(site, WHOLE, "a whole number")
        return int(text) if text else None

    def _number(self, site: Site) -> int | Decimal | None:
        text = self._matching(site, NUMBER, "a number")
        if text is None:
            return None
        return int(text) if WHOLE.fullmatch(text) else Decimal(text)

    def _measure(self, site: Site) -> object:
        """A number, or what was typed beside it: `{value: 178, typed: 5 ft 10 in}`."""
        if not isinstance(site.node, Mapping):
            return self._number(site)
        self._keys(site, ("value", "typed"))
        measure: dict[str, object] = {"value": self._number(site.at("value"))}
        return measure | {"typed": self._words(site.at("typed"))} if "typed" in site.node.entries else measure

    def _day(self, site: Site) -> str | None:
        text = self._matching(site, DAY, "a day such as 2026-01-15")
        try:
            return date.fromisoformat(text).isoformat() if text else None
        except ValueError:
            self._refuse(site, "must be a day in the calendar")
            return None

    def _agreement(self, site: Site) -> object:
        if not isinstance(site.node, Mapping):
            self._refuse(site, "must be a mapping such as {agreed: yes, signature: Pat Test}")
            return None
        self._keys(site, ("agreed", "signature"))
        signature = site.at("signature") if "signature" in site.node.entries else None
        return {
            "agreed": self._choice(site.at("agreed"), ("yes", "no")),
            "signature": self._words(signature) if signature else "",
        }

    def _grid(self, kind: Checklist | DayCounts | Pair, also: frozenset[Reason], site: Site) -> object:
        """One state for each row that is given."""
        cell: Kind = OneChoice(kind.choices) if isinstance(kind, Checklist) else COUNT
        rows = self._keys(site, [row.id for row in kind.rows])
        return {name: self.answer(cell, also, site.at(name)) for name in rows}

    def _row(self, kind: Rows, site: Site) -> object:
        """One repeated row; `confirmed` says what the patient answered to a proposed medicine."""
        columns: dict[str, Column] = {column.id: column for column in reversed(kind.columns)}
        given = self._keys(site, [*columns, "confirmed"])
        row = {
            name: self.answer(columns[name].kind, columns[name].also, site.at(name))
            for name in given
            if name in columns
        }
        if "confirmed" in given:
            row["confirmed"] = self._choice(site.at("confirmed"), ("true", "false")) == "true"
        return row

    def _items(self, site: Site) -> list[Site]:
        if not isinstance(site.node, Sequence):
            self._refuse(site, "must be a list")
        return list(site.each())

    def _keys(self, site: Site, known: Iterable[str]) -> list[str]:
        """The keys of a mapping that are known; the others are reported."""
        if not isinstance(site.node, Mapping):
            self._refuse(site, "must be a mapping of keys and values")
            return []
        names = list(known)
        for key in site.node.entries:
            self.problems.expect(key, names, "row or column", site.key(key), self.subject)
        return [key for key in site.node.entries if key in names]


def _is_blank(site: Site) -> bool:
    """Null, or nothing written; in quotes these are words."""
    return (site.text == "" and isinstance(site.node, Scalar)) or (site.is_plain and site.text in ("null", "~"))

"""What a member typed at the workshop and could not save: it stands in its form again until it is saved or let go.

It is the member's own, like an unsent letter: nobody else is shown it, and
nothing follows from it. What is kept for longer than `KEPT` is forgotten.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from screener.services.unit_of_work import UnitOfWork
from screener.store import kept_forms
from screener.store.authoring_tables import KeptForm as Row

KEPT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form as it was typed."""

    fields: Mapping[str, tuple[str, ...]]
    kept_at: datetime

    def text(self, name: str, otherwise: str = "") -> str:
        """What was typed into one of its fields."""
        return next(iter(self.fields.get(name, ())), otherwise)


def keep(
    work: UnitOfWork,
    *,
    member_id: str,
    place: str,
    fields: Mapping[str, Iterable[str]],
    now: datetime,
) -> None:
    """Keeps the form that stands at this address, in place of what was kept there before."""
    work.must_write()
    kept_forms.drop_before(work.store, now - KEPT)
    written = {name: list(texts) for name, texts in fields.items()}
    content = json.dumps(written, ensure_ascii=False).encode("utf-8", "surrogatepass")
    kept_forms.put(work.store, member_id=member_id, place=place, fields=content, now=now)


def all_of(work: UnitOfWork, *, member_id: str) -> dict[str, KeptForm]:
    """Everything that the member typed and did not save, by where it was typed."""
    return {row.place: _read(row) for row in kept_forms.of_member(work.store, member_id)}


def _read(row: Row) -> KeptForm:
    written = json.loads(row.fields.decode("utf-8", "surrogatepass"))
    return KeptForm({name: tuple(texts) for name, texts in written.items()}, row.kept_at)


def drop(work: UnitOfWork, *, member_id: str, place: str) -> None:
    """It was saved, or the member lets it go."""
    work.must_write()
    kept_forms.drop(work.store, member_id=member_id, place=place)

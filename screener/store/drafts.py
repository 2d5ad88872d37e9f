"""Pages as typed, sealed with the intake's own key."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete

from screener.definition.names import StepId
from screener.store.database import Store
from screener.store.names import IntakeId
from screener.store.sealing import DataKey, Home
from screener.store.tables import PageDraft
from screener.store.upserting import insert_into

Typed = Mapping[str, tuple[str, ...]]


def home(intake_id: str, step_id: str) -> Home:
    """Where a draft lives."""
    return Home("page_draft", "typed", f"{intake_id}/{step_id}")


def put(store: Store, key: DataKey, *, intake_id: IntakeId, step_id: StepId, typed: Typed, now: datetime) -> None:
    """Keeps the page, in place of an earlier draft."""
    plain = json.dumps(dict(typed), ensure_ascii=False).encode("utf-8", "surrogatepass")
    values = {"saved_at": now, "typed": key.seal(plain, home(intake_id, step_id))}
    store.session.execute(
        insert_into(store, PageDraft)
        .values(intake_id=intake_id, step_id=step_id, **values)
        .on_conflict_do_update(index_elements=[PageDraft.intake_id, PageDraft.step_id], set_=values)
    )


def find(
    store: Store, key: DataKey, *, intake_id: IntakeId, step_id: StepId
) -> tuple[datetime, dict[str, tuple[str, ...]]] | None:
    """The page's draft and when it was kept."""
    row = store.session.get(PageDraft, (intake_id, step_id))
    if row is None:
        return None
    plain = key.unseal(row.typed, home(intake_id, step_id)).decode("utf-8", "surrogatepass")
    return row.saved_at, {name: tuple(texts) for name, texts in json.loads(plain).items()}


def drop(store: Store, *, intake_id: IntakeId, step_id: StepId) -> None:
    """Forgets the page's draft."""
    store.session.execute(delete(PageDraft).where(PageDraft.intake_id == intake_id, PageDraft.step_id == step_id))


def drop_all(store: Store, intake_id: IntakeId) -> None:
    """Forgets every draft of the intake."""
    store.session.execute(delete(PageDraft).where(PageDraft.intake_id == intake_id))

"""Pages as typed, sealed with the intake's own key."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select

from screener.definition.names import StepId
from screener.store.database import Store
from screener.store.names import IntakeId
from screener.store.sealing import DataKey, Home
from screener.store.tables import PageDraft
from screener.store.upserting import insert_into

Typed = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A page as typed, when, and on which page."""

    saved_at: datetime
    typed: Typed
    page: str | None


def home(intake_id: str, step_id: str) -> Home:
    """Where a draft lives."""
    return Home("page_draft", "typed", f"{intake_id}/{step_id}")


def put(
    store: Store, key: DataKey, *, intake_id: IntakeId, step_id: StepId, typed: Typed, page: str | None, now: datetime
) -> None:
    """Keeps the page, in place of an earlier draft."""
    plain = json.dumps(dict(typed), ensure_ascii=False).encode("utf-8", "surrogatepass")
    values = {"saved_at": now, "typed": key.seal(plain, home(intake_id, step_id)), "page": page}
    store.session.execute(
        insert_into(store, PageDraft)
        .values(intake_id=intake_id, step_id=step_id, **values)
        .on_conflict_do_update(index_elements=[PageDraft.intake_id, PageDraft.step_id], set_=values)
    )


def find(store: Store, key: DataKey, *, intake_id: IntakeId, step_id: StepId) -> KeptDraft | None:
    """The page's draft."""
    row = store.session.get(PageDraft, (intake_id, step_id))
    if row is None:
        return None
    plain = key.unseal(row.typed, home(intake_id, step_id)).decode("utf-8", "surrogatepass")
    return KeptDraft(row.saved_at, {name: tuple(texts) for name, texts in json.loads(plain).items()}, row.page)


def newest(store: Store, intake_id: IntakeId) -> StepId | None:
    """The page that was drafted last."""
    of_intake = select(PageDraft.step_id).where(PageDraft.intake_id == intake_id)
    found = store.session.scalar(of_intake.order_by(PageDraft.saved_at.desc()).limit(1))
    return StepId(found) if found else None


def pages(store: Store, intake_id: IntakeId) -> frozenset[StepId]:
    """The pages on which something was typed and not saved."""
    return frozenset(
        map(StepId, store.session.scalars(select(PageDraft.step_id).where(PageDraft.intake_id == intake_id)))
    )


def drop(store: Store, *, intake_id: IntakeId, step_id: StepId) -> None:
    """Forgets the step's draft."""
    store.session.execute(delete(PageDraft).where(PageDraft.intake_id == intake_id, PageDraft.step_id == step_id))


def drop_of_page(store: Store, *, intake_id: IntakeId, step_id: StepId, page: str) -> None:
    """Forgets the step's draft if it was typed on that page; what was typed on another one stays."""
    store.session.execute(
        delete(PageDraft).where(
            PageDraft.intake_id == intake_id,
            PageDraft.step_id == step_id,
            or_(PageDraft.page == page, PageDraft.page.is_(None)),
        )
    )


def drop_all(store: Store, intake_id: IntakeId) -> None:
    """Forgets every draft of the intake."""
    store.session.execute(delete(PageDraft).where(PageDraft.intake_id == intake_id))

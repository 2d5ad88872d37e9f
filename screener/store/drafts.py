"""Pages as typed, sealed with the intake's own key."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from screener.definition.names import StepId
from screener.store.database import Store
from screener.store.names import IntakeId
from screener.store.sealing import DataKey, Home
from screener.store.tables import PageDraft
from screener.store.upserting import insert_into

Typed = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A page as typed, when, on which page, and whether it came after its session had ended."""

    step_id: StepId
    page: str
    saved_at: datetime
    typed: Typed
    is_late: bool


def home(intake_id: str, step_id: str) -> Home:
    """Where a draft lives."""
    return Home("page_draft", "typed", f"{intake_id}/{step_id}")


def put(store: Store, key: DataKey, *, intake_id: IntakeId, draft: KeptDraft) -> None:
    """Keeps the page, in place of an earlier draft of the same page."""
    plain = json.dumps(dict(draft.typed), ensure_ascii=False).encode("utf-8", "surrogatepass")
    sealed = key.seal(plain, home(intake_id, draft.step_id))
    values = {"saved_at": draft.saved_at, "typed": sealed, "is_late": draft.is_late}
    store.session.execute(
        insert_into(store, PageDraft)
        .values(intake_id=intake_id, step_id=draft.step_id, page=draft.page, **values)
        .on_conflict_do_update(index_elements=[PageDraft.intake_id, PageDraft.step_id, PageDraft.page], set_=values)
    )


def of_step(store: Store, key: DataKey, *, intake_id: IntakeId, step_id: StepId) -> Iterator[KeptDraft]:
    """What was typed on each page of the step and not saved, the newest first."""
    for row in store.session.scalars(
        select(PageDraft).where(*on(intake_id, step_id)).order_by(PageDraft.saved_at.desc(), PageDraft.page)
    ):
        plain = key.unseal(row.typed, home(intake_id, step_id)).decode("utf-8", "surrogatepass")
        typed = {name: tuple(texts) for name, texts in json.loads(plain).items()}
        yield KeptDraft(step_id, row.page, row.saved_at, typed, row.is_late)


def newest(store: Store, intake_id: IntakeId) -> StepId | None:
    """The step of which a page was drafted last."""
    of_intake = select(PageDraft.step_id).where(PageDraft.intake_id == intake_id)
    found = store.session.scalar(of_intake.order_by(PageDraft.saved_at.desc()).limit(1))
    return StepId(found) if found else None


def pages(store: Store, intake_id: IntakeId) -> frozenset[StepId]:
    """The steps on whose pages something was typed and not saved."""
    return frozenset(
        map(StepId, store.session.scalars(select(PageDraft.step_id).where(PageDraft.intake_id == intake_id)))
    )


def drop_oldest(store: Store, *, intake_id: IntakeId, step_id: StepId, but: int) -> None:
    """Forgets the step's drafts but this many of the newest."""
    marks = select(PageDraft.page).where(*on(intake_id, step_id)).order_by(PageDraft.saved_at.desc(), PageDraft.page)
    for mark in store.session.scalars(marks).all()[but:]:
        drop_of_page(store, intake_id=intake_id, step_id=step_id, page=mark)


def drop(store: Store, *, intake_id: IntakeId, step_id: StepId) -> None:
    """Forgets the step's drafts."""
    store.session.execute(delete(PageDraft).where(*on(intake_id, step_id)))


def drop_of_page(store: Store, *, intake_id: IntakeId, step_id: StepId, page: str) -> None:
    """Forgets what was typed on that page of the step, or nobody knows on which; what another one holds stays."""
    store.session.execute(delete(PageDraft).where(*on(intake_id, step_id), PageDraft.page.in_([page, ""])))


def drop_all(store: Store, intake_id: IntakeId) -> None:
    """Forgets every draft of the intake."""
    store.session.execute(delete(PageDraft).where(PageDraft.intake_id == intake_id))


def on(intake_id: IntakeId, step_id: StepId) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Of that step of that intake."""
    return PageDraft.intake_id == intake_id, PageDraft.step_id == step_id

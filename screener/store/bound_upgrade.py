"""Binding the rows that were there before rows were bound. It needs the keys, so a migration's script cannot do it."""

import json
from datetime import datetime

from sqlalchemy import select, tuple_

from screener.store import audit, binding
from screener.store.bound_rows import BOUND, canonical, id_of, table_of
from screener.store.database import Store
from screener.store.tables import BoundTable
from screener.store.verifying import waiting_tables


def is_anything_left(store: Store) -> bool:
    """Whether rows are still to be bound."""
    return bool(waiting_tables(store))


def bind_some(store: Store, limit: int, *, now: datetime) -> bool:
    """Binds up to `limit` rows of one table, as one event that says so; False when nothing is left.

    Raises `BrokenSealError` for a row that cannot be opened: what is broken is not vouched for.
    """
    audit.lock_chain(store)  # two who upgrade at once bind no row twice
    waiting = sorted(waiting_tables(store))
    if not waiting:
        return False
    table = table_of(waiting[0])
    place = store.session.get(BoundTable, table.name)
    if place is None:
        place = BoundTable(name=table.name, last_id="", is_done=False)
        store.session.add(place)
    key = list(table.primary_key)
    chosen = select(table).order_by(*key).limit(limit)
    if place.last_id:
        chosen = chosen.where(tuple_(*key) > tuple_(*json.loads(place.last_id), types=[each.type for each in key]))
    rows = [dict(row) for row in store.session.execute(chosen).mappings()]
    found = {(table.name, id_of(table.name, row)): canonical(store, table.name, row) for row in rows}
    if rows:
        place.last_id = json.dumps([rows[-1][each.name] for each in key])
        bound = binding.write(found, store.keys.first)
        subjects = {"table": table.name, "rows": len(rows)}
        audit.append(store, kind=audit.UPGRADE, actor=audit.PROGRAM, subjects=subjects, at=now, bound=bound)
    place.is_done = len(rows) < limit
    store.session.flush()
    return True


__all__ = ["BOUND", "bind_some", "is_anything_left"]

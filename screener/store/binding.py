"""Binding: every change of a row that a clinician relies on is noted as it is written, and goes into the next event.

The notes are taken from the session, whoever writes: what it flushes, and what
its statements change (they are made to give it back). So no writer can forget.
"""

import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import event, inspect
from sqlalchemy.engine import Result
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, sessionmaker

from screener.store.bound_rows import BOUND, Values, canonical, id_of, table_of
from screener.store.database import Store
from screener.store.sealing import ClinicKey
from screener.store.tables import Base

Row = tuple[str, str]
"""A table, and a row's identifier in it."""
NOTED: Final = "rows that were written since the last event"
DONE: Final = "rows that this transaction bound"
UNBOUND: Final = {"screener_bound": False}
"""Execution options of a statement that changes nothing of what is bound."""


def watch(sessions: sessionmaker[Session]) -> None:
    """Has these sessions note what they write."""
    event.listen(sessions, "do_orm_execute", note_statement)
    event.listen(sessions, "after_flush", note_flush)


def note_statement(state: ORMExecuteState) -> Result[Any] | None:
    """Notes the rows that a statement writes, as they are afterwards."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return None
    mapper = state.bind_mapper
    table = mapper.local_table.name if mapper is not None else ""  # type: ignore[attr-defined]
    if table not in BOUND or not state.execution_options.get("screener_bound", True):
        return None
    statement: Any = state.statement
    given = set(statement.exported_columns.keys())
    columns = [column for column in table_of(table).columns if column.name not in given]
    frozen = state.invoke_statement(statement=statement.returning(*columns)).freeze()
    for values in map(dict, frozen().mappings()):
        note(state.session, table, None if state.is_delete else values, id_of(table, values))
    return frozen()


def note_flush(session: Session, _context: UOWTransaction) -> None:
    """Notes the rows that are flushed."""
    for instance in (*session.new, *session.dirty, *session.deleted):
        table = inspect(instance).mapper.local_table.name
        if table in BOUND and (instance not in session.dirty or session.is_modified(instance)):
            values = {column.name: getattr(instance, column.name) for column in table_of(table).columns}
            note(session, table, None if instance in session.deleted else values, id_of(table, values))


def expect(store: Store, row: Base) -> None:
    """Notes a row that is written after the event that binds it, since it holds that event's head."""
    table = row.__tablename__
    note_values(store.session, table, {column.name: getattr(row, column.name) for column in table_of(table).columns})


def note_values(session: Session, table: str, values: Values) -> None:
    """Notes one row as it is now, or will be."""
    note(session, table, values, id_of(table, values))


def note(session: Session, table: str, values: Values | None, own_id: str) -> None:
    """Notes one row as it is now; None for one that is gone."""
    session.info.setdefault(NOTED, {})[table, own_id] = values


def forget(session: Session) -> None:
    """Lets go of what was noted: it is bound otherwise."""
    session.info.pop(NOTED, None)


def is_anything_noted(store: Store) -> bool:
    """Whether a row was written that no event has bound yet."""
    return any(True for _ in due(store))


def due(store: Store) -> Iterator[tuple[Row, bytes | None]]:
    """The rows written since the last event that are not as this transaction bound them, with their canonical texts."""
    store.session.flush()
    done = store.session.info.setdefault(DONE, {})
    for row, values in store.session.info.get(NOTED, {}).items():
        content = None if values is None else canonical(store, row[0], values)
        if row not in done or done[row] != content:
            yield row, content


def take(store: Store, key: ClinicKey) -> str | None:
    """What the event at hand binds, as canonical JSON: table, identifier, HMAC; null for a row that is gone."""
    found = dict(due(store))
    forget(store.session)
    store.session.info[DONE].update(found)
    return write(found, key)


def write(found: Mapping[Row, bytes | None], key: ClinicKey) -> str | None:
    """Bindings as canonical JSON; None for none."""
    bound: dict[str, dict[str, str | None]] = {}
    for (table, own_id), content in found.items():
        bound.setdefault(table, {})[own_id] = None if content is None else mac_of(table, content, key)
    return json.dumps(bound, sort_keys=True, separators=(",", ":")) if bound else None


def mac_of(table: str, content: bytes, key: ClinicKey) -> str:
    """A row's binding: the format of its content, and an HMAC of it under the chain's key."""
    return f"{BOUND[table].format}:{key.audit_mac(content).hex()}"


def holds(table: str, content: bytes, binding: str, key: ClinicKey) -> bool:
    """Whether the row is as it was bound."""
    return hmac.compare_digest(binding.encode(), mac_of(table, content, key).encode())

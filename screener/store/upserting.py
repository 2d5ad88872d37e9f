"""Insert or update in one statement: the same words on both databases."""

from sqlalchemy.dialects import postgresql, sqlite

from screener.store.database import Store
from screener.store.tables import Base

Insert = postgresql.Insert | sqlite.Insert


def insert_into(store: Store, table: type[Base]) -> Insert:
    """An INSERT that knows ON CONFLICT, in the dialect at hand."""
    return postgresql.insert(table) if store.dialect == "postgresql" else sqlite.insert(table)

"""Alembic's way in: runs the scripts on the connection that `migrating` hands over."""

from alembic import context

from screener.store.migrating import compare_type, render_item
from screener.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=compare_type,
    render_item=render_item,
)
context.run_migrations()

"""rows that the audit chain vouches for

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = (
    "alert",
    "clinic_change",
    "decision",
    "draft_approval",
    "duty",
    "follow_up",
    "last_day",
    "member",
    "patient",
    "photo",
    "publication",
    "queue_entry",
    "revision",
    "revision_file",
    "submission",
    "urgent_notice",
)


def upgrade() -> None:
    # Not in a batch, which would make the table again without its triggers.
    op.add_column("audit_event", sa.Column("bound", sa.Text(), nullable=True))
    made = op.create_table(
        "bound_table",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last_id", sa.Text(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bound_table")),
    )
    connection = op.get_bind()
    for name in TABLES:
        # Where there is nothing yet, there is nothing to bind; the rest needs the keys, which the program has.
        if connection.execute(sa.select(sa.literal(1)).select_from(sa.table(name)).limit(1)).first() is None:
            connection.execute(made.insert().values(name=name, last_id="", is_done=True))

"""what the clinic chose

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from screener.store.migrations import append_only

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clinic_change",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_clinic_change")),
    )
    append_only.refuse("clinic_change", "UPDATE", "DELETE")

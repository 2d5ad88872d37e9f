"""one draft for each page rather than for each step, and whether it came after its session had ended

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE page_draft SET page = '' WHERE page IS NULL")
    with op.batch_alter_table("page_draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_late", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.alter_column("page", existing_type=sa.Text(), nullable=False)
        batch_op.drop_constraint(op.f("pk_page_draft"), type_="primary")
        batch_op.create_primary_key(op.f("pk_page_draft"), ["intake_id", "step_id", "page"])
    with op.batch_alter_table("page_draft", schema=None) as batch_op:
        batch_op.alter_column("is_late", existing_type=sa.Boolean(), server_default=None)

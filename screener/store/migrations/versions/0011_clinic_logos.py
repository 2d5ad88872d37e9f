"""the clinic's logos

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clinic_logo",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("png", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_clinic_logo")),
    )

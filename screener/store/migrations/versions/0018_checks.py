"""what patients say of answers that do not seem to fit together

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_note",
        sa.Column("intake_id", sa.Text(), nullable=False),
        sa.Column("check_mac", sa.LargeBinary(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["intake_id"], ["intake.id"], name=op.f("fk_check_note_intake_id_intake")),
        sa.PrimaryKeyConstraint("intake_id", "check_mac", name=op.f("pk_check_note")),
    )
    op.add_column("submission", sa.Column("confirmed", sa.LargeBinary(), nullable=True))

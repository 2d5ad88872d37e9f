"""last days of earlier revisions, and intakes that went on with another one

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("scheduled_publication", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_day", sa.Date(), nullable=True))
    op.create_table(
        "last_day",
        sa.Column("revision_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_last_day_revision_id_revision")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_last_day")),
    )
    op.create_table(
        "intake_move",
        sa.Column("intake_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_revision", sa.Text(), nullable=False),
        sa.Column("to_revision", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lost", sa.Text(), nullable=False),
        sa.Column("again", sa.Text(), nullable=False),
        sa.Column("pages", sa.Text(), nullable=False),
        sa.Column("gone", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["intake_id"], ["intake.id"], name=op.f("fk_intake_move_intake_id_intake")),
        sa.ForeignKeyConstraint(
            ["from_revision"], ["revision.id"], name=op.f("fk_intake_move_from_revision_revision")
        ),
        sa.ForeignKeyConstraint(["to_revision"], ["revision.id"], name=op.f("fk_intake_move_to_revision_revision")),
        sa.PrimaryKeyConstraint("intake_id", "version", name=op.f("pk_intake_move")),
    )

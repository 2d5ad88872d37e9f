"""drafts to be published at a set time

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scheduled_publication",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("canceled_by", sa.Text(), nullable=True),
        sa.Column("revision_id", sa.Text(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["questionnaire_draft.id"], name=op.f("fk_scheduled_publication_draft_id_questionnaire_draft")
        ),
        sa.ForeignKeyConstraint(
            ["base_id"], ["revision.id"], name=op.f("fk_scheduled_publication_base_id_revision")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["member.id"], name=op.f("fk_scheduled_publication_set_by_member")),
        sa.ForeignKeyConstraint(
            ["canceled_by"], ["member.id"], name=op.f("fk_scheduled_publication_canceled_by_member")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_scheduled_publication_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_publication")),
    )
    with op.batch_alter_table("scheduled_publication", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scheduled_publication_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scheduled_publication_state_due_at"), ["state", "due_at"], unique=False)

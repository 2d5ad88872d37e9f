"""finding what closes, and what was sent by a revision

Revision ID: 0014
Revises: 0013
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_invitation_state_expires_at", "invitation", ["state", "expires_at"])
    op.create_index("ix_intake_state_expires_at", "intake", ["state", "expires_at"])
    op.create_index("ix_submission_revision_id_sent_at", "submission", ["revision_id", "sent_at"])

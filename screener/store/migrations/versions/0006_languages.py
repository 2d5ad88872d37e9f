"""languages

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('intake_step', sa.Column('language', sa.LargeBinary(), nullable=True))
    op.add_column('intake_step', sa.Column('page', sa.Text(), nullable=True))
    op.add_column('submission', sa.Column('languages', sa.LargeBinary(), nullable=True))
    op.add_column('page_draft', sa.Column('page', sa.Text(), nullable=True))

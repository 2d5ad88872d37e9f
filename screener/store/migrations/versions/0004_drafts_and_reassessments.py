"""drafts and reassessments

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from screener.store.migrations import append_only

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('questionnaire_draft',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('base_id', sa.Text(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['base_id'], ['revision.id'], name=op.f('fk_questionnaire_draft_base_id_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_questionnaire_draft'))
    )
    with op.batch_alter_table('questionnaire_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_questionnaire_draft_state_slug'), ['state', 'slug'], unique=False)

    op.create_table('draft_approval',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('draft_id', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('base_sha256', sa.Text(), nullable=True),
    sa.Column('comparison_sha256', sa.Text(), nullable=False),
    sa.Column('comparison', sa.LargeBinary(), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['questionnaire_draft.id'], name=op.f('fk_draft_approval_draft_id_questionnaire_draft')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_approval'))
    )
    with op.batch_alter_table('draft_approval', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_approval_draft_id'), ['draft_id'], unique=False)

    op.create_table('draft_file',
    sa.Column('draft_id', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['draft_id'], ['questionnaire_draft.id'], name=op.f('fk_draft_file_draft_id_questionnaire_draft')),
    sa.PrimaryKeyConstraint('draft_id', 'version', 'path', name=op.f('pk_draft_file'))
    )
    op.create_table('draft_save',
    sa.Column('draft_id', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('says_again', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_by', sa.Text(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['questionnaire_draft.id'], name=op.f('fk_draft_save_draft_id_questionnaire_draft')),
    sa.PrimaryKeyConstraint('draft_id', 'version', name=op.f('pk_draft_save'))
    )
    op.create_table('publication',
    sa.Column('revision_id', sa.Text(), nullable=False),
    sa.Column('draft_id', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('approved_by', sa.Text(), nullable=True),
    sa.Column('comparison_sha256', sa.Text(), nullable=True),
    sa.Column('again_of', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['again_of'], ['revision.id'], name=op.f('fk_publication_again_of_revision')),
    sa.ForeignKeyConstraint(['draft_id'], ['questionnaire_draft.id'], name=op.f('fk_publication_draft_id_questionnaire_draft')),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_publication_revision_id_revision')),
    sa.PrimaryKeyConstraint('revision_id', name=op.f('pk_publication'))
    )
    op.create_table('reassessment',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('draft_id', sa.Text(), nullable=True),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('base_id', sa.Text(), nullable=True),
    sa.Column('rule', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('last_id', sa.Text(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_by', sa.Text(), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['base_id'], ['revision.id'], name=op.f('fk_reassessment_base_id_revision')),
    sa.ForeignKeyConstraint(['draft_id'], ['questionnaire_draft.id'], name=op.f('fk_reassessment_draft_id_questionnaire_draft')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reassessment'))
    )
    with op.batch_alter_table('reassessment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reassessment_draft_id'), ['draft_id'], unique=False)

    op.create_table('reassessed_submission',
    sa.Column('reassessment_id', sa.Text(), nullable=False),
    sa.Column('submission_id', sa.Text(), nullable=False),
    sa.Column('old', sa.Text(), nullable=False),
    sa.Column('new', sa.Text(), nullable=False),
    sa.Column('change', sa.Integer(), nullable=False),
    sa.Column('why', sa.LargeBinary(), nullable=False),
    sa.Column('noticed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seen_by', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['reassessment_id'], ['reassessment.id'], name=op.f('fk_reassessed_submission_reassessment_id_reassessment')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_reassessed_submission_submission_id_submission')),
    sa.PrimaryKeyConstraint('reassessment_id', 'submission_id', name=op.f('pk_reassessed_submission'))
    )
    with op.batch_alter_table('reassessed_submission', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reassessed_submission_reassessment_id_change'), ['reassessment_id', 'change'], unique=False)
        batch_op.create_index(batch_op.f('ix_reassessed_submission_submission_id'), ['submission_id'], unique=False)


    for table in ("draft_save", "draft_file", "draft_approval", "publication"):
        append_only.refuse(table, "UPDATE", "DELETE")

"""patients, the triage queue and decisions

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from screener.store.migrations import append_only

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "patient",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("date_of_birth", sa.LargeBinary(), nullable=False),
        sa.Column("born_mac", sa.LargeBinary(), nullable=False),
        sa.Column("record_number", sa.LargeBinary(), nullable=False),
        sa.Column("record_mac", sa.LargeBinary(), nullable=True),
        sa.Column("appointment", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
        sa.UniqueConstraint("record_mac", name=op.f("uq_patient_record_mac")),
    )
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_patient_born_mac"), ["born_mac"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_patient_merged_into_appointment_id"), ["merged_into", "appointment", "id"], unique=False
        )

    op.create_table(
        "patient_move",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("invitation_id", sa.Text(), nullable=False),
        sa.Column("from_patient", sa.Text(), nullable=False),
        sa.Column("to_patient", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["from_patient"], ["patient.id"], name=op.f("fk_patient_move_from_patient_patient")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_patient_move_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(["to_patient"], ["patient.id"], name=op.f("fk_patient_move_to_patient_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_move")),
    )
    with op.batch_alter_table("patient_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_patient_move_from_patient"), ["from_patient"], unique=False)
        batch_op.create_index(batch_op.f("ix_patient_move_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_patient_move_to_patient"), ["to_patient"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("audit_head", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_decision_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("submission_id", "number", name=op.f("uq_decision_submission_id_number")),
    )
    op.create_table(
        "follow_up",
        sa.Column("invitation_id", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("questions", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_follow_up_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_follow_up_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_follow_up")),
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "queue_entry",
        sa.Column("intake_id", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=True),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("appointment", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["intake_id"], ["intake.id"], name=op.f("fk_queue_entry_intake_id_intake")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_queue_entry_patient_id_patient")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_queue_entry_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("intake_id", name=op.f("pk_queue_entry")),
        sa.UniqueConstraint("reference", name=op.f("uq_queue_entry_reference")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_queue_entry_submission_id")),
    )
    with op.batch_alter_table("queue_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_queue_entry_claim",
            ["claimed_by", "state", "rank", "appointment", "arrived_at", "intake_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_queue_entry_day", ["state", "appointment", "rank", "arrived_at", "intake_id"], unique=False
        )
        batch_op.create_index("ix_queue_entry_newest", ["state", "arrived_at", "intake_id"], unique=False)
        batch_op.create_index(
            "ix_queue_entry_open", ["state", "rank", "appointment", "arrived_at", "intake_id"], unique=False
        )
        batch_op.create_index("ix_queue_entry_patient", ["patient_id", "arrived_at"], unique=False)
        batch_op.create_index(
            "ix_queue_entry_slug", ["state", "slug", "rank", "appointment", "arrived_at", "intake_id"], unique=False
        )

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("patient_id", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_invitation_patient_id"), ["patient_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_invitation_patient_id_patient"), "patient", ["patient_id"], ["id"])

    # By which words a patient is found is indexed by the record from now on; the records of what is here are made
    # when the program first opens it, since that needs the keys.
    op.drop_table("name_index")
    op.create_table(
        "name_index",
        sa.Column("word_mac", sa.LargeBinary(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_name_index_patient_id_patient")),
        sa.PrimaryKeyConstraint("word_mac", "patient_id", name=op.f("pk_name_index")),
    )
    with op.batch_alter_table("name_index", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_name_index_patient_id"), ["patient_id"], unique=False)

    append_only.refuse("decision", "UPDATE", "DELETE")
    append_only.refuse("patient_move", "UPDATE", "DELETE")
    append_only.refuse("patient", "DELETE")

"""Add pod meetings."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pod_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("call_url", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_pod_meeting_by_id")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_pod_meeting_changed_by_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_pod_meeting_cohort_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pod_meeting")),
        sa.UniqueConstraint("key", name=op.f("uq_pod_meeting_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pod_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pod_meeting_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pod_meeting_changed_by_id"), ["changed_by_id"], unique=False)
        batch_op.create_index("ix_pod_meeting_cohort_state", ["cohort_id", "state"], unique=False)

    op.create_table(
        "pod_meeting_person",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("fits", sa.JSON(), nullable=True),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["pod_meeting.id"], name=op.f("fk_pod_meeting_person_meeting_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pod_meeting_person_person_id")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_pod_meeting_person")),
    )
    with op.batch_alter_table("pod_meeting_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pod_meeting_person_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("pod_meeting_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pod_meeting_person_person_id"))

    op.drop_table("pod_meeting_person")
    with op.batch_alter_table("pod_meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_pod_meeting_cohort_state")
        batch_op.drop_index(batch_op.f("ix_pod_meeting_changed_by_id"))
        batch_op.drop_index(batch_op.f("ix_pod_meeting_by_id"))

    op.drop_table("pod_meeting")

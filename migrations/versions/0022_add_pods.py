"""Add pods."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("done", sa.String(length=500), nullable=False),
        sa.Column("planned", sa.String(length=500), nullable=False),
        sa.Column("hours", sa.String(length=20), nullable=False),
        sa.Column("blocked", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_check_in_cohort_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_check_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint(
            "cohort_id", "person_id", "week", name=op.f("uq_check_in_cohort_id_person_id_week")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.create_index("ix_check_in_cohort_week", ["cohort_id", "week"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "check_in_choice",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("shares", sa.Boolean(), nullable=False),
        sa.Column("streak_since", sa.Date(), nullable=True),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("blocks_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_check_in_choice_cohort_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_check_in_choice_person_id")),
        sa.PrimaryKeyConstraint("cohort_id", "person_id", name=op.f("pk_check_in_choice")),
    )
    with op.batch_alter_table("check_in_choice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_in_choice_person_id"), ["person_id"], unique=False)

    op.create_table(
        "pod",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_pod_cohort_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_pod_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pod")),
        sa.UniqueConstraint("key", name=op.f("uq_pod_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pod", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pod_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pod_made_by_id"), ["made_by_id"], unique=False)

    op.create_table(
        "pod_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pod_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_pod_member_cohort_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pod_member_person_id")),
        sa.ForeignKeyConstraint(["pod_id"], ["pod.id"], name=op.f("fk_pod_member_pod_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pod_member")),
        sa.UniqueConstraint("cohort_id", "person_id", name=op.f("uq_pod_member_cohort_id_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pod_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pod_member_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pod_member_pod_id"), ["pod_id"], unique=False)

    op.create_table(
        "pod_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_pod_note_by_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_pod_note_cohort_id")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_pod_note_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pod_note")),
        sa.UniqueConstraint(
            "cohort_id", "by_id", "to_id", "day", name=op.f("uq_pod_note_cohort_id_by_id_to_id_day")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pod_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pod_note_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pod_note_to_id"), ["to_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("pod_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pod_note_to_id"))
        batch_op.drop_index(batch_op.f("ix_pod_note_by_id"))

    op.drop_table("pod_note")
    with op.batch_alter_table("pod_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pod_member_pod_id"))
        batch_op.drop_index(batch_op.f("ix_pod_member_person_id"))

    op.drop_table("pod_member")
    with op.batch_alter_table("pod", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pod_made_by_id"))
        batch_op.drop_index(batch_op.f("ix_pod_cohort_id"))

    op.drop_table("pod")
    with op.batch_alter_table("check_in_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_in_choice_person_id"))

    op.drop_table("check_in_choice")
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_in_person_id"))
        batch_op.drop_index("ix_check_in_cohort_week")

    op.drop_table("check_in")

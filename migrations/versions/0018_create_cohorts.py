"""Create cohorts."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outline_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("meetings", sa.JSON(), nullable=False),
        sa.Column("holidays", sa.JSON(), nullable=False),
        sa.Column("blackouts", sa.JSON(), nullable=False),
        sa.Column("lengths", sa.JSON(), nullable=False),
        sa.Column("strictness", sa.String(length=30), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("own_days", sa.Integer(), nullable=False),
        sa.Column("completes_at", sa.Integer(), nullable=False),
        sa.Column("escalates", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["program.id"], name=op.f("fk_cohort_id")),
        sa.ForeignKeyConstraint(["outline_id"], ["course_version.id"], name=op.f("fk_cohort_outline_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_outline_id"), ["outline_id"], unique=False)

    op.create_table(
        "cohort_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=30), nullable=False),
        sa.Column("wall", sa.DateTime(), nullable=True),
        sa.Column("ends_wall", sa.DateTime(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("call_url", sa.String(length=500), nullable=False),
        sa.Column("due_rev", sa.Integer(), nullable=False),
        sa.Column("past", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_date_cohort_id")),
        sa.ForeignKeyConstraint(["item_id"], ["outline_item.id"], name=op.f("fk_cohort_date_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_date")),
        sa.UniqueConstraint("cohort_id", "item_id", name=op.f("uq_cohort_date_cohort_id_item_id")),
        sa.UniqueConstraint("key", name=op.f("uq_cohort_date_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("cohort_date", schema=None) as batch_op:
        batch_op.create_index("ix_cohort_date_cohort_at", ["cohort_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_cohort_date_item_id"), ["item_id"], unique=False)

    op.create_table(
        "cohort_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("date_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_cohort_change_by_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_change_cohort_id")),
        sa.ForeignKeyConstraint(["date_id"], ["cohort_date.id"], name=op.f("fk_cohort_change_date_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cohort_change_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_change")),
        sa.UniqueConstraint("key", name=op.f("uq_cohort_change_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("cohort_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_change_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_cohort_change_cohort_at", ["cohort_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_cohort_change_date_id"), ["date_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cohort_change_person_id"), ["person_id"], unique=False)

    op.create_table(
        "progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("date_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("on_time", sa.Boolean(), nullable=True),
        sa.Column("extended_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_rev", sa.Integer(), nullable=False),
        sa.Column("past", sa.JSON(), nullable=False),
        sa.Column("slid", sa.Integer(), nullable=False),
        sa.Column("by_oneself", sa.Boolean(), nullable=False),
        sa.Column("without", sa.JSON(), nullable=False),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["date_id"], ["cohort_date.id"], name=op.f("fk_progress_date_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_progress_done_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_progress_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress")),
        sa.UniqueConstraint("date_id", "person_id", name=op.f("uq_progress_date_id_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_progress_person_id"))

    op.drop_table("progress")
    with op.batch_alter_table("cohort_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_change_person_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_change_date_id"))
        batch_op.drop_index("ix_cohort_change_cohort_at")
        batch_op.drop_index(batch_op.f("ix_cohort_change_by_id"))

    op.drop_table("cohort_change")
    with op.batch_alter_table("cohort_date", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_date_item_id"))
        batch_op.drop_index("ix_cohort_date_cohort_at")

    op.drop_table("cohort_date")
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_outline_id"))

    op.drop_table("cohort")

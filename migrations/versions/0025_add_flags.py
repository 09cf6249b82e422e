"""Add flags."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "raised_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=30), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("truth", sa.String(length=30), nullable=True),
        sa.Column("truth_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_raised_flag_cohort_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_raised_flag_person_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name=op.f("fk_raised_flag_said_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raised_flag")),
        sa.UniqueConstraint("key", name=op.f("uq_raised_flag_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("raised_flag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_raised_flag_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_raised_flag_rule_truth", ["rule", "truth"], unique=False)
        batch_op.create_index(batch_op.f("ix_raised_flag_said_by_id"), ["said_by_id"], unique=False)
        batch_op.create_index(
            "uq_raised_flag_open",
            ["cohort_id", "person_id", "rule"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("raised_flag", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_raised_flag_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_raised_flag_said_by_id"))
        batch_op.drop_index("ix_raised_flag_rule_truth")
        batch_op.drop_index(batch_op.f("ix_raised_flag_person_id"))

    op.drop_table("raised_flag")

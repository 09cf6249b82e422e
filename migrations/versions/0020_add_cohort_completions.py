"""Add cohort completions."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cohort_completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("outline", sa.Integer(), nullable=False),
        sa.Column("course_completion_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_completion_cohort_id")),
        sa.ForeignKeyConstraint(
            ["course_completion_id"],
            ["course_completion.id"],
            name=op.f("fk_cohort_completion_course_completion_id"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cohort_completion_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_completion")),
        sa.UniqueConstraint("cohort_id", "person_id", name=op.f("uq_cohort_completion_cohort_id_person_id")),
        sa.UniqueConstraint("key", name=op.f("uq_cohort_completion_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("cohort_completion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cohort_completion_course_completion_id"), ["course_completion_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_cohort_completion_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("cohort_completion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_completion_person_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_completion_course_completion_id"))

    op.drop_table("cohort_completion")

"""Add the weeks of cohorts."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cohort_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_week_cohort_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_week")),
        sa.UniqueConstraint("cohort_id", "number", name=op.f("uq_cohort_week_cohort_id_number")),
        sa.UniqueConstraint("key", name=op.f("uq_cohort_week_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "week_material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_week_material_added_by_id")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_week_material_resource_id")),
        sa.ForeignKeyConstraint(["week_id"], ["cohort_week.id"], name=op.f("fk_week_material_week_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week_material")),
        sa.UniqueConstraint("week_id", "resource_id", name=op.f("uq_week_material_week_id_resource_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("week_material", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_week_material_added_by_id"), ["added_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_week_material_resource_id"), ["resource_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("week_material", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_week_material_resource_id"))
        batch_op.drop_index(batch_op.f("ix_week_material_added_by_id"))

    op.drop_table("week_material")
    op.drop_table("cohort_week")

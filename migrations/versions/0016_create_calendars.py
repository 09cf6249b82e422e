"""Create calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_revision",
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("material", sa.String(length=64), nullable=False),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_calendar_revision_program_id")),
        sa.PrimaryKeyConstraint("program_id", name=op.f("pk_calendar_revision")),
    )
    op.create_table(
        "calendar_role",
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_role_person_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_calendar_role_program_id")),
        sa.PrimaryKeyConstraint("program_id", "person_id", name=op.f("pk_calendar_role")),
    )
    op.create_index(op.f("ix_calendar_role_person_id"), "calendar_role", ["person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_calendar_role_person_id"), table_name="calendar_role")
    op.drop_table("calendar_role")
    op.drop_table("calendar_revision")

"""Add announcements."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("whom", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=400), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=1500), nullable=False),
        sa.Column("goes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_because", sa.String(length=80), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_announcement_by_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_announcement_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("key", name=op.f("uq_announcement_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_announcement_program_id"), ["program_id"], unique=False)
        batch_op.create_index(
            "ix_announcement_waits",
            ["goes_at"],
            unique=False,
            sqlite_where=sa.text("gone_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("gone_at IS NULL AND cancelled_at IS NULL"),
        )

    op.create_table(
        "announced_to",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_announced_to_announcement_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_announced_to_person_id")),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_announced_to")),
    )
    with op.batch_alter_table("announced_to", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announced_to_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("announced_to", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announced_to_person_id"))

    op.drop_table("announced_to")
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_announcement_waits",
            sqlite_where=sa.text("gone_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("gone_at IS NULL AND cancelled_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_announcement_program_id"))
        batch_op.drop_index(batch_op.f("ix_announcement_by_id"))

    op.drop_table("announcement")

"""Create hackathons."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hackathon",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_least", sa.Integer(), nullable=False),
        sa.Column("team_most", sa.Integer(), nullable=False),
        sa.Column("grace_minutes", sa.Integer(), nullable=False),
        sa.Column("gallery_open", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("source_key", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["program.id"], name=op.f("fk_hackathon_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hackathon")),
    )
    with op.batch_alter_table("hackathon", schema=None) as batch_op:
        batch_op.create_index(
            "uq_hackathon_source_source_key",
            ["source", "source_key"],
            unique=True,
            sqlite_where=sa.text("source <> ''"),
            postgresql_where=sa.text("source <> ''"),
        )
    op.create_table(
        "prize",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("hackathon_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hackathon_id"], ["hackathon.id"], name=op.f("fk_prize_hackathon_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prize")),
        sa.UniqueConstraint("hackathon_id", "name", name=op.f("uq_prize_hackathon_id_name")),
        sa.UniqueConstraint("key", name=op.f("uq_prize_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hackathon_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("opens_wall", sa.DateTime(), nullable=False),
        sa.Column("closes_wall", sa.DateTime(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_rev", sa.Integer(), nullable=False),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["hackathon_id"], ["hackathon.id"], name=op.f("fk_window_hackathon_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window")),
        sa.UniqueConstraint("hackathon_id", "kind", name=op.f("uq_window_hackathon_id_kind")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("window", schema=None) as batch_op:
        batch_op.create_index("ix_window_kind_closes_at", ["kind", "closes_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("window", schema=None) as batch_op:
        batch_op.drop_index("ix_window_kind_closes_at")

    op.drop_table("window")
    op.drop_table("prize")
    op.drop_table("hackathon")

"""Create demos."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "demo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("hackathon_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("pitch", sa.String(length=500), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("repository_url", sa.String(length=500), nullable=False),
        sa.Column("demo_url", sa.String(length=500), nullable=False),
        sa.Column("video_url", sa.String(length=500), nullable=False),
        sa.Column("slides_url", sa.String(length=500), nullable=False),
        sa.Column("built_with", sa.JSON(), nullable=False),
        sa.Column("ai_used", sa.String(), nullable=False),
        sa.Column("data_class", sa.String(length=30), nullable=True),
        sa.Column("personal_data", sa.String(length=30), nullable=True),
        sa.Column("model_provider", sa.String(length=200), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("source_url", sa.String(length=500), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hackathon_id"], ["hackathon.id"], name=op.f("fk_demo_hackathon_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_demo_saved_by_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_demo_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo")),
        sa.UniqueConstraint("hackathon_id", "source_url", name=op.f("uq_demo_hackathon_id_source_url")),
        sa.UniqueConstraint("key", name=op.f("uq_demo_key")),
        sa.UniqueConstraint("team_id", name=op.f("uq_demo_team_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("demo", schema=None) as batch_op:
        batch_op.create_index("ix_demo_hackathon_state", ["hackathon_id", "state"], unique=False)

    op.create_table(
        "prize_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demo_id", sa.Integer(), nullable=False),
        sa.Column("prize_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["demo_id"], ["demo.id"], name=op.f("fk_prize_entry_demo_id")),
        sa.ForeignKeyConstraint(["prize_id"], ["prize.id"], name=op.f("fk_prize_entry_prize_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prize_entry")),
        sa.UniqueConstraint("demo_id", "prize_id", name=op.f("uq_prize_entry_demo_id_prize_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("prize_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prize_entry_prize_id"), ["prize_id"], unique=False)

    op.create_table(
        "snapshot_run",
        sa.Column("hackathon_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["hackathon_id"], ["hackathon.id"], name=op.f("fk_snapshot_run_hackathon_id")
        ),
        sa.PrimaryKeyConstraint("hackathon_id", name=op.f("pk_snapshot_run")),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demo_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["demo_id"], ["demo.id"], name=op.f("fk_snapshot_demo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("demo_id", name=op.f("uq_snapshot_demo_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demo_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("decide_on", sa.Date(), nullable=True),
        sa.Column("due_rev", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("spent", sa.Integer(), nullable=True),
        sa.Column("estimated", sa.Integer(), nullable=True),
        sa.Column("realised", sa.Integer(), nullable=True),
        sa.Column("worth", sa.String(length=500), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_follow_up_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(["demo_id"], ["demo.id"], name=op.f("fk_follow_up_demo_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_follow_up_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("demo_id", name=op.f("uq_follow_up_demo_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_confirmed_by_id"), ["confirmed_by_id"], unique=False)
        batch_op.create_index("ix_follow_up_owner_decide_on", ["owner_id", "decide_on"], unique=False)
        batch_op.create_index("ix_follow_up_state_decide_on", ["state", "decide_on"], unique=False)

    op.create_table(
        "follow_up_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_follow_up_change_by_id")),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_up.id"], name=op.f("fk_follow_up_change_follow_up_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_change")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("follow_up_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_change_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_follow_up_change_follow_up_at", ["follow_up_id", "at"], unique=False)


def downgrade() -> None:
    op.drop_table("follow_up_change")
    op.drop_table("follow_up")
    op.drop_table("snapshot")
    op.drop_table("snapshot_run")
    with op.batch_alter_table("prize_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prize_entry_prize_id"))

    op.drop_table("prize_entry")
    with op.batch_alter_table("demo", schema=None) as batch_op:
        batch_op.drop_index("ix_demo_hackathon_state")

    op.drop_table("demo")

"""Add focus blocks from calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "focus_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=2000), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("etag", sa.String(length=200), nullable=False),
        sa.Column("modified", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_ask_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_focus_feed_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_feed")),
        sa.UniqueConstraint("key", name=op.f("uq_focus_feed_key")),
        sa.UniqueConstraint("person_id", name=op.f("uq_focus_feed_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("focus_feed", schema=None) as batch_op:
        batch_op.create_index("ix_focus_feed_next_ask_at", ["next_ask_at"], unique=False)

    op.create_table(
        "focus_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["focus_feed.id"], name=op.f("fk_focus_block_feed_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_block")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("focus_block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_focus_block_feed_id"), ["feed_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("focus_block", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_focus_block_feed_id"))

    op.drop_table("focus_block")
    with op.batch_alter_table("focus_feed", schema=None) as batch_op:
        batch_op.drop_index("ix_focus_feed_next_ask_at")

    op.drop_table("focus_feed")

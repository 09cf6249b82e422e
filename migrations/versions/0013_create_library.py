"""Create library."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.String(length=2000), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("published", sa.String(length=10), nullable=False),
        sa.Column("level", sa.String(length=30), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("final_url", sa.String(length=2000), nullable=True),
        sa.Column("canonical_url", sa.String(length=2000), nullable=True),
        sa.Column("url_key", sa.String(length=1100), nullable=True),
        sa.Column("url_key_version", sa.Integer(), nullable=False),
        sa.Column("work_key", sa.String(length=200), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("binned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lookup", sa.String(length=30), nullable=False),
        sa.Column("link", sa.String(length=30), nullable=False),
        sa.Column("link_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_suspected", sa.String(length=30), nullable=True),
        sa.Column("link_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_failures", sa.Integer(), nullable=False),
        sa.Column("link_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_resource_added_by_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_resource_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint("key", name=op.f("uq_resource_key")),
        sa.UniqueConstraint("url_key", name=op.f("uq_resource_url_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("resource", schema=None) as batch_op:
        batch_op.create_index(
            "ix_resource_binned_at",
            ["binned_at"],
            unique=False,
            sqlite_where=sa.text("binned_at IS NOT NULL"),
            postgresql_where=sa.text("binned_at IS NOT NULL"),
        )
        batch_op.create_index("ix_resource_next_check_at", ["next_check_at"], unique=False)
        batch_op.create_index(
            "ix_resource_created_at",
            ["created_at"],
            unique=False,
            sqlite_where=sa.text("binned_at IS NULL"),
            postgresql_where=sa.text("binned_at IS NULL"),
        )
        batch_op.create_index(
            "ix_resource_used",
            ["used", "created_at", "id"],
            unique=False,
            sqlite_where=sa.text("binned_at IS NULL"),
            postgresql_where=sa.text("binned_at IS NULL"),
        )
        batch_op.create_index(
            "ix_resource_kind",
            ["kind", "level", "used", "binned_at"],
            unique=False,
            sqlite_where=sa.text("binned_at IS NULL"),
            postgresql_where=sa.text("binned_at IS NULL"),
        )
        batch_op.create_index(
            "ix_resource_link",
            ["link"],
            unique=False,
            sqlite_where=sa.text("binned_at IS NULL"),
            postgresql_where=sa.text("binned_at IS NULL"),
        )
        batch_op.create_index(
            "ix_resource_expires_on",
            ["expires_on"],
            unique=False,
            sqlite_where=sa.text("binned_at IS NULL"),
            postgresql_where=sa.text("binned_at IS NULL"),
        )
        batch_op.create_index(
            "ix_resource_confirmed_at",
            ["confirmed_at", "created_at"],
            unique=False,
            sqlite_where=sa.text("binned_at IS NULL"),
            postgresql_where=sa.text("binned_at IS NULL"),
        )
        batch_op.create_index(
            "ix_resource_reported_at",
            ["reported_at"],
            unique=False,
            sqlite_where=sa.text("reported_at IS NOT NULL"),
            postgresql_where=sa.text("reported_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_resource_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_resource_work_key"), ["work_key"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        create_tally()

    op.create_table(
        "resource_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=True),
        sa.Column("url_key", sa.String(length=1100), nullable=True),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_resource_alias_resource_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_alias")),
        sa.UniqueConstraint("key", name=op.f("uq_resource_alias_key")),
        sa.UniqueConstraint("url_key", name=op.f("uq_resource_alias_url_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("resource_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resource_alias_resource_id"), ["resource_id"], unique=False)

    op.create_table(
        "resource_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_resource_tag_resource_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_tag")),
        sa.UniqueConstraint("resource_id", "tag", name=op.f("uq_resource_tag_resource_id_tag")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("resource_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resource_tag_tag"), ["tag"], unique=False)

    op.create_table(
        "standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_standing_person_id")),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_standing_resource_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing")),
        sa.UniqueConstraint("person_id", "resource_id", name=op.f("uq_standing_person_id_resource_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("standing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standing_resource_id"), ["resource_id"], unique=False)

    op.create_table(
        "take_away",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_take_away_person_id")),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_take_away_resource_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_take_away")),
        sa.UniqueConstraint("key", name=op.f("uq_take_away_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("take_away", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_take_away_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_take_away_resource_at", ["resource_id", "at"], unique=False)

    op.create_table(
        "resource_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_resource_report_person_id")),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_resource_report_resource_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_report")),
        sa.UniqueConstraint(
            "resource_id", "person_id", name=op.f("uq_resource_report_resource_id_person_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("resource_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resource_report_person_id"), ["person_id"], unique=False)

    op.create_table(
        "collection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("summary", sa.String(length=2000), nullable=False),
        sa.Column("is_path", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("binned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_collection_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("key", name=op.f("uq_collection_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("collection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collection_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "collection_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ref_kind", sa.String(length=30), nullable=False),
        sa.Column("ref_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collection.id"],
            name=op.f("fk_collection_step_collection_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_step")),
        sa.UniqueConstraint(
            "collection_id",
            "ref_kind",
            "ref_id",
            name=op.f("uq_collection_step_collection_id_ref_kind_ref_id"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("collection_step", schema=None) as batch_op:
        batch_op.create_index("ix_collection_step_ref", ["ref_kind", "ref_id"], unique=False)

    op.create_table(
        "followed_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.String(length=200), nullable=False),
        sa.Column("modified", sa.String(length=60), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_ask_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_followed_feed_added_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followed_feed")),
        sa.UniqueConstraint("key", name=op.f("uq_followed_feed_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("followed_feed", schema=None) as batch_op:
        batch_op.create_index("ix_followed_feed_next_ask_at", ["next_ask_at"], unique=False)

    op.create_table(
        "feed_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.String(length=2000), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("published", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_feed_proposal_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["feed_id"], ["followed_feed.id"], name=op.f("fk_feed_proposal_feed_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_proposal")),
        sa.UniqueConstraint("digest", name=op.f("uq_feed_proposal_digest")),
        sa.UniqueConstraint("key", name=op.f("uq_feed_proposal_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("feed_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_proposal_feed_id"), ["feed_id"], unique=False)
        batch_op.create_index("ix_feed_proposal_state_found_at", ["state", "found_at"], unique=False)


def create_tally() -> None:
    """How many listed resources there are of each kind and level, and how many of them are used."""
    op.create_table(
        "resource_tally",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("level", sa.String(length=30), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "level", name=op.f("pk_resource_tally")),
        sqlite_with_rowid=False,
    )
    put = (
        "INSERT INTO resource_tally (kind, level, number, used) "
        "SELECT new.kind, coalesce(new.level, ''), 1, new.used > 0 WHERE new.binned_at IS NULL "
        "ON CONFLICT (kind, level) DO UPDATE SET number = number + 1, used = used + excluded.used;"
    )
    take = (
        "UPDATE resource_tally SET number = number - 1, used = used - (old.used > 0) "
        "WHERE old.binned_at IS NULL AND kind = old.kind AND level = coalesce(old.level, '');"
    )
    for name, moment, does in (
        ("put", "INSERT", put),
        ("take", "DELETE", take),
        ("change", "UPDATE OF kind, level, used, binned_at", take + " " + put),
    ):
        op.execute(f"CREATE TRIGGER resource_tally_{name} AFTER {moment} ON resource BEGIN {does} END")


def downgrade() -> None:
    with op.batch_alter_table("feed_proposal", schema=None) as batch_op:
        batch_op.drop_index("ix_feed_proposal_state_found_at")
        batch_op.drop_index(batch_op.f("ix_feed_proposal_feed_id"))

    op.drop_table("feed_proposal")
    with op.batch_alter_table("followed_feed", schema=None) as batch_op:
        batch_op.drop_index("ix_followed_feed_next_ask_at")

    op.drop_table("followed_feed")
    with op.batch_alter_table("collection_step", schema=None) as batch_op:
        batch_op.drop_index("ix_collection_step_ref")

    op.drop_table("collection_step")
    with op.batch_alter_table("collection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_collection_owner_id"))

    op.drop_table("collection")
    with op.batch_alter_table("resource_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resource_report_person_id"))

    op.drop_table("resource_report")
    with op.batch_alter_table("take_away", schema=None) as batch_op:
        batch_op.drop_index("ix_take_away_resource_at")
        batch_op.drop_index(batch_op.f("ix_take_away_person_id"))

    op.drop_table("take_away")
    with op.batch_alter_table("standing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standing_resource_id"))

    op.drop_table("standing")
    with op.batch_alter_table("resource_tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resource_tag_tag"))

    op.drop_table("resource_tag")
    with op.batch_alter_table("resource_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resource_alias_resource_id"))

    op.drop_table("resource_alias")
    with op.batch_alter_table("resource", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resource_work_key"))
        batch_op.drop_index(batch_op.f("ix_resource_owner_id"))
        batch_op.drop_index("ix_resource_reported_at")
        batch_op.drop_index("ix_resource_confirmed_at")
        batch_op.drop_index("ix_resource_expires_on")
        batch_op.drop_index("ix_resource_link")
        batch_op.drop_index("ix_resource_kind")
        batch_op.drop_index("ix_resource_used")
        batch_op.drop_index("ix_resource_created_at")
        batch_op.drop_index("ix_resource_next_check_at")
        batch_op.drop_index("ix_resource_binned_at")

    op.drop_table("resource")
    if op.get_bind().dialect.name == "sqlite":
        op.drop_table("resource_tally")

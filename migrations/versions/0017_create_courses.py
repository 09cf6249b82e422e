"""Create courses."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("provider", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("url_key", sa.String(length=1100), nullable=True),
        sa.Column("level", sa.String(length=30), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("cost", sa.String(length=120), nullable=False),
        sa.Column("certificate", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.String(length=2000), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("binned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_course_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("key", name=op.f("uq_course_key")),
        sa.UniqueConstraint("url_key", name=op.f("uq_course_url_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.create_index("ix_course_binned_at_title", ["binned_at", "title"], unique=False)
        batch_op.create_index(batch_op.f("ix_course_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_course_provider"), ["provider"], unique=False)

    op.create_table(
        "course_completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.Column("proof_url", sa.String(length=2000), nullable=True),
        sa.Column("proof", sa.String(length=1000), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("worth", sa.String(length=1000), nullable=False),
        sa.Column("skip", sa.String(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_completion_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_course_completion_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_completion")),
        sa.UniqueConstraint("key", name=op.f("uq_course_completion_key")),
        sa.UniqueConstraint("person_id", "course_id", name=op.f("uq_course_completion_person_id_course_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("course_completion", schema=None) as batch_op:
        batch_op.create_index("ix_course_completion_course_at", ["course_id", "at"], unique=False)

    op.create_table(
        "course_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.String(length=500), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_course_version_by_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_version_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_version")),
        sa.UniqueConstraint("course_id", "number", name=op.f("uq_course_version_course_id_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("course_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_version_digest"), ["digest"], unique=False)

    op.create_table(
        "outline_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=8000), nullable=False),
        sa.Column("week", sa.Integer(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("at", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Double(), nullable=True),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["part_id"], ["outline_item.id"], name=op.f("fk_outline_item_part_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["course_version.id"], name=op.f("fk_outline_item_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outline_item")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_outline_item_version_id_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("outline_item", schema=None) as batch_op:
        batch_op.create_index("ix_outline_item_version_position", ["version_id", "position"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("outline_item", schema=None) as batch_op:
        batch_op.drop_index("ix_outline_item_version_position")

    op.drop_table("outline_item")
    with op.batch_alter_table("course_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_version_digest"))

    op.drop_table("course_version")
    with op.batch_alter_table("course_completion", schema=None) as batch_op:
        batch_op.drop_index("ix_course_completion_course_at")

    op.drop_table("course_completion")
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_provider"))
        batch_op.drop_index(batch_op.f("ix_course_owner_id"))
        batch_op.drop_index("ix_course_binned_at_title")

    op.drop_table("course")

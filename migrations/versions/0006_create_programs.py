"""Create programs."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("call_url", sa.String(length=500), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("online_capacity", sa.Integer(), nullable=True),
        sa.Column("own", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("admission", sa.JSON(), nullable=False),
        sa.Column("is_limited", sa.Boolean(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts_wall", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("laid_until", sa.DateTime(), nullable=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["after_id"], ["series.id"], name=op.f("fk_series_after_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_series_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("key", name=op.f("uq_series_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_series_after_id"), ["after_id"], unique=False)

    op.create_table(
        "series_host",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("speaks", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_series_host_person_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_host_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_host")),
        sa.UniqueConstraint("series_id", "person_id", name=op.f("uq_series_host_series_id_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("series_host", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_series_host_person_id"), ["person_id"], unique=False)

    op.create_table(
        "series_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_exception_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_exception")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("series_exception", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_series_exception_series_id"), ["series_id"], unique=False)

    op.create_table(
        "series_follower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_series_follower_person_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_follower_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_follower")),
        sa.UniqueConstraint("series_id", "person_id", name=op.f("uq_series_follower_series_id_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("series_follower", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_series_follower_person_id"), ["person_id"], unique=False)

    op.create_table(
        "program",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts_wall", sa.DateTime(), nullable=False),
        sa.Column("ends_wall", sa.DateTime(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_rev", sa.Integer(), nullable=False),
        sa.Column("starts_rev", sa.Integer(), nullable=False),
        sa.Column("ends_rev", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("call_url", sa.String(length=500), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("places_taken", sa.Integer(), nullable=False),
        sa.Column("online_capacity", sa.Integer(), nullable=True),
        sa.Column("online_taken", sa.Integer(), nullable=False),
        sa.Column("opens_wall", sa.DateTime(), nullable=True),
        sa.Column("closes_wall", sa.DateTime(), nullable=True),
        sa.Column("signups_closed", sa.Boolean(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("is_limited", sa.Boolean(), nullable=False),
        sa.Column("approves", sa.Boolean(), nullable=False),
        sa.Column("offer_hours", sa.Integer(), nullable=True),
        sa.Column("releases", sa.Boolean(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("rule_wall", sa.DateTime(), nullable=True),
        sa.Column("is_modified", sa.Boolean(), nullable=False),
        sa.Column("taken_over", sa.String(length=600), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("places_taken >= 0", name=op.f("ck_program_places_taken_positive")),
        sa.CheckConstraint("online_taken >= 0", name=op.f("ck_program_online_taken_positive")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_program_created_by_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_program_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program")),
        sa.UniqueConstraint("key", name=op.f("uq_program_key")),
        sa.UniqueConstraint("series_id", "rule_wall", name=op.f("uq_program_series_id_rule_wall")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("program", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_program_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(
            "ix_program_state_ends_at",
            ["state", "ends_at", "starts_at", "is_limited", "published_at"],
            unique=False,
        )
        batch_op.create_index("ix_program_kind_ends_at", ["kind", "ends_at"], unique=False)
        batch_op.create_index("ix_program_state_starts_at", ["state", "starts_at"], unique=False)

    op.create_table(
        "host",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_self", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_host_person_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_host_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host")),
        sa.UniqueConstraint("program_id", "person_id", name=op.f("uq_host_program_id_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("host", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_host_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sign_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("seat", sa.String(length=30), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("looking", sa.Boolean(), nullable=False),
        sa.Column("name_shown", sa.Boolean(), nullable=False),
        sa.Column("removed_because", sa.String(length=300), nullable=False),
        sa.Column("declined_because", sa.String(length=300), nullable=False),
        sa.Column("signed_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["arrived_by_id"], ["person.id"], name=op.f("fk_sign_up_arrived_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_up_person_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_sign_up_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up")),
        sa.UniqueConstraint("program_id", "person_id", name=op.f("uq_sign_up_program_id_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sign_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_up_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_sign_up_program_state_line", ["program_id", "state", "line"], unique=False)

    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("said_name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("by_self", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_speaker_person_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_speaker_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
        sa.UniqueConstraint("key", name=op.f("uq_speaker_key")),
        sa.UniqueConstraint("program_id", "person_id", name=op.f("uq_speaker_program_id_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaker_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_speaker_program_id"), ["program_id"], unique=False)

    op.create_table(
        "sign_up_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("help", sa.String(length=300), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("shared", sa.String(length=10), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_sign_up_field_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up_field")),
        sa.UniqueConstraint("key", name=op.f("uq_sign_up_field_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sign_up_field", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_up_field_program_id"), ["program_id"], unique=False)

    op.create_table(
        "sign_up_answer",
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["field_id"], ["sign_up_field.id"], name=op.f("fk_sign_up_answer_field_id")),
        sa.ForeignKeyConstraint(["sign_up_id"], ["sign_up.id"], name=op.f("fk_sign_up_answer_sign_up_id")),
        sa.PrimaryKeyConstraint("sign_up_id", "field_id", name=op.f("pk_sign_up_answer")),
    )
    with op.batch_alter_table("sign_up_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_up_answer_field_id"), ["field_id"], unique=False)

    op.create_table(
        "part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=True),
        sa.Column("shared", sa.String(length=10), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("wanted > 0", name=op.f("ck_part_wanted_positive")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_part_program_id")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_part_skill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part")),
        sa.UniqueConstraint("key", name=op.f("uq_part_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_part_program_id"), ["program_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_part_shared"), ["shared"], unique=False)
        batch_op.create_index(batch_op.f("ix_part_skill_id"), ["skill_id"], unique=False)

    op.create_table(
        "part_taken",
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_part_taken_part_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_part_taken_person_id")),
        sa.PrimaryKeyConstraint("part_id", "person_id", name=op.f("pk_part_taken")),
    )
    with op.batch_alter_table("part_taken", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_part_taken_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("part_taken", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_part_taken_person_id"))

    op.drop_table("part_taken")
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_part_skill_id"))
        batch_op.drop_index(batch_op.f("ix_part_shared"))
        batch_op.drop_index(batch_op.f("ix_part_program_id"))

    op.drop_table("part")
    with op.batch_alter_table("sign_up_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_up_answer_field_id"))

    op.drop_table("sign_up_answer")
    with op.batch_alter_table("sign_up_field", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_up_field_program_id"))

    op.drop_table("sign_up_field")
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_speaker_program_id"))
        batch_op.drop_index(batch_op.f("ix_speaker_person_id"))

    op.drop_table("speaker")
    with op.batch_alter_table("sign_up", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_up_program_state_line")
        batch_op.drop_index(batch_op.f("ix_sign_up_person_id"))

    op.drop_table("sign_up")
    with op.batch_alter_table("host", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_host_person_id"))

    op.drop_table("host")
    with op.batch_alter_table("program", schema=None) as batch_op:
        batch_op.drop_index("ix_program_state_starts_at")
        batch_op.drop_index("ix_program_kind_ends_at")
        batch_op.drop_index("ix_program_state_ends_at")
        batch_op.drop_index(batch_op.f("ix_program_ends_at"))

    op.drop_table("program")
    with op.batch_alter_table("series_follower", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_series_follower_person_id"))

    op.drop_table("series_follower")
    with op.batch_alter_table("series_exception", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_series_exception_series_id"))

    op.drop_table("series_exception")
    with op.batch_alter_table("series_host", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_series_host_person_id"))

    op.drop_table("series_host")
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_series_after_id"))

    op.drop_table("series")

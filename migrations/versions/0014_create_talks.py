"""Create talks."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "topic_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("skill_id", sa.Integer(), nullable=True),
        sa.Column("closed_because", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_topic_request_asked_by_id")),
        sa.ForeignKeyConstraint(["speaker_id"], ["person.id"], name=op.f("fk_topic_request_speaker_id")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_topic_request_skill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_request")),
        sa.UniqueConstraint("key", name=op.f("uq_topic_request_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("topic_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_request_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_request_skill_id"), ["skill_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_request_speaker_id"), ["speaker_id"], unique=False)
        batch_op.create_index("ix_topic_request_state_created_at", ["state", "created_at"], unique=False)

    op.create_table(
        "talk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["program.id"], name=op.f("fk_talk_id")),
        sa.ForeignKeyConstraint(["request_id"], ["topic_request.id"], name=op.f("fk_talk_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
        sa.UniqueConstraint("code", name=op.f("uq_talk_code")),
    )
    with op.batch_alter_table("talk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_request_id"), ["request_id"], unique=False)

    op.create_table(
        "topic_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_topic_vote_person_id")),
        sa.ForeignKeyConstraint(["request_id"], ["topic_request.id"], name=op.f("fk_topic_vote_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_vote")),
        sa.UniqueConstraint("request_id", "person_id", name=op.f("uq_topic_vote_request_id_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("topic_vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_vote_person_id"), ["person_id"], unique=False)

    op.create_table(
        "change",
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=30), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days IN (7, 30)", name=op.f("ck_change_days_7_or_30")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_change_person_id")),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_change_talk_id")),
        sa.PrimaryKeyConstraint("talk_id", "person_id", "days", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_person_id"), ["person_id"], unique=False)

    op.create_table(
        "feedback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("worth", sa.Integer(), nullable=False),
        sa.Column("use", sa.String(length=30), nullable=False),
        sa.Column("better", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("worth BETWEEN 1 AND 5", name=op.f("ck_feedback_worth_from_1_to_5")),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_feedback_talk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_talk_id"), ["talk_id"], unique=False)

    op.create_table(
        "feedback_given",
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feedback_given_person_id")),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_feedback_given_talk_id")),
        sa.PrimaryKeyConstraint("talk_id", "person_id", name=op.f("pk_feedback_given")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("feedback_given", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_given_person_id"), ["person_id"], unique=False)

    op.create_table(
        "material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("captions", sa.String(length=30), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(resource_id IS NULL) <> (url IS NULL)", name=op.f("ck_material_resource_or_url")
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_material_added_by_id")),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_material_talk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
        sa.UniqueConstraint("key", name=op.f("uq_material_key")),
        sa.UniqueConstraint("talk_id", "resource_id", name=op.f("uq_material_talk_id_resource_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("material", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_material_resource_id"), ["resource_id"], unique=False)

    op.create_table(
        "origin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("link", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_origin_talk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_origin")),
        sa.UniqueConstraint("mark", name=op.f("uq_origin_mark")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("origin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_origin_talk_id"), ["talk_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("origin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_origin_talk_id"))

    op.drop_table("origin")
    with op.batch_alter_table("material", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_material_resource_id"))

    op.drop_table("material")
    with op.batch_alter_table("feedback_given", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_given_person_id"))

    op.drop_table("feedback_given")
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_talk_id"))

    op.drop_table("feedback")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_person_id"))

    op.drop_table("change")
    with op.batch_alter_table("topic_vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_vote_person_id"))

    op.drop_table("topic_vote")
    with op.batch_alter_table("talk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talk_request_id"))

    op.drop_table("talk")
    with op.batch_alter_table("topic_request", schema=None) as batch_op:
        batch_op.drop_index("ix_topic_request_state_created_at")
        batch_op.drop_index(batch_op.f("ix_topic_request_speaker_id"))
        batch_op.drop_index(batch_op.f("ix_topic_request_skill_id"))
        batch_op.drop_index(batch_op.f("ix_topic_request_asked_by_id"))

    op.drop_table("topic_request")

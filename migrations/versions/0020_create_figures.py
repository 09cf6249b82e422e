"""Create figures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upkeep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("away_closed", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("rebuilt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("differing", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upkeep")),
    )
    op.create_table(
        "figure",
        sa.Column("metric", sa.String(length=30), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("as_is", sa.Boolean(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_figure_unit_id")),
        sa.PrimaryKeyConstraint(
            "metric", "starts", "ends", "as_is", "unit_id", "own", name=op.f("pk_figure")
        ),
    )
    with op.batch_alter_table("figure", schema=None) as batch_op:
        batch_op.create_index("ix_figure_unit_metric", ["unit_id", "metric"], unique=False)

    op.create_table(
        "figure_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(length=30), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("as_is", sa.Boolean(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("ref_kind", sa.String(length=30), nullable=True),
        sa.Column("ref_id", sa.Integer(), nullable=True),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_figure_part_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_part")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("figure_part", schema=None) as batch_op:
        batch_op.create_index("ix_figure_part_figure", ["unit_id", "metric", "starts", "ends"], unique=False)

    op.create_table(
        "away_week",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_away_week_person_id")),
        sa.PrimaryKeyConstraint("person_id", "week", name=op.f("pk_away_week")),
    )
    with op.batch_alter_table("away_week", schema=None) as batch_op:
        batch_op.create_index("ix_away_week_week", ["week"], unique=False)

    op.create_table(
        "dirty_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dirty_act_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dirty_act")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dirty_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dirty_act_person_id"), ["person_id"], unique=False)

    op.create_table(
        "person_week",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("acts", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("first_kind", sa.String(length=30), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_week_person_id")),
        sa.PrimaryKeyConstraint("person_id", "week", name=op.f("pk_person_week")),
    )
    with op.batch_alter_table("person_week", schema=None) as batch_op:
        batch_op.create_index("ix_person_week_week", ["week"], unique=False)

    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_part_program_id"))
        batch_op.drop_index(batch_op.f("ix_part_skill_id"))

    op.drop_table("part")
    with op.batch_alter_table("part_taken", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_part_taken_person_id"))

    op.drop_table("part_taken")
    with op.batch_alter_table("sign_up_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_up_answer_field_id"))

    op.drop_table("sign_up_answer")
    with op.batch_alter_table("sign_up_field", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_up_field_program_id"))

    op.drop_table("sign_up_field")


def downgrade() -> None:
    op.create_table(
        "sign_up_field",
        sa.Column("id", sa.INTEGER(), nullable=False),
        sa.Column("key", sa.VARCHAR(length=10), nullable=False),
        sa.Column("program_id", sa.INTEGER(), nullable=False),
        sa.Column("position", sa.INTEGER(), nullable=False),
        sa.Column("kind", sa.VARCHAR(length=30), nullable=False),
        sa.Column("label", sa.VARCHAR(length=120), nullable=False),
        sa.Column("help", sa.VARCHAR(length=300), nullable=False),
        sa.Column("choices", sqlite.JSON(), nullable=False),
        sa.Column("required", sa.BOOLEAN(), nullable=False),
        sa.Column("sensitive", sa.BOOLEAN(), nullable=False),
        sa.Column("shared", sa.VARCHAR(length=10), nullable=False),
        sa.Column("gone_at", sa.DATETIME(), nullable=True),
        sa.Column("created_at", sa.DATETIME(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_sign_up_field_program_id")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", name=op.f("uq_sign_up_field_key")),
    )
    with op.batch_alter_table("sign_up_field", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_up_field_program_id"), ["program_id"], unique=False)

    op.create_table(
        "sign_up_answer",
        sa.Column("sign_up_id", sa.INTEGER(), nullable=False),
        sa.Column("field_id", sa.INTEGER(), nullable=False),
        sa.Column("value", sqlite.JSON(), nullable=False),
        sa.Column("at", sa.DATETIME(), nullable=False),
        sa.ForeignKeyConstraint(["field_id"], ["sign_up_field.id"], name=op.f("fk_sign_up_answer_field_id")),
        sa.ForeignKeyConstraint(["sign_up_id"], ["sign_up.id"], name=op.f("fk_sign_up_answer_sign_up_id")),
        sa.PrimaryKeyConstraint("sign_up_id", "field_id", name=op.f("pk_sign_up_answer")),
    )
    with op.batch_alter_table("sign_up_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_up_answer_field_id"), ["field_id"], unique=False)

    op.create_table(
        "part_taken",
        sa.Column("part_id", sa.INTEGER(), nullable=False),
        sa.Column("person_id", sa.INTEGER(), nullable=False),
        sa.Column("at", sa.DATETIME(), nullable=False),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_part_taken_part_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_part_taken_person_id")),
        sa.PrimaryKeyConstraint("part_id", "person_id", name=op.f("pk_part_taken")),
    )
    with op.batch_alter_table("part_taken", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_part_taken_person_id"), ["person_id"], unique=False)

    op.create_table(
        "part",
        sa.Column("id", sa.INTEGER(), nullable=False),
        sa.Column("key", sa.VARCHAR(length=10), nullable=False),
        sa.Column("program_id", sa.INTEGER(), nullable=False),
        sa.Column("name", sa.VARCHAR(length=80), nullable=False),
        sa.Column("about", sa.VARCHAR(length=300), nullable=False),
        sa.Column("wanted", sa.INTEGER(), nullable=False),
        sa.Column("minutes", sa.INTEGER(), nullable=True),
        sa.Column("after", sa.INTEGER(), nullable=False),
        sa.Column("skill_id", sa.INTEGER(), nullable=True),
        sa.Column("created_at", sa.DATETIME(), nullable=False),
        sa.CheckConstraint("wanted > 0", name=op.f("ck_part_wanted_positive")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_part_program_id")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_part_skill_id")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", name=op.f("uq_part_key")),
    )
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_part_skill_id"), ["skill_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_part_program_id"), ["program_id"], unique=False)

    with op.batch_alter_table("person_week", schema=None) as batch_op:
        batch_op.drop_index("ix_person_week_week")

    op.drop_table("person_week")
    with op.batch_alter_table("dirty_act", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dirty_act_person_id"))

    op.drop_table("dirty_act")
    with op.batch_alter_table("away_week", schema=None) as batch_op:
        batch_op.drop_index("ix_away_week_week")

    op.drop_table("away_week")
    with op.batch_alter_table("figure_part", schema=None) as batch_op:
        batch_op.drop_index("ix_figure_part_figure")

    op.drop_table("figure_part")
    with op.batch_alter_table("figure", schema=None) as batch_op:
        batch_op.drop_index("ix_figure_unit_metric")

    op.drop_table("figure")
    op.drop_table("upkeep")

"""Create figures."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upkeep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("took", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("refreshing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_week", sa.Date(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("away_closed", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("rebuilt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("differing", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upkeep")),
        sqlite_autoincrement=True,
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
        batch_op.create_index("ix_figure_unit_metric_starts", ["unit_id", "metric", "starts"], unique=False)
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


def downgrade() -> None:
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
        batch_op.drop_index("ix_figure_unit_metric_starts")
    op.drop_table("figure")
    op.drop_table("upkeep")

"""Create activity."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learning_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("ref_kind", sa.String(length=30), nullable=False),
        sa.Column("ref_id", sa.Integer(), nullable=False),
        sa.Column("within_kind", sa.String(length=30), nullable=False),
        sa.Column("within_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_learning_act_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_learning_act_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_act")),
        sa.UniqueConstraint(
            "person_id",
            "kind",
            "ref_kind",
            "ref_id",
            name=op.f("uq_learning_act_person_id_kind_ref_kind_ref_id"),
        ),
    )
    with op.batch_alter_table("learning_act", schema=None) as batch_op:
        batch_op.create_index("ix_learning_act_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_act_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_learning_act_ref", ["ref_kind", "ref_id"], unique=False)
        batch_op.create_index("ix_learning_act_unit_at", ["unit_id", "at"], unique=False)
        batch_op.create_index("ix_learning_act_within", ["within_kind", "within_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("learning_act", schema=None) as batch_op:
        batch_op.drop_index("ix_learning_act_within")
        batch_op.drop_index("ix_learning_act_unit_at")
        batch_op.drop_index("ix_learning_act_ref")
        batch_op.drop_index(batch_op.f("ix_learning_act_person_id"))
        batch_op.drop_index("ix_learning_act_at")

    op.drop_table("learning_act")

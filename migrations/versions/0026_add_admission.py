"""Add admission."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(unit_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_opening_unit_or_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_opening_person_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_opening_program_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_opening_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint("key", name=op.f("uq_opening_key")),
        sa.UniqueConstraint("program_id", "person_id", name=op.f("uq_opening_program_id_person_id")),
        sa.UniqueConstraint("program_id", "unit_id", name=op.f("uq_opening_program_id_unit_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opening_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opening_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "series_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(unit_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_series_opening_unit_or_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_series_opening_person_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_opening_series_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_series_opening_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_opening")),
        sa.UniqueConstraint("key", name=op.f("uq_series_opening_key")),
        sa.UniqueConstraint("series_id", "person_id", name=op.f("uq_series_opening_series_id_person_id")),
        sa.UniqueConstraint("series_id", "unit_id", name=op.f("uq_series_opening_series_id_unit_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("series_opening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_series_opening_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_series_opening_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["sign_up_id"], ["sign_up.id"], name=op.f("fk_offer_sign_up_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_offer_expires",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.create_index(batch_op.f("ix_offer_sign_up_id"), ["sign_up_id"], unique=False)
        batch_op.create_index(
            "uq_offer_pending",
            ["sign_up_id"],
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_offer_pending",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.drop_index(batch_op.f("ix_offer_sign_up_id"))
        batch_op.drop_index(
            "ix_offer_expires",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.drop_table("offer")

    with op.batch_alter_table("series_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_series_opening_unit_id"))
        batch_op.drop_index(batch_op.f("ix_series_opening_person_id"))

    op.drop_table("series_opening")

    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opening_unit_id"))
        batch_op.drop_index(batch_op.f("ix_opening_person_id"))

    op.drop_table("opening")

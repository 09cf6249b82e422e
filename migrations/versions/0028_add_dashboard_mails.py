"""Add dashboard mails."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dashboard_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("as_is", sa.Boolean(), nullable=False),
        sa.Column("every", sa.String(length=30), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dashboard_mail_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_dashboard_mail_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dashboard_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_dashboard_mail_key")),
        sa.UniqueConstraint(
            "person_id",
            "unit_id",
            "period",
            "as_is",
            name=op.f("uq_dashboard_mail_person_id_unit_id_period_as_is"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("dashboard_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dashboard_mail_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("dashboard_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dashboard_mail_unit_id"))

    op.drop_table("dashboard_mail")

"""Add privacy proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "privacy_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_privacy_proposal_by_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_privacy_proposal_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_proposal")),
        sa.UniqueConstraint("key", name=op.f("uq_privacy_proposal_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("privacy_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_privacy_proposal_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_privacy_proposal_decided_by_id"), ["decided_by_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("privacy_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_privacy_proposal_decided_by_id"))
        batch_op.drop_index(batch_op.f("ix_privacy_proposal_by_id"))

    op.drop_table("privacy_proposal")

"""Create help."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "help_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("ref_kind", sa.String(length=30), nullable=True),
        sa.Column("ref_id", sa.Integer(), nullable=True),
        sa.Column("need", sa.String(length=30), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("may_note", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_answer_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_help_request_asked_by_id")),
        sa.ForeignKeyConstraint(["note_id"], ["resource.id"], name=op.f("fk_help_request_note_id")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["person.id"], name=op.f("fk_help_request_taken_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_request")),
        sa.UniqueConstraint("key", name=op.f("uq_help_request_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("help_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_request_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_request_note_id"), ["note_id"], unique=False)
        batch_op.create_index("ix_help_request_ref", ["ref_kind", "ref_id", "state"], unique=False)
        batch_op.create_index("ix_help_request_state_need", ["state", "need"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_request_taken_by_id"), ["taken_by_id"], unique=False)

    op.create_table(
        "help_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_help_answer_author_id")),
        sa.ForeignKeyConstraint(["request_id"], ["help_request.id"], name=op.f("fk_help_answer_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_answer")),
        sa.UniqueConstraint("key", name=op.f("uq_help_answer_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("help_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_answer_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_answer_request_id"), ["request_id"], unique=False)

    op.create_table(
        "help_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=302), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_help_ask_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_help_ask_person_id")),
        sa.ForeignKeyConstraint(["request_id"], ["help_request.id"], name=op.f("fk_help_ask_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_ask")),
        sa.UniqueConstraint("request_id", "person_id", name=op.f("uq_help_ask_request_id_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("help_ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_ask_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("help_ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_ask_person_id"))

    op.drop_table("help_ask")
    with op.batch_alter_table("help_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_answer_request_id"))
        batch_op.drop_index(batch_op.f("ix_help_answer_author_id"))

    op.drop_table("help_answer")
    with op.batch_alter_table("help_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_request_taken_by_id"))
        batch_op.drop_index("ix_help_request_state_need")
        batch_op.drop_index("ix_help_request_ref")
        batch_op.drop_index(batch_op.f("ix_help_request_note_id"))
        batch_op.drop_index(batch_op.f("ix_help_request_asked_by_id"))

    op.drop_table("help_request")

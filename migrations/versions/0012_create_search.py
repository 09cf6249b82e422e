"""Create search: documents, who may find them, the index of each database, and saved searches.

Triggers keep the index: on SQLite an FTS5 table that holds no text of its own, on PostgreSQL a tsvector.
Words come folded and apart by blanks, so neither takes its own view of what a word is. What is the same of
every hit is read without its texts: on SQLite from an index alone (`ranking` says how), on PostgreSQL from
rows whose texts stand apart. PostgreSQL has an index of titles and tags of its own: to see in which part a
word stands it would unpack all that have it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WORDS = ("title_words", "tag_words", "body_words")
NARROW = ("kind", "object_id", "type", "everyone_since")  # what is read of every hit
TOKENS = "ascii tokenchars ''+#_''"  # other scripts are letters to it


def upgrade() -> None:
    create_tables()
    if op.get_bind().dialect.name == "sqlite":
        create_fts5()
    else:
        create_tsvector()


def create_tables() -> None:
    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("everyone_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("tag_words", sa.Text(), nullable=False),
        sa.Column("body_words", sa.Text(), nullable=False),
        sa.Column("vector", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("kind", "object_id", name=op.f("uq_search_document_kind_object_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "search_audience",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["search_document.id"],
            name=op.f("fk_search_audience_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "token", name=op.f("pk_search_audience")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_search_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("key", name=op.f("uq_saved_search_key")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_search_person_id_name")),
        sqlite_autoincrement=True,
    )


def create_fts5() -> None:
    columns = ", ".join(WORDS)
    op.execute(
        f"CREATE VIRTUAL TABLE search_index USING fts5({columns}, content='search_document', "
        f"content_rowid='id', tokenize='{TOKENS}', prefix='2 3')"
    )
    new, old = (", ".join(f"{row}.{name}" for name in WORDS) for row in ("new", "old"))
    put = f"INSERT INTO search_index (rowid, {columns}) VALUES (new.id, {new});"
    take = f"INSERT INTO search_index (search_index, rowid, {columns}) VALUES ('delete', old.id, {old});"
    for name, moment, does in (
        ("put", "INSERT", put),
        ("take", "DELETE", take),
        ("change", f"UPDATE OF id, {columns}", take + " " + put),
    ):
        op.execute(
            f"CREATE TRIGGER search_document_{name} AFTER {moment} ON search_document BEGIN {does} END"
        )
    narrow: list[str | sa.TextClause] = [sa.text("id + 0"), *NARROW]
    op.create_index("ix_search_document_narrow", "search_document", narrow)


def create_tsvector() -> None:
    parts = " || ' ' || ".join(
        f"coalesce((SELECT string_agg(quote_literal(word) || ':' || place + {start} || '{weight}', ' ') "
        f"FROM unnest(string_to_array(new.{name}, ' ')) WITH ORDINALITY AS words(word, place) "
        f"WHERE word <> ''), '')"
        for name, start, weight in zip(WORDS, (0, 5000, 10000), "ABD", strict=True)
    )
    op.execute(
        "CREATE FUNCTION search_document_vector() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN new.vector := ({parts})::tsvector; RETURN new; END $$"
    )
    op.execute(
        f"CREATE TRIGGER search_document_vector BEFORE INSERT OR UPDATE OF {', '.join(WORDS)} "
        "ON search_document FOR EACH ROW EXECUTE FUNCTION search_document_vector()"
    )
    op.create_index("ix_search_document_vector", "search_document", ["vector"], postgresql_using="gin")
    headings = [sa.text("ts_filter(vector, '{a,b}')")]  # titles and tags
    op.create_index("ix_search_document_vector_headings", "search_document", headings, postgresql_using="gin")
    op.execute(
        "ALTER TABLE search_document SET (toast_tuple_target = 128)"
    )  # texts apart, so that rows are narrow


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    if sqlite:
        op.execute("DROP TABLE search_index")
    op.drop_table("saved_search")
    op.drop_table("search_audience")
    op.drop_table("search_document")
    if not sqlite:
        op.execute("DROP FUNCTION search_document_vector()")

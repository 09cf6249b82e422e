"""What can be found, who may find it, and searches that people keep.

The index itself is no model: on SQLite `search_index`, an FTS5 table over the columns of words, on PostgreSQL
a GIN index of the column `vector`. Triggers keep both; see the migration. SQLite also has an index of what is
read of every hit.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.core.db import CreatedAt, Id, Key, Model

AUTOINCREMENT = {"sqlite_autoincrement": True}


class SearchDocument(Model):
    """One thing of a feature, as it is found. Higher ids came later."""

    __table_args__ = (UniqueConstraint("kind", "object_id"), AUTOINCREMENT)

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(30))
    object_id: Mapped[int]
    type: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(Text, default="")  # as it is shown
    body: Mapped[str] = mapped_column(Text, default="", deferred=True)
    language: Mapped[str] = mapped_column(String(12), default="")
    updated_at: Mapped[datetime]
    everyone_since: Mapped[datetime | None]  # of the organisation; None: not everyone finds it
    # As they are found: folded by `words`, with a blank between.
    title_words: Mapped[str] = mapped_column(Text, default="", deferred=True)
    tag_words: Mapped[str] = mapped_column(Text, default="", deferred=True)
    body_words: Mapped[str] = mapped_column(Text, default="", deferred=True)
    # PostgreSQL's own: a trigger makes it of the words. Empty on SQLite.
    vector: Mapped[str | None] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"), deferred=True)


class SearchAudience(Model):
    """Whoever has this token finds the document, from `since` on where it says so; `all` is no row here."""

    __table_args__ = {"sqlite_with_rowid": False}

    document_id: Mapped[int] = mapped_column(
        ForeignKey("search_document.id", ondelete="CASCADE"), primary_key=True
    )
    token: Mapped[str] = mapped_column(String(40), primary_key=True)
    since: Mapped[datetime | None]


class SavedSearch(Model):
    """A search that a person named; theirs alone."""

    __table_args__ = (UniqueConstraint("person_id", "name"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(30), default="")
    looked_at: Mapped[CreatedAt]  # what came later is new
    created_at: Mapped[CreatedAt]

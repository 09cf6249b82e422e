"""What is worth reading: resources, what people did with them, and the addresses they had."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.core.refs import Ref
from learnhub.people.models import Person

AUTOINCREMENT = {"sqlite_autoincrement": True}


class ResourceKind(StrEnum):
    ARTICLE = "article"
    PAPER = "paper"
    COURSE = "course"
    BOOK = "book"
    VIDEO = "video"
    RECORDING = "recording"  # of a talk
    SLIDES = "slides"
    TOOL = "tool"
    REPOSITORY = "repository"
    CASE = "case"
    NOTE = "note"


class Level(StrEnum):
    FIRST = "first"
    WORKING = "working"
    DEEP = "deep"


class Lookup(StrEnum):
    """Whether the page was asked for its title, author and the rest."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    NONE = "none"  # there is nothing to ask


class LinkState(StrEnum):
    UNCHECKED = "unchecked"
    OK = "ok"
    REDIRECTED = "redirected"
    GONE = "gone"
    CANNOT_VERIFY = "cannot_verify"
    UNREACHABLE = "unreachable"


BROKEN = (LinkState.GONE, LinkState.UNREACHABLE)  # they lead nowhere

LISTED, BINNED, SAID = "binned_at IS NULL", "binned_at IS NOT NULL", "reported_at IS NOT NULL"
REVIEWED = timedelta(days=730)  # what nobody confirmed for so long needs a look

# What a tool card and a case study say, in their order.
FACTS = {
    ResourceKind.TOOL: ("works_for", "fails_at", "cost", "data_class"),
    ResourceKind.CASE: ("problem", "baseline", "result", "would_repeat"),
}


def _listed(*columns: str) -> Index:
    """Those that are not in the bin: with `binned_at` in front SQLite would take any for the best index."""
    where = text(LISTED)
    return Index(f"ix_resource_{columns[0]}", *columns, sqlite_where=where, postgresql_where=where)


class Resource(Model):
    """One page, paper, book … in the library; one for each page, however its address is spelled."""

    __table_args__ = (
        Index("ix_resource_binned_at", "binned_at", sqlite_where=text(BINNED), postgresql_where=text(BINNED)),
        _listed("created_at"),
        Index("ix_resource_next_check_at", "next_check_at"),
        _listed("used", "created_at", "id"),  # the order of the list
        _listed("kind", "level", "used", "binned_at"),  # what it counts, of which it reads no row
        _listed("link"),
        _listed("expires_on"),
        _listed("confirmed_at", "created_at"),
        Index("ix_resource_reported_at", "reported_at", sqlite_where=text(SAID), postgresql_where=text(SAID)),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    kind: Mapped[ResourceKind] = mapped_column(default=ResourceKind.ARTICLE)
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(String(2000), default="")
    author: Mapped[str] = mapped_column(String(200), default="")
    published: Mapped[str] = mapped_column(String(10), default="")  # 2026, 2026-10 or 2026-10-14
    level: Mapped[Level | None]
    minutes: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(10), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # by the names of `FACTS`

    url: Mapped[str | None] = mapped_column(String(2000))  # as given, never rewritten
    final_url: Mapped[str | None] = mapped_column(String(2000))
    canonical_url: Mapped[str | None] = mapped_column(String(2000))
    url_key: Mapped[str | None] = mapped_column(String(1100), unique=True)
    url_key_version: Mapped[int] = mapped_column(default=1)
    work_key: Mapped[str | None] = mapped_column(String(200), index=True)

    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)  # who keeps it
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[CreatedAt]
    confirmed_at: Mapped[datetime | None]  # its keeper looked at it and said that it holds
    expires_on: Mapped[date | None]  # tool cards and case studies: to be confirmed again by then
    reported_at: Mapped[datetime | None]  # the first report that stands: see `reports.keep_since`
    binned_at: Mapped[datetime | None]
    used: Mapped[int] = mapped_column(default=0)  # how many take-aways stand: see `queries.count_used`
    version: Mapped[int] = mapped_column(default=1)

    lookup: Mapped[Lookup] = mapped_column(default=Lookup.NONE)
    link: Mapped[LinkState] = mapped_column(default=LinkState.UNCHECKED)
    link_since: Mapped[datetime | None]
    link_checked_at: Mapped[datetime | None]
    link_suspected: Mapped[LinkState | None]  # gone or unreachable, and not yet often enough
    link_failed_at: Mapped[datetime | None]  # the first of the failures in a row
    link_failures: Mapped[int] = mapped_column(default=0)
    link_told_at: Mapped[datetime | None]  # its keeper was told that it leads nowhere
    review_told_at: Mapped[datetime | None]  # its keeper was asked whether it still holds
    next_check_at: Mapped[datetime | None]

    owner: Mapped[Person] = relationship(foreign_keys=owner_id)
    added_by: Mapped[Person] = relationship(foreign_keys=added_by_id)
    tags: Mapped[list["ResourceTag"]] = relationship(
        order_by="ResourceTag.tag", cascade="all, delete-orphan", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def tag_names(self) -> list[str]:
        return [row.tag for row in self.tags]


class ResourceTag(Model):
    """One word that a resource is found by."""

    __table_args__ = (UniqueConstraint("resource_id", "tag"), AUTOINCREMENT)

    id: Mapped[Id]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"))
    tag: Mapped[str] = mapped_column(String(40), index=True)


class Alias(Model):
    """Where a resource was before a merge, or leads on to: an old key, another address of the same page."""

    __tablename__ = "resource_alias"
    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), index=True)
    key: Mapped[str | None] = mapped_column(String(10), unique=True)
    url_key: Mapped[str | None] = mapped_column(String(1100), unique=True)


class Reading(StrEnum):
    """What a person made of a resource; seen by that person alone."""

    SAVED = "saved"
    READING = "reading"
    DONE = "done"


class Standing(Model):
    """What one person made of one resource, and a note to themselves."""

    __table_args__ = (UniqueConstraint("person_id", "resource_id"), AUTOINCREMENT)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), index=True)
    state: Mapped[Reading | None]  # None: only a note
    note: Mapped[str] = mapped_column(String(2000), default="")
    since: Mapped[datetime]


class TakeAway(Model):
    """What somebody did with it: used it, and what that changed; or tried it, and why it failed."""

    __table_args__ = (Index("ix_take_away_resource_at", "resource_id", "at"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(String(2000))
    failed: Mapped[bool] = mapped_column(default=False)
    hours: Mapped[int | None]  # saved, about
    at: Mapped[datetime]
    edited_at: Mapped[datetime | None]  # its author said it otherwise then
    removed_at: Mapped[datetime | None]  # taken back by its author; rests in the bin
    version: Mapped[int] = mapped_column(default=1)  # of what it says: a merge that moves it changes none

    person: Mapped[Person] = relationship()
    resource: Mapped[Resource] = relationship()


class Report(Model):
    """Somebody says that it needs a look, and why; it stands until it is confirmed, or they take it back."""

    __tablename__ = "resource_report"
    __table_args__ = (UniqueConstraint("resource_id", "person_id"), AUTOINCREMENT)

    id: Mapped[Id]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    told_at: Mapped[datetime | None]  # its keeper was told

    person: Mapped[Person] = relationship()


class Collection(Model):
    """Things kept together in an order; a path is one that is gone through step by step."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    key: Mapped[Key]
    title: Mapped[str] = mapped_column(String(160))
    summary: Mapped[str] = mapped_column(String(2000), default="")
    is_path: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[CreatedAt]
    binned_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    owner: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Step(Model):
    """One thing of a collection: a resource, another collection, or something of a feature above."""

    __tablename__ = "collection_step"
    __table_args__ = (
        UniqueConstraint("collection_id", "ref_kind", "ref_id"),
        Index("ix_collection_step_ref", "ref_kind", "ref_id"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"))
    position: Mapped[int]
    ref_kind: Mapped[str] = mapped_column(String(30))
    ref_id: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
    due_on: Mapped[date | None]

    @property
    def ref(self) -> Ref:
        return Ref(self.ref_kind, self.ref_id)

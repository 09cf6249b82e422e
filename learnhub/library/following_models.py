"""Feeds of others that the library follows, and what came in from them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.library.models import AUTOINCREMENT


class FeedState(StrEnum):
    NEW = "new"  # not read yet
    READ = "read"
    UNREACHABLE = "unreachable"
    NONE = "none"  # there is no feed at its address


class Followed(Model):
    """A feed of somebody else that the library follows. `etag` and `modified` are as its server gave them."""

    __tablename__ = "followed_feed"
    __table_args__ = (Index("ix_followed_feed_next_ask_at", "next_ask_at"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    url: Mapped[str] = mapped_column(String(2000))
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[FeedState] = mapped_column(default=FeedState.NEW)
    found: Mapped[bool] = mapped_column(default=False)  # its address was read from a page
    etag: Mapped[str] = mapped_column(String(200), default="")
    modified: Mapped[str] = mapped_column(String(60), default="")
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    asked_at: Mapped[datetime | None]
    next_ask_at: Mapped[datetime | None]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[CreatedAt]
    ended_at: Mapped[datetime | None]


class ProposalState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


class Proposal(Model):
    """An entry of a feed that waits to be looked at; kept when decided, so that it never comes again."""

    __tablename__ = "feed_proposal"
    __table_args__ = (Index("ix_feed_proposal_state_found_at", "state", "found_at"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    feed_id: Mapped[int] = mapped_column(ForeignKey("followed_feed.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # of its url_key
    url: Mapped[str] = mapped_column(String(2000))
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(String(2000), default="")
    author: Mapped[str] = mapped_column(String(200), default="")
    published: Mapped[str] = mapped_column(String(10), default="")
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.WAITING)
    found_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    feed: Mapped[Followed] = relationship()

"""What people write to each other about a thing: threads with replies. And questions that are voted on."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.core.refs import Ref
from learnhub.people.models import Person

AUTOINCREMENT = {"sqlite_autoincrement": True}
UNORDERED = {"sqlite_with_rowid": False}  # rows keep no order in which they came
ASKED_AT_MOST = 10  # questions a person and thing, with and without a name


class Comment(Model):
    """What somebody wrote: it begins a thread, or replies in one. Replies have no replies."""

    __table_args__ = (
        Index("ix_comment_ref", "ref_kind", "ref_id"),
        Index("ix_comment_binned_at", "binned_at"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    ref_kind: Mapped[str] = mapped_column(String(30))
    ref_id: Mapped[int]
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)  # None: it begins one
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(String(4000))
    named: Mapped[dict[str, Any]] = mapped_column(default=dict)  # as written after an @ → a person's key
    asks: Mapped[bool] = mapped_column(default=False)  # it begins a thread with a question
    accepted_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))  # the reply that answers it
    created_at: Mapped[CreatedAt]
    edited_at: Mapped[datetime | None]
    binned_at: Mapped[datetime | None]
    binned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    author: Mapped[Person] = relationship(foreign_keys=author_id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def ref(self) -> Ref:
        return Ref(self.ref_kind, self.ref_id)

    @property
    def root_id(self) -> int:
        """The comment that begins its thread."""
        return self.thread_id or self.id


class Following(Model):
    """Whether a person hears of new replies in a thread. "Muted" is a row: taking part cannot revive it."""

    thread_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    muted: Mapped[bool] = mapped_column(default=False)


class QuestionState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    HIDDEN = "hidden"  # by who leads
    WITHDRAWN = "withdrawn"  # by who asked


class Question(Model):
    """Asked while something goes on, for others to vote on. Without an author nobody knows who asked."""

    __table_args__ = (Index("ix_question_ref", "ref_kind", "ref_id"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    ref_kind: Mapped[str] = mapped_column(String(30))
    ref_id: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[QuestionState] = mapped_column(default=QuestionState.OPEN)
    pinned: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(String(4000), default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]

    @property
    def ref(self) -> Ref:
        return Ref(self.ref_kind, self.ref_id)


class QuestionVote(Model):
    """One a person and question, whatever happens. No moment, so that it tells nothing of who asked."""

    __table_args__ = (UNORDERED,)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class Asking(Model):
    """How many questions somebody asked about a thing, by a digest that only this installation can make.

    It bounds what one person asks without a name, says neither who nor which, and goes the day after.
    """

    __table_args__ = (
        CheckConstraint(f"asked BETWEEN 1 AND {ASKED_AT_MOST}", name="asked_at_most"),
        UNORDERED,
    )

    ref_kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    ref_id: Mapped[int] = mapped_column(primary_key=True)
    asker: Mapped[str] = mapped_column(String(64), primary_key=True)
    asked: Mapped[int]
    until: Mapped[datetime]  # it is kept until then: for all who ask about that thing the same moment

"""Every SELECT about threads: a page of them, one with its replies, one comment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.paging import within
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.discussions import subjects
from learnhub.discussions.models import Comment, Following
from learnhub.discussions.subjects import Subject
from learnhub.people.models import Person
from learnhub.people.named import NAMED, Named

THREADS, FEW, REPLIES = 20, 3, 50  # threads on a page of a thing, replies beside each, replies on their own


class Said(NamedTuple):
    """A comment as pages show it; `models.Comment` says of each what it is."""

    id: int
    key: str
    thread_id: int | None
    author_id: int
    text: str
    named: Mapping[str, str]
    asks: bool
    accepted_id: int | None
    created_at: datetime
    edited_at: datetime | None
    binned_at: datetime | None
    binned_by_id: int | None
    author: Named


COLUMNS = Said._fields[:-1]


@dataclass(slots=True)
class Thread:
    """A thread as one person sees it. `follows` is None for who takes no part in it."""

    root: Said
    follows: bool | None = None
    replies: list[Said] = field(default_factory=list)
    count: int = 0  # replies in all

    @property
    def more(self) -> int:
        """How many replies are not shown."""
        return max(self.count - len(self.replies), 0)


@dataclass(frozen=True, slots=True)
class Threads:
    """A page of threads about one thing, the newest first."""

    rows: Sequence[Thread]
    total: int
    number: int
    per_page: int = THREADS


def with_author() -> ORMOption:
    """Option to load comments with who wrote them."""
    return joinedload(Comment.author)


def threads(person: Person, ref: Ref, number: int = 1) -> Threads:
    """Return a page of the threads about a thing, each with its last replies and the accepted one.

    One SELECT. What is removed is left out, but for who removed it, and where others replied to it.
    """
    rows = db.session.execute(*kept(_threads, person.id, ref.kind, ref.id, (number - 1) * THREADS)).all()
    found: dict[int, Thread] = {}
    for muted, count, _, *row in rows:
        comment = _said(row)
        if comment.thread_id is None:
            found[comment.id] = Thread(comment, None if muted is None else not muted)
        else:
            found[comment.thread_id].replies.append(comment)
            found[comment.thread_id].count = count
    if not rows and number > 1:
        return threads(person, ref, within(number, _count(person, ref), THREADS))
    return Threads([*reversed(found.values())], rows[0][2] if rows else 0, number)


def _threads(reader: int, kind: str, id_: int, skipped: int) -> Select[Any]:
    roots = select(Comment.id).where(*_roots(reader, kind, id_))
    total = select(func.count()).where(*_roots(reader, kind, id_)).scalar_subquery()
    newest = roots.order_by(Comment.id.desc()).limit(THREADS).offset(skipped).cte("newest")
    reply, begun = aliased(Comment), aliased(Comment)
    ranked = (
        select(
            reply.id,
            func.row_number().over(partition_by=reply.thread_id, order_by=reply.id.desc()).label("place"),
            func.count().over(partition_by=reply.thread_id).label("count"),
        )
        .where(reply.thread_id.in_(select(newest.c.id)), _there(reader, reply))
        .subquery()
    )
    chosen = or_(ranked.c.place <= FEW, begun.accepted_id == Comment.id)
    return (
        select(Following.muted, ranked.c.count, total, *_columns())
        .select_from(Comment)
        .join(Comment.author)
        .outerjoin(Person.unit)
        .outerjoin(ranked, ranked.c.id == Comment.id)
        .outerjoin(begun, begun.id == Comment.thread_id)
        .outerjoin(Following, _mine(reader))
        .where(or_(Comment.id.in_(select(newest.c.id)), and_(ranked.c.id.is_not(None), chosen)))
        .order_by(Comment.id)
    )


def _columns() -> list[Any]:
    return [*(getattr(Comment, name) for name in COLUMNS), *NAMED]


def _said(row: Sequence[Any]) -> Said:
    author = Named(*row[len(COLUMNS) :])
    return Said(*[*row[: len(COLUMNS)], author])


def _count(person: Person, ref: Ref) -> int:
    return db.session.scalar(select(func.count()).where(*_roots(person.id, ref.kind, ref.id))) or 0


def thread(person: Person, one: Comment, number: int = 1) -> tuple[Thread, int]:
    """Return the thread in which a comment stands, with a page of its replies, and which page that is."""
    theirs = Comment.thread_id == one.root_id, _there(person.id, Comment)
    total = db.session.scalar(select(func.count()).where(*theirs)) or 0
    number = within(number, total, REPLIES)
    named = select(*_columns()).select_from(Comment).join(Comment.author).outerjoin(Person.unit)
    replies = named.where(*theirs).order_by(Comment.id).limit(REPLIES).offset((number - 1) * REPLIES)
    rows = [
        *db.session.execute(named.where(Comment.id == one.root_id)),
        *db.session.execute(replies),
    ]
    begun, *others = map(_said, rows)
    muted = db.session.scalar(
        select(Following.muted).where(_mine(person.id), Following.thread_id == begun.id)
    )
    return Thread(begun, None if muted is None else not muted, others, total), number


def comment(person: Person, key: str) -> tuple[Comment, Subject]:
    """Return the comment with that key and what it is about. Raises NotFound for who may not see that.

    What is removed is there for who removed it, and as a place in its thread.
    """
    found = db.session.scalar(select(Comment).options(with_author()).where(Comment.key == key))
    if found is None:
        raise NotFound
    return found, subjects.of(person, found.ref)


def root(of: Comment) -> Comment:
    """Return the comment that begins its thread."""
    if of.thread_id is None:
        return of
    return db.session.get_one(Comment, of.thread_id, options=[with_author()])


def visible(person: Person, ids: Sequence[int]) -> Sequence[Comment]:
    """Return these comments, without what is removed; whether the person sees what they are about is asked
    by whoever shows them."""
    return db.session.scalars(select(Comment).where(Comment.id.in_(ids), Comment.binned_at.is_(None))).all()


def said(kind: str, ids: Sequence[int]) -> dict[int, list[str]]:
    """Return what is written about each of these things of one kind, for the one search."""
    rows = db.session.execute(
        select(Comment.ref_id, Comment.text)
        .where(Comment.ref_kind == kind, Comment.ref_id.in_(ids), Comment.binned_at.is_(None))
        .order_by(Comment.id)
    )
    found: dict[int, list[str]] = {}
    for id_, text in rows:
        found.setdefault(id_, []).append(text)
    return found


def hears(thread_id: int, person_id: int) -> bool:
    """Whether someone should still hear of a thread: it is there, they may read and have not muted it."""
    root = db.session.get(Comment, thread_id)
    if root is None or root.binned_at is not None:
        return False
    muted = select(Following.thread_id).where(
        Following.thread_id == thread_id, Following.person_id == person_id, Following.muted.is_(True)
    )
    may = select(Person.id).where(Person.id == person_id, subjects.readers(root.ref), ~muted.exists())
    return db.session.scalar(may) is not None


def _roots(reader: int, kind: str, id_: int) -> tuple[ColumnElement[bool], ...]:
    replied = aliased(Comment)
    answered = select(replied.id).where(replied.thread_id == Comment.id, replied.binned_at.is_(None)).exists()
    about = Comment.ref_kind == kind, Comment.ref_id == id_, Comment.thread_id.is_(None)
    return (*about, or_(_there(reader, Comment), answered))


def _there(reader: int, model: type[Comment]) -> ColumnElement[bool]:
    return or_(model.binned_at.is_(None), model.binned_by_id == reader)


def _mine(reader: int) -> ColumnElement[bool]:
    thread_id = func.coalesce(Comment.thread_id, Comment.id)
    return and_(Following.thread_id == thread_id, Following.person_id == reader)

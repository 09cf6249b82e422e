"""What pages show of threads: rows and verdicts, put together for their templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from learnhub.core.words import counted
from learnhub.discussions import policies, queries
from learnhub.discussions.models import Comment
from learnhub.discussions.queries import Said, Thread, Threads
from learnhub.discussions.subjects import Subject
from learnhub.people import photos
from learnhub.people.models import Person, Role
from learnhub.people.named import Named
from learnhub.web.page import page_number


class May(NamedTuple):
    """What the reader may do with one comment."""

    edit: bool
    remove: bool
    put_back: bool
    accept: bool


class Shown(NamedTuple):
    """A comment as it is drawn once for all who may do the same with it."""

    key: str
    text: str
    named: tuple[tuple[str, str], ...]
    author: Named
    created_at: datetime
    edited_at: datetime | None
    asks: bool
    is_answered: bool
    answers: bool  # it is the reply that answers the question
    removed: str  # who removed it, as a sentence; "" for what is there
    may: May


class Row(NamedTuple):
    """A thread as it is drawn."""

    root: Shown
    replies: tuple[Shown, ...]
    more: str  # "All 12 replies", where not all are shown
    follows: bool
    may_reply: bool


@dataclass(frozen=True, slots=True)
class Discussion:
    """What is written about a thing, as one person reads it."""

    subject: Subject
    threads: Threads
    reader: Person

    @property
    def heading(self) -> str:
        return counted(self.threads.total, "thread").capitalize() if self.threads.total else "Discussion"

    def row(self, thread: Thread) -> Row:
        root, *replies = [self.shown(thread, one) for one in (thread.root, *thread.replies)]
        more = f"All {counted(thread.count, 'reply')}" if thread.more else ""
        may_reply = bool(self.subject.may_write) and thread.root.binned_at is None
        return Row(root, tuple(replies), more, bool(thread.follows), may_reply)

    def shown(self, thread: Thread, one: Said) -> Shown:
        gone = "You removed this." if one.binned_by_id == self.reader.id else "This was removed."
        return Shown(
            key=one.key,
            text=one.text,
            named=tuple(one.named.items()),
            author=one.author
            if photos.is_shown(one.author, self.reader)
            else one.author._replace(photo=None),
            created_at=one.created_at,
            edited_at=one.edited_at,
            asks=one.asks,
            is_answered=one.accepted_id is not None,
            answers=thread.root.accepted_id == one.id,
            removed=gone if one.binned_at else "",
            may=may(self.reader, thread.root, one),
        )


def under(person: Person, subject: Subject, args: Mapping[str, str]) -> Discussion:
    """Return the threads about a thing, for its page: one SELECT. `args` are those of the address."""
    return Discussion(subject, queries.threads(person, subject.ref, page_number(args)), person)


def may(person: Person, root: Said, comment: Said) -> May:
    """Return what the person may do with a comment of the thread that `root` begins."""
    is_author, is_admin = comment.author_id == person.id, person.has(Role.ADMIN)
    gone = comment.binned_at is not None
    put_back = policies.may_put_back(
        removed_it=comment.binned_by_id == person.id, is_admin=is_admin, is_emptied=not comment.text
    )
    accept = policies.may_accept(
        asks=root.asks,
        is_reply=comment.thread_id == root.id and not gone,
        is_asker=root.author_id == person.id,
        is_admin=is_admin,
    )
    return May(
        edit=bool(policies.may_edit(is_author=is_author, is_binned=gone)),
        remove=bool(policies.may_remove(is_author=is_author, is_admin=is_admin)),
        put_back=bool(put_back),
        accept=bool(accept),
    )


def thread(person: Person, subject: Subject, one: Comment, args: Mapping[str, str]) -> dict[str, Any]:
    """Return the thread in which a comment stands, with its replies, for a page of its own."""
    found, number = queries.thread(person, one, page_number(args))
    about = Discussion(subject, Threads([found], 1, 1), person)
    return {
        "about": about,
        "thread": found,
        "number": number,
        "per_page": queries.REPLIES,
        "title": "A question" if found.root.asks else "A thread",
    }

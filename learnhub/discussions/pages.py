"""What pages show of threads: rows and verdicts, put together for their templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from learnhub.core.policy import Verdict
from learnhub.core.words import counted
from learnhub.discussions import policies, queries
from learnhub.discussions.models import Comment
from learnhub.discussions.queries import Thread, Threads
from learnhub.discussions.subjects import Subject
from learnhub.people.models import Person, Role
from learnhub.web.page import page_number


@dataclass(frozen=True, slots=True)
class May:
    """What the reader may do with one comment."""

    edit: Verdict
    remove: Verdict
    put_back: Verdict
    accept: Verdict


@dataclass(frozen=True, slots=True)
class Discussion:
    """What is written about a thing, as one person reads it."""

    subject: Subject
    threads: Threads
    reader: Person

    @property
    def heading(self) -> str:
        return counted(self.threads.total, "thread").capitalize() if self.threads.total else "Discussion"

    def may(self, thread: Thread, comment: Comment) -> May:
        return may(self.reader, thread.root, comment)


def under(person: Person, subject: Subject, args: Mapping[str, str]) -> Discussion:
    """Return the threads about a thing, for its page: one SELECT. `args` are those of the address."""
    return Discussion(subject, queries.threads(person, subject.ref, page_number(args)), person)


def may(person: Person, root: Comment, comment: Comment) -> May:
    """Return what the person may do with a comment of the thread that `root` begins."""
    is_author, is_admin = comment.author_id == person.id, person.has(Role.ADMIN)
    gone = comment.binned_at is not None
    return May(
        edit=policies.may_edit(is_author=is_author, is_binned=gone),
        remove=policies.may_remove(is_author=is_author, is_admin=is_admin),
        put_back=policies.may_put_back(
            removed_it=comment.binned_by_id == person.id, is_admin=is_admin, is_emptied=not comment.text
        ),
        accept=policies.may_accept(
            asks=root.asks,
            is_reply=comment.thread_id == root.id and not gone,
            is_asker=root.author_id == person.id,
            is_admin=is_admin,
        ),
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

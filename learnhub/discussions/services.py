"""What happens in threads: written, changed, removed and put back, accepted, followed and muted."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from learnhub.core import audit, clock, events
from learnhub.core.db import db, insert
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.text import many_lines
from learnhub.discussions import mentions, policies, queries
from learnhub.discussions.events import AnswerAccepted, CommentWritten, PeopleMentioned
from learnhub.discussions.models import Asking, Comment, Following
from learnhub.discussions.subjects import Subject
from learnhub.people.models import Person, Role
from learnhub.search import services as search

TEXT = 4000  # characters
STAYS = timedelta(days=30)  # in the bin


def begin(actor: Person, subject: Subject, text: str, *, asks: bool = False) -> Comment:
    """Begin a thread about a thing; with `asks` as a question. Who keeps the thing hears of it.

    Raises Invalid for an empty text, Forbidden where the actor may not write.
    """
    made = Comment(ref_kind=subject.ref.kind, ref_id=subject.ref.id, asks=asks)
    return _write(actor, subject, made, text, hears={subject.owner_id})


def reply(actor: Person, subject: Subject, thread: Comment, text: str) -> Comment:
    """Reply in the thread that `thread` begins or stands in. Raises as `begin` does."""
    begun = queries.root(thread)
    require(policies.may_reply(may_write=subject.may_write, is_binned=begun.binned_at is not None))
    made = Comment(ref_kind=begun.ref_kind, ref_id=begun.ref_id, thread_id=begun.id)
    return _write(actor, subject, made, text, hears=set())


def _write(actor: Person, subject: Subject, made: Comment, text: str, *, hears: set[int | None]) -> Comment:
    require(subject.may_write)
    made.text, made.author_id, made.version = _said(text), actor.id, 1
    named = mentions.people(made.text, made.ref)
    made.named = {name: person.key for name, person in named.items()}
    db.session.add(made)
    db.session.flush()
    mentioned = tuple({person.id for person in named.values()} - {actor.id})
    _join(made.root_id, {actor.id, *mentioned, *hears})
    search.changed(made.ref)
    events.publish(CommentWritten(made.id, made.root_id, actor.id, mentioned))
    return made


def edit(actor: Person, comment: Comment, text: str, *, version: int) -> None:
    """Change what was written; whom it names now hears.

    Raises Conflict with both texts where it was changed since, Invalid for an empty text.
    """
    is_author = comment.author_id == actor.id
    require(policies.may_edit(is_author=is_author, is_binned=comment.binned_at is not None))
    said = _said(text)
    if comment.version != version:
        raise Conflict(
            "You changed this in another window while you wrote. Nothing of this was saved.",
            theirs={"Text": comment.text},
            yours={"Text": said},
        )
    named = mentions.people(said, comment.ref)
    new = {person.id for person in named.values() if person.key not in comment.named.values()} - {actor.id}
    comment.text, comment.edited_at = said, clock.now()
    comment.named = {name: person.key for name, person in named.items()}
    db.session.flush()
    _join(comment.root_id, new)
    search.changed(comment.ref)
    if new:
        events.publish(PeopleMentioned(comment.id, comment.root_id, actor.id, tuple(new)))


def remove(actor: Person, comment: Comment) -> None:
    """Put it into the bin, where it rests for 30 days; replies to it stay, and it is no answer any more."""
    is_author, is_admin = comment.author_id == actor.id, actor.has(Role.ADMIN)
    require(policies.may_remove(is_author=is_author, is_admin=is_admin))
    if comment.binned_at is not None:
        return
    comment.binned_at, comment.binned_by_id = clock.now(), actor.id
    begun = queries.root(comment)
    if begun.accepted_id == comment.id:
        begun.accepted_id = None
    db.session.flush()
    search.changed(comment.ref)
    if not is_author:
        audit.record(actor.id, "comment.removed", Ref("comment", comment.id))


def put_back(actor: Person, comment: Comment) -> None:
    """Take it out of the bin."""
    removed_it, is_admin = comment.binned_by_id == actor.id, actor.has(Role.ADMIN)
    emptied = not comment.text
    require(policies.may_put_back(removed_it=removed_it, is_admin=is_admin, is_emptied=emptied))
    comment.binned_at = comment.binned_by_id = None
    db.session.flush()
    search.changed(comment.ref)


def accept(actor: Person, thread: Comment, comment: Comment, *, accepted: bool = True) -> None:
    """Say that a reply answers the question that its thread began with, or no longer does."""
    require(
        policies.may_accept(
            asks=thread.asks,
            is_reply=comment.thread_id == thread.id and comment.binned_at is None,
            is_asker=thread.author_id == actor.id,
            is_admin=actor.has(Role.ADMIN),
        )
    )
    before, thread.accepted_id = thread.accepted_id, comment.id if accepted else None
    db.session.flush()
    if accepted and before != comment.id:
        events.publish(AnswerAccepted(comment.id, thread.id, actor.id))


def follow(actor: Person, thread: Comment, *, muted: bool = False) -> None:
    """Hear of what is written in the thread from now on; `muted`: hear nothing of it, whatever happens."""
    row = insert(Following).values(thread_id=thread.root_id, person_id=actor.id, muted=muted)
    keys = ["thread_id", "person_id"]
    db.session.execute(row.on_conflict_do_update(index_elements=keys, set_={"muted": muted}))


def _join(thread_id: int, people: Iterable[int | None]) -> None:
    """Let these people follow a thread, but for who muted it."""
    for person_id in sorted(each for each in set(people) if each is not None):
        row = insert(Following).values(thread_id=thread_id, person_id=person_id, muted=False)
        db.session.execute(row.on_conflict_do_nothing(index_elements=["thread_id", "person_id"]))


def _said(text: str) -> str:
    said = many_lines(text)[:TEXT]
    if not said:
        raise Invalid("Write something first.", field="text")
    return said


def pass_on(old: Ref, new: Ref) -> None:
    """Two things are one: what was written about `old` is about `new` from now on."""
    moved = update(Comment).where(Comment.ref_kind == old.kind, Comment.ref_id == old.id)
    db.session.execute(moved.values(ref_kind=new.kind, ref_id=new.id))


def forget(ref: Ref) -> None:
    """Delete what was written about a thing of which nothing is left."""
    about = Comment.ref_kind == ref.kind, Comment.ref_id == ref.id
    _delete([*db.session.scalars(select(Comment.id).where(*about))])


def empty_bin() -> None:
    """Delete what rested in the bin for 30 days and nobody replied to; of the rest the words go.

    And forget how many questions people asked where none can be asked any more.
    """
    now = clock.now()
    over = Comment.binned_at < now - STAYS
    emptied = update(Comment).where(over, Comment.text != "").values(text="", named={})
    db.session.execute(emptied.execution_options(synchronize_session=False))
    fresh = or_(Comment.binned_at.is_(None), Comment.binned_at >= now - STAYS)
    replied = select(Comment.thread_id).where(Comment.thread_id.is_not(None), fresh)
    _delete([*db.session.scalars(select(Comment.id).where(over, Comment.id.not_in(replied)))])
    db.session.execute(delete(Asking).where(Asking.until < now))


def _delete(ids: list[int]) -> None:
    """Delete comments, what replies to them, and who follows; replies first."""
    below = select(Comment.id).where(Comment.id.in_(ids) | Comment.thread_id.in_(ids))
    every = [*db.session.scalars(below)]
    accepted = update(Comment).where(Comment.accepted_id.in_(every)).values(accepted_id=None)
    db.session.execute(accepted.execution_options(synchronize_session=False))
    for gone in (
        delete(Following).where(Following.thread_id.in_(every)),
        delete(Comment).where(Comment.id.in_(every), Comment.thread_id.is_not(None)),
        delete(Comment).where(Comment.id.in_(every)),
    ):
        db.session.execute(gone.execution_options(synchronize_session=False))

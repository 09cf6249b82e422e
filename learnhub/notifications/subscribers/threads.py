"""What is written in threads, for messages: who is named hears, and who follows, once until they read it."""

from sqlalchemy import ColumnElement, and_, exists, or_, select

from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.discussions import subjects
from learnhub.discussions.events import AnswerAccepted, CommentWritten, PeopleMentioned, QuestionAnswered
from learnhub.discussions.models import Comment, Following
from learnhub.notifications import jobs
from learnhub.notifications.models import Channel, Delivery, Reminder
from learnhub.notifications.planning import notices
from learnhub.people.models import Person

KINDS = ("mentioned", "replied")


def written(fact: CommentWritten) -> None:
    """Who replies has read what was there; who follows hears of it, but for who has not read the last."""
    about = Reminder.subject_kind == "comment", Reminder.subject_id == fact.thread_id
    notices.settle(Reminder.kind.in_(KINDS), Reminder.person_id == fact.by_id, *about)
    _name(fact)
    _tell_followers(fact)
    later(jobs.dispatch)


def mentioned(fact: PeopleMentioned) -> None:
    _name(fact)
    later(jobs.dispatch)


def accepted(fact: AnswerAccepted) -> None:
    """Whose reply it is hears, unless they asked themselves."""
    author = db.session.get_one(Comment, fact.comment_id).author_id
    if author != fact.by_id:
        thread = Ref("comment", fact.thread_id)
        notices.tell("accepted", author, thread, rev=fact.comment_id, by_id=fact.by_id)
        later(jobs.dispatch)


def answered(fact: QuestionAnswered) -> None:
    """Who asked with their name hears once, however often the answer is mended."""
    if fact.asker_id != fact.by_id:
        notices.tell("question_answered", fact.asker_id, Ref("question", fact.question_id), by_id=fact.by_id)
        later(jobs.dispatch)


def _name(fact: CommentWritten | PeopleMentioned) -> None:
    thread = Ref("comment", fact.thread_id)
    for person_id in fact.mentioned:
        notices.tell("mentioned", person_id, thread, rev=fact.comment_id, by_id=fact.by_id)


def _tell_followers(fact: CommentWritten) -> None:
    """Write a notice for each who follows, in one statement."""
    thread = db.session.get_one(Comment, fact.thread_id)
    followers = (
        select(Following.person_id)
        .join(Person, Person.id == Following.person_id)
        .where(
            Following.thread_id == thread.id,
            Following.muted.is_(False),
            Following.person_id.not_in([fact.by_id, *fact.mentioned]),
            Person.left_at.is_(None),
            subjects.readers(thread.ref),
            ~_waits(thread.id),
        )
    )
    about = Ref("comment", thread.id)
    notices.tell_each("replied", about, followers, rev=fact.comment_id, by_id=fact.by_id)


def _waits(thread_id: int) -> ColumnElement[bool]:
    """Whether the follower has not read the last message about the thread, or has yet to get it."""
    unread = and_(Delivery.reminder_id == Reminder.id, Delivery.channel == Channel.IN_APP)
    return exists().where(
        Reminder.person_id == Following.person_id,
        Reminder.subject_kind == "comment",
        Reminder.subject_id == thread_id,
        Reminder.kind.in_(KINDS),
        or_(
            exists().where(unread, Delivery.read_at.is_(None)),
            and_(Reminder.state.in_(notices.OPEN_STATES), ~exists().where(unread)),
        ),
    )


SUBSCRIPTIONS: Subscriptions = {
    CommentWritten: [written],
    PeopleMentioned: [mentioned],
    AnswerAccepted: [accepted],
    QuestionAnswered: [answered],
}

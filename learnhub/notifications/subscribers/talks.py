"""What becomes of topics and feedback."""

from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices
from learnhub.programs.models import Program
from learnhub.talks.events import FeedbackAnswered, TopicScheduled


def topic_scheduled(fact: TopicScheduled) -> None:
    """Those who asked for it and voted hear at once, before anybody else."""
    program = db.session.get_one(Program, fact.talk_id)
    notices.tell_everyone("topic_scheduled", program, by_id=fact.by_id)
    later(jobs.tick)


def answered(fact: FeedbackAnswered) -> None:
    mine = Reminder.person_id == fact.person_id, Reminder.program_id == fact.talk_id
    notices.fulfil(Reminder.kind == fact.asked, *mine)


SUBSCRIPTIONS: Subscriptions = {
    TopicScheduled: [topic_scheduled],
    FeedbackAnswered: [answered],
}

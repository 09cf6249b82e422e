"""What hosts tell those on their list: one message each, whatever roles they hold."""

from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.notifications import jobs
from learnhub.notifications.planning import notices
from learnhub.programs import announcements
from learnhub.programs.events import Announced, AnnouncementDropped
from learnhub.programs.models import Program


def announced(fact: Announced) -> None:
    program, about = db.session.get_one(Program, fact.program_id), Ref("announcement", fact.announcement_id)
    people = announcements.told(fact.announcement_id)
    notices.tell_each("announced", about, people, rev=1, program=program, by_id=fact.by_id)
    later(jobs.dispatch)


def dropped(fact: AnnouncementDropped) -> None:
    """Tell who wrote it that nobody heard, unless they ended it themselves."""
    if fact.person_id != fact.by_id:
        program, about = (
            db.session.get_one(Program, fact.program_id),
            Ref("announcement", fact.announcement_id),
        )
        notices.tell("announcement_dropped", fact.person_id, about, program=program, by_id=fact.by_id)
        later(jobs.dispatch)


SUBSCRIPTIONS: Subscriptions = {Announced: [announced], AnnouncementDropped: [dropped]}

"""What happens to those who are stuck, for messages: who can help hears, and who waits for it."""

from datetime import timedelta

from sqlalchemy import ColumnElement

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.help.events import HelpAnswered, HelpAsked, HelpEnded, HelpNoLonger, HelpPutOff, HelpTaken
from learnhub.help.models import HelpRequest, Need
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices

PRESSING = timedelta(days=1)  # know-how is of use while it is fresh; afterwards another is asked


def put_off(fact: HelpPutOff) -> None:
    """Whoever wanted to look again is told when the two hours are over."""
    request = db.session.get_one(HelpRequest, fact.request_id)
    at = request.look_at or clock.now()
    notices.tell("still_stuck", fact.person_id, _ref(fact), at=at, expires_at=at + PRESSING)


def asked(fact: HelpAsked) -> None:
    """Know-how is pressing; access, data and decisions stay listed, and can wait for the digest."""
    request = db.session.get_one(HelpRequest, fact.request_id)
    expires_at = clock.now() + PRESSING if request.need is Need.KNOW_HOW else None
    notices.fulfil(Reminder.kind == "still_stuck", *_about(fact))
    for person_id in fact.people:
        by_id = request.asked_by_id
        notices.tell("help_asked", person_id, _ref(fact), rev=fact.day, by_id=by_id, expires_at=expires_at)
    later(jobs.dispatch)


def taken(fact: HelpTaken) -> None:
    """Who is stuck hears; the others need not look any more."""
    notices.fulfil(Reminder.kind == "help_asked", Reminder.person_id != fact.by_id, *_about(fact))
    notices.tell("help_taken", fact.asker_id, _ref(fact), by_id=fact.by_id)
    later(jobs.dispatch)


def answered(fact: HelpAnswered) -> None:
    """Who waits for it hears."""
    if not fact.by_asker:
        notices.fulfil(Reminder.kind == "help_asked", *_about(fact))
    kind = "help_added" if fact.by_asker else "help_answered"
    for person_id in fact.hear:
        notices.tell(kind, person_id, _ref(fact), rev=fact.answer_id, by_id=fact.by_id)
    later(jobs.dispatch)


def no_longer(fact: HelpNoLonger) -> None:
    mine = Reminder.kind == "help_asked", Reminder.person_id == fact.person_id
    notices.fulfil(*mine, *_about(fact))


def ended(fact: HelpEnded) -> None:
    """Nobody is asked any more; whose answer helped hears it."""
    notices.fulfil(*_about(fact))
    if fact.helper_id is not None:
        notices.tell("help_helped", fact.helper_id, _ref(fact), by_id=fact.by_id)
    later(jobs.dispatch)


Fact = HelpAnswered | HelpAsked | HelpEnded | HelpNoLonger | HelpPutOff | HelpTaken


def _ref(fact: Fact) -> Ref:
    return Ref("help", fact.request_id)


def _about(fact: Fact) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Reminder.subject_kind == "help", Reminder.subject_id == fact.request_id


SUBSCRIPTIONS: Subscriptions = {
    HelpPutOff: [put_off],
    HelpAsked: [asked],
    HelpTaken: [taken],
    HelpAnswered: [answered],
    HelpNoLonger: [no_longer],
    HelpEnded: [ended],
}

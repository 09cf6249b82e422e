"""What becomes of people: links by mail, who leaves and who comes back."""

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices, reminders
from learnhub.people import quiet
from learnhub.people.events import (
    CalendarFull,
    CalendarReadAgain,
    CalendarUnread,
    FocusChanged,
    InvitationMade,
    PersonCameBack,
    PersonLeft,
    QuietAdded,
    SignInLinkAsked,
)
from learnhub.people.models import OneTimeLink

CALENDAR, FULL = "calendar_unread", "calendar_full"


def link_asked(fact: SignInLinkAsked) -> None:
    _tell_of_link("signin_link", fact.link_id)


def invited(fact: InvitationMade) -> None:
    _tell_of_link("invitation", fact.link_id)


def left(fact: PersonLeft) -> None:
    notices.cancel(notices.LEFT, Reminder.person_id == fact.person_id)


def came_back(fact: PersonCameBack) -> None:
    reminders.revive(Reminder.person_id == fact.person_id, reasons=[notices.LEFT])


def quiet_added(fact: QuietAdded) -> None:
    theirs = Reminder.person_id.in_(quiet.whom(fact.window_id))
    reminders.bring_forward(clock.now(), theirs)


def focus_changed(fact: FocusChanged) -> None:
    reminders.bring_forward(clock.now(), Reminder.person_id == fact.person_id)


def calendar_unread(fact: CalendarUnread) -> None:
    _tell_of_calendar(CALENDAR, fact.person_id, fact.day)


def calendar_full(fact: CalendarFull) -> None:
    _tell_of_calendar(FULL, fact.person_id, fact.day)


def calendar_read_again(fact: CalendarReadAgain) -> None:
    notices.fulfil(Reminder.kind.in_([CALENDAR, FULL]), Reminder.person_id == fact.person_id)


def _tell_of_calendar(kind: str, person_id: int, day: int) -> None:
    notices.tell(kind, person_id, Ref("person", person_id), rev=day)
    later(jobs.dispatch)


def _tell_of_link(kind: str, link_id: int) -> None:
    link = db.session.get_one(OneTimeLink, link_id)
    notices.tell(
        kind, link.person_id, Ref("link", link.id), expires_at=link.expires_at, by_id=link.invited_by_id
    )
    later(jobs.dispatch)


SUBSCRIPTIONS: Subscriptions = {
    SignInLinkAsked: [link_asked],
    InvitationMade: [invited],
    PersonLeft: [left],
    PersonCameBack: [came_back],
    QuietAdded: [quiet_added],
    FocusChanged: [focus_changed],
    CalendarUnread: [calendar_unread],
    CalendarFull: [calendar_full],
    CalendarReadAgain: [calendar_read_again],
}

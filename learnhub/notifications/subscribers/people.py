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
from learnhub.people.events import InvitationMade, PersonCameBack, PersonLeft, QuietAdded, SignInLinkAsked
from learnhub.people.models import OneTimeLink
from learnhub.people.quiet_models import QuietWindow


def link_asked(fact: SignInLinkAsked) -> None:
    _tell_of_link("signin_link", fact.link_id)


def invited(fact: InvitationMade) -> None:
    _tell_of_link("invitation", fact.link_id)


def left(fact: PersonLeft) -> None:
    notices.cancel(notices.LEFT, Reminder.person_id == fact.person_id)


def came_back(fact: PersonCameBack) -> None:
    reminders.revive(Reminder.person_id == fact.person_id, reasons=[notices.LEFT])


def quiet_added(fact: QuietAdded) -> None:
    theirs = Reminder.person_id.in_(quiet.whose(QuietWindow.id == fact.window_id))
    reminders.bring_forward(clock.now(), theirs)


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
}
